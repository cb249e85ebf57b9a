/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-day.h"
#include "cs-error.h"
#include "cs-move.h"
#include "cs-record.h"
#include "cs-test.h"

#include <string.h>

#define BERLIN "Europe/Berlin"

static CsReading
in_berlin (void)
{
  return (CsReading) { g_time_zone_new_identifier (BERLIN), FALSE, 0 };
}

/* One that is planned at “2026-03-28 02:30”, by that zone’s clock. */
static CsEntry *
entry_at (const char *wall,
          const char *zone,
          const char *state)
{
  g_auto(CsReading) reading = in_berlin ();
  GVariantDict row = G_VARIANT_DICT_INIT (NULL);
  GVariantDict target = G_VARIANT_DICT_INIT (NULL);
  GVariantBuilder targets = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GVariant) view = NULL;
  gint64 minutes;
  gint64 fold;
  gint64 due;

  g_assert_true (cs_slot_parse (wall, zone, 0, -1, &minutes, &fold, NULL));
  g_assert_true (cs_slot_resolve (minutes, zone, 0, &due, NULL));
  g_variant_dict_insert (&target, "account_id", "s", "ana");
  g_variant_dict_insert (&target, "account", "s", "@ana");
  g_variant_builder_add_value (&targets, g_variant_dict_end (&target));
  g_variant_dict_insert (&row, "id", "s", "1");
  g_variant_dict_insert (&row, "post", "s", "1");
  g_variant_dict_insert (&row, "title", "s", "Glazing");
  g_variant_dict_insert (&row, "state", "s", state);
  g_variant_dict_insert (&row, "wall", "x", minutes);
  g_variant_dict_insert (&row, "zone", "s", zone);
  g_variant_dict_insert (&row, "due", "x", due);
  g_variant_dict_insert_value (&row, "targets", g_variant_builder_end (&targets));
  view = g_variant_ref_sink (g_variant_dict_end (&row));

  return cs_entry_new (view, &reading);
}

static void
assert_move (const CsMove *move,
             const char   *wall,
             CsSlotKind    kind,
             const char   *remark)
{
  g_auto(CsReading) reading = in_berlin ();
  g_autofree char *text = cs_slot_format_wall (move->wall);
  g_autofree char *words = cs_move_dup_remark (move, &reading);

  g_assert_cmpstr (text, ==, wall);
  g_assert_cmpint (move->kind, ==, kind);
  g_assert_cmpstr (words, ==, remark);
}

/* The wall stays, however long the day between is. */
static void
test_the_wall_stays (void)
{
  g_autoptr(CsEntry) entry = entry_at ("2026-03-28 18:30", BERLIN, "scheduled");
  CsMove move;

  g_assert_true (cs_move_by_days (entry, 1, &move, NULL));
  assert_move (&move, "2026-03-29 18:30", CS_SLOT_ONCE, NULL);
  g_assert_cmpint (move.due - entry->due, ==, 23 * 3600);
  g_assert_true (cs_move_by_days (entry, -30, &move, NULL));
  assert_move (&move, "2026-02-26 18:30", CS_SLOT_ONCE, NULL);
}

static void
test_a_gap_is_said (void)
{
  g_autoptr(CsEntry) entry = entry_at ("2026-03-28 02:30", BERLIN, "scheduled");
  CsMove move;

  g_assert_true (cs_move_by_days (entry, 1, &move, NULL));
  assert_move (&move, "2026-03-29 03:00", CS_SLOT_NEVER, "02:30 does not exist that day");
  g_assert_true (cs_move_by_days (entry, 2, &move, NULL));
  assert_move (&move, "2026-03-30 02:30", CS_SLOT_ONCE, NULL);
}

static void
test_an_hour_that_comes_twice_is_said (void)
{
  g_autoptr(CsEntry) entry = entry_at ("2026-10-24 02:30", BERLIN, "scheduled");
  CsMove move;

  g_assert_true (cs_move_by_days (entry, 1, &move, NULL));
  assert_move (&move, "2026-10-25 02:30", CS_SLOT_TWICE,
               "02:30 comes twice that day, this is the first");
  g_assert_cmpint (move.fold, ==, 0);
  g_assert_cmpint (move.due - entry->due, ==, 24 * 3600);
}

