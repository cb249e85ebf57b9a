/* cs-reserve-private.h: room kept on the disk for the day on which it is full
 *
 * A full disk fails even checkpoints and deletes. Letting go of the reserve
 * makes room for the drafts that are open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     cs_reserve_make       (const char *db_path);
void     cs_reserve_release    (const char *db_path);
gboolean cs_reserve_is_there   (const char *db_path);

G_END_DECLS
