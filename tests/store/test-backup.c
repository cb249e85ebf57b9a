/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-backup.h"
#include "cs-conn-private.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-job.h"
#include "cs-meta-store.h"
#include "cs-outbox-store.h"
#include "cs-restore.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HALF_HOUR (30 * 60)

static void
set_meta (Store      *store,
          const char *value)
{
  CsTx *tx = begin (store);

  assert_holds (cs_meta_store_set (tx, "name", value, why));
  commit (&tx);
}

static char *
get_meta (Store *store)
{
  g_autoptr(CsTx) tx = begin_read (store);
  char *value = NULL;

  assert_holds (cs_meta_store_get (tx, "name", &value, why));

  return value;
}

static char *
make_backup (Store *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsBackup) backup = cs_backup_make (store->db, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (backup->size, >, 0);
  g_assert_cmpint (backup->at, ==, cs_clock_now (store->clock));

  return g_strdup (backup->path);
}

static void
pass (Store  *store,
      gint64  seconds)
{
  cs_clock_step (store->clock, seconds * G_USEC_PER_SEC);
}

static void
close_db (Store *store)
{
  g_assert_finalize_object (g_steal_pointer (&store->db));
}

static char *
beside (Store      *store,
        const char *ending)
{
  return g_strconcat (store->path, ending, NULL);
}

/* Enough rows that the file has pages that opening does not read. */
static void
fill (Store *store)
{
  CsTx *tx = begin (store);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *title = g_strdup_printf ("Post %u with a title of some length", i);
      g_autoptr(CsPost) post = new_post (store, title);

      g_free (post->text);
      post->text = g_strnfill (400, 'a' + i % 26);
      save_post (tx, post);
    }

  commit (&tx);
}

static void
test_thinning (void)
{
  enum { N = 400 * 48 };
  g_autofree gint64 *times = g_new (gint64, N);
  g_autofree gboolean *keep = g_new (gboolean, N);
  guint n_kept;

  for (guint i = 0; i < N; i++)
    times[i] = NOW - (gint64) i * HALF_HOUR;

  n_kept = cs_backup_thin (times, N, keep);
  /* Today's four, six days before, two weeks before those, and four months before all that. */
  g_assert_cmpuint (n_kept, ==, 4 + 6 + 2 + 4);
  for (guint i = 0; i < 4; i++)
    g_assert_true (keep[i]);
  g_assert_false (keep[4]);

  /* NOW is noon: the last of yesterday is 25 steps away, and nothing else of that day stays. */
  g_assert_true (keep[25]);
  for (guint i = 26; i < 24 + 48; i++)
    g_assert_false (keep[i]);

  g_assert_cmpuint (cs_backup_thin (times, 0, keep), ==, 0);
  g_assert_cmpuint (cs_backup_thin (times, 1, keep), ==, 1);
}

static void
test_copy_is_whole_and_checked (Store         *store,
                                gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *tmp = g_build_filename (store->folder, "backups", "main.tmp", NULL);
  g_autoptr(CsConn) conn = NULL;
  g_autoptr(GError) error = NULL;
  CsTx *tx;
  gint64 n;

  fill (store);
  set_meta (store, "first");

  /* What is not committed is not in it, and the one who writes is not waited for. */
  tx = begin (store);
  assert_holds (cs_meta_store_set (tx, "name", "second", why));
  path = make_backup (store);
  commit (&tx);

  g_assert_false (g_file_test (tmp, G_FILE_TEST_EXISTS));
  assert_holds (cs_backup_check (path, NULL, why));
  conn = cs_conn_open (path, CS_CONN_IMMUTABLE, &error);
  g_assert_no_error (error);
  assert_holds (cs_conn_get_number (conn, "SELECT count (*) FROM post", &n, why));
  g_assert_cmpint (n, ==, 300);
  assert_holds (cs_conn_get_number (conn, "SELECT count (*) FROM meta WHERE value = 'first'", &n,
                                    why));
  g_assert_cmpint (n, ==, 1);
}

