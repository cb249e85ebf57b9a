/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-slot.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <string.h>

/* 2026-03-01 12:00 UTC */
#define NOW 1772366400

static gint64
wall_of (const char *text)
{
  g_autoptr(GError) error = NULL;
  gint64 wall = -1;
  gint64 fold;

  g_assert_true (cs_slot_parse (text, "UTC", NOW, -1, &wall, &fold, &error));
  g_assert_no_error (error);

  return wall;
}

static void
test_times_are_read_in_their_zone (void)
{
  static const struct { const char *text, *zone, *wall; gint64 fold; } table[] = {
    { "2026-03-29 18:30", "Europe/Berlin", "2026-03-29 18:30", CS_FOLD_ASK },
    { " 2026-03-29T18:30:00 ", "Europe/Berlin", "2026-03-29 18:30", CS_FOLD_ASK },
    { "2026-03-29 02:30", "Europe/Paris", "2026-03-29 02:30", CS_FOLD_ASK },
    { "2028-02-29 00:00", "UTC", "2028-02-29 00:00", CS_FOLD_ASK },
    { "today 18:30", "Europe/Berlin", "2026-03-01 18:30", CS_FOLD_ASK },
    { "Tomorrow 18:30", "Europe/Berlin", "2026-03-02 18:30", CS_FOLD_ASK },
    { "today 05:00", "Pacific/Kiritimati", "2026-03-02 05:00", CS_FOLD_ASK },
    { "+15min", "Europe/Berlin", "2026-03-01 13:15", 0 },
    { "+2h", "Asia/Kathmandu", "2026-03-01 19:45", 0 },
    { "+1d", "America/New_York", "2026-03-02 07:00", CS_FOLD_ASK },
    { "+1w", "America/New_York", "2026-03-08 07:00", CS_FOLD_ASK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 wall = 0;
      gint64 fold = 7;

      g_assert_true (cs_slot_parse (table[i].text, table[i].zone, NOW, -1, &wall, &fold, &error));
      g_assert_no_error (error);
      text = cs_slot_format_wall (wall);
      g_assert_cmpstr (text, ==, table[i].wall);
      g_assert_cmpint (fold, ==, table[i].fold);
    }
}

/* Where the caller knows what time is usual, a day is enough. */
static void
test_a_day_alone_takes_the_usual_time (void)
{
  static const struct { const char *text, *wall; } table[] = {
    { "2026-03-29", "2026-03-29 07:15" },
    { "today", "2026-03-01 07:15" },
    { " tomorrow ", "2026-03-02 07:15" },
    { "tomorrow 18:30", "2026-03-02 18:30" },
  };
  int minute = 0;

  g_assert_true (cs_slot_parse_minute ("07:15", &minute));
  g_assert_false (cs_slot_parse_minute ("7:15", &minute));
  g_assert_false (cs_slot_parse_minute ("24:00", &minute));
  g_assert_false (cs_slot_parse_minute ("", &minute));

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 wall = 0;
      gint64 fold = 7;

      g_assert_true (cs_slot_parse (table[i].text, "UTC", NOW, minute, &wall, &fold, &error));
      g_assert_no_error (error);
      text = cs_slot_format_wall (wall);
      g_assert_cmpstr (text, ==, table[i].wall);
      g_assert_cmpint (fold, ==, CS_FOLD_ASK);
    }
}

static void
test_other_input_is_refused_in_words (void)
{
  static const char *const table[] = {
    "", "soon", "18:30", "2026-03-29", "2026-02-29 10:00", "2026-13-01 10:00", "2026-3-29 18:30",
    "2026-03-29 24:00", "2026-03-29 18:60", "2026-03-29 18:30:15", "2026-03-29 18:30Z",
    "2026-03-29 18:30+02:00", "today", "today18:30", "yesterday 18:30", "+", "+0min", "+15", "+15x",
    "+99999999999min", "-15min", "1969-12-31 10:00", "9999-01-01 10:00", "2026-03-29 18:30 x",
    "\xff", "Today T10:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 wall;
      gint64 fold;

      g_test_message ("%u", i);
      g_assert_false (cs_slot_parse (table[i], "UTC", NOW, -1, &wall, &fold, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "write it as"));
    }
}

