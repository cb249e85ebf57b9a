/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-fault-vfs.h"
#include "cs-migrate-private.h"
#include "cs-store-fixture.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FIRST \
  "CREATE TABLE parent (nr INTEGER PRIMARY KEY, name TEXT) STRICT;" \
  "CREATE TABLE child (nr INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent (nr)," \
  "                    body TEXT) STRICT;" \
  "CREATE TABLE journal (number INTEGER PRIMARY KEY) STRICT;" \
  "INSERT INTO journal VALUES (1);" \
  "INSERT INTO parent VALUES (1, 'a'), (2, 'b');" \
  "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400)" \
  " INSERT INTO child SELECT i, 1 + i % 2, printf ('body %d %.200c', i, 'x') FROM n;"

/* Rebuilds a table under its references, fills it, indexes it, and widens another. */
static const CsMigration steps[] = {
  { FIRST, FALSE },
  { "CREATE TABLE parent_new (nr INTEGER PRIMARY KEY, name TEXT NOT NULL, n INTEGER) STRICT;"
    "INSERT INTO parent_new SELECT nr, name,"
    "  (SELECT count (*) FROM child WHERE child.parent = parent.nr) FROM parent;"
    "DROP TABLE parent;"
    "ALTER TABLE parent_new RENAME TO parent;", FALSE },
  { "UPDATE child SET body = upper (body);"
    "CREATE INDEX child_body ON child (body);", FALSE },
  { "ALTER TABLE child ADD COLUMN extra TEXT;"
    "CREATE TABLE later (nr INTEGER PRIMARY KEY) STRICT;", TRUE },
};

#define N_STEPS G_N_ELEMENTS (steps)

typedef struct
{
  char *folder;
  char *path;
  char *backups;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->folder = g_dir_make_tmp ("cs-migrate-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "main.db", NULL);
  place->backups = g_build_filename (place->folder, "backups", NULL);
}

static void
remove_file (Place      *place,
             const char *ending)
{
  g_autofree char *path = g_strconcat (place->path, ending, NULL);

  g_unlink (path);
}

static void
remove_set (Place *place)
{
  static const char *const backups[] = { "before-schema-1.db", "before-schema-1.db.tmp",
                                         "before-schema-3.db" };

  remove_file (place, "");
  remove_file (place, "-wal");
  remove_file (place, "-shm");

  for (guint i = 0; i < G_N_ELEMENTS (backups); i++)
    {
      g_autofree char *path = g_build_filename (place->backups, backups[i], NULL);

      g_unlink (path);
    }
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  remove_set (place);
  g_rmdir (place->backups);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->folder);
  g_free (place->path);
  g_free (place->backups);
}

static CsConn *
open_conn (Place *place)
{
  g_autoptr(GError) error = NULL;
  CsConn *conn = cs_conn_open (place->path, CS_CONN_WRITER, &error);

  g_assert_no_error (error);
  assert_holds (cs_conn_make_writable (conn, why));

  return conn;
}

static gint64
number_of (CsConn     *conn,
           const char *sql)
{
  gint64 number = -1;

  assert_holds (cs_conn_get_number (conn, sql, &number, why));

  return number;
}

static void
make_old (Place *place,
          guint  version)
{
  g_autoptr(CsConn) conn = open_conn (place);

  assert_holds (cs_migrate (conn, steps, version, place->backups, why));
}

/* Schema and rows, in one text. */
static char *
dump (CsConn *conn)
{
  static const char *const queries[] = {
    "PRAGMA user_version",
    "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
    "SELECT * FROM parent ORDER BY nr",
    "SELECT * FROM child ORDER BY nr",
    "SELECT * FROM journal",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = cs_conn_take (conn, queries[i], NULL);

      while (sqlite3_step (stmt) == SQLITE_ROW)
        for (int c = 0; c < sqlite3_column_count (stmt); c++)
          g_string_append_printf (text, "%s|", sqlite3_column_text (stmt, c));

      cs_conn_give_back (conn, stmt);
    }

  return g_string_free (text, FALSE);
}

