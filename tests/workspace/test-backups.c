/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-backup.h"
#include "cs-backups.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-test.h"
#include "fixture.h"

#include <glib/gstdio.h>

static gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 number = -1;

  g_variant_lookup (record, name, "x", &number);

  return number;
}

static void
wait_until_idle (CsBackups *backups)
{
  while (!cs_backups_are_idle (backups))
    g_main_context_iteration (NULL, TRUE);
}

/* A database in the fixture's folder, beside the workspace's own. */
static CsDb *
open_beside (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "media", "beside", NULL);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  g_autoptr(GError) error = NULL;
  CsDb *db;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  db = cs_db_open (path, fixture->clock, &error);
  g_assert_no_error (error);

  return db;
}

static void
test_made_when_due (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsDb) db = open_beside (fixture);
  g_autoptr(CsBackups) backups = cs_backups_new (db, g_main_context_default ());
  g_autoptr(GPtrArray) all = NULL;

  cs_backups_look (backups);
  wait_until_idle (backups);
  cs_backups_look (backups);
  wait_until_idle (backups);
  all = cs_backup_list (cs_db_get_path (db));
  g_assert_cmpuint (all->len, ==, 1);
}

/* It is told once, and not tried again at each look. */
static void
test_failure_is_told_once (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsDb) db = open_beside (fixture);
  g_autoptr(CsBackups) backups = cs_backups_new (db, g_main_context_default ());
  g_autofree char *folder = g_path_get_dirname (cs_db_get_path (db));
  g_autofree char *in_the_way = g_build_filename (folder, "backups", NULL);
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GPtrArray) events = NULL;

  g_assert_true (g_file_set_contents (in_the_way, "x", 1, NULL));
  for (guint i = 0; i < 5; i++)
    {
      cs_backups_look (backups);
      wait_until_idle (backups);
    }

  tx = cs_tx_begin_read (db, NULL);
  events = cs_event_store_list_after (tx, 0, 0, NULL);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (((CsEvent *) g_ptr_array_index (events, 0))->name, ==, "backup.failed");
}

static void
test_closing_ends_it (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsDb) db = open_beside (fixture);
  CsBackups *backups = cs_backups_new (db, g_main_context_default ());

  cs_backups_look (backups);
  cs_backups_free (backups);
}

static void
test_there_and_back (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) backup = NULL;
  g_autoptr(GVariant) checked = NULL;
  g_autoptr(GVariant) restored = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *from = NULL;

  g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'One'>}"));
  backup = run_command (fixture->owner, "workspace.backup", "{}");
  path = text_of (backup, "path");
  g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'Two'>}"));
  checked = run_command (fixture->owner, "workspace.check", "{}");
  g_assert_cmpint (number_of (checked, "backups"), ==, 1);
  g_assert_cmpint (number_of (checked, "newest_backup"), ==, number_of (backup, "at"));

  /* Not while somebody has it open. */
  g_assert_null (cs_workspace_restore (fixture->folder, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_BUSY);
  g_clear_error (&error);

  cs_workspace_close (fixture->owner);
  restored = cs_workspace_restore (fixture->folder, NULL, NULL, &error);
  g_assert_no_error (error);
  from = text_of (restored, "path");
  g_assert_cmpstr (from, ==, path);
  g_assert_cmpint (number_of (restored, "unscheduled"), ==, 0);

  fixture_reopen (fixture);
  posts = run_command (fixture->owner, "post.list", "{}");
  g_assert_cmpuint (g_variant_n_children (posts), ==, 1);
}

CS_TESTS (backups)
{
  g_test_add_func ("/workspace/backups/made-when-due", test_made_when_due);
  g_test_add_func ("/workspace/backups/failure-is-told-once", test_failure_is_told_once);
  g_test_add_func ("/workspace/backups/closing-ends-it", test_closing_ends_it);
  g_test_add_func ("/workspace/backups/there-and-back", test_there_and_back);
}
