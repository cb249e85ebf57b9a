/* creatorsync-reliability-schedules SEED N: random lives of random plans
 *
 * Each schedule is a few posts and threads for two accounts on networks in
 * memory that fail at random. The publisher is a child that is killed at random
 * kill points, while the clock is set forward and back and posts are cancelled;
 * it lives again until all is quiet, and a person who tells the truth answers
 * what it asks. World and clock are shared memory, so that they outlive it. The
 * last line is the count, as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-account-store.h"
#include "cs-fake-platform.h"
#include "cs-id.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-publisher-private.h"
#include "cs-target-store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define START       G_GINT64_CONSTANT (1800000000)
#define ROUNDS_MAX  3000
#define KILLS_MAX   4
#define POINTS_MAX  100
#define CLOCK_WRONG 300   /* seconds that are not noticed */

typedef struct
{
  CsFakeWorld worlds[2];     /* Mastodon's, Bluesky's */
  guint       n_rows;
  guint       expected;      /* rows that the plan makes */
  guint       duplicates;
  guint       lost;
  guint       asked;
  guint       early;         /* public before their time */
  guint       broken;
  guint       steps;         /* times that the clock was set */
  guint       cancels;
} Shared;

typedef struct
{
  Shared      *shared;
  char        *folder;
  CsClock     *clock;
  CsSecrets   *secrets;
  CsDb        *db;
  CsPublisher *publisher;
  GRand       *rand;
} Life;

static void
fail (const char *what,
      GError     *error)
{
  fprintf (stderr, "%s: %s\n", what, error != NULL ? error->message : "no reason");
  _exit (3);
}

static gboolean
one_in (GRand *rand,
        gint32 n)
{
  return g_rand_int_range (rand, 0, n) == 0;
}

/* What the networks will do: mostly what they should. */
static void
make_worlds (Shared *shared,
             GRand  *rand)
{
  for (guint i = 0; i < G_N_ELEMENTS (shared->worlds); i++)
    {
      CsFakeWorld *world = &shared->worlds[i];

      world->is_put = i == 1;
      world->honours_key = i == 0 && g_rand_boolean (rand);
      world->n_faults = g_rand_int_range (rand, 0, 10);
      world->blind = one_in (rand, 3) ? g_rand_int_range (rand, 0, 5) : 0;
      world->probe_fault = one_in (rand, 2) ? CS_FAKE_UNREACHED : CS_FAKE_RATE;

      for (guint k = 0; k < world->n_faults; k++)
        world->faults[k] = one_in (rand, 2) ? CS_FAKE_NONE
                                            : g_rand_int_range (rand, 0, CS_FAKE_N_FAULTS);
    }
}

static CsAccount *
make_account (Life      *life,
              CsTx      *tx,
              CsNetwork  network)
{
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);
  GError *error = NULL;

  account->network = network;
  account->id = cs_id_new (START * G_USEC_PER_SEC);
  account->handle = g_strdup (account->id);
  account->host = g_strdup ("https://fake.example");
  account->state = CS_ACCOUNT_READY;
  account->honours_key = life->shared->worlds[0].honours_key;
  account->can_schedule = network == CS_NETWORK_MASTODON && one_in (life->rand, 3);
  account->added_at = START;

  if (!cs_account_store_save (tx, account, &error))
    fail ("account", error);

  return account;
}

