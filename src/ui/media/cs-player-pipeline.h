/* cs-player-pipeline.h: what decodes a clip, and shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-frame-times.h"

#include <gst/gst.h>

G_BEGIN_DECLS

GstElement *cs_player_pipeline_new (const char    *uri,
                                    CsFrameTimes  *times,
                                    GstElement   **sink);

G_END_DECLS