static void
test_steps_run_in_order (Place         *place,
                         gconstpointer  data)
{
  g_autoptr(CsConn) conn = open_conn (place);

  assert_holds (cs_migrate (conn, steps, N_STEPS, place->backups, why));
  g_assert_cmpint (number_of (conn, "PRAGMA user_version"), ==, N_STEPS);
  g_assert_cmpint (number_of (conn, "SELECT sum (n) FROM parent"), ==, 400);
  g_assert_cmpint (number_of (conn, "PRAGMA foreign_keys"), ==, 1);
  g_assert_false (g_file_test (place->backups, G_FILE_TEST_EXISTS));

  /* And once is enough. */
  assert_holds (cs_migrate (conn, steps, N_STEPS, place->backups, why));
}

static void
test_old_file_is_backed_up_before (Place         *place,
                                   gconstpointer  data)
{
  g_autofree char *copy = g_build_filename (place->backups, "before-schema-1.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(CsConn) conn = NULL;
  g_autoptr(CsConn) backup = NULL;

  make_old (place, 1);
  conn = open_conn (place);
  before = dump (conn);
  assert_holds (cs_migrate (conn, steps, N_STEPS, place->backups, why));

  backup = cs_conn_open (copy, CS_CONN_READER, NULL);
  kept = dump (backup);
  g_assert_cmpstr (before, ==, kept);
}

/* A file so long that its disk cannot hold it twice; it has holes where no disk is needed. */
static void
make_too_long (Place *place)
{
  struct statvfs room;
  g_autofree char *bytes = NULL;
  gsize length;
  guint32 pages;
  int fd;

  g_assert_cmpint (statvfs (place->folder, &room), ==, 0);
  pages = MIN ((guint64) room.f_bavail * room.f_frsize / 8192, G_MAXINT32 / 2);
  g_assert_true (g_file_get_contents (place->path, &bytes, &length, NULL));
  g_assert_cmpuint (pages, >, length / 8192);

  pages = GUINT32_TO_BE (pages);
  fd = g_open (place->path, O_WRONLY | O_CLOEXEC, 0);
  g_assert_cmpint (pwrite (fd, &pages, 4, 28), ==, 4);
  g_assert_cmpint (ftruncate (fd, (goffset) GUINT32_FROM_BE (pages) * 8192), ==, 0);
  close (fd);
}

static void
test_without_room_nothing_is_touched (Place         *place,
                                      gconstpointer  data)
{
  g_autoptr(CsConn) conn = NULL;
  g_autoptr(GError) error = NULL;

  make_old (place, 1);
  make_too_long (place);
  conn = open_conn (place);
  g_assert_false (cs_migrate (conn, steps, N_STEPS, place->backups, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "too little room"));
  g_assert_cmpint (number_of (conn, "PRAGMA user_version"), ==, 1);
  g_assert_false (g_file_test (place->backups, G_FILE_TEST_EXISTS));
}

/* A mistake in any step leaves the file as it was, whatever the steps before it did. */
static void
test_failing_step_changes_nothing (Place         *place,
                                   gconstpointer  data)
{
  static const char *const bad[] = {
    "INSERT INTO nowhere VALUES (1)",
    "CREATE TABLE parent (nr INTEGER)",
    "DELETE FROM parent WHERE nr = 1",    /* its children would have none */
  };

  make_old (place, 1);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      CsMigration broken[N_STEPS + 1];
      g_autoptr(CsConn) conn = open_conn (place);
      g_autofree char *before = dump (conn);
      g_autofree char *after = NULL;

      memcpy (broken, steps, sizeof steps);
      broken[N_STEPS] = (CsMigration) { bad[i], TRUE };
      assert_fails (cs_migrate (conn, broken, N_STEPS + 1, place->backups, why), CS_ERROR_STORE);
      after = dump (conn);
      g_assert_cmpstr (before, ==, after);
      g_assert_cmpint (number_of (conn, "PRAGMA foreign_keys"), ==, 1);
    }
}

