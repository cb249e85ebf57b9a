/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-conn-private.h"
#include "cs-error.h"
#include "cs-meta-store.h"
#include "cs-store-fixture.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <linux/capability.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_uncommitted_is_rolled_back (Store         *store,
                                 gconstpointer  data)
{
  g_autofree char *value = NULL;
  CsTx *tx = begin (store);

  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  cs_tx_free (tx);

  tx = begin_read (store);
  assert_holds (cs_meta_store_get (tx, "name", &value, why));
  g_assert_null (value);
  cs_tx_free (tx);
}

static void
test_committed_is_there_after_reopening (Store         *store,
                                         gconstpointer  data)
{
  g_autofree char *value = NULL;
  CsTx *tx = begin (store);

  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  commit (&tx);
  g_assert_null (tx);
  store_reopen (store);

  tx = begin_read (store);
  assert_holds (cs_meta_store_get (tx, "name", &value, why));
  g_assert_cmpstr (value, ==, "value");
  cs_tx_free (tx);
}

static void
test_first_binding_failure_sticks (Store         *store,
                                   gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, "INSERT INTO meta VALUES (:name, :value)");
  g_autoptr(CsStmt) nonsense = cs_tx_prepare (tx, "SELEKT");
  g_autoptr(GError) error = NULL;

  cs_stmt_bind_text (stmt, ":nane", "a");
  cs_stmt_bind_text (stmt, ":name", "b");
  cs_stmt_bind_text (stmt, ":value", "c");
  g_assert_false (cs_stmt_run (stmt, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, ":nane"));

  assert_fails (cs_stmt_run (nonsense, why), CS_ERROR_STORE);
}

static void
test_statement_may_outlive_its_transaction (Store         *store,
                                            gconstpointer  data)
{
  CsTx *tx = begin (store);
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, "SELECT 1 UNION SELECT 2");

  assert_holds (cs_stmt_next (stmt, why));
  commit (&tx);
  assert_fails (cs_stmt_next (stmt, why), CS_ERROR_FAILED);
  cs_stmt_bind_int (stmt, ":id", 1);
}

static void
test_two_of_one_text_at_once (Store         *store,
                              gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  const char *sql = "SELECT value FROM (SELECT 1 AS value UNION SELECT 2) WHERE value >= :least";

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(CsStmt) a = cs_tx_prepare (tx, sql);
      g_autoptr(CsStmt) b = cs_tx_prepare (tx, sql);

      cs_stmt_bind_int (a, ":least", 1);
      cs_stmt_bind_int (b, ":least", 2);
      assert_holds (cs_stmt_next (a, why));
      assert_holds (cs_stmt_next (b, why));
      g_assert_cmpint (cs_stmt_get_int (a, 0), ==, 1);
      g_assert_cmpint (cs_stmt_get_int (b, 0), ==, 2);
    }
}

static void
test_pragmas (Store         *store,
              gconstpointer  data)
{
  static const struct { const char *sql; const char *value; } pragmas[] = {
    { "PRAGMA journal_mode", "wal" }, { "PRAGMA page_size", "8192" },
    { "PRAGMA synchronous", "2" }, { "PRAGMA foreign_keys", "1" },
    { "PRAGMA secure_delete", "1" }, { "PRAGMA mmap_size", "0" },
    { "PRAGMA trusted_schema", "0" }, { "PRAGMA cell_size_check", "1" },
    { "PRAGMA application_id", "1131565945" },
  };
  g_autoptr(CsTx) tx = begin (store);

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    {
      g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, pragmas[i].sql);

      assert_holds (cs_stmt_next (stmt, why));
      g_assert_cmpstr (cs_stmt_get_text (stmt, 0), ==, pragmas[i].value);
    }
}

static void
test_readers_cannot_write (Store         *store,
                           gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin_read (store);

  assert_fails (cs_meta_store_set (tx, "name", "value", why), CS_ERROR_STORE);
}

static void
test_begin_inside_begin_fails (Store         *store,
                               gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);

  assert_fails (cs_tx_begin (store->db, why), CS_ERROR_FAILED);
}

typedef struct
{
  Store *store;
  guint  number;
} Writer;

static gpointer
count_up (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < 200; i++)
    {
      CsTx *tx = writer->number % 2 == 0 ? begin (writer->store)
                                         : cs_tx_begin_ingest (writer->store->db, NULL);
      g_autofree char *value = NULL;
      g_autofree char *next = NULL;

      assert_holds (cs_meta_store_get (tx, "count", &value, why));
      next = g_strdup_printf ("%d", value != NULL ? atoi (value) + 1 : 1);
      assert_holds (cs_meta_store_set (tx, "count", next, why));
      commit (&tx);

      tx = begin_read (writer->store);
      cs_tx_free (tx);
    }

  return NULL;
}

