/* cs-disk-private.h: room on a disk, and files that are on it for good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gint64   cs_disk_get_room   (const char  *folder);
gboolean cs_disk_is_full    (const char  *folder);
gboolean cs_disk_check_room (const char  *folder,
                             gint64       needed,
                             const char  *purpose,
                             GError     **error);
gboolean cs_disk_sync       (const char  *path,
                             GError     **error);
gboolean cs_disk_copy       (const char  *from,
                             const char  *to,
                             GError     **error);

G_END_DECLS
