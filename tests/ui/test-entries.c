/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-day-cell.h"
#include "cs-day.h"
#include "cs-entries.h"
#include "cs-entry-list.h"
#include "cs-record.h"
#include "cs-test.h"

/* Thursday, 5 November 2026 */
#define DAY (cs_day_of (2026, 11, 5))

static CsEntry *
entry_new (const char *id,
           gint64      at,
           const char *account)
{
  g_auto(CsReading) reading = { g_time_zone_new_utc (), FALSE, 0 };
  g_autofree char *text = g_strdup_printf (
    "{'id': <'%s'>, 'post': <'%s'>, 'title': <'%s'>, 'state': <'scheduled'>,"
    " 'due': <int64 %" G_GINT64_FORMAT ">, 'networks': <['mastodon', 'bluesky']>,"
    " 'targets': <[{'account_id': <'%s'>, 'account': <'@%s'>}]>}",
    id, id, id, at, account, account);
  g_autoptr(GVariant) row = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  g_assert_nonnull (row);

  return cs_entry_new (row, &reading);
}

static CsEntries *
entries_new (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_entry_unref);
  gint64 noon = DAY * 86400 + 12 * 3600;

  g_ptr_array_add (all, entry_new ("late", noon + 3600, "ana"));
  g_ptr_array_add (all, entry_new ("noon", noon, "ana"));
  g_ptr_array_add (all, entry_new ("next", noon + 2 * 86400, "ana"));
  g_ptr_array_add (all, entry_new ("other", noon + 300, "ben"));
  g_ptr_array_add (all, entry_new ("far", noon + 90 * 86400, "ana"));

  return cs_entries_new (DAY - 3, 42, all);
}

static void
test_days_have_theirs_in_order (void)
{
  g_autoptr(CsEntries) entries = entries_new ();

  g_assert_cmpuint (cs_entries_count (entries, DAY), ==, 3);
  g_assert_cmpuint (cs_entries_count (entries, DAY + 1), ==, 0);
  g_assert_cmpuint (cs_entries_count (entries, DAY + 2), ==, 1);
  g_assert_cmpuint (cs_entries_count (entries, DAY - 4), ==, 0);
  g_assert_cmpuint (cs_entries_count (entries, DAY + 90), ==, 0);
  g_assert_cmpstr (cs_entries_get (entries, DAY, 0)->id, ==, "noon");
  g_assert_cmpstr (cs_entries_get (entries, DAY, 1)->id, ==, "other");
  g_assert_cmpstr (cs_entries_get (entries, DAY, 2)->id, ==, "late");
  g_assert_null (cs_entries_get (entries, DAY, 3));
}

static void
test_an_entry_is_said_in_full (void)
{
  g_autoptr(CsEntry) entry = entry_new ("Glazing", DAY * 86400 + 66600, "ana");
  g_autofree char *name = cs_entry_dup_name (entry);

  g_assert_cmpstr (name, ==, "18:30, Glazing, Mastodon, Bluesky, Scheduled");
}

/* Of the same account, within a quarter of an hour, and not itself. */
static void
test_posts_come_too_close (void)
{
  g_autoptr(CsEntries) entries = entries_new ();
  const CsEntry *next = cs_entries_find (entries, "next");
  gint64 noon = DAY * 86400 + 12 * 3600;

  g_assert_cmpstr (cs_entries_collision (entries, next, noon)->id, ==, "noon");
  g_assert_cmpstr (cs_entries_collision (entries, next, noon + 899)->id, ==, "noon");
  g_assert_null (cs_entries_collision (entries, next, noon + 900));
  g_assert_null (cs_entries_collision (entries, next, next->at));
  g_assert_cmpstr (cs_entries_collision (entries, next, noon + 3600 - 899)->id, ==, "late");
}

