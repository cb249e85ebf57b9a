/* cs-day-cell.h: a day of the month, with as many chips as it has room for
 *
 * It is told how many posts its day has, and how many chips it could show; the
 * month gives it the chips. Where there is no room for chips it draws dots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chip.h"
#include "cs-entries.h"

G_BEGIN_DECLS

#define CS_TYPE_DAY_CELL (cs_day_cell_get_type ())
G_DECLARE_FINAL_TYPE (CsDayCell, cs_day_cell, CS, DAY_CELL, GtkWidget)

/* What a cell has room for. */
typedef struct
{
  guint    n_posts;   /* chips of posts … */
  gboolean more;      /* … and one for those that are left */
  gboolean tall;
} CsCellPlan;

CsCellPlan  cs_cell_plan         (guint       n_entries,
                                  int         room,
                                  int         line,
                                  int         two_lines);

GtkWidget  *cs_day_cell_new      (void);
gint64      cs_day_cell_get_day  (CsDayCell  *self);
void        cs_day_cell_set_day  (CsDayCell  *self,
                                  gint64      day,
                                  gboolean    outside,
                                  gboolean    today);
void        cs_day_cell_set_entries (CsDayCell *self,
                                     CsEntries *entries);
gboolean    cs_day_cell_is_filled   (CsDayCell *self);
void        cs_day_cell_empty    (CsDayCell  *self);
guint       cs_day_cell_fill     (CsDayCell           *self,
                                  const CsChipHeights *heights);
GtkWidget  *cs_day_cell_find_chip (CsDayCell *self,
                                   const char *id);

G_END_DECLS
