/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-journal.h"
#include "cs-post-store.h"
#include "cs-target-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <time.h>

#define N_SCREENS  50
#define N_SAVES    500
#define DAY        (24 * 60 * 60)
#define FIRST_DAY  G_GINT64_CONSTANT (1780272000)
#define ACCOUNT    "019e0000-0000-7000-8000-000000000001"

/* Ten years of plans, 1100 of them in any 42 days, with texts of the usual length. */
#define MOMENT "(1780272000 + (n.i * 3268) % 315360000)"
#define NUMBERS \
  "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "

static const char *const fill[] = {
  NUMBERS "INSERT INTO post (id, title, text, visibility, created_at)"
  " SELECT printf ('019e0000-%04x-7000-8000-%012x', n.i % 65536, n.i), printf ('Clip %d', n.i),"
  " printf ('About clip %d %.400c', n.i, 'x'), 'public', 1780272000 + n.i FROM n",
  NUMBERS "INSERT INTO target (id, post, account, state, wall, zone, fold, due, lateness,"
  " late_limit) SELECT printf ('019e0001-%04x-7000-8000-%012x', n.i % 65536, n.i), n.i, 1,"
  " 'scheduled', " MOMENT " / 60, 'Europe/Berlin', 0, " MOMENT ", 'ask', 900 FROM n",
};

/* What one writes first: one table, times as text, looked for by their day. */
static const char *const naive[] = {
  "CREATE TABLE posts (id TEXT PRIMARY KEY, account TEXT, status TEXT, scheduled_at TEXT,"
  " time_zone TEXT, title TEXT, body TEXT)",
  NUMBERS "INSERT INTO posts SELECT printf ('019e0001-%04x-7000-8000-%012x', n.i % 65536, n.i),"
  " '" ACCOUNT "', 'scheduled', datetime (" MOMENT ", 'unixepoch'), 'Europe/Berlin',"
  " printf ('Clip %d', n.i), printf ('About clip %d %.400c', n.i, 'x') FROM n",
};

#define NAIVE_MONTH \
  "SELECT id, account, status, scheduled_at, time_zone, title FROM posts" \
  " WHERE date (scheduled_at) >= date (?1, 'unixepoch')" \
  " AND date (scheduled_at) < date (?2, 'unixepoch') ORDER BY scheduled_at"

static double
cpu_msec (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &ts);

  return ts.tv_sec * 1000.0 + ts.tv_nsec / 1000000.0;
}

static void
check (gboolean  done,
       GError   *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "SQLite failed");
}

static CsDb *
make_store (const char *path,
            CsClock    *clock)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  CsDb *db = cs_db_open (path, clock, &error);
  CsTx *tx;

  check (db != NULL, error);
  account->id = g_strdup (ACCOUNT);
  tx = cs_tx_begin (db, &error);
  check (tx != NULL, error);
  check (cs_account_store_save (tx, account, &error), error);

  for (guint i = 0; i < G_N_ELEMENTS (fill); i++)
    check (cs_tx_exec (tx, fill[i], &error), error);

  check (cs_tx_commit (&tx, &error), error);

  return db;
}

static sqlite3 *
make_naive (const char *path)
{
  sqlite3 *handle;

  check (sqlite3_open (path, &handle) == SQLITE_OK, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (naive); i++)
    check (sqlite3_exec (handle, naive[i], NULL, NULL, NULL) == SQLITE_OK, NULL);

  return handle;
}

/* Where a screen of the calendar begins: another month each time. */
static gint64
screen_start (guint i)
{
  return FIRST_DAY + (gint64) (i * 71 % 3600) * DAY;
}

static guint
read_month (CsDb   *db,
            gint64  from)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, &error);
  g_autoptr(GPtrArray) targets = NULL;

  check (tx != NULL, error);
  targets = cs_target_store_list_range (tx, from, from + 42 * DAY, &error);
  check (targets != NULL, error);

  return targets->len;
}

static guint
read_naive_month (sqlite3 *handle,
                  gint64   from)
{
  sqlite3_stmt *stmt;
  guint n = 0;

  check (sqlite3_prepare_v2 (handle, NAIVE_MONTH, -1, &stmt, NULL) == SQLITE_OK, NULL);
  sqlite3_bind_int64 (stmt, 1, from);
  sqlite3_bind_int64 (stmt, 2, from + 42 * DAY);

  while (sqlite3_step (stmt) == SQLITE_ROW)
    n += sqlite3_column_text (stmt, 0) != NULL;

  sqlite3_finalize (stmt);

  return n;
}

