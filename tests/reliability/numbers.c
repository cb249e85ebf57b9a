/* creatorsync-reliability-numbers SEED DAYS POSTS: what is counted in so many days
 *
 * Three accounts publish; the last comes later, goes and comes again. Who publishes and counts
 * is a child on a virtual clock that it moves itself (“live FOLDER UNTIL SEED LIFE”): it is killed
 * at random and lies still, the networks break off, err and ask to wait, nobody listens there, a
 * token is not there; likes are purged, a metric vanishes, posts go. First there is more to count
 * than the server takes calls (numbers-rush.c). In the end every slot and value is looked at
 * (numbers-check.c), every call (numbers-calls.c) and whether each reason was so (numbers-why.c);
 * the last line is the count, as JSON. One seed is one proof: numbers-same.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "numbers.h"

#include "cs-collector.h"
#include "cs-outbox-rules.h"
#include "cs-publisher.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#define STEP_MAX 600     /* no longer than the service naps */

/* On to the next whole second: a life that was killed may have ended half a second after. */
static void
finish_second (CsClock *clock)
{
  gint64 past = cs_clock_now_usec (clock) % G_USEC_PER_SEC;

  if (past > 0)
    cs_clock_advance (clock, G_USEC_PER_SEC - past);
}

/* What the services' threads do, one after the other, until a moment of the virtual clock. */
static int
live (char   *folder,
      gint64  until)
{
  World self = { .folder = folder };
  g_autoptr(CsPublisher) publisher = NULL;
  g_autoptr(CsCollector) collector = NULL;
  gint64 now;

  open_workspace (&self);
  publisher = cs_publisher_new (self.db, self.clock, self.secrets, folder);
  collector = cs_collector_new (self.db, self.clock, self.secrets);
  finish_second (self.clock);

  while ((now = cs_clock_now (self.clock)) < until)
    {
      gint64 publish_at = 0, count_at = 0, next = now + STEP_MAX;
      GError *error = NULL;

      check (cs_publisher_run_once (publisher, &publish_at, NULL, &error), "publish", error);
      cs_clock_advance (self.clock, HALF);
      check (cs_collector_run_once (collector, &count_at, NULL, &error), "count", error);

      next = publish_at > 0 ? MIN (next, publish_at) : next;
      next = count_at > 0 ? MIN (next, count_at) : next;
      cs_clock_advance (self.clock, (CLAMP (next, now + 1, until) - now) * G_USEC_PER_SEC - HALF);
    }

  close_workspace (&self);

  return 0;
}

static void
note_period (World           *self,
             PeriodKind       kind,
             const CsAccount *account,
             gint64           from)
{
  Period period = { kind, account, from, cs_clock_now (self->clock) };

  g_array_append_val (self->periods, period);
}

/* One life of the child, perhaps to its end. */
void
have_life (World  *self,
           gint64  until,
           int     kill_at)
{
  g_autofree char *moment = g_strdup_printf ("%" G_GINT64_FORMAT, until);
  g_autofree char *number = g_strdup_printf ("%d", kill_at);
  g_auto(GStrv) env = g_environ_setenv (g_get_environ (), "CREATORSYNC_KILL_AT", number, TRUE);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->seed);
  g_autofree char *life = g_strdup_printf ("%u", self->lives + 1);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  char *argv[] = { program, (char *) "live", self->folder, moment, seed, life, NULL };
  gint64 from = cs_clock_now (self->clock);
  GError *error = NULL;
  int status = 0;

  close_workspace (self);
  check (g_spawn_sync (NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error),
         "life", error);
  open_workspace (self);
  self->lives++;

  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    {
      gint64 now = cs_clock_now (self->clock);

      g_array_append_val (self->killed, now);
      self->kills++;
    }
  else
    check (g_spawn_check_wait_status (status, &error), "life", error);

  settle (self);
  finish_second (self->clock);
  note_period (self, PERIOD_LIFE, NULL, from);
  note_moments (self);
}

