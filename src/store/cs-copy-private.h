/* cs-copy-private.h: a copy of a database and its log, to read what a read-only disk holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *cs_copy_make   (const char  *db_path,
                      GError     **error);
void  cs_copy_remove (const char  *copy);

G_END_DECLS
