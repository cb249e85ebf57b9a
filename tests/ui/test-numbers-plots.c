/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve-plot.h"
#include "cs-curve.h"
#include "cs-followers-plot.h"
#include "cs-item.h"
#include "cs-numbers-chart.h"
#include "cs-posts-plot.h"
#include "cs-test.h"
#include "cs-words.h"
#include "numbers.h"

#include <string.h>

static char *
sentence_at (CsPlot *plot,
             guint   layer,
             guint   point)
{
  return cs_plot_dup_sentence (plot, (CsSpot) { layer, point });
}

static void
assert_says (char       *words,
             const char *part)
{
  g_autofree char *owned = words;

  if (owned == NULL || strstr (owned, part) == NULL)
    g_error ("“%s” does not say “%s”", owned, part);
}

static void
assert_cell (CsPlot     *plot,
             CsSpot      spot,
             const char *column,
             const char *wanted)
{
  for (guint i = 0; i < cs_plot_get_n_columns (plot); i++)
    if (strcmp (cs_plot_get_column_title (plot, i), column) == 0)
      {
        g_autofree char *cell = cs_plot_dup_cell (plot, spot, i);

        g_assert_cmpstr (cell, ==, wanted);
        return;
      }

  g_error ("There is no column %s", column);
}

static gboolean
has_column (CsPlot     *plot,
            const char *title)
{
  for (guint i = 0; i < cs_plot_get_n_columns (plot); i++)
    if (strcmp (cs_plot_get_column_title (plot, i), title) == 0)
      return TRUE;

  return FALSE;
}

/* The gap is a point of its own, which says since when and why; nothing stands in for its value. */
static void
test_followers_have_their_gaps (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  CsSpot gap = { ANA, ANA_GAP };

  g_assert_cmpuint (cs_plot_get_n_points (plot), ==, N_ANA);
  g_assert_true (cs_plot_is_gap (plot, gap));
  assert_cell (plot, gap, "Followers", "—");
  assert_says (sentence_at (plot, ANA, ANA_GAP), "Not counted from Tue 17 Nov 00:00");
  assert_says (sentence_at (plot, ANA, ANA_GAP), "There was no network");

  g_assert_false (cs_plot_is_gap (plot, (CsSpot) { ANA, ANA_GAP + 1 }));
  assert_cell (plot, (CsSpot) { ANA, ANA_GAP + 1 }, "Followers", "1260");
  assert_says (sentence_at (plot, ANA, 0), "1200 followers");
  assert_says (sentence_at (plot, ANA, ANA_CORRECTED), "another number was told before");
}

/* From the first moment that was asked for to the last: what is beyond is not on the axis. */
static void
test_followers_are_of_the_time_that_was_asked_for (void)
{
  g_autoptr(GVariant) account = g_variant_ref_sink (g_variant_new_parsed (
    "{'id': <'a'>, 'handle': <'@ana'>, 'followers': <[(%x, @x 1, @u 0), (%x, @x 2, @u 0),"
    " (%x, @x 3, @u 0), (%x, @x 4, @u 0)]>}", WEEK - 1, WEEK, WEEK_END, WEEK_END + 1));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "accounts",
                                               g_variant_new_parsed ("[%*]", account));
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  CsSpot first = { 0, 1 }, last = { 0, 1 };

  g_assert_true (cs_chart_move (cs_plot_get_chart (plot), CS_MOVE_FIRST, &first));
  g_assert_true (cs_chart_move (cs_plot_get_chart (plot), CS_MOVE_LAST, &last));
  g_assert_cmpfloat (cs_chart_get_x (cs_plot_get_chart (plot), first), ==, WEEK);
  g_assert_cmpfloat (cs_chart_get_x (cs_plot_get_chart (plot), last), ==, WEEK_END);
}