static void
test_journal_is_emptied_by_all_but_trailing_columns (Place         *place,
                                                     gconstpointer  data)
{
  g_autoptr(CsConn) conn = NULL;

  make_old (place, 3);
  conn = open_conn (place);
  assert_holds (cs_conn_exec (conn, "INSERT INTO journal VALUES (7)", why));
  assert_holds (cs_migrate (conn, steps, N_STEPS, place->backups, why));
  g_assert_cmpint (number_of (conn, "SELECT count (*) FROM journal"), ==, 1);
  g_clear_pointer (&conn, cs_conn_close);
  remove_set (place);

  make_old (place, 1);
  conn = open_conn (place);
  assert_holds (cs_conn_exec (conn, "INSERT INTO journal VALUES (7)", why));
  assert_holds (cs_migrate (conn, steps, N_STEPS, place->backups, why));
  g_assert_cmpint (number_of (conn, "SELECT count (*) FROM journal"), ==, 0);
}

/* Ends this process at a moment of the real clock. */
static void
die_after (gint64 usec)
{
  struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
  struct itimerspec when = { .it_value = { usec / G_USEC_PER_SEC, usec % G_USEC_PER_SEC * 1000 } };
  timer_t timer;

  timer_create (CLOCK_MONOTONIC, &event, &timer);
  timer_settime (timer, 0, &when, NULL);
}

typedef struct
{
  gboolean by_time;
  gint64   at;      /* microseconds, or changes of the disk; -1: live */
} Death;

static int
migrate_in_child (Place *place,
                  Death  death)
{
  CsConn *conn;
  gboolean done;

  if (death.at >= 0 && death.by_time)
    die_after (MAX (1, death.at));
  else if (death.at >= 0)
    cs_fault_vfs_arm (CS_FAULT_KILL, death.at);

  conn = cs_conn_open (place->path, CS_CONN_WRITER, NULL);
  done = conn != NULL && cs_conn_make_writable (conn, NULL)
         && cs_migrate (conn, steps, N_STEPS, place->backups, NULL);

  if (conn != NULL)
    cs_conn_close (conn);

  return done ? 0 : 1;
}

/* Whether the child was killed; it may have got through before. */
static gboolean
run_child (Place *place,
           Death  death)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    _exit (migrate_in_child (place, death));

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) ? WTERMSIG (status) == SIGKILL : WEXITSTATUS (status) == 0);

  return WIFSIGNALED (status);
}

static void
put_old_file (Place *place,
              GBytes *old)
{
  remove_set (place);
  g_assert_true (g_file_set_contents (place->path, g_bytes_get_data (old, NULL),
                                      g_bytes_get_size (old), NULL));
}

/* What is on the disk is the old file or the new one, and goes on from there to the new one. */
static void
assert_whole (Place      *place,
              const char *old_dump,
              const char *new_dump)
{
  g_autoptr(CsConn) conn = open_conn (place);
  g_autofree char *found = dump (conn);
  g_autofree char *finished = NULL;
  sqlite3_stmt *check = cs_conn_take (conn, "PRAGMA integrity_check", NULL);

  g_assert_cmpint (sqlite3_step (check), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (check, 0), ==, "ok");
  cs_conn_give_back (conn, check);
  g_assert_true (strcmp (found, old_dump) == 0 || strcmp (found, new_dump) == 0);

  assert_holds (cs_migrate (conn, steps, N_STEPS, place->backups, why));
  finished = dump (conn);
  g_assert_cmpstr (finished, ==, new_dump);
}

/* How long an undisturbed migration takes, and how often it changes the disk. */
static gint64
measure (Place  *place,
         GBytes *old,
         int    *changes)
{
  gint64 began;

  put_old_file (place, old);
  cs_fault_vfs_arm (CS_FAULT_NONE, 0);
  g_assert_cmpint (migrate_in_child (place, (Death) { FALSE, -1 }), ==, 0);
  *changes = cs_fault_vfs_count ();

  put_old_file (place, old);
  began = g_get_monotonic_time ();
  g_assert_false (run_child (place, (Death) { FALSE, -1 }));

  return g_get_monotonic_time () - began;
}

