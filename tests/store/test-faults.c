/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-db-private.h"
#include "cs-error.h"
#include "cs-fault-vfs.h"
#include "cs-journal.h"
#include "cs-media-store.h"
#include "cs-meta-store.h"
#include "cs-post-store.h"
#include "cs-reserve-private.h"
#include "cs-store-fixture.h"
#include "cs-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A post too big for one page, with what it shows, in one act. */
static gboolean
save_big_post (Store         *store,
               const CsPost  *post,
               const CsMedia *media,
               GError       **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_act (store->db, "New “Cat”", NULL, error);

  return tx != NULL
      && cs_media_store_save (tx, media, error)
      && cs_post_store_save (tx, post, error)
      && cs_tx_commit (&tx, error);
}

static CsPost *
new_big_post (Store         *store,
              const CsMedia *media)
{
  CsPost *post = new_post (store, "Cat");
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

  g_free (post->text);
  post->text = g_strnfill (60000, 'x');
  attachment->media_id = g_strdup (media->id);
  post->attachments = cs_records_new ();
  g_ptr_array_add (post->attachments, attachment);

  return post;
}

/* All of the act is there, its step too, or none of it. */
static void
assert_whole (Store         *store,
              const CsPost  *post,
              const CsMedia *media,
              gboolean       is_there)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autoptr(CsPost) found = cs_post_store_find (tx, post->id, NULL);
  g_autoptr(CsMedia) shown = cs_media_store_find (tx, media->id, NULL);
  g_autoptr(GPtrArray) steps = cs_journal_list (tx, 0, NULL);
  g_autoptr(CsStmt) check = cs_tx_prepare (tx, "PRAGMA integrity_check");

  g_assert_true (cs_record_equal (found, is_there ? post : NULL));
  g_assert_true (cs_record_equal (shown, is_there ? media : NULL));
  g_assert_cmpuint (steps->len, ==, is_there ? 1 : 0);
  assert_holds (cs_stmt_next (check, why));
  g_assert_cmpstr (cs_stmt_get_text (check, 0), ==, "ok");
}

/* Whether the fault was met. */
static gboolean
save_under_fault (CsFault fault,
                  int     at)
{
  Store store = { 0, };
  g_autoptr(GError) error = NULL;
  g_autoptr(CsMedia) media = NULL;
  g_autoptr(CsPost) post = NULL;
  gboolean fired, saved;

  store_set_up (&store, NULL);
  media = new_media (&store, "/clips/cat.mkv");
  post = new_big_post (&store, media);

  cs_fault_vfs_arm (fault, at);
  saved = save_big_post (&store, post, media, &error);
  fired = cs_fault_vfs_fired ();
  cs_fault_vfs_arm (CS_FAULT_NONE, 0);

  if (!saved)
    g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  if (!saved && fault == CS_FAULT_FULL)
    g_assert_nonnull (strstr (error->message, "disk is full"));

  assert_whole (&store, post, media, saved);

  /* The connection goes on, and so does the next program. */
  if (!saved)
    assert_holds (save_big_post (&store, post, media, why));
  store_reopen (&store);
  assert_whole (&store, post, media, TRUE);
  store_tear_down (&store, NULL);

  return fired;
}

/* One further each time, until the whole way is gone without meeting the fault. */
static void
test_saving_is_whole_under_every_fault (void)
{
  static const CsFault faults[] = { CS_FAULT_FULL, CS_FAULT_IO, CS_FAULT_ONCE };

  cs_fault_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      int at = 0;

      while (save_under_fault (faults[i], at))
        at++;

      g_assert_cmpint (at, >, 8);
    }

  cs_fault_vfs_uninstall ();
}

static void
test_full_disk_lets_go_of_the_reserve (void)
{
  Store store = { 0, };
  g_autoptr(CsMedia) media = NULL;
  g_autoptr(CsPost) post = NULL;

  cs_fault_vfs_install ();
  store_set_up (&store, NULL);
  g_assert_true (cs_reserve_is_there (store.path));
  media = new_media (&store, "/clips/cat.mkv");
  post = new_big_post (&store, media);

  cs_fault_vfs_arm (CS_FAULT_FULL, 0);
  assert_fails (save_big_post (&store, post, media, why), CS_ERROR_STORE);
  g_assert_false (cs_reserve_is_there (store.path));

  cs_fault_vfs_arm (CS_FAULT_NONE, 0);
  assert_holds (save_big_post (&store, post, media, why));
  g_assert_true (cs_reserve_is_there (store.path));
  store_tear_down (&store, NULL);
  cs_fault_vfs_uninstall ();
}

static void
assert_only_read (Store *store)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;
  CsTx *tx;

  g_assert_true (cs_db_is_read_only (store->db));
  tx = begin_read (store);
  assert_holds (cs_meta_store_get (tx, "name", &value, why));
  g_assert_cmpstr (value, ==, "value");
  cs_tx_free (tx);

  g_assert_null (cs_tx_begin (store->db, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "disk is full"));
}

static void
set_up_with_a_value (Store *store)
{
  CsTx *tx;

  cs_fault_vfs_install ();
  store_set_up (store, NULL);
  tx = begin (store);
  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  commit (&tx);
  g_assert_true (cs_reserve_is_there (store->path));
  g_clear_object (&store->db);
}

static void
open_anew (Store *store)
{
  g_autoptr(GError) error = NULL;

  g_clear_object (&store->db);
  store->db = cs_db_open (store->path, store->clock, &error);
  g_assert_no_error (error);
}