/* What still is not counted at the end is told there. */
static void
test_a_gap_that_goes_on_is_at_the_end (void)
{
  g_autoptr(GVariant) account = g_variant_ref_sink (g_variant_new_parsed (
    "{'id': <'a'>, 'handle': <'@ana'>, 'followers': <[(%x, @x 7, @u 0)]>,"
    " 'gaps': <[{'from_at': <%x>, 'code': <'sign-in'>, 'sentence': <'Sign in again'>}]>}",
    WEEK, WEEK + DAY));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "accounts",
                                               g_variant_new_parsed ("[%*]", account));
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);

  g_assert_cmpuint (cs_plot_get_n_points (plot), ==, 2);
  g_assert_true (cs_plot_is_gap (plot, (CsSpot) { 0, 1 }));
  assert_says (sentence_at (plot, 0, 1), "Not counted since Mon 16 Nov 00:00: Sign in again");
}

/* Time goes on from bar to bar; what a network does not tell is no bar, and not 0. */
static void
test_posts_are_bars (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_posts_plot_new (overview, CS_METRIC_QUOTES);
  CsSpot untold = { 0, 0 };
  CsSpot gone = { 0, 1 };
  CsSpot new = { 0, 2 };

  g_assert_cmpuint (cs_plot_get_n_points (plot), ==, 3);
  g_assert_cmpstr (cs_plot_get_subject (plot, untold), ==, "p1");
  g_assert_true (cs_plot_is_gap (plot, untold));
  assert_says (sentence_at (plot, 0, 0), "Quotes: not told by the network");
  assert_cell (plot, untold, "Quotes", "—");
  assert_cell (plot, untold, "Replies", "0");

  g_assert_false (cs_plot_is_gap (plot, gone));
  assert_says (sentence_at (plot, 0, 1), "Seconds sale");
  assert_says (sentence_at (plot, 0, 1), "Quotes: 2");
  assert_says (sentence_at (plot, 0, 1), "Deleted on the network");
  assert_cell (plot, gone, "Engagement", "42");
  assert_cell (plot, gone, "Engagement by followers", "3.5%");

  g_assert_true (cs_plot_is_gap (plot, new));
  assert_says (sentence_at (plot, 0, 2), "Not counted yet");
  g_assert_false (has_column (plot, "Views"));
}

static int
compare_by (CsPlot     *plot,
            const char *title,
            guint       one,
            guint       other)
{
  for (guint i = 0; i < cs_plot_get_n_columns (plot); i++)
    if (strcmp (cs_plot_get_column_title (plot, i), title) == 0)
      return cs_plot_compare (plot, (CsSpot) { 0, one }, (CsSpot) { 0, other }, i);

  g_error ("There is no column %s", title);
}

/* By what it means, not by how it is written; what is not known is the least. */
static void
test_columns_have_an_order (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) posts = cs_posts_plot_new (overview, CS_METRIC_ENGAGEMENT);
  g_autoptr(CsPlot) followers = cs_followers_plot_new (overview, G_DATE_MONDAY);

  g_assert_cmpint (compare_by (posts, "Published", 0, 1), <, 0);
  g_assert_cmpint (compare_by (posts, "Quotes", 0, 1), <, 0);
  g_assert_cmpint (compare_by (posts, "Quotes", 1, 0), >, 0);
  g_assert_cmpint (compare_by (posts, "Quotes", 0, 2), ==, 0);
  g_assert_cmpint (compare_by (posts, "Engagement by followers", 0, 1), <, 0);
  g_assert_cmpint (compare_by (posts, "Post", 0, 1), <, 0);
  g_assert_cmpint (compare_by (followers, "When", 0, 5), <, 0);
  g_assert_cmpint (compare_by (followers, "Followers", ANA_GAP, 0), <, 0);
  g_assert_cmpint (compare_by (followers, "Followers", 3, 4), >, 0);
}