static void
test_a_move_is_seen_at_once (void)
{
  g_auto(CsReading) reading = { g_time_zone_new_utc (), FALSE, 0 };
  g_autoptr(CsEntries) entries = entries_new ();
  CsEntry *noon = cs_entries_find (entries, "noon");
  g_autoptr(CsEntry) moved = cs_entry_planned (noon, "UTC", 0, noon->due + 86400, &reading);
  g_autoptr(CsEntries) after = cs_entries_with (entries, moved);

  g_assert_cmpuint (cs_entries_count (after, DAY), ==, 2);
  g_assert_cmpuint (cs_entries_count (after, DAY + 1), ==, 1);
  g_assert_cmpuint (cs_entries_count (entries, DAY), ==, 3);
  g_assert_true (cs_entry_equal (noon, noon));
  g_assert_false (cs_entry_equal (noon, moved));
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *seen)
{
  seen[0] = position;
  seen[1] = removed;
  seen[2] = added;
}

static void
test_the_list_has_a_section_a_day (void)
{
  g_autoptr(CsEntries) entries = entries_new ();
  g_autoptr(CsEntries) again = entries_new ();
  g_autoptr(CsEntryList) list = cs_entry_list_new ();
  guint seen[3] = { 9, 9, 9 };
  guint start;
  guint end;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), seen);
  cs_entry_list_set_range (list, entries, DAY - 1, DAY + 20);
  g_assert_cmpuint (seen[2], ==, 4);
  gtk_section_model_get_section (GTK_SECTION_MODEL (list), 1, &start, &end);
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, 3);
  gtk_section_model_get_section (GTK_SECTION_MODEL (list), 3, &start, &end);
  g_assert_cmpuint (start, ==, 3);
  g_assert_cmpuint (end, ==, 4);
  g_assert_cmpuint (cs_entry_list_find (list, "late"), ==, 2);
  g_assert_cmpuint (cs_entry_list_find_day (list, DAY + 1), ==, 3);

  /* The same posts read anew are no change. */
  seen[0] = 9;
  cs_entry_list_set_range (list, again, DAY - 1, DAY + 20);
  g_assert_cmpuint (seen[0], ==, 9);

  cs_entry_list_set_range (list, again, DAY + 1, DAY + 20);
  g_assert_cmpuint (seen[0], ==, 0);
  g_assert_cmpuint (seen[1], ==, 3);
  g_assert_cmpuint (seen[2], ==, 0);
  cs_entry_list_set_range (list, NULL, DAY, DAY);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

static void
assert_plan (guint    n_entries,
             int      room,
             guint    n_posts,
             gboolean more,
             gboolean tall)
{
  CsCellPlan plan = cs_cell_plan (n_entries, room, 24, 40);

  g_assert_cmpuint (plan.n_posts, ==, n_posts);
  g_assert_cmpint (plan.more, ==, more);
  g_assert_cmpint (plan.tall, ==, tall);
}

static void
test_a_cell_shows_what_fits (void)
{
  assert_plan (0, 90, 0, FALSE, TRUE);
  assert_plan (1, 90, 1, FALSE, TRUE);
  assert_plan (2, 90, 2, FALSE, TRUE);
  assert_plan (3, 90, 3, FALSE, FALSE);
  assert_plan (4, 90, 2, TRUE, FALSE);
  assert_plan (2000, 90, 2, TRUE, FALSE);
  assert_plan (2, 24, 0, TRUE, FALSE);
  assert_plan (1, 24, 1, FALSE, FALSE);
  assert_plan (1, 23, 0, FALSE, FALSE);
  assert_plan (1, 0, 0, FALSE, FALSE);
}

CS_TESTS (entries)
{
  g_test_add_func ("/entries/days-have-theirs-in-order", test_days_have_theirs_in_order);
  g_test_add_func ("/entries/an-entry-is-said-in-full", test_an_entry_is_said_in_full);
  g_test_add_func ("/entries/posts-come-too-close", test_posts_come_too_close);
  g_test_add_func ("/entries/a-move-is-seen-at-once", test_a_move_is_seen_at_once);
  g_test_add_func ("/entries/the-list-has-a-section-a-day", test_the_list_has_a_section_a_day);
  g_test_add_func ("/entries/a-cell-shows-what-fits", test_a_cell_shows_what_fits);
}
