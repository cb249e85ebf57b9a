/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-label.h"
#include "cs-state-mark.h"
#include "cs-network-mark.h"
#include "cs-network.h"
#include "cs-standing.h"
#include "cs-test.h"
#include "cs-words.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Friday, 27 November 2026, 12:00 in Berlin. */
#define NOON G_GINT64_CONSTANT (1795777200)

static CsReading
in_berlin (void)
{
  return (CsReading) { g_time_zone_new_identifier ("Europe/Berlin"), FALSE, NOON };
}

static void
assert_words (char       *words,
              const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static void
test_when (void)
{
  g_auto(CsReading) reading = in_berlin ();

  assert_words (cs_words_when (&reading, NOON + 6 * HOUR + 30 * MINUTE), "Today 18:30");
  assert_words (cs_words_when (&reading, NOON + 12 * HOUR), "Tomorrow 00:00");
  assert_words (cs_words_when (&reading, NOON + 12 * HOUR - 1), "Today 23:59");
  assert_words (cs_words_when (&reading, NOON - 12 * HOUR - 1), "Yesterday 23:59");
  assert_words (cs_words_when (&reading, NOON + 2 * DAY), "Sun 29 Nov 12:00");
  assert_words (cs_words_when (&reading, NOON - 25 * DAY), "Mon 2 Nov 12:00");
  assert_words (cs_words_when (&reading, NOON + 40 * DAY), "Wed 6 Jan 2027 12:00");
  assert_words (cs_words_when_in_full (&reading, NOON), "Friday 27 November 2026, 12:00");
}

/* The day is that of the wall, also when the clocks change in between. */
static void
test_clock_changes (void)
{
  g_auto(CsReading) reading = in_berlin ();

  reading.now = G_GINT64_CONSTANT (1792864800);    /* Saturday, 24 October, 20:00 in summer */
  assert_words (cs_words_when (&reading, reading.now + 28 * HOUR), "Tomorrow 23:00");
  assert_words (cs_words_when (&reading, reading.now + 29 * HOUR), "Mon 26 Oct 00:00");
}

static void
test_twelve_hours (void)
{
  g_auto(CsReading) reading = in_berlin ();

  reading.twelve_hours = TRUE;
  assert_words (cs_words_time (&reading, NOON), "12:00 PM");
  assert_words (cs_words_time (&reading, NOON - 3 * HOUR), "9:00 AM");
  assert_words (cs_words_when (&reading, NOON + 6 * HOUR), "Today 6:00 PM");
}

static void
test_relative (void)
{
  g_auto(CsReading) reading = in_berlin ();

  assert_words (cs_words_relative (&reading, NOON), "Just now");
  assert_words (cs_words_relative (&reading, NOON - 59), "Just now");
  assert_words (cs_words_relative (&reading, NOON + 59), "Now");
  assert_words (cs_words_relative (&reading, NOON - 60), "1 minute ago");
  assert_words (cs_words_relative (&reading, NOON + 5 * MINUTE), "In 5 minutes");
  assert_words (cs_words_relative (&reading, NOON - 3 * HOUR - 1), "3 hours ago");
  assert_words (cs_words_relative (&reading, NOON + HOUR), "In 1 hour");
  assert_words (cs_words_relative (&reading, NOON - 13 * HOUR), "Yesterday 23:00");
}

static void
test_zone (void)
{
  g_auto(CsReading) reading = in_berlin ();

  g_assert_null (cs_words_zone (&reading, "Europe/Berlin", NOON));
  g_assert_null (cs_words_zone (&reading, "Europe/Paris", NOON));
  g_assert_null (cs_words_zone (&reading, NULL, NOON));
  g_assert_null (cs_words_zone (&reading, "Nowhere/At_All", NOON));
  assert_words (cs_words_zone (&reading, "Asia/Tokyo", NOON), "Tokyo");
  assert_words (cs_words_zone (&reading, "America/New_York", NOON), "New York");
}

static void
test_counts (void)
{
  assert_words (cs_words_posts (1), "1 post");
  assert_words (cs_words_posts (2), "2 posts");
  assert_words (cs_words_duration (6600000), "0:07");
  assert_words (cs_words_duration (59 * G_USEC_PER_SEC), "0:59");
  assert_words (cs_words_duration (G_GINT64_CONSTANT (3599000000)), "59:59");
  assert_words (cs_words_duration (G_GINT64_CONSTANT (3723000000)), "1:02:03");
  assert_words (cs_words_duration (-1), "0:00");
}

static void
test_any_stored_number_is_a_time (void)
{
  g_auto(CsReading) reading = in_berlin ();

  g_free (cs_words_when (&reading, G_MAXINT64));
  g_free (cs_words_when (&reading, G_MININT64));
  g_free (cs_words_zone (&reading, "Asia/Tokyo", G_MAXINT64));
}

/* Each has a word and a shape, and no two the same shape. */
static void
test_every_state_has_a_look (void)
{
  g_autoptr(GHashTable) icons = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; cs_standing_names[i] != NULL; i++)
    {
      const char *name = cs_standing_names[i];

      g_assert_cmpstr (cs_words_state (name), !=, name);
      g_assert_true (g_hash_table_add (icons, (gpointer) cs_state_icon_name (name)));
    }

  g_assert_cmpstr (cs_words_state ("lost"), ==, "lost");
  g_assert_null (cs_state_icon_name ("lost"));
  g_assert_null (cs_state_icon_name (NULL));
}