/* The post, then what half of the others did; each age says of how many. */
static void
test_a_curve_has_its_band (void)
{
  g_autoptr(GVariant) target = numbers_target ();
  g_autoptr(CsPlot) plot = cs_curve_plot_new (target, WEEK_END);

  g_assert_cmpuint (cs_plot_get_n_points (plot), ==, 4 + 4 + 4);
  g_assert_true (cs_plot_is_gap (plot, (CsSpot) { 0, 2 }));
  assert_says (sentence_at (plot, 0, 2), "There was no network");
  assert_says (sentence_at (plot, 0, 3), "Engagement: 42");
  assert_cell (plot, (CsSpot) { 1, 1 }, "Engagement", "18.5");
  assert_cell (plot, (CsSpot) { 1, 1 }, "Of", "Median of 6 of your posts");
  assert_cell (plot, (CsSpot) { 2, 1 }, "Engagement", "9 – 30");
  assert_cell (plot, (CsSpot) { 2, 1 }, "Remarks", "Of 6 other posts");
  g_assert_true (cs_plot_is_gap (plot, (CsSpot) { 1, 2 }));
  assert_cell (plot, (CsSpot) { 2, 2 }, "Engagement", "—");
  assert_says (sentence_at (plot, 2, 2), "Too few posts were counted at this age");
  assert_cell (plot, (CsSpot) { 2, 3 }, "Engagement", "12 – 36");
}

static void
test_too_few_posts_are_no_band (void)
{
  g_autoptr(GVariant) target = numbers_with (numbers_target (), "band",
                                             g_variant_new_parsed ("@a(xdddu) []"));
  g_autoptr(CsPlot) plot = cs_curve_plot_new (target, WEEK_END);

  g_assert_cmpuint (cs_chart_get_n_layers (cs_plot_get_chart (plot)), ==, 1);
  g_assert_cmpuint (cs_plot_get_n_points (plot), ==, 4);
}

/* Of a post that went to two accounts, of which the second’s network does not tell quotes. */
static GVariant *
overview_of_two_accounts (void)
{
  GVariant *posts = g_variant_new_parsed (
    "[{'target': <'t9'>, 'post': <'p9'>, 'network': <'bluesky'>, 'handle': <'ana.kiln'>,"
    "  'title': <'Two ways'>, 'published_at': <%x>, 'likes': <@x 30>, 'engagement': <@x 30>,"
    "  'followers': <@x 100>, 'rate': <0.3>, 'taken_at': <%x>, 'marks': <@u 2>},"
    " {'target': <'t8'>, 'post': <'p8'>, 'network': <'mastodon'>, 'handle': <'@ana'>,"
    "  'title': <'One way'>, 'published_at': <%x>, 'likes': <@x 1>, 'engagement': <@x 1>,"
    "  'taken_at': <%x>, 'marks': <@u 0>},"
    " {'target': <'t7'>, 'post': <'p9'>, 'network': <'mastodon'>, 'handle': <'@ana'>,"
    "  'title': <'Two ways'>, 'published_at': <%x>, 'likes': <@x 12>, 'quotes': <@x 2>,"
    "  'engagement': <@x 15>, 'followers': <@x 1400>, 'rate': <0.0107>, 'taken_at': <%x>,"
    "  'marks': <@u 0>}]",
    WEEK + 3 * DAY, WEEK + 4 * DAY, WEEK + 2 * DAY, WEEK + 6 * DAY, WEEK + DAY, WEEK + 5 * DAY);

  return numbers_with (numbers_overview (), "posts", posts);
}

/* As many bars as posts, each of all its accounts; what each of them did is said and written. */
static void
test_a_post_is_one_bar (void)
{
  g_autoptr(GVariant) overview = overview_of_two_accounts ();
  g_autoptr(CsPlot) likes = cs_posts_plot_new (overview, CS_METRIC_LIKES);
  g_autoptr(CsPlot) quotes = cs_posts_plot_new (overview, CS_METRIC_QUOTES);
  g_autoptr(CsPlot) rates = cs_posts_plot_new (overview, CS_MEASURE_RATE);

  g_assert_cmpuint (cs_plot_get_n_points (likes), ==, 2);
  g_assert_cmpstr (cs_plot_get_subject (likes, (CsSpot) { 0, 0 }), ==, "p9");
  g_assert_cmpstr (cs_plot_get_subject (likes, (CsSpot) { 0, 1 }), ==, "p8");
  assert_says (sentence_at (likes, 0, 0), "“Two ways”, @ana, ana.kiln");
  assert_says (sentence_at (likes, 0, 0), "42, corrected. @ana: 12; ana.kiln: 30, ");
  assert_says (sentence_at (likes, 0, 0), "Counted: Fri 20 Nov");
  assert_cell (likes, (CsSpot) { 0, 0 }, "Account", "@ana, ana.kiln");
  assert_cell (likes, (CsSpot) { 0, 0 }, "Likes", "42");
  assert_cell (likes, (CsSpot) { 0, 0 }, "Engagement", "45");
  assert_cell (likes, (CsSpot) { 0, 1 }, "Account", "@ana");
  g_assert_false (cs_plot_is_gap (quotes, (CsSpot) { 0, 0 }));
  assert_says (sentence_at (quotes, 0, 0), "@ana: 2; ana.kiln: Quotes: not told by the network");
  assert_says (sentence_at (rates, 0, 0), "All engagement by all followers; @ana: 1.07%");
  assert_cell (rates, (CsSpot) { 0, 0 }, "Engagement by followers", "3%");
}

