/* creatorsync-reliability-numbers SEED DAYS POSTS: what is counted in so many days
 *
 * Three accounts publish so many posts each; one of them comes later, is removed and
 * connected again. Who publishes and counts is a child on a virtual clock that it moves
 * itself (“live FOLDER UNTIL SEED LIFE”): it is killed at random kill points and lies still for
 * random times, the networks drop connections, answer with errors, pages and halves,
 * and ask to wait; nobody listens there for hours, a token is not there; likes are
 * purged, a metric vanishes, posts are deleted. In the end every slot, value and call is
 * looked at (numbers-check.c), and whether each reason was so (numbers-why.c); the last
 * line is the count, as JSON. One seed is one proof: numbers-same.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "numbers.h"

#include "cs-account-store.h"
#include "cs-collector.h"
#include "cs-file-secrets.h"
#include "cs-id.h"
#include "cs-outbox-rules.h"
#include "cs-platform.h"
#include "cs-post-store.h"
#include "cs-publisher.h"
#include "cs-tally-store.h"
#include "cs-target-store.h"

#include <libsoup/soup.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define STEP_MAX 600     /* no longer than the service naps */
#define TRIES    100     /* of a person who signs in: more than there are faults that wait */

static void
fail (const char *what,
      GError     *error)
{
  fprintf (stderr, "%s: %s\n", what, error != NULL ? error->message : "no reason");
  exit (3);
}

void
check (gboolean    ok,
       const char *what,
       GError     *error)
{
  if (!ok)
    fail (what, error);
}

static void
open_workspace (World *self)
{
  GError *error = NULL;
  g_autofree char *clock = g_build_filename (self->folder, "clock", NULL);
  g_autofree char *path = g_build_filename (self->folder, "main.db", NULL);

  self->clock = cs_clock_new_mapped (clock, &error);
  check (self->clock != NULL, "clock", error);
  self->secrets = cs_file_secrets_new (self->folder);
  self->db = cs_db_open (path, self->clock, &error);
  check (self->db != NULL, "database", error);
}

static void
close_workspace (World *self)
{
  cs_db_close (self->db);
  g_clear_object (&self->db);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
}

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

/* Where the browser is sent after a person pressed the button. */
static char *
visit (const char *page,
       const char *person)
{
  g_autofree char *url = g_strdup_printf ("%s&account=%s", page, person);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) body = NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  body = soup_session_send_and_read (session, message, NULL, NULL);

  return body == NULL ? NULL
    : g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                              "Location"));
}

/* By this the journal knows an account that is not alone on its network. */
static void
learn_bearer (World           *self,
              const CsAccount *account,
              const char      *id)
{
  char *secret = cs_secrets_lookup (self->secrets, id, "token", NULL, NULL);
  g_autoptr(JsonObject) object = secret != NULL ? cs_json_parse_object (secret, -1, 0, NULL) : NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *hash = NULL;

  cs_secret_free (secret);
  if (object == NULL)
    return;

  bearer = g_strconcat ("Bearer ", cs_json_get_text (object, "access_token"), NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bearer, -1);
  g_hash_table_insert (self->bearers, g_strdup_printf ("sha256:%.12s", hash), (gpointer) account);
}

static CsAccount *
try_sign_in (World       *self,
             CsNetwork    network,
             GVariant    *request,
             const char  *person,
             GError     **error)
{
  g_autoptr(CsPlatform) platform = cs_platform_new (network, self->secrets, self->clock, error);
  g_autoptr(GVariant) pending = platform != NULL
    ? cs_platform_begin_sign_in (platform, request, NULL, error) : NULL;
  g_autofree char *answer = NULL;
  const char *url = NULL;

  if (pending != NULL && g_variant_lookup (pending, "url", "&s", &url))
    answer = visit (url, person);

  return pending != NULL ? cs_platform_finish_sign_in (platform, pending, answer, NULL, error)
                         : NULL;
}

/* A person tries again when the network has trouble. */
static CsAccount *
sign_in (World      *self,
         CsNetwork   network,
         GVariant   *request,
         const char *person)
{
  g_autoptr(GVariant) sunk = g_variant_ref_sink (request);
  g_autoptr(GError) error = NULL;
  CsAccount *account = NULL;

  for (guint i = 0; i < TRIES && account == NULL; i++)
    {
      g_clear_error (&error);
      account = try_sign_in (self, network, sunk, person, &error);
    }

  check (account != NULL, "sign-in", error);

  return account;
}

