/* cs-edits.h: sets right when the tracks of a finished MP4 begin
 *
 * mp4mux lets every track begin with its first packet. But the first packets of
 * AAC are the encoder's run-up (1,024 samples), and a copied clip may begin
 * before what it shows: without this the sound comes late, or hidden pictures
 * come back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @handler is "soun", or NULL for all tracks. */
gboolean cs_edits_hide_start (int          fd,
                              const char  *handler,
                              gint64       nsec,
                              GError     **error);

G_END_DECLS
