/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-account-store.h"
#include "cs-event-store.h"
#include "cs-post-store.h"
#include "cs-replan.h"
#include "cs-slot.h"
#include "cs-target-store.h"
#include "cs-test.h"

/* 2026-07-01 18:30 */
#define WALL 29715510

static void
copy_file (const char *from,
           const char *folder,
           const char *to)
{
  g_autofree char *path = g_build_filename (folder, to, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *bytes = NULL;
  gsize length;

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
}

static void
set_version (const char *folder,
             const char *version)
{
  g_autofree char *path = g_build_filename (folder, "tzdata.zi", NULL);

  g_assert_true (g_file_set_contents (path, version, -1, NULL));
}

/* One target each in Berlin and in Tokyo, at the same time on their walls. */
static void
plan_two (CsDb *db)
{
  static const char *const zones[] = { "Europe/Berlin", "Asia/Tokyo" };
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (db, &error);
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);

  post->id = g_strdup ("0192f0c1-7a3b-7c4d-8e5f-000000000001");
  post->text = g_strdup ("Cat");
  cs_post_store_save (tx, post, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
      g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);

      account->id = g_strdup_printf ("0192f0c1-7a3b-7c4d-8e5f-00000000001%u", i);
      account->handle = g_strdup_printf ("@ana%u@example.social", i);
      account->host = g_strdup ("https://example.social");
      cs_account_store_save (tx, account, &error);
      g_assert_no_error (error);

      target->id = g_strdup_printf ("0192f0c1-7a3b-7c4d-8e5f-00000000002%u", i);
      target->post_id = g_strdup (post->id);
      target->account_id = g_strdup (account->id);
      target->state = CS_TARGET_SCHEDULED;
      target->wall = WALL;
      target->zone = g_strdup (zones[i]);
      target->fold = 0;
      g_assert_true (cs_slot_resolve (WALL, zones[i], 0, &target->due, &error));
      cs_target_store_save (tx, target, &error);
      g_assert_no_error (error);
    }

  cs_tx_commit (&tx, &error);
  g_assert_no_error (error);
}

static gint64
due_of (CsDb *db,
        guint number)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, NULL);
  g_autofree char *id = g_strdup_printf ("0192f0c1-7a3b-7c4d-8e5f-00000000002%u", number);
  g_autoptr(CsTarget) target = cs_target_store_find (tx, id, NULL);

  g_assert_cmpint (target->wall, ==, WALL);

  return target->due;
}

static guint
count_moves (CsDb *db)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, NULL);
  g_autoptr(GPtrArray) events = cs_event_store_list_after (tx, 0, 100, NULL);
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += g_strcmp0 (((CsEvent *) events->pdata[i])->name, "target.moved") == 0;

  return n;
}

static void
assert_replanned (CsDb *db)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (cs_replan (db, &error));
  g_assert_no_error (error);
}

static void
test_new_rules_move_what_they_concern (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("replan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  g_autoptr(CsClock) clock = cs_clock_new_virtual (1772366400000000);
  g_autoptr(CsDb) db = NULL;
  gint64 berlin;
  gint64 tokyo;

  copy_file ("/usr/share/zoneinfo/Europe/Berlin", folder, "Europe/Berlin");
  copy_file ("/usr/share/zoneinfo/Asia/Tokyo", folder, "Asia/Tokyo");
  set_version (folder, "# version 2026c\n");
  g_setenv ("TZDIR", folder, TRUE);

  db = cs_db_open (path, clock, &error);
  g_assert_no_error (error);
  plan_two (db);
  assert_replanned (db);
  berlin = due_of (db, 0);
  tokyo = due_of (db, 1);
  g_assert_cmpuint (count_moves (db), ==, 0);

  /* Berlin gives up its summer time; nobody looks until the edition is another. */
  copy_file ("/usr/share/zoneinfo/Africa/Lagos", folder, "Europe/Berlin");
  assert_replanned (db);
  g_assert_cmpint (due_of (db, 0), ==, berlin);

  set_version (folder, "# version 2026d\n");
  assert_replanned (db);
  g_assert_cmpint (due_of (db, 0), ==, berlin + 3600);
  g_assert_cmpint (due_of (db, 1), ==, tokyo);
  g_assert_cmpuint (count_moves (db), ==, 1);

  assert_replanned (db);
  g_assert_cmpuint (count_moves (db), ==, 1);

  cs_db_close (db);
  g_unsetenv ("TZDIR");
}

CS_TESTS (replan)
{
  g_test_add_func ("/replan/new-rules-move-what-they-concern",
                   test_new_rules_move_what_they_concern);
}