static void
save_account (World           *self,
              const CsAccount *account)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  check (tx != NULL && cs_account_store_save (tx, account, &error) && cs_tx_commit (&tx, &error),
         "account", error);
}

static CsAccount *
sign_in_mastodon (World      *self,
                  const char *person)
{
  return sign_in (self, CS_NETWORK_MASTODON, g_variant_new_parsed (
    "{'host': <%s>}", cs_simulator_get_url (self->simulator, CS_SIMULATOR_MASTODON)), person);
}

static CsAccount *
sign_in_bluesky (World *self)
{
  return sign_in (self, CS_NETWORK_BLUESKY, g_variant_new_parsed (
    "{'handle': <'alice.test'>, 'app_password': <'abcd-efgh-ijkl-mnop'>,"
    " 'host': <%s>, 'plc': <%s>, 'video': <%s>}",
    cs_simulator_get_url (self->simulator, CS_SIMULATOR_BLUESKY),
    cs_simulator_get_url (self->simulator, CS_SIMULATOR_PLC),
    cs_simulator_get_url (self->simulator, CS_SIMULATOR_VIDEO)), NULL);
}

static void
add_account (World     *self,
             guint      i,
             CsAccount *account)
{
  self->accounts[i] = account;
  learn_bearer (self, account, account->id);
  save_account (self, account);
}

static void
start_networks (World  *self,
                gint64  days)
{
  g_autofree char *settings = g_strdup_printf (
    "mastodon.auto-approve=yes growth=yes growth.seed=%" G_GUINT64_FORMAT
    " growth.purge-at=%" G_GINT64_FORMAT " growth.vanish-quotes-at=%" G_GINT64_FORMAT
    " bluesky.appview-lag=400", self->seed, START + days * CS_DAY_SECONDS / 3,
    START + days * CS_DAY_SECONDS / 2);
  g_auto(GStrv) list = g_strsplit (settings, " ", -1);
  GError *error = NULL;

  self->simulator = cs_simulator_new (self->clock);
  for (guint i = 0; list[i] != NULL; i++)
    check (cs_simulator_set (self->simulator, list[i], &error), list[i], error);

  check (cs_simulator_start (self->simulator, &error), "simulator", error);

  add_account (self, 0, sign_in_mastodon (self, "alice"));
  add_account (self, 1, sign_in_bluesky (self));
}

static void
plan_post (World           *self,
           const CsAccount *account,
           gint64           due)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);

  check (tx != NULL, "plan", error);
  post->id = cs_id_new (START * G_USEC_PER_SEC);
  post->title = g_strdup ("A post");
  post->text = g_strdup_printf ("words %s", post->id);
  post->created_at = post->changed_at = START;
  target->id = cs_id_new (START * G_USEC_PER_SEC);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (account->id);
  target->state = CS_TARGET_SCHEDULED;
  target->due = due;
  target->wall = due / 60;
  target->zone = g_strdup ("UTC");
  target->fold = 0;
  target->lateness = CS_LATE_PUBLISH;
  target->late_limit = 7 * CS_DAY_SECONDS;

  g_array_append_val (self->dues, due);
  check (cs_post_store_save (tx, post, &error) && cs_target_store_save (tx, target, &error)
         && cs_tx_commit (&tx, &error), "plan", error);
}

/* What goes wrong with the next few questions; none of it happens to what publishes. */
static void
add_faults (World *self)
{
  static const char *const faults[] = {
    "status=503", "status=500 body={}", "status=429 header=Retry-After:900", "html=200",
    "html=502", "drop-before", "drop-after", "truncate", "status=400 body={\"error\":\"x\"}",
    "status=200 body={}", "status=200 body=[]",
  };
  static const char *const paths[] = {
    "/api/v1/statuses*", "/api/v1/accounts/*", "/xrpc/app.bsky.*", "/api/*", "/xrpc/*",
  };
  g_autofree char *line = g_strdup_printf (
    "on GET %s times=%d do %s", paths[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (paths))],
    g_rand_int_range (self->rand, 1, 12),
    faults[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (faults))]);
  GError *error = NULL;

  self->faults++;
  check (cs_simulator_add_faults (self->simulator, line, &error), line, error);
}