static void
make_target (Life            *life,
             CsTx            *tx,
             const CsAccount *account)
{
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);
  g_autoptr(GStrvBuilder) thread = g_strv_builder_new ();
  guint more = one_in (life->rand, 3) ? g_rand_int_range (life->rand, 1, 4) : 0;
  GError *error = NULL;

  for (guint i = 0; i < more; i++)
    g_strv_builder_add (thread, "more");

  post->id = cs_id_new (START * G_USEC_PER_SEC);
  post->title = g_strdup ("A post");
  post->text = g_strdup ("words");
  post->thread = g_strv_builder_end (thread);
  post->created_at = post->changed_at = START;

  target->id = cs_id_new (START * G_USEC_PER_SEC);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (account->id);
  target->state = CS_TARGET_SCHEDULED;
  target->due = START + g_rand_int_range (life->rand, -1200, 2400);
  target->wall = target->due / 60;
  target->zone = g_strdup ("UTC");
  target->fold = 0;
  target->lateness = g_rand_int_range (life->rand, 0, 3);
  target->late_limit = 7200;

  if (!cs_post_store_save (tx, post, &error) || !cs_target_store_save (tx, target, &error))
    fail ("target", error);

  life->shared->expected += 1 + more;
}

static void
plan (Life *life)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (life->db, &error);
  g_autoptr(CsAccount) mastodon = NULL;
  g_autoptr(CsAccount) bluesky = NULL;
  guint n = g_rand_int_range (life->rand, 1, 5);

  if (tx == NULL)
    fail ("plan", error);

  mastodon = make_account (life, tx, CS_NETWORK_MASTODON);
  bluesky = make_account (life, tx, CS_NETWORK_BLUESKY);

  for (guint i = 0; i < n; i++)
    make_target (life, tx, g_rand_boolean (life->rand) ? mastodon : bluesky);

  if (!cs_tx_commit (&tx, &error))
    fail ("plan", error);
}

static GPtrArray *
list_rows (Life *life)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (life->db, &error);
  GPtrArray *rows = tx != NULL ? cs_outbox_store_list_recent (tx, 1000, &error) : NULL;

  if (rows == NULL)
    fail ("rows", error);

  return rows;
}

static guint
count_copies (Life              *life,
              const CsOutboxRow *row)
{
  g_autofree char *content = g_strdup_printf ("%s/%d", row->target_id, (int) row->part);

  return cs_fake_world_count (&life->shared->worlds[0], content)
       + cs_fake_world_count (&life->shared->worlds[1], content);
}

/* Whether a row was out before its author wanted it. */
static gboolean
is_early (Life              *life,
          const CsOutboxRow *row)
{
  GError *error = NULL;
  g_autofree char *content = g_strdup_printf ("%s/%d", row->target_id, (int) row->part);
  g_autoptr(CsTx) tx = cs_tx_begin_read (life->db, &error);
  g_autoptr(CsTarget) target = NULL;

  target = tx != NULL ? cs_target_store_find (tx, row->target_id, &error) : NULL;
  if (target == NULL)
    fail ("target", error);

  return cs_fake_world_early (&life->shared->worlds[0], content, target->due, CLOCK_WRONG)
      || cs_fake_world_early (&life->shared->worlds[1], content, target->due, CLOCK_WRONG);
}

/* Where a person finds the post of a row; NULL: nowhere. */
static char *
find_link (Life              *life,
           const CsOutboxRow *row)
{
  g_autofree char *content = g_strdup_printf ("%s/%d", row->target_id, (int) row->part);
  char *link = cs_fake_world_link (&life->shared->worlds[0], content);

  return link != NULL ? link : cs_fake_world_link (&life->shared->worlds[1], content);
}

/* A person who signs in again where that is asked for. */
static void
sign_in (Life *life)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (life->db, &error);
  g_autoptr(GPtrArray) accounts = tx != NULL ? cs_account_store_list (tx, &error) : NULL;

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      g_autoptr(CsAccount) account = cs_record_copy (g_ptr_array_index (accounts, i));

      account->state = CS_ACCOUNT_READY;

      if (!cs_account_store_save (tx, account, &error))
        fail ("sign-in", error);
    }

  if (accounts == NULL || !cs_tx_commit (&tx, &error))
    fail ("sign-in", error);
}

