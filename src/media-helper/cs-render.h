/* cs-render.h: makes a clip of a clip
 *
 * Stream copy, new sound under the copied picture, or H.264 and AAC; always MP4
 * with moov in front, never with the source's own metadata.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-talk.h"

G_BEGIN_DECLS

JsonObject *cs_render (int          in,
                       int          out,
                       JsonObject  *request,
                       CsTalk      *talk,
                       GError     **error);

G_END_DECLS