/* The newest post of each account goes. */
static void
delete_posts (World *self)
{
  for (guint i = 0; i < N_ACCOUNTS && self->accounts[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) tallies = list_tallies (self, self->accounts[i]);
      const CsTally *newest = tallies->len > 0 ? g_ptr_array_index (tallies, 0) : NULL;
      g_autofree char *line = newest != NULL
        ? g_strdup_printf ("%s %s", cs_network_names[self->accounts[i]->network],
                           newest->remote_id) : NULL;
      GError *error = NULL;

      if (line == NULL)
        continue;

      check (cs_simulator_delete_posts (self->simulator, line, &error), line, error);
      g_hash_table_insert (self->deleted, g_strdup (newest->remote_id),
                           g_memdup2 (&(gint64) { cs_clock_now (self->clock) }, sizeof (gint64)));
    }
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
static void
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
  else if (!g_spawn_check_wait_status (status, &error))
    fail ("life", error);

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

/* A person signed in again as @made: what is known of the account stays. */
static void
connect_again (World           *self,
               const CsAccount *account,
               const CsAccount *made,
               const char      *kind)
{
  char *secret = cs_secrets_lookup (self->secrets, made->id, kind, NULL, NULL);
  GError *error = NULL;

  learn_bearer (self, account, made->id);
  check (cs_secrets_store (self->secrets, account->id, kind, "Test", secret, NULL, &error),
         kind, error);
  cs_secret_free (secret);
  save_account (self, account);
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

static void
remove_account (World *self)
{
  const CsAccount *account = self->accounts[N_ACCOUNTS - 1];
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  check (tx != NULL && cs_account_store_remove (tx, account->id, &error)
         && cs_tx_commit (&tx, &error)
         && cs_secrets_clear (self->secrets, account->id, NULL, &error), "remove", error);
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
        plan_post (self, self->accounts[N_ACCOUNTS - 1],
                   now + g_rand_int_range (self->rand, 3600, CS_DAY_SECONDS));
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
          delete_posts (self);
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
    { "calls", self->calls }, { "gone_asks", self->gone_asks }, { "missing", self->missing },
    { "untrue", self->untrue },
    { "invented", self->invented }, { "doubled", self->doubled }, { "over", self->over },
    { "unfair", self->unfair }, { "unequal", self->unequal }, { "undone", self->undone },
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
    plan_post (self, self->accounts[i % 2],
               START + g_rand_int_range (self->rand, 0, days * CS_DAY_SECONDS * 2 / 3));
}

int
main (int   argc,
      char *argv[])
{
  World self = { NULL, };
  GError *error = NULL;
  g_autofree char *clock = NULL;
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

  self.seed = g_ascii_strtoull (argv[1], NULL, 10);
  seed_random (self.seed, 0);
  days = g_ascii_strtoll (argv[2], NULL, 10);
  posts = g_ascii_strtoull (argv[3], NULL, 10);
  self.rand = g_rand_new_with_seed (self.seed);
  self.end = START + days * CS_DAY_SECONDS;
  self.folder = g_dir_make_tmp ("numbers-XXXXXX", &error);
  check (self.folder != NULL, "folder", error);
  clock = g_build_filename (self.folder, "clock", NULL);
  check (cs_clock_create_file (clock, START * G_USEC_PER_SEC, &error), "clock", error);

  self.bearers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.periods = g_array_new (FALSE, FALSE, sizeof (Period));
  self.dues = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.killed = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  open_workspace (&self);
  for (guint i = 0; i < G_N_ELEMENTS (self.moments); i++)
    self.moments[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  start_networks (&self, days);
  plan_posts (&self, days, posts);
  have_lives (&self, days, posts);
  check_world (&self, posts);

  report (&self, days);
  cs_simulator_stop (self.simulator);
  g_clear_object (&self.simulator);
  for (guint i = 0; i < G_N_ELEMENTS (self.accounts); i++)
    {
      cs_record_unref (self.accounts[i]);
      g_array_unref (self.moments[i]);
    }
  close_workspace (&self);
  g_hash_table_unref (self.bearers);
  g_array_unref (self.periods);
  g_array_unref (self.dues);
  g_array_unref (self.killed);
  g_hash_table_unref (self.deleted);
  g_rand_free (self.rand);
  g_free (self.folder);

  return 0;
}
