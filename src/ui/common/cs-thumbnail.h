/* cs-thumbnail.h: the picture of a file, read from disk on a worker
 *
 * It is read while the widget is shown; the last of all that were read are kept.
 * Until it is there, and when it cannot be read, an icon stands in its place.
 *
 *   path: of the picture; icon-name: what stands in for it; content-fit: how it fills its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_THUMBNAIL (cs_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (CsThumbnail, cs_thumbnail, CS, THUMBNAIL, GtkWidget)

void cs_thumbnail_set_path (CsThumbnail  *self,
                            const char   *path);

G_END_DECLS
