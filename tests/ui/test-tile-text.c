/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tile-text.h"

#include "cs-record.h"
#include "cs-test.h"
#include "numbers.h"

#include <math.h>
#include <string.h>

static CsReading
at_the_end (void)
{
  return (CsReading) { g_time_zone_new_utc (), FALSE, WEEK_END };
}

static CsTileText
read_tile (GVariant   *overview,
           const char *name)
{
  g_auto(CsReading) reading = at_the_end ();

  return cs_tile_text_read (overview, name, &reading, "the 7 days before");
}

static void
test_a_number_its_change_and_its_age (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_auto(CsTileText) followers = read_tile (overview, "followers");
  g_auto(CsTileText) engagement = read_tile (overview, "engagement");
  g_auto(CsTileText) posts = read_tile (overview, "posts");

  g_assert_cmpstr (followers.value, ==, "1270");
  g_assert_cmpint (followers.way, ==, CS_WAY_UP);
  g_assert_cmpstr (followers.change, ==, "Up 1.6% from 1250 in the 7 days before");
  g_assert_cmpstr (followers.note, ==, "1 account left out: its number is not known\n"
                                       "Counted: Today 00:00");

  g_assert_cmpstr (engagement.value, ==, "2.38%");
  g_assert_cmpint (engagement.way, ==, CS_WAY_DOWN);
  g_assert_cmpstr (engagement.change, ==, "Down 21% from 3% in the 7 days before");
  g_assert_cmpstr (engagement.definition, ==, "Mastodon: All of it by followers");
  g_assert_nonnull (strstr (engagement.note, "Of 2 posts\n1 post left out"));
  g_assert_nonnull (strstr (engagement.note, "3 hours ago"));

  g_assert_cmpint (posts.way, ==, CS_WAY_SAME);
  g_assert_cmpstr (posts.change, ==, "The same as in the 7 days before");
  g_assert_cmpstr (posts.note, ==, "Counted: Just now");
}

/* Nobody asks why engagement is of more posts than went out. */
static void
test_a_post_on_two_accounts_is_one (void)
{
  g_autoptr(GVariant) tiles = g_variant_ref_sink (g_variant_new_parsed (
    "{'engagement': <{'value': <0.03>, 'n': <@x 33>, 'left_out': <@x 1>, 'posts': <@x 20>}>,"
    " 'posts': <{'value': <20.0>, 'n': <@x 20>, 'times': <@x 34>}>}"));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "tiles", tiles);
  g_auto(CsTileText) engagement = read_tile (overview, "engagement");
  g_auto(CsTileText) posts = read_tile (overview, "posts");

  g_assert_cmpstr (engagement.note, ==, "Of 20 posts, published 33 times\n"
                                        "1 time left out: not all of its numbers are known");
  g_assert_cmpstr (posts.note, ==, "Published 34 times");
  g_assert_true (g_str_has_suffix (engagement.definition,
                                   "counts on each of them, by who follows there."));
}

static void
assert_note (const char *engagement,
             const char *wanted)
{
  g_autoptr(GVariant) tile = g_variant_ref_sink (g_variant_new_parsed (engagement));
  g_autoptr(GVariant) tiles = g_variant_ref_sink (g_variant_new_parsed ("{'engagement': <%*>}",
                                                                        tile));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "tiles", tiles);
  g_auto(CsTileText) text = read_tile (overview, "engagement");

  g_assert_cmpstr (text.note, ==, wanted);
}

/* Each for its reason; of the time before where something is compared with it. */
static void
test_what_is_left_out_is_said (void)
{
  assert_note ("{'value': <0.03>, 'n': <@x 9>, 'left_out': <@x 3>, 'too_few': <@x 2>,"
               " 'before': <0.02>, 'before_n': <@x 9>, 'before_left_out': <@x 3>,"
               " 'before_too_few': <@x 1>}",
               "Of 9 posts\n1 post left out: not all of its numbers are known\n"
               "2 left out: too few followed when they went out\n"
               "2 of the time before left out: not counted then\n"
               "1 of the time before left out: too few followed");
  assert_note ("{'value': <0.03>, 'n': <@x 9>, 'left_out': <@x 0>, 'before_left_out': <@x 9>,"
               " 'no_change': <'Nobody knows'>}", "Of 9 posts");
}

/* Neither is it 0, nor did it change. */
static void
test_what_is_not_known_is_a_dash (void)
{
  g_autoptr(GVariant) tiles = g_variant_ref_sink (g_variant_new_parsed (
    "{'followers': <{'before': <1250.0>, 'n': <@x 0>, 'left_out': <@x 1>}>}"));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "tiles", tiles);
  g_autoptr(GVariant) little = NULL;
  g_auto(CsTileText) followers = read_tile (overview, "followers");
  g_auto(CsTileText) engagement = read_tile (overview, "engagement");
  g_auto(CsTileText) explained = { NULL, };

  g_assert_cmpstr (followers.value, ==, "—");
  g_assert_cmpstr (followers.in_full, ==, "Not told by the network");
  g_assert_cmpint (followers.way, ==, CS_WAY_UNKNOWN);
  g_assert_null (followers.change);
  g_assert_cmpstr (engagement.value, ==, "—");

  little = numbers_with (g_steal_pointer (&overview), "too_little",
                         g_variant_new_parsed ("{'followers': <'Counted tomorrow'>}"));
  explained = read_tile (little, "followers");
  g_assert_cmpstr (explained.in_full, ==, "Counted tomorrow");
}