/* A person who believes what is said, and looks before they answer when that tells them to. */
static gboolean
answer_questions (Life *life)
{
  g_autoptr(GPtrArray) rows = list_rows (life);
  gboolean any = FALSE;

  sign_in (life);

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);
      CsAnswer answer = one_in (life->rand, 3) ? CS_ANSWER_DROP : CS_ANSWER_POST_AGAIN;
      gboolean is_told_to = row->sentence != NULL && strstr (row->sentence, "ook there") != NULL;
      g_autofree char *link = is_told_to ? find_link (life, row) : NULL;
      g_autoptr(GError) error = NULL;

      if (row->state != CS_OUTBOX_NEEDS_YOU || g_strcmp0 (row->code, "parent") == 0)
        continue;

      if (link != NULL)
        answer = CS_ANSWER_IT_IS_THERE;

      any = TRUE;
      life->shared->asked++;

      if (!cs_publisher_answer (life->publisher, row->id, answer, link, NULL, &error))
        fail ("answer", error);
    }

  return any;
}

/* The networks keep the right time. */
static void
set_clock (Life   *life,
           gint64  seconds)
{
  cs_clock_step (life->clock, seconds * G_USEC_PER_SEC);

  for (guint i = 0; i < G_N_ELEMENTS (life->shared->worlds); i++)
    life->shared->worlds[i].clock_ahead += seconds;
}

/* What people and clocks do in between. A clock that was set forward is set right again. */
static void
disturb (Life *life)
{
  if (one_in (life->rand, 8))
    {
      gint64 seconds = g_rand_int_range (life->rand, -3600, 7200);
      g_autoptr(GError) error = NULL;

      set_clock (life, seconds);
      life->shared->steps++;

      if (!cs_publisher_run_once (life->publisher, NULL, NULL, &error))
        fail ("run", error);

      set_clock (life, -seconds);
    }

  if (one_in (life->rand, 8))
    {
      g_autoptr(GPtrArray) rows = list_rows (life);
      const CsOutboxRow *row;

      if (rows->len == 0)
        return;

      row = g_ptr_array_index (rows, g_rand_int_range (life->rand, 0, rows->len));
      life->shared->cancels += cs_publisher_cancel (life->publisher, row->id, NULL);
    }
}

static gboolean
moves_are_legal (Life              *life,
                 const CsOutboxRow *row)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (life->db, &error);
  g_autoptr(GArray) moves = tx != NULL ? cs_outbox_store_list_moves (tx, row->id, &error) : NULL;

  if (moves == NULL)
    fail ("moves", error);

  for (guint i = 0; i < moves->len; i++)
    {
      const CsOutboxMove *move = &g_array_index (moves, CsOutboxMove, i);

      if (!move->is_birth && !cs_outbox_move_is_legal (move->from, move->to))
        return FALSE;
    }

  return TRUE;
}

static void
judge (Life *life)
{
  g_autoptr(GPtrArray) rows = list_rows (life);
  Shared *shared = life->shared;

  shared->n_rows = rows->len;
  shared->broken += rows->len != shared->expected;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);
      guint copies = count_copies (life, row);
      gboolean none = row->state == CS_OUTBOX_FAILED || row->state == CS_OUTBOX_MISSED
                   || (row->state == CS_OUTBOX_CANCELLED
                       && strstr (row->sentence, "nothing more is published") != NULL);

      shared->duplicates += copies > 1;
      shared->lost += copies == 0 && row->state == CS_OUTBOX_DONE;
      shared->early += is_early (life, row);
      shared->broken += row->state < CS_OUTBOX_NEEDS_YOU;
      shared->broken += none && copies > 0;
      shared->broken += !moves_are_legal (life, row);
    }
}

static gboolean
is_planned (Life *life)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (life->db, &error);
  g_autoptr(GPtrArray) targets = NULL;

  if (tx == NULL)
    fail ("targets", error);

  targets = cs_target_store_list_due (tx, G_MAXINT64 - 1, &error);

  return targets != NULL && targets->len > 0;
}

static void
report_rows (Life *life)
{
  g_autoptr(GPtrArray) rows = list_rows (life);

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      fprintf (stderr, "part %d: %s, %s: %s\n", (int) row->part,
               cs_outbox_state_names[row->state], row->code, row->sentence);
    }
}