static void
test_unknown_zones_are_refused_in_words (void)
{
  static const char *const table[] = {
    NULL, "", "Mars/Olympus", "US/Pacific", "EST5EDT", "CET", "+02:00", "Europe", "Europe/",
    "Europe/../Europe/Berlin", "/etc/passwd", "europe/berlin", "localtime", "Asia//Tokyo", "GMT0",
    "Europe/\xc3\x9c",
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 due;

      g_assert_false (cs_slot_resolve (wall_of ("2026-05-01 10:00"), table[i], 0, &due, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "Europe/Berlin"));
    }
}

static void
test_a_gap_offers_both_neighbours (void)
{
  static const struct { const char *wall, *zone, *before, *after; } table[] = {
    { "2026-03-29 02:30", "Europe/Paris", "2026-03-29 01:59", "2026-03-29 03:00" },
    { "2026-03-29 02:00", "Europe/Paris", "2026-03-29 01:59", "2026-03-29 03:00" },
    { "2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-04 01:59", "2026-10-04 02:30" },
    { "2026-04-24 00:30", "Africa/Cairo", "2026-04-23 23:59", "2026-04-24 01:00" },
    { "2011-12-30 12:00", "Pacific/Apia", "2011-12-29 23:59", "2011-12-31 00:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      CsSlot slot;
      gint64 due;

      g_assert_true (cs_slot_find (wall_of (table[i].wall), table[i].zone, &slot, NULL));
      g_assert_cmpint (slot.kind, ==, CS_SLOT_NEVER);
      before = cs_slot_format_wall (slot.before);
      after = cs_slot_format_wall (slot.after);
      g_assert_cmpstr (before, ==, table[i].before);
      g_assert_cmpstr (after, ==, table[i].after);

      g_assert_false (cs_slot_resolve (wall_of (table[i].wall), table[i].zone, 0, &due, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, table[i].before));
      g_assert_nonnull (strstr (error->message, table[i].after));
    }
}

static void
test_a_time_that_comes_twice_is_asked_for (void)
{
  const gint64 wall = wall_of ("2026-10-25 02:30");
  g_autoptr(GError) error = NULL;
  gint64 due[2];

  g_assert_false (cs_slot_resolve (wall, "Europe/Berlin", CS_FOLD_ASK, &due[0], &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "comes twice"));

  g_assert_true (cs_slot_resolve (wall, "Europe/Berlin", 0, &due[0], NULL));
  g_assert_true (cs_slot_resolve (wall, "Europe/Berlin", 1, &due[1], NULL));
  g_assert_cmpint (due[1] - due[0], ==, 3600);

  g_assert_false (cs_slot_resolve (wall, "Europe/Berlin", 2, &due[0], NULL));
  g_assert_true (cs_slot_resolve (wall, "Africa/Lagos", CS_FOLD_ASK, &due[0], NULL));
}

/* In the hour that comes twice “+15min” knows which it is in. */
static void
test_distances_know_their_fold (void)
{
  /* 2026-10-25 00:10 and 01:10 UTC */
  static const gint64 nows[] = { 1792887000, 1792890600 };

  for (gint64 fold = 0; fold < 2; fold++)
    {
      g_autofree char *text = NULL;
      gint64 wall = 0;
      gint64 known = CS_FOLD_ASK;
      gint64 due = 0;

      g_assert_true (cs_slot_parse ("+15min", "Europe/Berlin", nows[fold], -1, &wall, &known,
                                    NULL));
      g_assert_cmpint (known, ==, fold);
      g_assert_true (cs_slot_resolve (wall, "Europe/Berlin", known, &due, NULL));
      g_assert_cmpint (due, ==, nows[fold] + 15 * 60);
      text = cs_slot_format_wall (wall);
      g_assert_cmpstr (text, ==, "2026-10-25 02:25");
    }
}

/* Between the two the clock is asked for the wall, and the wall for the clock. */
static void
test_instants_come_back_from_the_wall (void)
{
  static const char *const zones[] = {
    "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "UTC",
    "Europe/Dublin",
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    for (gint64 instant = NOW; instant < NOW + 370 * 86400; instant += 1800)
      {
        gint64 wall = 0;
        gint64 fold = 0;
        gint64 due = 0;

        g_assert_true (cs_slot_from_instant (instant, zones[i], &wall, &fold, NULL));
        g_assert_true (cs_slot_resolve (wall, zones[i], fold, &due, NULL));
        g_assert_cmpint (due, ==, instant);
      }
}

static void
test_hostile_numbers_are_refused (void)
{
  static const gint64 walls[] = { -1, G_MININT64, G_MAXINT64, G_MAXINT64 / 60, 100000000000 };
  gint64 due;
  CsSlot slot;

  for (guint i = 0; i < G_N_ELEMENTS (walls); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = cs_slot_format_wall (walls[i]);

      g_assert_false (cs_slot_find (walls[i], "Europe/Berlin", &slot, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_false (cs_slot_resolve (walls[i], "Europe/Berlin", 0, &due, NULL));
      g_assert_cmpstr (text, ==, "?");
    }
}

static CsTarget *
target_at (const char *wall,
           const char *zone)
{
  CsTarget *target = cs_record_new (CS_RECORD_TARGET);

  target->state = CS_TARGET_SCHEDULED;
  target->wall = wall_of (wall);
  target->zone = g_strdup (zone);
  target->fold = 0;
  g_assert_true (cs_slot_resolve (target->wall, zone, 0, &target->due, NULL));

  return target;
}

static void
copy_zone (const char *folder,
           const char *from,
           const char *to)
{
  g_autofree char *source = g_build_filename ("/usr/share/zoneinfo", from, NULL);
  g_autofree char *path = g_build_filename (folder, to, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *bytes = NULL;
  gsize length;

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
}

static void
test_new_rules_move_the_instant_and_not_the_wall (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zones-XXXXXX", NULL);
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(CsTarget) same = NULL;
  g_autoptr(CsTarget) next = NULL;
  gint64 moved;

  copy_zone (folder, "UTC", "UTC");
  copy_zone (folder, "Europe/Berlin", "Europe/Berlin");
  g_setenv ("TZDIR", folder, TRUE);

  target = target_at ("2026-07-01 18:30", "Europe/Berlin");
  same = cs_target_recomputed (target, &moved, NULL);
  g_assert_true (same == target);
  g_assert_cmpint (moved, ==, 0);

  /* From now on Berlin keeps the time of Lagos: no summer time any more. */
  copy_zone (folder, "Africa/Lagos", "Europe/Berlin");
  next = cs_target_recomputed (target, &moved, NULL);
  g_assert_cmpint (moved, ==, 3600);
  g_assert_cmpint (next->due, ==, target->due + 3600);
  g_assert_cmpint (next->wall, ==, target->wall);

  g_unsetenv ("TZDIR");
}

static void
test_rules_that_make_a_gap_move_behind_it (void)
{
  g_autoptr(CsTarget) target = target_at ("2026-03-29 02:30", "Africa/Lagos");
  g_autoptr(CsTarget) next = NULL;
  gint64 moved;
  gint64 due;

  g_free (target->zone);
  target->zone = g_strdup ("Europe/Berlin");
  next = cs_target_recomputed (target, &moved, NULL);

  g_assert_true (cs_slot_resolve (wall_of ("2026-03-29 03:00"), "Europe/Berlin", 0, &due, NULL));
  g_assert_cmpint (next->due, ==, due);
}

static void
test_broken_zone_files_are_no_zones (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zones-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "Europe", "Berlin", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  gint64 due;

  copy_zone (folder, "UTC", "UTC");
  copy_zone (folder, "Europe/Berlin", "Europe/Berlin");
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_setenv ("TZDIR", folder, TRUE);

  for (gsize part = 0; part < length; part += part < 100 ? 1 : 37)
    {
      g_assert_true (g_file_set_contents (path, bytes, part, NULL));
      g_assert_false (cs_slot_resolve (0, "Europe/Berlin", 0, &due, NULL));
    }

  for (gsize at = 0; at < length; at += 3)
    {
      g_autofree char *bent = g_memdup2 (bytes, length);

      bent[at] ^= 0xff;
      g_assert_true (g_file_set_contents (path, bent, length, NULL));
      cs_slot_resolve (wall_of ("2026-10-25 02:30"), "Europe/Berlin", 0, &due, NULL);
    }

  g_unsetenv ("TZDIR");
}

/* 50 zones from all over, those with the strangest rules among them. */
static const char *const zones[] = {
  "Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg",
  "Africa/Lagos", "Africa/Nairobi", "America/Anchorage", "America/Asuncion", "America/Bogota",
  "America/Caracas", "America/Chicago", "America/Denver", "America/Halifax",
  "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/Miquelon",
  "America/New_York", "America/Nuuk", "America/Santiago", "America/Sao_Paulo", "America/St_Johns",
  "Antarctica/Troll", "Asia/Beirut", "Asia/Dubai", "Asia/Gaza", "Asia/Hong_Kong",
  "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tehran",
  "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe",
  "Australia/Sydney", "Europe/Amsterdam", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin",
  "Europe/Lisbon", "Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Auckland",
  "Pacific/Chatham", "Pacific/Easter", "Pacific/Kiritimati", "UTC",
};

/* Compares one line of Python’s, “zone wall fold-0 fold-1 exists”, with ours. */
static gboolean
agrees (const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr(GError) error = NULL;
  gint64 instants[2];
  CsSlot slot;
  CsSlotKind kind;

  g_assert_cmpuint (g_strv_length (words), ==, 5);
  instants[0] = g_ascii_strtoll (words[2], NULL, 10);
  instants[1] = g_ascii_strtoll (words[3], NULL, 10);
  kind = instants[0] == instants[1] ? CS_SLOT_ONCE
       : strcmp (words[4], "1") == 0 ? CS_SLOT_TWICE : CS_SLOT_NEVER;

  g_assert_true (cs_slot_find (g_ascii_strtoll (words[1], NULL, 10), words[0], &slot, &error));

  if (slot.kind == kind && slot.instants[0] == instants[0] && slot.instants[1] == instants[1])
    return TRUE;

  g_test_message ("zoneinfo: %s; here: %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, line,
                  slot.kind, slot.instants[0], slot.instants[1]);

  return FALSE;
}

static void
test_fifty_zones_over_twenty_years_equal_zoneinfo (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "model", "walls.py", NULL);
  g_autofree char *names = g_strjoinv (" ", (GStrv) zones);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GError) error = NULL;
  guint seen[3] = { 0 };
  guint wrong = 0;
  char *line;

  if (python == NULL)
    {
      g_test_skip ("python3 is not installed");
      return;
    }

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, python, script, names, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL)
    {
      wrong += !agrees (line);
      seen[0]++;
      seen[1] += g_str_has_suffix (line, " 0");
      g_free (line);
    }

  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%u times compared, %u of them in gaps", seen[0], seen[1]);
  g_assert_cmpuint (wrong, ==, 0);
  g_assert_cmpuint (seen[0], >, 100000);
  g_assert_cmpuint (seen[1], >, 1000);
}

CS_TESTS (slot)
{
  g_test_add_func ("/slot/times-are-read-in-their-zone", test_times_are_read_in_their_zone);
  g_test_add_func ("/slot/a-day-alone-takes-the-usual-time",
                   test_a_day_alone_takes_the_usual_time);
  g_test_add_func ("/slot/other-input-is-refused-in-words", test_other_input_is_refused_in_words);
  g_test_add_func ("/slot/unknown-zones-are-refused-in-words",
                   test_unknown_zones_are_refused_in_words);
  g_test_add_func ("/slot/a-gap-offers-both-neighbours", test_a_gap_offers_both_neighbours);
  g_test_add_func ("/slot/a-time-that-comes-twice-is-asked-for",
                   test_a_time_that_comes_twice_is_asked_for);
  g_test_add_func ("/slot/distances-know-their-fold", test_distances_know_their_fold);
  g_test_add_func ("/slot/instants-come-back-from-the-wall",
                   test_instants_come_back_from_the_wall);
  g_test_add_func ("/slot/hostile-numbers-are-refused", test_hostile_numbers_are_refused);
  g_test_add_func ("/slot/new-rules-move-the-instant-and-not-the-wall",
                   test_new_rules_move_the_instant_and_not_the_wall);
  g_test_add_func ("/slot/rules-that-make-a-gap-move-behind-it",
                   test_rules_that_make_a_gap_move_behind_it);
  g_test_add_func ("/slot/broken-zone-files-are-no-zones", test_broken_zone_files_are_no_zones);
  g_test_add_func ("/slot/fifty-zones-over-twenty-years-equal-zoneinfo",
                   test_fifty_zones_over_twenty_years_equal_zoneinfo);
}
