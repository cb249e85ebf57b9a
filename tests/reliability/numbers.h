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
#include "cs-tally.h"

G_BEGIN_DECLS

#define START      G_GINT64_CONSTANT (1800000000)
#define N_ACCOUNTS 3

/* For so long a server counts calls before it takes as many again. */
#define WINDOW     300

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
  GArray      *pressed[N_ACCOUNTS];    /* gint64: when all that is not publishing’s was used up */
  guint        planned[N_ACCOUNTS];    /* posts */
  GHashTable  *bearers;                /* hashes of tokens, as the journal has them → account */
  GArray      *periods;
  GArray      *dues;                   /* gint64: when posts are planned */
  GArray      *killed;                 /* gint64: when lives were */
  GHashTable  *deleted;                /* remote ids → gint64: when the network lost them */
  gint64       end;

  guint        lives, kills, faults, scenes;
  guint        slots, samples, gaps, codes, explained, calls, gone_asks;
  guint        paced;        /* calls that waited for the pace */
  guint        pressing;     /* calls after which what is left is publishing’s */
  guint        close;        /* posts that found nothing else left */
  guint        untold;       /* calls of those that are publishing’s, as nobody had told */
  guint        missing;      /* neither a sample nor a reason; what is gone and not looked for */
  guint        untrue;       /* a reason that was not so */
  guint        invented;     /* the network had other numbers at that moment */
  guint        doubled;      /* two samples in one slot */
  guint        over;         /* calls beyond what was allowed, or while a server asked to wait */
  guint        unfair;       /* calls right before a post, or of those that are publishing’s */
  guint        unequal;      /* days that are not what their samples make */
  guint        undone;       /* posts that did not go out */
} World;

/* numbers-world.c: accounts, posts and what goes wrong. */
void       check            (gboolean         ok,
                             const char      *what,
                             GError          *error);
void       make_world       (World           *self,
                             guint64          seed,
                             gint64           days);
void       clear_world      (World           *self);
void       open_workspace   (World           *self);
void       close_workspace  (World           *self);
void       save_account     (World           *self,
                             const CsAccount *account);
CsAccount *sign_in_mastodon (World           *self,
                             const char      *person);
CsAccount *sign_in_bluesky  (World           *self);
void       add_account      (World           *self,
                             guint            i,
                             CsAccount       *account);
void       connect_again    (World           *self,
                             const CsAccount *account,
                             const CsAccount *made,
                             const char      *kind);
void       remove_account   (World           *self);
void       plan_post        (World           *self,
                             guint            account,
                             gint64           due);
void       add_faults       (World           *self);
void       delete_posts     (World           *self,
                             guint            account,
                             guint            most);

/* numbers.c: lives; what is the same in each of a seed: numbers-same.c. */
void       have_life        (World           *self,
                             gint64           until,
                             int              kill_at);
void       seed_random      (guint64          seed,
                             guint            life);
void       settle           (World           *self);

/* numbers-rush.c: more to count than a server takes calls. */
void       have_rush        (World           *self);

/* numbers-calls.c: what left, by the journal. */
JsonArray *load_journal     (World           *self);
gboolean   is_of            (World           *self,
                             JsonObject      *entry,
                             const CsAccount *account);
gint64     moment_of        (JsonObject      *entry);
gboolean   was_killed       (World           *self,
                             gint64           at);
GArray    *find_pressed     (World           *self,
                             const CsAccount *account);
void       check_calls      (World           *self,
                             const CsAccount *account,
                             JsonArray       *journal);
void       check_asks       (World           *self,
                             const CsAccount *account,
                             const CsTally   *tally,
                             JsonArray       *journal);

/* numbers-why.c: whether the reasons were so. */
void       check_why        (World           *self,
                             const CsAccount *account,
                             GPtrArray       *gaps,
                             JsonArray       *journal);
gboolean   says_sign_in     (World           *self,
                             const CsAccount *account);
gint64     find_lost_session (World          *self);

/* numbers-check.c: slots and values. */
GPtrArray *list_tallies     (World           *self,
                             const CsAccount *account);
void       note_moments     (World           *self);
void       check_world      (World           *self);

G_END_DECLS
