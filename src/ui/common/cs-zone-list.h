/* cs-zone-list.h: the time zones to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkStringList *cs_zone_list_new (const char *meant);

G_END_DECLS
