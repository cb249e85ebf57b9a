/* cs-front.h: puts moov before the media of a finished MP4, so that it plays while it loads
 *
 * mp4mux would write the whole clip into a second file for this, and then all of
 * it once more. Here the media move in the file itself, from the back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-talk.h"

G_BEGIN_DECLS

gboolean cs_front_moov (int       fd,
                        CsTalk   *talk,
                        gint64    total,
                        GError  **error);

G_END_DECLS
