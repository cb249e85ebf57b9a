/* numbers.h: a world in which numbers are counted, and what is looked for in it afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-db.h"
#include "cs-json.h"
#include "cs-secrets.h"
#include "cs-simulator.h"

G_BEGIN_DECLS

#define START      G_GINT64_CONSTANT (1800000000)
#define N_ACCOUNTS 3

/* The second is publishing’s, the half after it counting’s: by it the journal tells them apart. */
#define HALF       (G_USEC_PER_SEC / 2)

/* What the script knows to have been so. */
typedef enum
{
  PERIOD_LIFE,         /* the child ran */
  PERIOD_CUT,          /* nobody listened where the account is */
  PERIOD_SIGNED_OUT,   /* its token was not there */
  PERIOD_REMOVED,      /* the account was not connected */
} PeriodKind;

typedef struct
{
  PeriodKind       kind;
  const CsAccount *account;   /* NULL: of all */
  gint64           from;
  gint64           until;
} Period;

typedef struct
{
  char        *folder;
  guint64      seed;
  GRand       *rand;
  CsClock     *clock;
  CsSecrets   *secrets;
  CsDb        *db;
  CsSimulator *simulator;
  CsAccount   *accounts[N_ACCOUNTS];   /* the last is NULL until it is added */
  GArray      *moments[N_ACCOUNTS];    /* gint64: of the samples, before they are thinned */
  GHashTable  *bearers;                /* hashes of tokens, as the journal has them → account */
  GArray      *periods;
  GArray      *dues;                   /* gint64: when posts are planned */
  GArray      *killed;                 /* gint64: when lives were */
  GHashTable  *deleted;                /* remote ids → gint64: when the network lost them */
  gint64       end;

  guint        lives, kills, faults, scenes;
  guint        slots, samples, gaps, codes, explained, calls, gone_asks;
  guint        missing;      /* neither a sample nor a reason */
  guint        untrue;       /* a reason that was not so */
  guint        invented;     /* the network had other numbers at that moment */
  guint        doubled;      /* two samples in one slot */
  guint        over;         /* calls beyond what was allowed, or while a server asked to wait */
  guint        unfair;       /* calls right before a post */
  guint        unequal;      /* days that are not what their samples make */
  guint        undone;       /* posts that did not go out */
} World;

void       check        (gboolean         ok,
                         const char      *what,
                         GError          *error);
void       seed_random  (guint64          seed,
                         guint            life);
void       settle       (World           *self);
JsonArray *load_journal (World           *self);
gboolean   says_sign_in (World           *self,
                         const CsAccount *account);
gint64     find_lost_session (World      *self);
GPtrArray *list_tallies (World           *self,
                         const CsAccount *account);
void       note_moments (World           *self);
void       check_why    (World           *self,
                         const CsAccount *account,
                         GPtrArray       *gaps,
                         JsonArray       *journal);
gboolean   is_of        (World           *self,
                         JsonObject      *entry,
                         const CsAccount *account);
gint64     moment_of    (JsonObject      *entry);
void       check_world  (World           *self,
                         guint            n_posts);

G_END_DECLS
