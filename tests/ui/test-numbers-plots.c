/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve-plot.h"
#include "cs-followers-plot.h"
#include "cs-item.h"
#include "cs-numbers-chart.h"
#include "cs-posts-plot.h"
#include "cs-test.h"
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
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview);
  CsSpot gap = { ANA, ANA_GAP };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plot)), ==, N_ANA);
  g_assert_true (cs_plot_is_gap (plot, gap));
  assert_cell (plot, gap, "Followers", "—");
  assert_says (sentence_at (plot, ANA, ANA_GAP), "Not counted from Tue 17 Nov 00:00");
  assert_says (sentence_at (plot, ANA, ANA_GAP), "There was no network");

  g_assert_false (cs_plot_is_gap (plot, (CsSpot) { ANA, ANA_GAP + 1 }));
  assert_cell (plot, (CsSpot) { ANA, ANA_GAP + 1 }, "Followers", "1260");
  assert_says (sentence_at (plot, ANA, 0), "1200 followers");
  assert_says (sentence_at (plot, ANA, ANA_CORRECTED), "another number was told before");
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
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plot)), ==, 2);
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

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plot)), ==, 3);
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
  g_autoptr(CsPlot) followers = cs_followers_plot_new (overview);

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

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plot)), ==, 4 + 4 + 4);
  g_assert_true (cs_plot_is_gap (plot, (CsSpot) { 0, 2 }));
  assert_says (sentence_at (plot, 0, 2), "There was no network");
  assert_says (sentence_at (plot, 0, 3), "Engagement: 42");
  assert_cell (plot, (CsSpot) { 1, 1 }, "Engagement", "18.5");
  assert_cell (plot, (CsSpot) { 1, 1 }, "Of", "Median of your posts");
  assert_cell (plot, (CsSpot) { 2, 1 }, "Engagement", "9 – 30");
  assert_cell (plot, (CsSpot) { 2, 1 }, "Remarks", "Of 6 posts");
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
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (plot)), ==, 4);
}

static void
assert_same_points (CsChart *chart,
                    CsPlot  *plot)
{
  CsChart *shown = cs_plot_get_chart (plot);
  guint n_layers = cs_chart_get_n_layers (shown);

  g_assert_cmpuint (cs_chart_get_n_layers (chart), ==, n_layers);
  for (guint i = 0; i < n_layers; i++)
    g_assert_cmpuint (cs_chart_get_n_points (chart, i), ==, cs_chart_get_n_points (shown, i));
}

/* Also the one that lasts: it is in the file as it is in the window. */
static void
test_a_file_has_the_same_gaps (void)
{
  g_autoptr(GVariant) overview = numbers_with (numbers_overview (), "accounts",
    g_variant_new_parsed ("[{'id': <'a'>, 'handle': <'@ana@kiln.example'>,"
                          "  'followers': <[(%x, @x 1200, @u 0), (%x, @x 1210, @u 1)]>,"
                          "  'gaps': <[{'from_at': <%x>, 'code': <'sign-in'>,"
                          "             'sentence': <'Sign in again'>}]>}]",
                          WEEK, WEEK + 2 * DAY, WEEK + 2 * DAY));
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview);
  g_autoptr(CsChart) chart = cs_numbers_chart_followers (overview, NULL);

  g_assert_nonnull (chart);
  g_assert_cmpuint (cs_chart_get_n_points (chart, 0), ==, 4);
  assert_same_points (chart, plot);
}

CS_TESTS (numbers_plots)
{
  g_test_add_func ("/ui/numbers-plots/followers-have-their-gaps", test_followers_have_their_gaps);
  g_test_add_func ("/ui/numbers-plots/a-gap-that-goes-on-is-at-the-end",
                   test_a_gap_that_goes_on_is_at_the_end);
  g_test_add_func ("/ui/numbers-plots/posts-are-bars", test_posts_are_bars);
  g_test_add_func ("/ui/numbers-plots/columns-have-an-order", test_columns_have_an_order);
  g_test_add_func ("/ui/numbers-plots/a-curve-has-its-band", test_a_curve_has_its_band);
  g_test_add_func ("/ui/numbers-plots/too-few-posts-are-no-band", test_too_few_posts_are_no_band);
  g_test_add_func ("/ui/numbers-plots/a-file-has-the-same-gaps", test_a_file_has_the_same_gaps);
}