static void
test_due_when_old_and_changed (Store         *store,
                               gconstpointer  data)
{
  g_autofree char *path = NULL;

  g_assert_true (cs_backup_is_due (store->db));
  path = make_backup (store);
  g_assert_false (cs_backup_is_due (store->db));

  /* Old, but nothing was written; nor does opening write. */
  pass (store, HALF_HOUR);
  g_assert_false (cs_backup_is_due (store->db));
  store_reopen (store);
  store_reopen (store);
  path = (g_free (path), make_backup (store));
  store_reopen (store);
  pass (store, HALF_HOUR);
  g_assert_false (cs_backup_is_due (store->db));

  /* The disk writes down real time, in steps of a few milliseconds. */
  assert_holds (cs_pause (20, NULL, why));
  set_meta (store, "later");
  g_assert_true (cs_backup_is_due (store->db));
  pass (store, 60 - HALF_HOUR);
  g_assert_false (cs_backup_is_due (store->db));
}

static void
test_old_copies_go_but_no_others (Store         *store,
                                  gconstpointer  data)
{
  g_autofree char *theirs = g_build_filename (store->folder, "backups", "before-schema-1.db", NULL);
  g_autoptr(GPtrArray) all = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *path = make_backup (store);

      if (i == 0)
        g_assert_true (g_file_set_contents (theirs, "x", 1, NULL));
      pass (store, HALF_HOUR);
    }

  /* NOW is noon, so all are of one day: the newest four, and what was put there otherwise. */
  all = cs_backup_list (store->path);
  g_assert_cmpuint (all->len, ==, 5);
  g_assert_true (g_file_test (theirs, G_FILE_TEST_EXISTS));
}

static void
test_cancelled_leaves_nothing (Store         *store,
                               gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cs_backup_make (store->db, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  all = cs_backup_list (store->path);
  g_assert_cmpuint (all->len, ==, 0);
}

/* Ways in which a disk loses things. */
typedef enum
{
  PAGES_OVERWRITTEN,
  ALL_ZEROS,
  NO_BYTES,
  GONE,
  LOG_CUT,
} Harm;

static void
do_harm (Store *store,
         Harm   harm)
{
  g_autofree char *wal = beside (store, "-wal");
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (store->path, &bytes, &length, NULL));

  if (harm == PAGES_OVERWRITTEN)
    memset (bytes + 2 * 8192, 0xa5, length - 2 * 8192);
  else if (harm == ALL_ZEROS)
    memset (bytes, 0, length);

  if (harm == NO_BYTES)
    g_assert_cmpint (truncate (store->path, 0), ==, 0);
  else if (harm == GONE)
    g_assert_cmpint (g_unlink (store->path), ==, 0);
  else if (harm == LOG_CUT)
    g_assert_cmpint (truncate (wal, 20), ==, 0);
  else
    g_assert_true (g_file_set_contents (store->path, bytes, length, NULL));
}

/* Opens or checks; the sentence that one of them gives. */
static char *
find_sentence (Store *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsDb) db = cs_db_open (store->path, store->clock, &error);

  if (db != NULL)
    g_assert_false (cs_db_check (db, NULL, &error));

  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);

  return g_strdup (error->message);
}

/* As a machine does that loses power: the log is there and nobody wrote it back. */
static void
leave_log (Store *store)
{
  g_autofree char *wal = beside (store, "-wal");
  g_autofree char *db_bytes = NULL;
  g_autofree char *wal_bytes = NULL;
  gsize db_length = 0, wal_length = 0;

  g_assert_true (g_file_get_contents (store->path, &db_bytes, &db_length, NULL));
  g_assert_true (g_file_get_contents (wal, &wal_bytes, &wal_length, NULL));
  close_db (store);
  g_assert_true (g_file_set_contents (store->path, db_bytes, db_length, NULL));
  g_assert_true (g_file_set_contents (wal, wal_bytes, wal_length, NULL));
}