/* What publishes is left alone by what follows: it is about counting. */
static gboolean
is_anything_due (World  *self,
                 gint64  until)
{
  gint64 now = cs_clock_now (self->clock);

  for (guint i = 0; i < self->dues->len; i++)
    {
      gint64 due = g_array_index (self->dues, gint64, i);

      if (due > now - 3 * CS_DAY_SECONDS && due < until + CS_DAY_SECONDS)
        return TRUE;
    }

  return FALSE;
}

/* A life in which nobody listens where an account is. */
static void
have_cut_life (World           *self,
               const CsAccount *account,
               gint64           until)
{
  g_autoptr(CsAccount) cut = cs_record_copy (account);
  gint64 from = cs_clock_now (self->clock);

  g_set_str (&cut->host, "http://127.0.0.1:9");
  save_account (self, cut);
  have_life (self, until, 0);
  note_period (self, PERIOD_CUT, account, from);
  save_account (self, account);
}

/* A life in which the token of an account is not there. */
static void
have_signed_out_life (World           *self,
                      const CsAccount *account,
                      gint64           until)
{
  const char *kind = account->network == CS_NETWORK_MASTODON ? "token" : "session";
  char *secret = cs_secrets_lookup (self->secrets, account->id, kind, NULL, NULL);
  gint64 from = cs_clock_now (self->clock);
  GError *error = NULL;

  check (secret != NULL && cs_secrets_clear (self->secrets, account->id, NULL, &error), "sign-out",
         error);
  have_life (self, until, 0);
  note_period (self, PERIOD_SIGNED_OUT, account, from);
  check (cs_secrets_store (self->secrets, account->id, kind, "Test", secret, NULL, &error),
         "sign-in", error);
  cs_secret_free (secret);
}

/* Some lives are led under a condition of their own. */
static void
have_scene (World  *self,
            gint64  until,
            int     kill_at)
{
  const CsAccount *account = self->accounts[g_rand_int_range (self->rand, 0, 2)];
  gint64 soon = MIN (until, cs_clock_now (self->clock)
                            + g_rand_int_range (self->rand, 3600, 9 * 3600));
  guint which = g_rand_int_range (self->rand, 0, 12);

  if (which > 1 || is_anything_due (self, soon))
    {
      have_life (self, until, kill_at);
      return;
    }

  self->scenes++;
  if (which == 0)
    have_cut_life (self, account, soon);
  else
    have_signed_out_life (self, account, soon);
}

/* A process that is killed with the answer that renews its session, and begins again when the
 * server has let the old one go, has lost it: a person sees that, and signs in. */
static void
renew_session (World *self)
{
  const CsAccount *account = self->accounts[1];
  g_autoptr(CsAccount) made = NULL;
  gint64 lost_at;

  if (!says_sign_in (self, account) || (lost_at = find_lost_session (self)) == 0)
    return;

  note_period (self, PERIOD_SIGNED_OUT, account, lost_at);
  made = sign_in_bluesky (self);
  connect_again (self, account, made, "session");
}

/* Between two lives, when it is time: the last account comes, goes and comes again. */
static void
change_accounts (World  *self,
                 gint64  days,
                 guint   posts)
{
  static gint64 removed_at = 0;
  static gboolean is_back = FALSE;
  g_autoptr(CsAccount) made = NULL;
  gint64 now = cs_clock_now (self->clock);
  gint64 day = (now - START) / CS_DAY_SECONDS;

  if (self->accounts[N_ACCOUNTS - 1] == NULL && day >= days * 60 / 100)
    {
      add_account (self, N_ACCOUNTS - 1, sign_in_mastodon (self, "bob"));
      for (guint i = 0; i < posts; i++)
        plan_post (self, N_ACCOUNTS - 1, now + g_rand_int_range (self->rand, 3600, CS_DAY_SECONDS));
    }
  else if (removed_at == 0 && day >= days * 75 / 100)
    {
      remove_account (self);
      removed_at = now;
    }
  else if (removed_at > 0 && !is_back && day >= days * 85 / 100)
    {
      note_period (self, PERIOD_REMOVED, self->accounts[N_ACCOUNTS - 1], removed_at);
      made = sign_in_mastodon (self, "bob");
      connect_again (self, self->accounts[N_ACCOUNTS - 1], made, "token");
      is_back = TRUE;
    }
}