static void
test_two_hundred_kills_break_nothing (Place         *place,
                                      gconstpointer  data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261121);
  g_autofree char *old_dump = NULL;
  g_autofree char *new_dump = NULL;
  g_autofree char *contents = NULL;
  g_autoptr(GBytes) old = NULL;
  CsConn *conn;
  gint64 duration;
  int changes;
  guint killed = 0;
  gsize length;

  make_old (place, 1);
  conn = open_conn (place);
  old_dump = dump (conn);
  cs_conn_close (conn);
  g_assert_true (g_file_get_contents (place->path, &contents, &length, NULL));
  old = g_bytes_new (contents, length);

  cs_fault_vfs_install ();
  duration = measure (place, old, &changes);
  conn = open_conn (place);
  new_dump = dump (conn);
  cs_conn_close (conn);

  for (guint i = 0; i < 200; i++)
    {
      gboolean by_time = i % 2 == 1;
      gint64 at = g_rand_int_range (rand, 0, by_time ? duration : changes);

      put_old_file (place, old);
      killed += run_child (place, (Death) { by_time, at });
      assert_whole (place, old_dump, new_dump);
    }

  cs_fault_vfs_uninstall ();
  g_test_message ("%u of 200 were killed before they were through", killed);

  /* Each of those killed by the count is, whatever the machine does. */
  g_assert_cmpuint (killed, >=, 100);
}

static void
assert_opens_after (int     at,
                    CsFault fault,
                    gboolean *fired)
{
  Store store = { 0, };
  g_autoptr(GError) error = NULL;

  store.folder = g_dir_make_tmp ("cs-store-XXXXXX", NULL);
  store.path = g_build_filename (store.folder, "main.db", NULL);
  store.clock = cs_clock_new_virtual (NOW * G_USEC_PER_SEC);

  cs_fault_vfs_arm (fault, at);
  store.db = cs_db_open (store.path, store.clock, &error);
  *fired = cs_fault_vfs_fired ();

  if (store.db == NULL)
    g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  else
    g_assert_finalize_object (g_steal_pointer (&store.db));

  cs_fault_vfs_arm (CS_FAULT_NONE, 0);
  g_clear_error (&error);
  store.db = cs_db_open (store.path, store.clock, &error);
  g_assert_no_error (error);
  g_assert_false (cs_db_is_read_only (store.db));
  store_tear_down (&store, NULL);
}

/* One further each time, until the whole way is gone without meeting the fault. */
static void
test_opening_survives_every_fault (void)
{
  static const CsFault faults[] = { CS_FAULT_FULL, CS_FAULT_IO, CS_FAULT_ONCE };

  cs_fault_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      gboolean fired = TRUE;
      int at;

      for (at = 0; fired; at++)
        assert_opens_after (at, faults[i], &fired);

      g_assert_cmpint (at, >, 10);
    }

  cs_fault_vfs_uninstall ();
}

CS_TESTS (migrate)
{
#define PLACE_TEST(path, func) g_test_add (path, Place, NULL, set_up, func, tear_down)
  PLACE_TEST ("/store/migrate/steps-run-in-order", test_steps_run_in_order);
  PLACE_TEST ("/store/migrate/old-file-is-backed-up-before", test_old_file_is_backed_up_before);
  PLACE_TEST ("/store/migrate/without-room-nothing-is-touched",
              test_without_room_nothing_is_touched);
  PLACE_TEST ("/store/migrate/failing-step-changes-nothing", test_failing_step_changes_nothing);
  PLACE_TEST ("/store/migrate/journal-is-emptied-by-all-but-trailing-columns",
              test_journal_is_emptied_by_all_but_trailing_columns);
  PLACE_TEST ("/store/migrate/two-hundred-kills-break-nothing",
              test_two_hundred_kills_break_nothing);
  g_test_add_func ("/store/migrate/opening-survives-every-fault",
                   test_opening_survives_every_fault);
}
