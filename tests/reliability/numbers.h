/* numbers.h: a world in which numbers are counted, and what is looked for in it afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-db.h"
#include "cs-secrets.h"
#include "cs-simulator.h"

G_BEGIN_DECLS

#define START G_GINT64_CONSTANT (1800000000)

typedef struct
{
  char        *folder;
  GRand       *rand;
  CsClock     *clock;
  CsSecrets   *secrets;
  CsDb        *db;
  CsSimulator *simulator;
  CsAccount   *accounts[2];
  GArray      *moments[2];     /* gint64: of the accounts’ samples, before they are thinned */
  gint64       end;

  guint        lives, kills, faults;
  guint        slots, samples, gaps, explained, calls;
  guint        missing;      /* neither a sample nor a reason */
  guint        invented;     /* the network had other numbers at that moment */
  guint        doubled;      /* two samples in one slot */
  guint        over;         /* calls beyond what was allowed */
  guint        unfair;       /* calls right before a post */
  guint        unequal;      /* days that are not what their samples make */
  guint        undone;       /* posts that did not go out */
} World;

void       check        (gboolean         ok,
                         const char      *what,
                         GError          *error);
GPtrArray *list_tallies (World           *self,
                         const CsAccount *account);
void       note_moments (World           *self);
void       check_world  (World           *self,
                         guint            n_posts);

G_END_DECLS
