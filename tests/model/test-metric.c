/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-metric.h"
#include "cs-sample.h"
#include "cs-tally.h"
#include "cs-test.h"

#include <string.h>

static void
test_a_field_carries_the_name_of_its_metric (void)
{
  static const CsRecordKind kinds[] = {
    CS_RECORD_SAMPLE, CS_RECORD_TALLY, CS_RECORD_ACCOUNT_DAY,
  };
  static const gsize places[] = {
    G_STRUCT_OFFSET (CsSample, counts), G_STRUCT_OFFSET (CsTally, counts),
    G_STRUCT_OFFSET (CsAccountDay, counts),
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint metric = 0; metric < CS_N_METRICS; metric++)
      {
        const CsField *field = cs_record_find_field (kinds[i], cs_metric_names[metric]);

        g_assert_nonnull (field);
        g_assert_cmpuint (field->offset, ==, places[i] + metric * sizeof (gint64));
      }
}

static void
test_what_a_network_gives_has_a_definition_and_its_own_word (void)
{
  g_assert_cmpstr (cs_metric_get_title (CS_METRIC_LIKES, CS_NETWORK_MASTODON), ==, "Favourites");
  g_assert_cmpstr (cs_metric_get_title (CS_METRIC_LIKES, CS_NETWORK_BLUESKY), ==, "Likes");
  g_assert_cmpstr (cs_metric_get_title (CS_METRIC_SHARES, CS_N_NETWORKS), ==, "Shares");

  g_assert_true (cs_metric_is_given (CS_METRIC_QUOTES, CS_NETWORK_MASTODON));
  g_assert_nonnull (cs_metric_get_definition (CS_METRIC_SAVES, CS_NETWORK_BLUESKY));
  g_assert_false (cs_metric_is_given (CS_METRIC_VIEWS, CS_NETWORK_BLUESKY));
  g_assert_null (cs_metric_get_definition (CS_METRIC_VIEWS, CS_NETWORK_MASTODON));
}

static void
test_a_sum_of_which_a_part_is_unknown_is_unknown (void)
{
  gint64 counts[CS_N_METRICS];

  cs_counts_clear (counts);
  g_assert_true (cs_counts_are_unknown (counts));
  g_assert_cmpint (cs_counts_engagement (counts), ==, CS_UNKNOWN);

  counts[CS_METRIC_LIKES] = 5;
  counts[CS_METRIC_SHARES] = 2;
  g_assert_false (cs_counts_are_unknown (counts));
  g_assert_cmpint (cs_counts_engagement (counts), ==, CS_UNKNOWN);

  counts[CS_METRIC_COMMENTS] = 0;
  g_assert_cmpint (cs_counts_engagement (counts), ==, 7);

  g_assert_cmpint (cs_counts_get (counts, CS_METRIC_ENGAGEMENT), ==, 7);
  g_assert_cmpint (cs_counts_get (counts, CS_METRIC_LIKES), ==, 5);
  g_assert_cmpint (cs_counts_get (counts, CS_METRIC_SAVES), ==, CS_UNKNOWN);

  /* Quotes and views are no part of it. */
  counts[CS_METRIC_QUOTES] = 9;
  counts[CS_METRIC_VIEWS] = 1000;
  g_assert_cmpint (cs_counts_engagement (counts), ==, 7);
}

static void
test_an_engagement_without_a_definition_is_none (void)
{
  g_autofree char *least = g_strdup_printf (" %d ", CS_RATE_LEAST_FOLLOWERS);

  g_assert_nonnull (cs_engagement_get_definition (CS_NETWORK_MASTODON));
  g_assert_nonnull (cs_engagement_get_definition (CS_NETWORK_BLUESKY));
  g_assert_null (cs_engagement_get_definition (CS_NETWORK_YOUTUBE));
  g_assert_cmpstr (cs_engagement_get_rate_definition (CS_NETWORK_BLUESKY), !=,
                   cs_engagement_get_definition (CS_NETWORK_BLUESKY));
  g_assert_nonnull (strstr (cs_engagement_get_rate_definition (CS_NETWORK_BLUESKY), least));
  g_assert_nonnull (strstr (cs_engagement_get_rate_definition (CS_NETWORK_MASTODON), least));
  g_assert_null (cs_engagement_get_rate_definition (CS_NETWORK_YOUTUBE));
  g_assert_nonnull (cs_followers_get_definition (CS_NETWORK_MASTODON));
  g_assert_nonnull (cs_followers_get_definition (CS_NETWORK_BLUESKY));
  g_assert_null (cs_followers_get_definition (CS_NETWORK_YOUTUBE));
}

CS_TESTS (metric)
{
  g_test_add_func ("/metric/a-field-carries-the-name-of-its-metric",
                   test_a_field_carries_the_name_of_its_metric);
  g_test_add_func ("/metric/what-a-network-gives-has-a-definition-and-its-own-word",
                   test_what_a_network_gives_has_a_definition_and_its_own_word);
  g_test_add_func ("/metric/a-sum-of-which-a-part-is-unknown-is-unknown",
                   test_a_sum_of_which_a_part_is_unknown_is_unknown);
  g_test_add_func ("/metric/an-engagement-without-a-definition-is-none",
                   test_an_engagement_without_a_definition_is_none);
}