/* In the place of the change, and only where one could be. */
static void
test_why_nothing_is_compared_is_said (void)
{
  g_autoptr(GVariant) tiles = g_variant_ref_sink (g_variant_new_parsed (
    "{'posts': <{'value': <4.0>, 'n': <@x 4>, 'no_change': <'Not counted long enough before'>}>}"));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "tiles", tiles);
  g_auto(CsTileText) posts = read_tile (overview, "posts");

  g_assert_cmpstr (posts.value, ==, "4");
  g_assert_cmpstr (posts.change, ==, "Not counted long enough before");
  g_assert_cmpint (posts.way, ==, CS_WAY_UNKNOWN);
}

static void
test_all_the_time_has_nothing_before (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_auto(CsReading) reading = at_the_end ();
  g_auto(CsTileText) text = cs_tile_text_read (overview, "followers", &reading, NULL);

  g_assert_null (text.change);
  g_assert_cmpint (text.way, ==, CS_WAY_UNKNOWN);
}

static void
assert_words (char       *words,
              const char *wanted)
{
  g_autofree char *owned = words;

  g_assert_cmpstr (owned, ==, wanted);
}

static void
test_words_of_numbers (void)
{
  assert_words (cs_words_count (CS_UNKNOWN), "—");
  assert_words (cs_words_count (0), "0");
  assert_words (cs_words_count_short (99999), "99999");
  assert_words (cs_words_count_short (2400000), "2.4M");
  assert_words (cs_words_rate (NAN), "—");
  assert_words (cs_words_rate (0.042), "4.2%");
  assert_words (cs_words_change (CS_WAY_UP, NAN, "0", "the year before"),
                "Up from 0 in the year before");
  assert_words (cs_words_change (CS_WAY_DOWN, -0.5, "4", "the year before"),
                "Down 50% from 4 in the year before");
  assert_words (cs_words_change (CS_WAY_UP, 0.0004, "12168", "the year before"),
                "Up less than 0.1% from 12168 in the year before");
  assert_words (cs_words_change (CS_WAY_DOWN, -0.0004, "12168", "the year before"),
                "Down less than 0.1% from 12168 in the year before");
  assert_words (cs_words_change (CS_WAY_UP, 0.0006, "12168", "the year before"),
                "Up 0.1% from 12168 in the year before");
  g_assert_null (cs_words_change (CS_WAY_UNKNOWN, NAN, "—", "the year before"));
}

/* Told apart without colour. */
static void
test_each_way_has_its_shape (void)
{
  g_assert_cmpint (cs_way_of (2, 1), ==, CS_WAY_UP);
  g_assert_cmpint (cs_way_of (1, 2), ==, CS_WAY_DOWN);
  g_assert_cmpint (cs_way_of (1, 1), ==, CS_WAY_SAME);
  g_assert_cmpint (cs_way_of (NAN, 1), ==, CS_WAY_UNKNOWN);
  g_assert_cmpint (cs_way_of (1, NAN), ==, CS_WAY_UNKNOWN);
  g_assert_null (cs_way_icon_name (CS_WAY_UNKNOWN));
  g_assert_cmpstr (cs_way_icon_name (CS_WAY_UP), !=, cs_way_icon_name (CS_WAY_DOWN));
  g_assert_cmpstr (cs_way_icon_name (CS_WAY_UP), !=, cs_way_icon_name (CS_WAY_SAME));
}

CS_TESTS (tile_text)
{
  g_test_add_func ("/ui/tile-text/a-post-on-two-accounts-is-one",
                   test_a_post_on_two_accounts_is_one);
  g_test_add_func ("/ui/tile-text/a-number-its-change-and-its-age",
                   test_a_number_its_change_and_its_age);
  g_test_add_func ("/ui/tile-text/what-is-left-out-is-said", test_what_is_left_out_is_said);
  g_test_add_func ("/ui/tile-text/what-is-not-known-is-a-dash", test_what_is_not_known_is_a_dash);
  g_test_add_func ("/ui/tile-text/why-nothing-is-compared-is-said",
                   test_why_nothing_is_compared_is_said);
  g_test_add_func ("/ui/tile-text/all-the-time-has-nothing-before",
                   test_all_the_time_has_nothing_before);
  g_test_add_func ("/ui/tile-text/words-of-numbers", test_words_of_numbers);
  g_test_add_func ("/ui/tile-text/each-way-has-its-shape", test_each_way_has_its_shape);
}
