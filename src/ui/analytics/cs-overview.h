/* cs-overview.h: what numbers.overview answers, as a person looks at it
 *
 * Tiles, followers over time, a bar a post, and why something is not counted.
 *
 *   activated (post): the id of a post of which more is wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_OVERVIEW (cs_overview_get_type ())
G_DECLARE_FINAL_TYPE (CsOverview, cs_overview, CS, OVERVIEW, GtkBox)

void        cs_overview_show        (CsOverview *self,
                                     GVariant   *overview,
                                     const char *period_before);
void        cs_overview_age         (CsOverview *self,
                                     GVariant   *overview);
const char *cs_overview_get_measure (CsOverview *self);

G_END_DECLS