/* Nothing runs for some time, but not for so long that a post is too late to go out. */
static void
lie_still (World *self)
{
  gint64 now = cs_clock_now (self->clock);
  gint64 until = now + g_rand_int_range (self->rand, 60, 30 * 3600);

  for (guint i = 0; i < self->dues->len; i++)
    {
      gint64 due = g_array_index (self->dues, gint64, i);

      if (due > now - STEP_MAX)
        until = MIN (until, due + CS_OUTBOX_LATEST / 2);
    }

  cs_clock_advance (self->clock, (until - now) * G_USEC_PER_SEC);
}

static void
have_lives (World  *self,
            gint64  days,
            guint   posts)
{
  gint64 delete_at = START + days * CS_DAY_SECONDS * 2 / 3;
  gint64 now;

  while ((now = cs_clock_now (self->clock)) < self->end)
    {
      gint64 until = now + g_rand_int_range (self->rand, 6 * 3600, 60 * 3600);
      int kill_at = g_rand_boolean (self->rand) ? g_rand_int_range (self->rand, 1, 800) : 0;

      if (now >= delete_at)
        {
          for (guint i = 0; i < N_ACCOUNTS && self->accounts[i] != NULL; i++)
            delete_posts (self, i, 1);
          delete_at = self->end;
        }

      change_accounts (self, days, posts);

      if (g_rand_int_range (self->rand, 0, 3) > 0)
        add_faults (self);

      have_scene (self, MIN (until, self->end), kill_at);
      renew_session (self);

      if (g_rand_int_range (self->rand, 0, 4) == 0)
        lie_still (self);
    }

  /* What was in the way at the end is told once it is asked again. */
  have_life (self, self->end + CS_DAY_SECONDS, 0);
}

static void
report (const World *self,
        gint64       days)
{
  const struct { const char *name; guint count; } counts[] = {
    { "lives", self->lives }, { "kills", self->kills }, { "faults", self->faults },
    { "scenes", self->scenes }, { "slots", self->slots }, { "samples", self->samples },
    { "gaps", self->gaps }, { "codes", self->codes }, { "explained", self->explained },
    { "calls", self->calls }, { "paced", self->paced }, { "pressing", self->pressing },
    { "close", self->close }, { "untold", self->untold }, { "gone_asks", self->gone_asks },
    { "missing", self->missing }, { "untrue", self->untrue }, { "invented", self->invented },
    { "doubled", self->doubled }, { "over", self->over }, { "unfair", self->unfair },
    { "unequal", self->unequal }, { "undone", self->undone },
  };

  printf ("{\"days\": %d", (int) days);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    printf (", \"%s\": %u", counts[i].name, counts[i].count);
  printf ("}\n");
}

static void
plan_posts (World  *self,
            gint64  days,
            guint   posts)
{
  for (guint i = 0; i < posts * (N_ACCOUNTS - 1); i++)
    plan_post (self, i % 2,
               START + g_rand_int_range (self->rand, 0, days * CS_DAY_SECONDS * 2 / 3));
}

int
main (int   argc,
      char *argv[])
{
  World self = { NULL, };
  gint64 days;
  guint posts;

  if (argc == 6 && g_str_equal (argv[1], "live"))
    {
      seed_random (g_ascii_strtoull (argv[4], NULL, 10), g_ascii_strtoull (argv[5], NULL, 10));
      return live (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
    }

  if (argc != 4)
    {
      fprintf (stderr, "Use: creatorsync-reliability-numbers SEED DAYS POSTS\n");
      return 2;
    }

  days = g_ascii_strtoll (argv[2], NULL, 10);
  posts = g_ascii_strtoull (argv[3], NULL, 10);
  make_world (&self, g_ascii_strtoull (argv[1], NULL, 10), days);
  plan_posts (&self, days, posts);
  have_rush (&self);
  have_lives (&self, days, posts);
  check_world (&self);
  report (&self, days);
  clear_world (&self);

  return 0;
}