/* A life that ended while the clock was set begins with a wrong one, and then sees to it. */
static void
set_clock_right (Life *life)
{
  gint64 ahead = life->shared->worlds[0].clock_ahead;
  g_autoptr(GError) error = NULL;

  if (ahead == 0)
    return;

  if (!cs_publisher_run_once (life->publisher, NULL, NULL, &error))
    fail ("run", error);

  set_clock (life, -ahead);
}

/* Lives until everything has ended. */
static void
live (Life *life)
{
  set_clock_right (life);

  for (guint i = 0; i < ROUNDS_MAX; i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 next_at = 0;
      gint64 now;

      if (!cs_publisher_run_once (life->publisher, &next_at, NULL, &error))
        fail ("run", error);

      if (cs_publisher_is_quiet (life->publisher) && next_at == 0 && !is_planned (life)
          && !answer_questions (life))
        return;

      disturb (life);
      now = cs_clock_now (life->clock);
      cs_clock_advance (life->clock, MAX (1, next_at - now) * G_USEC_PER_SEC);
    }

  report_rows (life);
  fail ("never quiet", NULL);
}

/* The child: everything of the process ends with it, as by a kill. */
static void
be_born (Shared     *shared,
         const char *folder,
         guint32     seed,
         gboolean    only_plans)
{
  g_autofree char *db = g_build_filename (folder, "main.db", NULL);
  g_autofree char *face = g_build_filename (folder, "clock", NULL);
  Life life = { shared, (char *) folder, };
  GError *error = NULL;

  life.rand = g_rand_new_with_seed (seed);
  life.clock = cs_clock_new_mapped (face, &error);
  life.secrets = cs_secrets_new_memory ();
  life.db = life.clock != NULL ? cs_db_open (db, life.clock, &error) : NULL;

  if (life.db == NULL)
    fail ("open", error);

  if (only_plans)
    {
      plan (&life);
      cs_db_close (life.db);
      _exit (0);
    }

  life.publisher = cs_publisher_new (life.db, life.clock, life.secrets, folder);
  cs_outbox_seed (cs_publisher_get_outbox (life.publisher), seed);
  cs_outbox_set_platform (cs_publisher_get_outbox (life.publisher), CS_NETWORK_MASTODON,
                          cs_fake_platform_new (&shared->worlds[0], life.clock));
  cs_outbox_set_platform (cs_publisher_get_outbox (life.publisher), CS_NETWORK_BLUESKY,
                          cs_fake_platform_new (&shared->worlds[1], life.clock));
  live (&life);
  judge (&life);
  _exit (0);
}

static gboolean
give_birth (Shared     *shared,
            const char *folder,
            guint32     seed,
            gboolean    only_plans,
            int         kill_at,
            gboolean   *killed)
{
  int status = 0;
  pid_t pid = fork ();

  if (pid == 0)
    {
      g_autofree char *at = g_strdup_printf ("%d", kill_at);

      if (kill_at > 0)
        g_setenv ("CREATORSYNC_KILL_AT", at, TRUE);

      be_born (shared, folder, seed, only_plans);
    }

  waitpid (pid, &status, 0);
  *killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;

  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static gboolean
copy_template (const char *folder,
               const char *template,
               gsize       length)
{
  static const char *const rests[] = { "main.db-wal", "main.db-shm" };
  g_autofree char *db = g_build_filename (folder, "main.db", NULL);
  FILE *file;
  gboolean written;

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      g_autofree char *path = g_build_filename (folder, rests[i], NULL);

      g_unlink (path);
    }

  file = fopen (db, "wb");
  written = file != NULL && fwrite (template, 1, length, file) == length;

  return file != NULL && fclose (file) == 0 && written;
}

typedef struct
{
  char    *folder;
  Shared  *shared;
  char    *template;     /* an empty workspace’s database */
  gsize    length;
  guint64  kills;
} Stage;

