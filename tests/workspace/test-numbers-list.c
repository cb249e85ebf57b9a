/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "fixture.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)

/* What was done for all statements since it was cleared. */
static gint n_samples_read;
static gint n_steps;

/* Cancelled by the first sample that is read; NULL: nothing is. */
static GCancellable *breaker;

static int
on_statement (unsigned  what,
              void     *user_data,
              void     *statement,
              void     *more)
{
  sqlite3_stmt *stmt = statement;
  const char *sql = sqlite3_sql (stmt);    /* NULL: one of SQLite’s own */

  if (what == SQLITE_TRACE_PROFILE)
    g_atomic_int_add (&n_steps, sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_VM_STEP, 1));
  else if (sql != NULL && strstr (sql, "JOIN sample AS s") != NULL
           && g_atomic_int_add (&n_samples_read, 1) == 0)
    g_cancellable_cancel (breaker);

  return 0;
}

static int
on_opened (sqlite3                    *db,
           char                      **message,
           const sqlite3_api_routines *routines)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_PROFILE | SQLITE_TRACE_ROW, on_statement, NULL);
}

/* A post that is out, of a day ago; nobody counts it from here on but what a file tells. */
static GVariant *
publish (Fixture *fixture)
{
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'Kiln'>, 'accounts': <['%s']>}", account);
  g_autofree char *id = text_of (post, "id");
  g_autoptr(GVariant) receipts = NULL;

  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "receipt.list", 1);
  fixture_reopen (fixture);
  cs_clock_advance (fixture->clock, DAY * G_USEC_PER_SEC);
  receipts = run_command (fixture->owner, "receipt.list", "{}");

  return g_variant_get_child_value (receipts, 0);
}

/* Until it has so many samples, a second apart from an hour on. */
static void
import (Fixture  *fixture,
        GVariant *receipt,
        guint     n)
{
  g_autoptr(GString) table = g_string_new ("post,taken_at,likes,shares,comments\n");
  g_autofree char *path = g_build_filename (fixture->folder, "numbers.csv", NULL);
  g_autofree char *post = text_of (receipt, "post_id");
  gint64 at = 0;

  g_assert_true (g_variant_lookup (receipt, "published_at", "x", &at));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (table, "%s,%" PRId64 ",%u,0,0\n", post, at + 3600 + i, i);
  g_assert_true (g_file_set_contents (path, table->str, -1, NULL));
  g_variant_unref (run_command (fixture->owner, "numbers.import", "{'file': <'%s'>}", path));
}

typedef struct
{
  gint samples;
  gint steps;
} Work;

static Work
work_of (Fixture    *fixture,
         GVariant   *receipt,
         const char *command)
{
  g_autofree char *post = text_of (receipt, "post_id");
  const char *more = strcmp (command, "numbers.export") == 0 ? ", 'format': <'csv'>" : "";

  g_atomic_int_set (&n_samples_read, 0);
  g_atomic_int_set (&n_steps, 0);
  g_variant_unref (run_command (fixture->owner, command, "{'post': <'%s'>%s}", post, more));

  return (Work) { g_atomic_int_get (&n_samples_read), g_atomic_int_get (&n_steps) };
}

/* Ten times the samples are ten times the work, and each is read once; a list is no more of it
 * than an export. */
static void
assert_read_once (void)
{
  static const char *const commands[] = { "numbers.list", "numbers.export" };
  const guint few = 300, many = 10 * few;
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) receipt = publish (fixture);
  Work little[G_N_ELEMENTS (commands)], much[G_N_ELEMENTS (commands)];

  import (fixture, receipt, few);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    little[i] = work_of (fixture, receipt, commands[i]);
  import (fixture, receipt, many);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    much[i] = work_of (fixture, receipt, commands[i]);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_assert_cmpint (little[i].samples, >=, few);
      g_assert_cmpint (much[i].samples - little[i].samples, ==, many - few);
      g_assert_cmpint (much[i].steps, <, 11 * little[i].steps);
    }
  g_assert_cmpint (much[0].steps, <, much[1].steps * 11 / 10);
}

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Whoever does not want it any more has it at once, and no part of it. */
static void
assert_ends_when_cancelled (void)
{
  static const char *const args[] = { "{}", "{'format': <'csv'>}", "{'format': <'json'>}" };
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) receipt = publish (fixture);

  import (fixture, receipt, 100);

  for (guint i = 0; i < G_N_ELEMENTS (args); i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GVariant) given = g_variant_parse (G_VARIANT_TYPE_VARDICT, args[i], NULL, NULL,
                                                   NULL);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      g_atomic_int_set (&n_samples_read, 0);
      breaker = cancellable;
      cs_workspace_run_async (fixture->owner, i == 0 ? "numbers.list" : "numbers.export", given,
                              NULL, cancellable, on_ran, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      breaker = NULL;

      g_assert_null (cs_workspace_run_finish (result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_atomic_int_get (&n_samples_read), >, 0);
    }
}

static void
with_counters (void (*assert_it) (void))
{
  g_assert_cmpint (sqlite3_auto_extension ((void (*) (void)) on_opened), ==, SQLITE_OK);
  assert_it ();
  sqlite3_cancel_auto_extension ((void (*) (void)) on_opened);
}

static void
test_each_sample_is_read_once (void)
{
  with_counters (assert_read_once);
}

static void
test_ends_when_cancelled (void)
{
  with_counters (assert_ends_when_cancelled);
}

CS_TESTS (numbers_list)
{
  g_test_add_func ("/workspace/numbers/each-sample-is-read-once", test_each_sample_is_read_once);
  g_test_add_func ("/workspace/numbers/a-list-ends-when-it-is-cancelled",
                   test_ends_when_cancelled);
}
