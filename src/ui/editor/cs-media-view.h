/* cs-media-view.h: what a file of the library looks like, and what is said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *cs_media_view_new_picture (GVariant    *media,
                                      const char  *folder,
                                      int          width,
                                      int          height);
char      *cs_media_view_describe    (GVariant    *media);
gboolean   cs_media_view_is_video    (GVariant    *media);

G_END_DECLS
