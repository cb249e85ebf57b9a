/* cs-finding-row.h: one thing that stands in a post’s way, and what can be done about it
 *
 *   fix (finding): the author pressed its button
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_FINDING_ROW (cs_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (CsFindingRow, cs_finding_row, CS, FINDING_ROW, AdwActionRow)

GtkWidget *cs_finding_row_new          (GVariant      *finding);

GVariant  *cs_finding_row_get_finding  (CsFindingRow  *self);
void       cs_finding_row_set_progress (CsFindingRow  *self,
                                        double         fraction);
void       cs_finding_row_set_idle     (CsFindingRow  *self);

/* What a light is, as a shape, a word and a class. */
const char *cs_light_icon_name         (const char    *light);
const char *cs_light_word              (const char    *light);
const char *cs_light_css_class         (const char    *light);

G_END_DECLS