/* Quarters of an hour are time that passes: over the gap, and through both of two hours. */
static void
test_minutes_pass (void)
{
  g_autoptr(CsEntry) before = entry_at ("2026-03-29 01:45", BERLIN, "scheduled");
  g_autoptr(CsEntry) twice = entry_at ("2026-10-25 02:45", BERLIN, "scheduled");
  CsMove move;

  g_assert_true (cs_move_by_minutes (before, 15, &move, NULL));
  assert_move (&move, "2026-03-29 03:00", CS_SLOT_ONCE, NULL);
  g_assert_cmpint (move.due - before->due, ==, 15 * 60);
  g_assert_true (cs_move_by_minutes (twice, 15, &move, NULL));
  assert_move (&move, "2026-10-25 02:00", CS_SLOT_ONCE, NULL);
  g_assert_cmpint (move.fold, ==, 1);
  g_assert_cmpint (move.due - twice->due, ==, 15 * 60);
}

/* The day is the one that is seen here; the wall is the one of the post’s own place. */
static void
test_another_zone_keeps_its_wall (void)
{
  g_autoptr(CsEntry) entry = entry_at ("2026-11-05 03:00", "Asia/Tokyo", "scheduled");
  CsMove move;

  assert_move (&(CsMove) { .wall = entry->wall, .kind = CS_SLOT_ONCE }, "2026-11-05 03:00",
               CS_SLOT_ONCE, NULL);
  g_assert_cmpint (entry->day, ==, cs_day_of (2026, 11, 4));
  g_assert_true (cs_move_to_day (entry, cs_day_of (2026, 11, 6), 0, BERLIN, 0, &move, NULL));
  assert_move (&move, "2026-11-07 03:00", CS_SLOT_ONCE, NULL);
}

static void
test_what_is_past_or_under_way_stays (void)
{
  static const char *const fixed[] = { "published", "publishing", "waiting", "needs-you" };
  g_autoptr(CsEntry) entry = entry_at ("2026-11-05 18:30", BERLIN, "scheduled");
  g_autoptr(GError) past = NULL;
  CsMove move;

  g_assert_false (cs_move_to_day (entry, entry->day - 1, 0, BERLIN, entry->due, &move, &past));
  g_assert_error (past, CS_ERROR, CS_ERROR_INVALID);

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      g_autoptr(CsEntry) other = entry_at ("2026-11-05 18:30", BERLIN, fixed[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (cs_move_to_day (other, other->day + 1, 0, BERLIN, 0, &move, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "Glazing"));
    }
}

static void
test_drafts_get_a_time (void)
{
  gint64 today = cs_day_of (2026, 11, 5);
  gint64 now = today * CS_DAY_MINUTES;

  g_assert_cmpint (cs_move_default_minute (today + 1, 1110, now + 1200), ==, 1110);
  g_assert_cmpint (cs_move_default_minute (today, 1110, now + 600), ==, 1110);
  g_assert_cmpint (cs_move_default_minute (today, 1110, now + 1110), ==, 1140);
  g_assert_cmpint (cs_move_default_minute (today, 1110, now + 1141), ==, 1200);
  g_assert_cmpint (cs_move_default_minute (today, 1110, now + 1430), ==, CS_DAY_MINUTES - 1);
}

CS_TESTS (move)
{
  g_test_add_func ("/move/the-wall-stays", test_the_wall_stays);
  g_test_add_func ("/move/a-gap-is-said", test_a_gap_is_said);
  g_test_add_func ("/move/an-hour-that-comes-twice-is-said",
                   test_an_hour_that_comes_twice_is_said);
  g_test_add_func ("/move/minutes-pass", test_minutes_pass);
  g_test_add_func ("/move/another-zone-keeps-its-wall", test_another_zone_keeps_its_wall);
  g_test_add_func ("/move/what-is-past-or-under-way-stays", test_what_is_past_or_under_way_stays);
  g_test_add_func ("/move/drafts-get-a-time", test_drafts_get_a_time);
}