static void
test_every_network_has_a_letter (void)
{
  g_autoptr(GHashTable) letters = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; cs_network_names[i] != NULL; i++)
    g_assert_true (g_hash_table_add (letters, (gpointer) cs_network_letter (cs_network_names[i])));

  g_assert_false (g_hash_table_contains (letters, cs_network_letter ("myspace")));
  g_assert_cmpstr (cs_words_network ("youtube"), ==, "YouTube");
}

static void
test_a_window_names_no_command (void)
{
  assert_words (cs_words_sentence ("There is no post “x”: creatorsync-cli post list names them"),
                "There is no post “x”");
  assert_words (cs_words_sentence ("It is out: write a new post"), "It is out: write a new post");
  assert_words (cs_words_sentence ("“a: b” is damaged: run “creatorsync-cli workspace restore”"),
                "“a: b” is damaged");
  assert_words (cs_words_sentence ("Bluesky would refuse it: “Kiln: day 1” does not fit; "
                                   "creatorsync-cli media fix 7 makes a version that does"),
                "Bluesky would refuse it: “Kiln: day 1” does not fit");
  assert_words (cs_words_sentence ("It goes to @ana now: creatorsync-cli outbox list shows how far "
                                   "it is, creatorsync-cli receipts what is out"),
                "It goes to @ana now");
  assert_words (cs_words_sentence ("creatorsync-cli run"), "creatorsync-cli run");
  g_assert_null (cs_words_sentence (NULL));
}

/* A title may look like the end of a sentence. */
static void
test_a_title_is_not_cut (void)
{
  assert_words (cs_words_sentence ("“Tips: creatorsync-cli run” is no video"),
                "“Tips: creatorsync-cli run” is no video");
  assert_words (cs_words_sentence ("There is no post “Tips: creatorsync-cli run”: "
                                   "creatorsync-cli post list names them"),
                "There is no post “Tips: creatorsync-cli run”");
  assert_words (cs_words_sentence ("Not now: “Tips; creatorsync-cli run” is being read"),
                "Not now: “Tips; creatorsync-cli run” is being read");
}

static void
assert_breaks (const char *handle,
               const char *expected)
{
  g_autofree char *shown = cs_label_dup_handle (handle);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_a_handle_breaks_before_its_server (void)
{
  assert_breaks ("@ana@kiln.example", "@ana\u200b@kiln.example");
  assert_breaks ("ana@kiln.example", "ana\u200b@kiln.example");
  assert_breaks ("anaribera.example", "anaribera.example");
  assert_breaks ("@ana", "@ana");
  assert_breaks ("", "");
}

/* One for every place that shows a render, so that none says another time than the next. */
static void
test_progress (void)
{
  assert_words (cs_words_progress (0.5, 4, FALSE), "50 %");
  assert_words (cs_words_progress (0.01, 100, FALSE), "1 %");
  assert_words (cs_words_progress (0.5, 10, FALSE), "50 %, about 10 seconds left");
  assert_words (cs_words_progress (1, 10, FALSE), "100 %, about 1 second left");
  assert_words (cs_words_progress (0.25, 95, FALSE), "25 %, about 5 minutes left");
  assert_words (cs_words_progress (0.25, 95, TRUE), "Paused at 25 %");
}

CS_TESTS (words)
{
  g_test_add_func ("/words/progress", test_progress);
  g_test_add_func ("/words/a-title-is-not-cut", test_a_title_is_not_cut);
  g_test_add_func ("/words/handle", test_a_handle_breaks_before_its_server);
  g_test_add_func ("/words/when", test_when);
  g_test_add_func ("/words/clock-changes", test_clock_changes);
  g_test_add_func ("/words/twelve-hours", test_twelve_hours);
  g_test_add_func ("/words/relative", test_relative);
  g_test_add_func ("/words/zone", test_zone);
  g_test_add_func ("/words/counts", test_counts);
  g_test_add_func ("/words/any-stored-number-is-a-time", test_any_stored_number_is_a_time);
  g_test_add_func ("/words/every-state-has-a-look", test_every_state_has_a_look);
  g_test_add_func ("/words/a-window-names-no-command", test_a_window_names_no_command);
  g_test_add_func ("/words/every-network-has-a-letter", test_every_network_has_a_letter);
}