/* Opening makes the index of the log, which finds its room where the reserve was. */
static void
test_full_disk_opens_by_the_reserve (void)
{
  Store store = { 0, };

  set_up_with_a_value (&store);
  cs_fault_vfs_arm (CS_FAULT_FULL_ONCE, 0);
  open_anew (&store);
  g_assert_true (cs_fault_vfs_fired ());
  g_assert_false (cs_db_is_read_only (store.db));

  cs_fault_vfs_arm (CS_FAULT_NONE, 0);
  store_tear_down (&store, NULL);
  cs_fault_vfs_uninstall ();
}

/* And where the reserve is no help, what is in the file is read. */
static void
test_full_disk_lets_a_closed_file_be_read (void)
{
  Store store = { 0, };

  set_up_with_a_value (&store);
  cs_fault_vfs_arm (CS_FAULT_FULL, 0);
  open_anew (&store);
  g_assert_false (cs_reserve_is_there (store.path));
  assert_only_read (&store);

  cs_fault_vfs_arm (CS_FAULT_NONE, 0);
  open_anew (&store);
  g_assert_false (cs_db_is_read_only (store.db));
  g_assert_true (cs_reserve_is_there (store.path));
  store_tear_down (&store, NULL);
  cs_fault_vfs_uninstall ();
}

static void
count_for_ever (Store *store,
                int    acknowledge)
{
  g_autoptr(CsDb) db = cs_db_open (store->path, store->clock, NULL);

  for (guint i = 1; db != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      CsTx *tx = cs_tx_begin (db, NULL);

      if (tx == NULL || !cs_meta_store_set (tx, "count", number, NULL)
          || !cs_meta_store_set (tx, "twin", number, NULL) || !cs_tx_commit (&tx, NULL)
          || write (acknowledge, &i, sizeof i) != sizeof i)
        break;
    }
}

static guint
number_in (CsTx       *tx,
           const char *name)
{
  g_autofree char *value = NULL;

  assert_holds (cs_meta_store_get (tx, name, &value, why));

  return value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;
}

/* Kills a writer that has acknowledged so much, and looks. */
static void
kill_writer (Store *store,
             guint  after)
{
  g_autoptr(CsTx) tx = NULL;
  guint acknowledged = 0, more;
  int pipes[2];
  pid_t child;

  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_cmpint (pipe (pipes), ==, 0);
  child = fork ();

  if (child == 0)
    {
      count_for_ever (store, pipes[1]);
      _exit (1);
    }

  close (pipes[1]);
  while (acknowledged < after)
    g_assert_cmpint (read (pipes[0], &acknowledged, sizeof acknowledged), ==, sizeof acknowledged);

  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  while (read (pipes[0], &more, sizeof more) == sizeof more)
    acknowledged = more;
  close (pipes[0]);

  store->db = cs_db_open (store->path, store->clock, NULL);
  g_assert_nonnull (store->db);
  tx = begin_read (store);
  g_assert_cmpuint (number_in (tx, "count"), >=, acknowledged);
  g_assert_cmpuint (number_in (tx, "count"), <=, acknowledged + 1);
  g_assert_cmpuint (number_in (tx, "count"), ==, number_in (tx, "twin"));
}

static void
test_committed_rows_survive_a_killed_writer (Store         *store,
                                             gconstpointer  data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 15; i++)
    kill_writer (store, g_rand_int_range (rand, 1, 60));
}

static void
test_foreign_holder_is_named_in_words (Store         *store,
                                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *handle;

  cs_db_set_patience (store->db, 1);
  g_assert_cmpint (sqlite3_open (store->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);

  g_assert_null (cs_tx_begin (store->db, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "Another program is holding"));

  /* Reading goes on beside it, and writing after it. */
  cs_tx_free (begin_read (store));
  sqlite3_close (handle);
  cs_tx_free (begin (store));
}

/* Pages in the middle overwritten: told as damage, never a crash. */
static void
test_damage_inside_is_told (Store         *store,
                            gconstpointer  data)
{
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsMedia) media = new_media (store, "/clips/cat.mkv");
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  post = new_big_post (store, media);
  assert_holds (save_big_post (store, post, media, why));
  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_true (g_file_get_contents (store->path, &contents, &length, NULL));
  memset (contents + 8192, 0xa5, length - 8192);
  g_assert_true (g_file_set_contents (store->path, contents, length, NULL));

  store->db = cs_db_open (store->path, store->clock, &error);

  if (store->db != NULL)
    {
      g_autoptr(CsTx) tx = begin_read (store);

      g_assert_null (cs_post_store_find (tx, post->id, &error));
    }

  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "damaged"));
}

CS_TESTS (faults)
{
  g_test_add_func ("/store/faults/saving-is-whole-under-every-fault",
                   test_saving_is_whole_under_every_fault);
  g_test_add_func ("/store/faults/full-disk-lets-go-of-the-reserve",
                   test_full_disk_lets_go_of_the_reserve);
  g_test_add_func ("/store/faults/full-disk-opens-by-the-reserve",
                   test_full_disk_opens_by_the_reserve);
  g_test_add_func ("/store/faults/full-disk-lets-a-closed-file-be-read",
                   test_full_disk_lets_a_closed_file_be_read);
  STORE_TEST ("/store/faults/committed-rows-survive-a-killed-writer",
              test_committed_rows_survive_a_killed_writer);
  STORE_TEST ("/store/faults/foreign-holder-is-named-in-words",
              test_foreign_holder_is_named_in_words);
  STORE_TEST ("/store/faults/damage-inside-is-told", test_damage_inside_is_told);
}