/* By followers there is no bar where these were unknown when it went out, or few: that is said. */
static void
test_bars_may_be_of_a_rate (void)
{
  g_autoptr(GVariant) post = g_variant_ref_sink (g_variant_new_parsed (
    "{'target': <'t4'>, 'post': <'p4'>, 'network': <'mastodon'>, 'handle': <'@ana@kiln.example'>,"
    " 'published_at': <%x>, 'taken_at': <%x>, 'engagement': <@x 7>}", WEEK, WEEK + DAY));
  g_autoptr(GVariant) of_few = g_variant_ref_sink (g_variant_new_parsed (
    "{'target': <'t5'>, 'post': <'p5'>, 'network': <'mastodon'>, 'handle': <'@ana@kiln.example'>,"
    " 'published_at': <%x>, 'taken_at': <%x>, 'engagement': <@x 7>, 'followers': <@x 3>}",
    WEEK, WEEK + DAY));
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(GVariant) unknown = numbers_with (numbers_overview (), "posts",
                                              g_variant_new_parsed ("[%*, %*]", post, of_few));
  g_autoptr(CsPlot) plot = cs_posts_plot_new (overview, CS_MEASURE_RATE);
  g_autoptr(CsPlot) without = cs_posts_plot_new (unknown, CS_MEASURE_RATE);

  assert_says (sentence_at (plot, 0, 1), "Engagement by followers: 3.5%");
  g_assert_true (cs_plot_is_gap (plot, (CsSpot) { 0, 2 }));
  g_assert_true (cs_plot_is_gap (without, (CsSpot) { 0, 0 }));
  assert_says (sentence_at (without, 0, 0), "Too few followed when it went out");
  assert_says (sentence_at (without, 0, 1), "How many followers there were when it went out");
}

/* What of older posts came after the age of this one is neither drawn nor in the table. */
static void
test_a_young_post_has_a_short_band (void)
{
  g_autoptr(GVariant) target = numbers_with (numbers_target (), "points",
    g_variant_new_parsed ("@a(xxu) [(0, 0, 0), (3600, 20, 0)]"));
  g_autoptr(CsPlot) plot = cs_curve_plot_new (target, WEEK + 2 * DAY + 2 * 3600);

  g_assert_cmpuint (cs_chart_get_n_points (cs_plot_get_chart (plot), 1), ==, 2);
  g_assert_cmpuint (cs_chart_get_n_points (cs_plot_get_chart (plot), 2), ==, 2);
  assert_cell (plot, (CsSpot) { 2, 1 }, "Engagement", "9 – 30");
}

/* What a layer has of a point, as it is drawn. */
static void
assert_drawn (CsPlot     *plot,
              guint       layer,
              guint       point,
              const char *end)
{
  g_autofree char *said = cs_chart_describe_spot (cs_plot_get_chart (plot),
                                                  (CsSpot) { layer, point });

  if (!g_str_has_suffix (said, end))
    g_error ("“%s” does not end with “%s”", said, end);
}

/* Of the series themselves: a table beside them, and another drawing of them, may be right where
 * they are not. */