static void
bench_month (CsDb    *db,
             sqlite3 *handle)
{
  guint rows = 0, naive_rows = 0;
  double began, ours, theirs;

  read_month (db, screen_start (0));
  began = cpu_msec ();
  for (guint i = 0; i < N_SCREENS; i++)
    rows += read_month (db, screen_start (i));
  ours = (cpu_msec () - began) / N_SCREENS;

  began = cpu_msec ();
  for (guint i = 0; i < N_SCREENS; i++)
    naive_rows += read_naive_month (handle, screen_start (i));
  theirs = (cpu_msec () - began) / N_SCREENS;

  if (rows != naive_rows || rows < 1000 * N_SCREENS)
    g_error ("The same months hold %u and %u rows", rows, naive_rows);

  g_print ("{\"name\": \"store.month\", \"value\": %.4f, \"unit\": \"ms CPU\","
           " \"peer\": \"one table with times as text\", \"ratio\": %.5f, \"limit\": 0.1,"
           " \"pass\": %s}\n", ours, ours / theirs, ours / theirs <= 0.1 ? "true" : "false");
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
tell (const char *name,
      gint64     *usec,
      guint       n)
{
  qsort (usec, n, sizeof *usec, compare_times);
  g_print ("{\"name\": \"%s.p50\", \"value\": %.3f, \"unit\": \"ms\", \"pass\": true}\n",
           name, usec[n / 2] / 1000.0);
  g_print ("{\"name\": \"%s.p99\", \"value\": %.3f, \"unit\": \"ms\", \"pass\": true}\n",
           name, usec[n * 99 / 100] / 1000.0);
}

/* A keystroke pause: the text of one post, in full durability, as part of its editing session. */
static void
bench_autosave (CsDb *db)
{
  static gint64 saves[N_SAVES];
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) read = cs_tx_begin_read (db, &error);
  g_autoptr(CsPost) post = NULL;

  check (read != NULL, error);
  post = cs_post_store_find (read, "019e0000-0007-7000-8000-000000000007", &error);
  check (post != NULL, error);
  g_clear_pointer (&read, cs_tx_free);

  for (guint i = 0; i < N_SAVES; i++)
    {
      g_autoptr(CsPost) next = cs_record_copy (post);
      gint64 began = g_get_monotonic_time ();
      CsTx *tx;

      g_free (next->text);
      next->text = g_strdup_printf ("%s %u", post->text, i);
      tx = cs_tx_begin_act (db, "Edit", "session", &error);
      check (tx != NULL && cs_post_store_save (tx, next, &error) && cs_tx_commit (&tx, &error),
             error);
      saves[i] = g_get_monotonic_time () - began;
    }

  tell ("store.autosave", saves, N_SAVES);
}

static void
bench_open (CsDb       *db,
            const char *path,
            CsClock    *clock)
{
  static gint64 opens[20];
  g_autoptr(GError) error = NULL;

  cs_db_close (db);

  for (guint i = 0; i < G_N_ELEMENTS (opens); i++)
    {
      gint64 began = g_get_monotonic_time ();
      g_autoptr(CsDb) again = cs_db_open (path, clock, &error);

      check (again != NULL, error);
      read_month (again, screen_start (i));
      opens[i] = g_get_monotonic_time () - began;
    }

  tell ("store.open-and-first-month", opens, G_N_ELEMENTS (opens));
}

static void
remove_files (const char *folder)
{
  static const char *const names[] = { "main.db", "main.db-wal", "main.db-shm", "main.db.reserve",
                                       "naive.db" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("cs-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  g_autofree char *naive_path = g_build_filename (folder, "naive.db", NULL);
  g_autoptr(CsClock) clock = cs_clock_new_system ();
  g_autoptr(CsDb) db = make_store (path, clock);
  sqlite3 *handle = make_naive (naive_path);

  bench_month (db, handle);
  bench_autosave (db);
  bench_open (db, path, clock);

  sqlite3_close (handle);
  remove_files (folder);

  return 0;
}