static void
assert_way_back (Harm harm)
{
  Store store = { NULL, };
  g_autofree char *backup = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *harmed = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *kept_path = NULL;
  g_autofree char *value = NULL;
  g_autoptr(CsRestored) restored = NULL;
  g_autoptr(GError) error = NULL;
  gsize harmed_length = 0, kept_length = 0;

  store_set_up (&store, NULL);
  fill (&store);
  set_meta (&store, "good");
  backup = make_backup (&store);

  if (harm == LOG_CUT)
    leave_log (&store);
  else
    close_db (&store);

  do_harm (&store, harm);
  if (harm != GONE)
    g_assert_true (g_file_get_contents (store.path, &harmed, &harmed_length, NULL));

  sentence = find_sentence (&store);
  g_assert_nonnull (strstr (sentence, "creatorsync-cli workspace restore"));

  restored = cs_backup_restore (store.path, NULL, cs_clock_now (store.clock), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (restored->backup->path, ==, backup);

  /* What was there is there. */
  if (harm == PAGES_OVERWRITTEN || harm == ALL_ZEROS)
    {
      kept_path = g_build_filename (restored->aside, "main.db", NULL);
      g_assert_true (g_file_get_contents (kept_path, &kept, &kept_length, NULL));
      g_assert_cmpmem (kept, kept_length, harmed, harmed_length);
    }

  store.db = cs_db_open (store.path, store.clock, &error);
  g_assert_no_error (error);
  assert_holds (cs_db_check (store.db, NULL, why));
  value = get_meta (&store);
  g_assert_cmpstr (value, ==, "good");

  store_tear_down (&store, NULL);
}

static void
test_every_harm_has_a_way_back (void)
{
  for (Harm harm = PAGES_OVERWRITTEN; harm <= LOG_CUT; harm++)
    assert_way_back (harm);
}

/* A log that was cut behind a commit is what any power cut leaves: older, but whole. */
static void
test_a_log_cut_behind_a_commit_is_whole (Store         *store,
                                         gconstpointer  data)
{
  g_autofree char *wal = beside (store, "-wal");
  g_autofree char *value = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf st;

  set_meta (store, "first");
  g_assert_cmpint (g_stat (wal, &st), ==, 0);
  set_meta (store, "second");
  leave_log (store);
  g_assert_cmpint (truncate (wal, st.st_size + 100), ==, 0);

  store->db = cs_db_open (store->path, store->clock, &error);
  g_assert_no_error (error);
  assert_holds (cs_db_check (store->db, NULL, why));
  value = get_meta (store);
  g_assert_cmpstr (value, ==, "first");
}

static void
test_a_bad_backup_is_passed_over (Store         *store,
                                  gconstpointer  data)
{
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr(CsRestored) restored = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  fill (store);
  good = make_backup (store);
  pass (store, HALF_HOUR);
  bad = make_backup (store);
  g_assert_true (g_file_get_contents (bad, &bytes, &length, NULL));
  memset (bytes + 2 * 8192, 0xa5, length - 2 * 8192);
  g_assert_true (g_file_set_contents (bad, bytes, length, NULL));
  close_db (store);

  /* Named, it is refused, and nothing was touched. */
  g_assert_null (cs_backup_restore (store->path, bad, NOW, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  restored = cs_backup_restore (store->path, NULL, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (restored->backup->path, ==, good);
  g_assert_true (g_file_test (bad, G_FILE_TEST_EXISTS));
}

static void
test_without_a_backup_it_says_so (Store         *store,
                                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  close_db (store);
  g_assert_null (cs_backup_restore (store->path, NULL, NOW, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cs_backup_restore (store->path, "/nowhere.db", NOW, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);

  store->db = cs_db_open (store->path, store->clock, NULL);
  g_assert_nonnull (store->db);
}

/* It may have gone out after the backup was made: not again without a person. */
static void
test_restored_plan_waits_for_a_person (Store         *store,
                                       gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "me");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) planned = new_target (store, post, account, NOW + 86400);
  g_autoptr(CsTarget) claimed = new_target (store, post, account, NOW - 60);
  g_autoptr(CsOutboxRow) row = new_row (store, claimed, 0);
  g_autoptr(GPtrArray) rows = cs_records_new ();
  g_autofree char *backup = NULL;
  g_autoptr(CsRestored) restored = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(CsOutboxRow) waiting = NULL;
  g_autoptr(GPtrArray) events = NULL;
  const CsEvent *event;
  const char *sentence;
  gint64 due;
  g_autoptr(GError) error = NULL;
  CsTx *tx = begin (store);

  planned->state = CS_TARGET_SCHEDULED;
  claimed->state = CS_TARGET_SCHEDULED;
  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, planned);
  save_target (tx, claimed);
  g_ptr_array_add (rows, cs_record_ref (row));
  assert_holds (cs_outbox_store_claim (tx, claimed, rows, why));
  commit (&tx);
  backup = make_backup (store);
  close_db (store);

  restored = cs_backup_restore (store->path, NULL, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (restored->unscheduled, ==, 1);
  g_assert_cmpint (restored->held, ==, 1);

  store->db = cs_db_open (store->path, store->clock, NULL);
  tx = begin_read (store);
  target = cs_target_store_find (tx, planned->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (target->state, ==, CS_TARGET_DRAFT);
  g_assert_cmpint (target->due, ==, CS_UNKNOWN);
  waiting = cs_outbox_store_find (tx, row->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (waiting->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpstr (waiting->code, ==, "restored");
  events = cs_event_store_list_after (tx, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 1);
  event = g_ptr_array_index (events, 0);
  g_assert_cmpstr (event->subject, ==, planned->id);
  g_assert_true (g_variant_lookup (event->detail, "due", "x", &due));
  g_assert_cmpint (due, ==, planned->due);
  g_assert_true (g_variant_lookup (event->detail, "sentence", "&s", &sentence));
  cs_tx_free (tx);
}

/* Until when numbers are there is told; of a workspace that never counted, nothing is. */
static void
test_restored_tells_what_is_counted (Store         *store,
                                     gconstpointer  data)
{
  g_autofree char *empty = make_backup (store);
  g_autofree char *backup = NULL;
  g_autofree char *text = NULL;
  g_autoptr(CsRestored) restored = NULL;
  g_autoptr(GError) error = NULL;
  CsTx *tx = begin (store);

  assert_holds (cs_meta_store_set (tx, CS_META_COUNTING, "1234", why));
  commit (&tx);
  pass (store, HALF_HOUR);
  backup = make_backup (store);
  close_db (store);

  restored = cs_backup_restore (store->path, empty, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (restored->counted_until, ==, 0);
  cs_restored_free (g_steal_pointer (&restored));

  restored = cs_backup_restore (store->path, backup, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (restored->counted_until, ==, 1234);

  store->db = cs_db_open (store->path, store->clock, &error);
  g_assert_no_error (error);
  tx = begin_read (store);
  assert_holds (cs_meta_store_get (tx, CS_META_RESTORED, &text, why));
  cs_tx_free (tx);
  g_assert_cmpint (g_ascii_strtoll (text, NULL, 10), ==, NOW);
  g_assert_nonnull (strstr (text, " UTC"));
}

CS_TESTS (backup)
{
  g_test_add_func ("/store/backup/thinning", test_thinning);
  STORE_TEST ("/store/backup/copy-is-whole-and-checked", test_copy_is_whole_and_checked);
  STORE_TEST ("/store/backup/due-when-old-and-changed", test_due_when_old_and_changed);
  STORE_TEST ("/store/backup/old-copies-go-but-no-others", test_old_copies_go_but_no_others);
  STORE_TEST ("/store/backup/cancelled-leaves-nothing", test_cancelled_leaves_nothing);
  g_test_add_func ("/store/backup/every-harm-has-a-way-back", test_every_harm_has_a_way_back);
  STORE_TEST ("/store/backup/a-log-cut-behind-a-commit-is-whole",
              test_a_log_cut_behind_a_commit_is_whole);
  STORE_TEST ("/store/backup/a-bad-backup-is-passed-over", test_a_bad_backup_is_passed_over);
  STORE_TEST ("/store/backup/without-a-backup-it-says-so", test_without_a_backup_it_says_so);
  STORE_TEST ("/store/backup/restored-plan-waits-for-a-person",
              test_restored_plan_waits_for_a_person);
  STORE_TEST ("/store/backup/restored-tells-what-is-counted", test_restored_tells_what_is_counted);
}