static void
test_what_is_drawn_is_what_was_answered (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(GVariant) target = numbers_target ();
  g_autoptr(CsPlot) followers = cs_followers_plot_new (overview, G_DATE_MONDAY);
  g_autoptr(CsPlot) curve = cs_curve_plot_new (target, WEEK_END);
  g_autoptr(CsPlot) bars = cs_posts_plot_new (overview, CS_METRIC_QUOTES);

  assert_drawn (followers, ANA, 0, ": 1200 followers");
  assert_drawn (followers, ANA, ANA_GAP, ": not known");
  assert_drawn (followers, ANA, ANA_CORRECTED, ": 1255 followers, corrected");
  assert_drawn (followers, ANA, N_ANA - 1, ": 1270 followers");

  assert_drawn (curve, 0, 1, ": Engagement: 20");
  assert_drawn (curve, 0, 2, ": not known");
  assert_drawn (curve, 0, 3, ": Engagement: 42");
  assert_drawn (curve, 1, 0, ": Engagement: 10");
  assert_drawn (curve, 1, 1, ": Engagement: 18.5");
  assert_drawn (curve, 1, 2, ": not known");
  assert_drawn (curve, 1, 3, ": Engagement: 24");
  assert_drawn (curve, 2, 0, ": 4 to Engagement: 14");
  assert_drawn (curve, 2, 1, ": 9 to Engagement: 30");
  assert_drawn (curve, 2, 2, ": not known");
  assert_drawn (curve, 2, 3, ": 12 to Engagement: 36");

  assert_drawn (bars, 0, 0, ": not known");
  assert_drawn (bars, 0, 1, ": Quotes: 2");
  assert_drawn (bars, 0, 2, ": not known");
}

/* A number that was corrected, and one that the network took some back of, have their ring. */
static void
test_corrections_are_marked (void)
{
  g_autoptr(GVariant) target = numbers_with (numbers_target (), "points",
    g_variant_new_parsed ("[(@x 0, @x 9, @u 0), (@x 3600, @x 20, @u %u), (@x 7200, @x 18, @u %u)]",
                          CS_CURVE_CORRECTED, CS_CURVE_LOWERED));
  g_autoptr(GVariant) posts = g_variant_ref_sink (g_variant_new_parsed (
    "[{'handle': <'@ana'>, 'likes': <@x 9>, 'marks': <@u %u>, 'published_at': <%x>},"
    " {'handle': <'@ana'>, 'likes': <@x 8>, 'marks': <@u %u>, 'published_at': <%x>},"
    " {'handle': <'@ana'>, 'likes': <@x 7>, 'marks': <@u %u>, 'published_at': <%x>}]",
    CS_CURVE_LOWERED, WEEK + 2 * DAY, CS_CURVE_CORRECTED, WEEK + DAY, CS_CURVE_IMPORTED, WEEK));
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "posts", posts);
  g_autoptr(CsPlot) curve = cs_curve_plot_new (target, WEEK_END);
  g_autoptr(CsPlot) bars = cs_posts_plot_new (overview, CS_METRIC_LIKES);

  assert_drawn (curve, 0, 0, ": 9");
  assert_drawn (curve, 0, 1, ": 20, corrected");
  assert_drawn (curve, 0, 2, ": 18, corrected");
  assert_drawn (bars, 0, 0, ": 7");
  assert_drawn (bars, 0, 1, ": 8, corrected");
  assert_drawn (bars, 0, 2, ": 9, corrected");
}

/* The same record, read the same way: @file is freed. */
static void
assert_same_drawing (CsChart    *file,
                     CsPlot     *plot,
                     const char *title,
                     gboolean    is_mirrored)
{
  cairo_surface_t *written = numbers_draw (file, title, is_mirrored);
  cairo_surface_t *shown = numbers_draw (cs_plot_get_chart (plot), title, is_mirrored);
  g_autofree char *in_file = cs_chart_describe (file);
  g_autofree char *in_window = cs_chart_describe (cs_plot_get_chart (plot));

  g_assert_true (numbers_are_same (written, shown));
  g_assert_cmpstr (in_file, ==, in_window);
  cairo_surface_destroy (written);
  cairo_surface_destroy (shown);
  cs_chart_unref (file);
}

static CsNumbersReading
read_as_file (CsReading *here)
{
  *here = cs_reading_here ();

  return (CsNumbersReading) { here->zone, here->twelve_hours, G_DATE_SUNDAY, FALSE, TRUE };
}

