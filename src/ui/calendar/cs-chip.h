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

/* How high chips are, in one line and in two. */
typedef struct
{
  int line;
  int two_lines;
} CsChipHeights;

#define CS_TYPE_CHIP (cs_chip_get_type ())
G_DECLARE_FINAL_TYPE (CsChip, cs_chip, CS, CHIP, GtkWidget)

GtkWidget *cs_chip_new       (void);

CsEntry   *cs_chip_get_entry (CsChip              *self);
void       cs_chip_set_entry (CsChip              *self,
                              CsEntry             *entry,
                              gboolean             tall,
                              const CsChipHeights *heights);
void       cs_chip_set_more  (CsChip              *self,
                              guint                n_more,
                              gint64               day,
                              const CsChipHeights *heights);

CsChipHeights cs_chip_heights_in (GtkWidget       *widget);

G_END_DECLS