/* One schedule, life after life; FALSE when it broke. */
static gboolean
run_schedule (Stage   *stage,
              guint32  seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *face = g_build_filename (stage->folder, "clock", NULL);
  guint kills = g_rand_int_range (rand, 0, KILLS_MAX + 1);
  gboolean killed;

  memset (stage->shared, 0, sizeof *stage->shared);
  make_worlds (stage->shared, rand);

  if (!copy_template (stage->folder, stage->template, stage->length)
      || !cs_clock_create_file (face, START * G_USEC_PER_SEC, NULL)
      || !give_birth (stage->shared, stage->folder, seed, TRUE, 0, &killed))
    return FALSE;

  for (guint i = 0; i <= KILLS_MAX; i++)
    {
      int kill_at = i < kills ? g_rand_int_range (rand, 2, POINTS_MAX) : 0;

      if (give_birth (stage->shared, stage->folder, g_rand_int (rand), FALSE, kill_at, &killed))
        return TRUE;

      if (!killed)
        return FALSE;

      stage->kills++;
    }

  return FALSE;
}

static gboolean
make_template (Stage *stage)
{
  g_autofree char *db = g_build_filename (stage->folder, "main.db", NULL);
  int status = 0;
  pid_t pid = fork ();

  if (pid == 0)
    {
      g_autoptr(CsClock) clock = cs_clock_new_virtual (START * G_USEC_PER_SEC);
      g_autoptr(CsDb) opened = cs_db_open (db, clock, NULL);

      if (opened == NULL)
        _exit (3);

      cs_db_close (opened);
      _exit (0);
    }

  waitpid (pid, &status, 0);

  return WIFEXITED (status) && WEXITSTATUS (status) == 0
      && g_file_get_contents (db, &stage->template, &stage->length, NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}

static gboolean
is_bad (const Shared *shared)
{
  return shared->duplicates > 0 || shared->lost > 0 || shared->early > 0 || shared->broken > 0;
}

int
main (int   argc,
      char *argv[])
{
  guint32 seed = argc > 1 ? (guint32) g_ascii_strtoull (argv[1], NULL, 10) : 1;
  guint64 n = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 100;
  Stage stage = { .folder = g_dir_make_tmp ("schedules-XXXXXX", NULL) };
  Shared sum = { 0, };

  stage.shared = mmap (NULL, sizeof *stage.shared, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (stage.shared == MAP_FAILED || !make_template (&stage))
    return 3;

  for (guint64 i = 0; i < n; i++)
    {
      gboolean ended = run_schedule (&stage, seed + (guint32) i);
      const Shared *shared = stage.shared;

      if (!ended || is_bad (shared))
        fprintf (stderr, "seed %u: %s, %u duplicates, %u lost, %u early, %u broken\n",
                 (guint) (seed + i), ended ? "ended" : "did not end",
                 shared->duplicates, shared->lost, shared->early, shared->broken);

      sum.n_rows += shared->n_rows;
      sum.duplicates += shared->duplicates;
      sum.lost += shared->lost;
      sum.early += shared->early;
      sum.asked += shared->asked;
      sum.broken += shared->broken + !ended;
      sum.steps += shared->steps;
      sum.cancels += shared->cancels;
    }

  printf ("{\"runs\": %" G_GUINT64_FORMAT ", \"rows\": %u, \"kills\": %" G_GUINT64_FORMAT
          ", \"clock_steps\": %u, \"cancels\": %u, \"duplicates\": %u, \"lost\": %u"
          ", \"early\": %u, \"asked\": %u, \"broken\": %u}\n",
          n, sum.n_rows, stage.kills, sum.steps, sum.cancels, sum.duplicates, sum.lost,
          sum.early, sum.asked, sum.broken);

  remove_folder (stage.folder);
  g_free (stage.folder);
  g_free (stage.template);

  return is_bad (&sum) ? 1 : 0;
}
