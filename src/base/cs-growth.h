/* cs-growth.h: how an audience that is made up grows
 *
 * For what must look alive and is not: stand-in networks and the sample workspace.
 * Pure functions of seed, name and moment: two programs that know a post by the same
 * name count the same, and what would have been counted at any moment can be said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CS_GROWTH_LIKES,
  CS_GROWTH_REPLIES,
  CS_GROWTH_SHARES,
  CS_GROWTH_QUOTES,
  CS_GROWTH_SAVES,
  CS_N_GROWTHS,
} CsGrowth;

void cs_growth_of_post    (gint64       seed,
                           const char  *name,
                           gint64       born,
                           gint64       at,
                           gint64       counts[CS_N_GROWTHS]);
void cs_growth_of_account (gint64       seed,
                           const char  *name,
                           gint64       at,
                           gint64      *followers,
                           gint64      *following);

G_END_DECLS
