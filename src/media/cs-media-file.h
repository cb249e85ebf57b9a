/* cs-media-file.h: the user's files, opened with sentences for all that can be wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int       cs_media_file_open    (const char    *path,
                                 GError       **error);
gboolean  cs_media_file_fail    (const char    *path,
                                 int            code,
                                 GError       **error);

G_END_DECLS
