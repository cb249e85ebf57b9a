/* cs-chip.h: a post in a cell of the month
 *
 * Draws itself: thousands of posts are a few dozen chips, and a month that is
 * turned gives them other posts. In one line or, where there is room, in two. A
 * chip may also stand for the posts that a cell has no room for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_CHIP (cs_chip_get_type ())
G_DECLARE_FINAL_TYPE (CsChip, cs_chip, CS, CHIP, GtkWidget)

GtkWidget *cs_chip_new       (void);
int        cs_chip_height_in (GtkWidget *widget,
                              gboolean   tall);

CsEntry   *cs_chip_get_entry (CsChip   *self);
void       cs_chip_set_entry (CsChip   *self,
                              CsEntry  *entry,
                              gboolean  tall);
void       cs_chip_set_more  (CsChip   *self,
                              guint     n_more,
                              gint64    day);

G_END_DECLS