/* Read, then write, in one transaction: deferred ones would fail here by the hundred. */
static void
test_eight_threads_lose_nothing (Store         *store,
                                 gconstpointer  data)
{
  Writer writers[8];
  GThread *threads[8];
  g_autofree char *value = NULL;
  g_autoptr(CsTx) tx = NULL;

  for (guint i = 0; i < 8; i++)
    {
      writers[i] = (Writer) { store, i };
      threads[i] = g_thread_new ("writer", count_up, &writers[i]);
    }

  for (guint i = 0; i < 8; i++)
    g_thread_join (threads[i]);

  tx = begin_read (store);
  assert_holds (cs_meta_store_get (tx, "count", &value, why));
  g_assert_cmpstr (value, ==, "1600");
}

static void
test_closed_says_so (Store         *store,
                     gconstpointer  data)
{
  cs_db_close (store->db);
  assert_fails (cs_tx_begin (store->db, why), CS_ERROR_STORE);
  assert_fails (cs_tx_begin_read (store->db, why), CS_ERROR_STORE);
}

static void
set_version (Store *store,
             int    version)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", version);
  sqlite3 *handle;

  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_cmpint (sqlite3_open (store->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
test_newer_file_is_read_only (Store         *store,
                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;
  g_autoptr(CsTx) read = NULL;
  CsTx *tx = begin (store);

  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  commit (&tx);
  set_version (store, 999);

  store->db = cs_db_open (store->path, store->clock, &error);
  g_assert_no_error (error);
  g_assert_true (cs_db_is_read_only (store->db));

  read = begin_read (store);
  assert_holds (cs_meta_store_get (read, "name", &value, why));
  g_assert_cmpstr (value, ==, "value");

  g_assert_null (cs_tx_begin (store->db, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "schema 999"));
}

static void
test_open_read_only_beside_the_owner (Store         *store,
                                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;
  g_autofree char *nowhere = g_build_filename (store->folder, "no.db", NULL);
  g_autoptr(CsDb) viewer = cs_db_open_read_only (store->path, store->clock, &error);
  CsTx *tx = begin (store);

  g_assert_no_error (error);
  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  commit (&tx);

  tx = cs_tx_begin_read (viewer, &error);
  assert_holds (cs_meta_store_get (tx, "name", &value, why));
  g_assert_cmpstr (value, ==, "value");
  cs_tx_free (tx);

  assert_fails (cs_tx_begin (viewer, why), CS_ERROR_STORE);
  assert_fails (cs_db_open_read_only (nowhere, store->clock, why), CS_ERROR_NOT_FOUND);
}

static void
assert_refused (Store      *store,
                const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_db_open (store->path, store->clock, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_damaged_and_foreign_files_are_refused (Store         *store,
                                            gconstpointer  data)
{
  g_autofree char *text = g_strnfill (4096, 'x');
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before, length_after;
  sqlite3 *handle;

  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_true (g_file_set_contents (store->path, text, -1, NULL));
  assert_refused (store, "damaged");

  g_unlink (store->path);
  g_assert_cmpint (sqlite3_open (store->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "CREATE TABLE theirs (a)", NULL, NULL, NULL), ==, 0);
  sqlite3_close (handle);
  g_assert_true (g_file_get_contents (store->path, &before, &length_before, NULL));
  assert_refused (store, "another program");

  /* And it is as it was. */
  g_assert_true (g_file_get_contents (store->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

static void
test_missing_folder_is_not_found (Store         *store,
                                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (store->folder, "none", "main.db", NULL);

  assert_fails (cs_db_open (path, store->clock, why), CS_ERROR_NOT_FOUND);
}

/* Root may write everything until it gives that up. */
static void
drop_capabilities (void)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct none[2] = { { 0, }, };

  if (syscall (SYS_capset, &header, none) < 0)
    _exit (10);
}

/* 0 when all is as it should be; else which of it was not. */
static int
look_without_rights (Store *store)
{
  g_autoptr(CsDb) db = NULL;
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;

  drop_capabilities ();
  db = cs_db_open (store->path, store->clock, NULL);

  if (db == NULL || !cs_db_is_read_only (db))
    return 1;

  tx = cs_tx_begin_read (db, NULL);
  if (tx == NULL || !cs_meta_store_get (tx, "name", &value, NULL)
      || g_strcmp0 (value, "value") != 0)
    return 2;

  g_clear_pointer (&tx, cs_tx_free);
  if (cs_tx_begin (db, &error) != NULL || strstr (error->message, "cannot be written") == NULL)
    return 3;

  return 0;
}

static void
test_without_the_right_to_write_it_is_read (Store         *store,
                                            gconstpointer  data)
{
  CsTx *tx = begin (store);
  pid_t child;
  int status;

  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  commit (&tx);
  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_cmpint (g_chmod (store->path, 0400), ==, 0);
  g_assert_cmpint (g_chmod (store->folder, 0500), ==, 0);

  child = fork ();
  if (child == 0)
    _exit (look_without_rights (store));

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_chmod (store->folder, 0700), ==, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* The log holds what is newest, and the disk lets nobody make its index: a copy is read. */
static void
test_a_log_that_cannot_be_opened_is_read (Store         *store,
                                          gconstpointer  data)
{
  static const char *const endings[] = { "", "-wal" };
  g_autofree char *folder = g_build_filename (store->folder, "disk", NULL);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  CsTx *tx = begin (store);
  pid_t child;
  int status;

  assert_holds (cs_meta_store_set (tx, "name", "value", why));
  commit (&tx);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (store->path, endings[i], NULL);
      g_autofree char *to = g_strconcat (path, endings[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 0);
      g_assert_true (g_file_set_contents (to, bytes, length, NULL));
      g_assert_cmpint (g_chmod (to, 0400), ==, 0);
    }

  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  g_set_str (&store->path, path);

  child = fork ();
  if (child == 0)
    _exit (look_without_rights (store));

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

typedef struct
{
  guint posts;
  guint others;
} Heard;

static void
on_changed (CsDb      *db,
            int        kind,
            GPtrArray *ids,
            gpointer   user_data)
{
  Heard *heard = user_data;

  if (kind == CS_RECORD_POST)
    heard->posts += ids->len;
  else
    heard->others += ids->len;
}

static void
test_commit_announces_once_each (Store         *store,
                                 gconstpointer  data)
{
  Heard heard = { 0, };
  CsTx *tx;

  cs_db_set_changed_func (store->db, on_changed, &heard);
  tx = begin (store);
  cs_tx_touch (tx, CS_RECORD_POST, "a");
  cs_tx_free (tx);
  g_assert_cmpuint (heard.posts, ==, 0);

  tx = begin (store);
  cs_tx_touch (tx, CS_RECORD_POST, "a");
  cs_tx_touch (tx, CS_RECORD_POST, "a");
  cs_tx_touch (tx, CS_RECORD_POST, "b");
  cs_tx_touch (tx, CS_RECORD_TARGET, "c");
  commit (&tx);
  g_assert_cmpuint (heard.posts, ==, 2);
  g_assert_cmpuint (heard.others, ==, 1);
}

static void
test_kept_statement_is_prepared_once (Store         *store,
                                      gconstpointer  data)
{
  static const char *const parts[] = { "a*", "b*", "c*" };
  g_autoptr(CsConn) conn = cs_conn_open (store->path, CS_CONN_READER, NULL);
  sqlite3_stmt *stmt = cs_conn_take (conn, "SELECT nr FROM post WHERE id GLOB :part", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      sqlite3_bind_text (stmt, 1, parts[i], -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
      sqlite3_reset (stmt);
    }

  g_assert_cmpint (sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_REPREPARE, 0), ==, 0);
  cs_conn_give_back (conn, stmt);
}

CS_TESTS (db)
{
  STORE_TEST ("/store/db/uncommitted-is-rolled-back", test_uncommitted_is_rolled_back);
  STORE_TEST ("/store/db/committed-is-there-after-reopening",
              test_committed_is_there_after_reopening);
  STORE_TEST ("/store/db/first-binding-failure-sticks", test_first_binding_failure_sticks);
  STORE_TEST ("/store/db/statement-may-outlive-its-transaction",
              test_statement_may_outlive_its_transaction);
  STORE_TEST ("/store/db/two-of-one-text-at-once", test_two_of_one_text_at_once);
  STORE_TEST ("/store/db/kept-statement-is-prepared-once", test_kept_statement_is_prepared_once);
  STORE_TEST ("/store/db/pragmas", test_pragmas);
  STORE_TEST ("/store/db/readers-cannot-write", test_readers_cannot_write);
  STORE_TEST ("/store/db/begin-inside-begin-fails", test_begin_inside_begin_fails);
  STORE_TEST ("/store/db/eight-threads-lose-nothing", test_eight_threads_lose_nothing);
  STORE_TEST ("/store/db/closed-says-so", test_closed_says_so);
  STORE_TEST ("/store/db/newer-file-is-read-only", test_newer_file_is_read_only);
  STORE_TEST ("/store/db/open-read-only-beside-the-owner", test_open_read_only_beside_the_owner);
  STORE_TEST ("/store/db/without-the-right-to-write-it-is-read",
              test_without_the_right_to_write_it_is_read);
  STORE_TEST ("/store/db/a-log-that-cannot-be-opened-is-read",
              test_a_log_that_cannot_be_opened_is_read);
  STORE_TEST ("/store/db/damaged-and-foreign-files-are-refused",
              test_damaged_and_foreign_files_are_refused);
  STORE_TEST ("/store/db/missing-folder-is-not-found", test_missing_folder_is_not_found);
  STORE_TEST ("/store/db/commit-announces-once-each", test_commit_announces_once_each);
}