/* Its gaps, its band, its marks, the order of its lines. */
static void
test_a_file_is_what_the_window_shows (void)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(GVariant) target = numbers_target ();
  g_autoptr(GVariant) post = numbers_post ();
  g_autoptr(CsPlot) followers = cs_followers_plot_new (overview, G_DATE_SUNDAY);
  g_autoptr(CsPlot) curve = cs_curve_plot_new (target, WEEK_END);
  g_auto(CsReading) here = { NULL, };
  CsNumbersReading reading = read_as_file (&here);

  assert_same_drawing (cs_numbers_chart_followers (overview, &reading), followers, "Followers",
                       FALSE);
  assert_same_drawing (cs_numbers_chart_post (post, &reading), curve,
                       "Engagement of “Seconds sale”", TRUE);

  for (guint i = 0; i < CS_N_MEASURES; i++)
    {
      g_autoptr(CsPlot) bars = cs_posts_plot_new (overview, i);

      assert_same_drawing (cs_numbers_chart_posts (overview, i, &reading), bars, "Posts", FALSE);
    }
}

static void
assert_weeks (GVariant *overview,
              int       first_weekday,
              gboolean  are_same)
{
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, first_weekday);
  g_auto(CsReading) here = { NULL, };
  CsNumbersReading reading = read_as_file (&here);
  g_autoptr(CsChart) chart = cs_numbers_chart_followers (overview, &reading);
  cairo_surface_t *sundays = numbers_draw (chart, "Followers", FALSE);
  cairo_surface_t *drawn = numbers_draw (cs_plot_get_chart (plot), "Followers", FALSE);

  g_assert_cmpint (numbers_are_same (sundays, drawn), ==, are_same);
  cairo_surface_destroy (sundays);
  cairo_surface_destroy (drawn);
}

/* Of ten weeks each is written. */
static void
test_weeks_begin_as_the_person_has_it (void)
{
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "from",
                                               g_variant_new_int64 (WEEK_END - 70 * DAY));

  assert_weeks (overview, G_DATE_SUNDAY, TRUE);
  assert_weeks (overview, G_DATE_MONDAY, FALSE);
}

CS_TESTS (numbers_plots)
{
  g_test_add_func ("/ui/numbers-plots/followers-have-their-gaps", test_followers_have_their_gaps);
  g_test_add_func ("/ui/numbers-plots/a-gap-that-goes-on-is-at-the-end",
                   test_a_gap_that_goes_on_is_at_the_end);
  g_test_add_func ("/ui/numbers-plots/followers-are-of-the-time-that-was-asked-for",
                   test_followers_are_of_the_time_that_was_asked_for);
  g_test_add_func ("/ui/numbers-plots/posts-are-bars", test_posts_are_bars);
  g_test_add_func ("/ui/numbers-plots/columns-have-an-order", test_columns_have_an_order);
  g_test_add_func ("/ui/numbers-plots/a-curve-has-its-band", test_a_curve_has_its_band);
  g_test_add_func ("/ui/numbers-plots/too-few-posts-are-no-band", test_too_few_posts_are_no_band);
  g_test_add_func ("/ui/numbers-plots/a-post-is-one-bar", test_a_post_is_one_bar);
  g_test_add_func ("/ui/numbers-plots/bars-may-be-of-a-rate", test_bars_may_be_of_a_rate);
  g_test_add_func ("/ui/numbers-plots/a-young-post-has-a-short-band",
                   test_a_young_post_has_a_short_band);
  g_test_add_func ("/ui/numbers-plots/what-is-drawn-is-what-was-answered",
                   test_what_is_drawn_is_what_was_answered);
  g_test_add_func ("/ui/numbers-plots/corrections-are-marked", test_corrections_are_marked);
  g_test_add_func ("/ui/numbers-plots/a-file-is-what-the-window-shows",
                   test_a_file_is_what_the_window_shows);
  g_test_add_func ("/ui/numbers-plots/weeks-begin-as-the-person-has-it",
                   test_weeks_begin_as_the_person_has_it);
}
