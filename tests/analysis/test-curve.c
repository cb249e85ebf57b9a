/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve.h"
#include "cs-test.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define PUBLISHED G_GINT64_CONSTANT (1750000000)

static CsSample *
add_sample (GPtrArray *samples,
            gint64     age,
            gint64     likes)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->taken_at = PUBLISHED + age;
  sample->revision = 0;
  cs_counts_clear (sample->counts);
  sample->counts[CS_METRIC_LIKES] = likes;
  g_ptr_array_add (samples, sample);

  return sample;
}

static GArray *
likes_of (GPtrArray *samples)
{
  return cs_curve_of_post (samples, PUBLISHED, CS_METRIC_LIKES);
}

static guint
marks_at (GArray *curve,
          guint   place)
{
  return g_array_index (curve, CsCurvePoint, place).marks;
}

static void
assert_at (GArray *curve,
           gint64  x,
           double  expected)
{
  double value = -1;

  g_assert_true (cs_curve_at (curve, x, &value));
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-9);
}

static void
assert_none_at (GArray *curve,
                gint64  x)
{
  double value = -1;

  g_assert_false (cs_curve_at (curve, x, &value));
  g_assert_cmpfloat (value, ==, -1);
}

static void
test_straight_between (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) curve = NULL;

  add_sample (samples, 15 * MINUTE, 10);
  add_sample (samples, 30 * MINUTE, 20);
  add_sample (samples, 60 * MINUTE, 20);
  curve = likes_of (samples);

  g_assert_cmpuint (curve->len, ==, 3);
  g_assert_cmpuint (marks_at (curve, 0), ==, CS_CURVE_BREAK);
  g_assert_cmpuint (marks_at (curve, 1), ==, 0);
  g_assert_cmpuint (marks_at (curve, 2), ==, 0);
  assert_at (curve, 15 * MINUTE, 10);
  assert_at (curve, 18 * MINUTE, 12);
  assert_at (curve, 30 * MINUTE, 20);
  assert_at (curve, 45 * MINUTE, 20);
  assert_at (curve, 60 * MINUTE, 20);
}

static void
test_nothing_beyond (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) none = likes_of (samples);
  g_autoptr(GArray) curve = NULL;

  assert_none_at (none, 0);

  add_sample (samples, 15 * MINUTE, 10);
  add_sample (samples, 30 * MINUTE, 20);
  curve = likes_of (samples);

  assert_none_at (curve, 0);
  assert_none_at (curve, 15 * MINUTE - 1);
  assert_none_at (curve, 30 * MINUTE + 1);
}

/* More than twice what is between samples at that age is a gap; just that is not. */
static void
test_gaps_by_age (void)
{
  static const struct { gint64 age, spacing; } cases[] = {
    { 2 * HOUR, 15 * MINUTE }, { 3 * DAY, HOUR }, { 30 * DAY, DAY }, { 200 * DAY, 7 * DAY },
    { 500 * DAY, 31 * DAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) samples = cs_records_new ();
      g_autoptr(GArray) curve = NULL;
      gint64 near = cases[i].age + 2 * cases[i].spacing;
      gint64 far = near + 2 * cases[i].spacing + 1;

      add_sample (samples, cases[i].age, 10);
      add_sample (samples, near, 20);
      add_sample (samples, far, 30);
      curve = likes_of (samples);

      assert_at (curve, (cases[i].age + near) / 2, 15);
      g_assert_cmpuint (marks_at (curve, 1), ==, 0);
      g_assert_cmpuint (marks_at (curve, 2), ==, CS_CURVE_BREAK);
      assert_none_at (curve, near + 1);
      assert_none_at (curve, far - 1);
      assert_at (curve, far, 30);
    }
}

/* It answered, and did not tell this: that is no zero, and nothing to draw a line over. */
static void
test_untold_breaks (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) curve = NULL;

  add_sample (samples, 15 * MINUTE, 10);
  add_sample (samples, 20 * MINUTE, CS_UNKNOWN);
  add_sample (samples, 30 * MINUTE, 20);
  curve = likes_of (samples);

  g_assert_cmpuint (curve->len, ==, 2);
  g_assert_cmpuint (marks_at (curve, 1), ==, CS_CURVE_BREAK);
  assert_none_at (curve, 20 * MINUTE);
}

static void
test_marks (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) curve = NULL;

  add_sample (samples, 15 * MINUTE, 10);
  add_sample (samples, 30 * MINUTE, 9);
  add_sample (samples, 45 * MINUTE, 12)->revision = 1;
  add_sample (samples, 60 * MINUTE, 12)->origin = CS_ORIGIN_IMPORT;
  curve = likes_of (samples);

  g_assert_cmpuint (marks_at (curve, 1), ==, CS_CURVE_LOWERED);
  g_assert_cmpuint (marks_at (curve, 2), ==, CS_CURVE_CORRECTED);
  g_assert_cmpuint (marks_at (curve, 3), ==, CS_CURVE_IMPORTED);
}

static void
test_engagement_needs_all_parts (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) curve = NULL;
  CsSample *whole;

  add_sample (samples, 15 * MINUTE, 10);
  whole = add_sample (samples, 30 * MINUTE, 10);
  whole->counts[CS_METRIC_SHARES] = 2;
  whole->counts[CS_METRIC_COMMENTS] = 1;
  curve = cs_curve_of_post (samples, PUBLISHED, CS_METRIC_ENGAGEMENT);

  g_assert_cmpuint (curve->len, ==, 1);
  assert_at (curve, 30 * MINUTE, 13);
}

static void
add_followers (GPtrArray *samples,
               gint64     at,
               gint64     followers)
{
  CsAccountSample *sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);

  sample->taken_at = at;
  sample->revision = 0;
  sample->followers = followers;
  g_ptr_array_add (samples, sample);
}

/* What was counted long ago is kept further apart, and is no gap. */
static void
test_followers (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) curve = NULL;
  gint64 now = PUBLISHED + 100 * DAY;

  add_followers (samples, now - 30 * DAY, 100);
  add_followers (samples, now - 29 * DAY, 90);
  add_followers (samples, now - 26 * DAY, 120);
  add_followers (samples, now - 3 * HOUR, 150);
  add_followers (samples, now - HOUR, 151);
  curve = cs_curve_of_followers (samples, now);

  g_assert_cmpuint (marks_at (curve, 1), ==, 0);
  g_assert_cmpuint (marks_at (curve, 2), ==, CS_CURVE_BREAK);
  g_assert_cmpuint (marks_at (curve, 3), ==, CS_CURVE_BREAK);
  g_assert_cmpuint (marks_at (curve, 4), ==, 0);
  assert_at (curve, now - 2 * HOUR, 150.5);
}

/* Of any samples: there is a value where two neighbours are near enough, and nowhere else. */
static void
test_never_over_a_gap (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr(GPtrArray) samples = cs_records_new ();
      g_autoptr(GArray) curve = NULL;
      gint64 age = 0, before = -1;

      for (guint i = 0; i < 40; i++)
        {
          age += g_rand_int_range (rand, 1, 3 * HOUR);
          add_sample (samples, age, g_rand_int_range (rand, 0, 1000));
        }
      curve = likes_of (samples);

      for (guint i = 0; i < curve->len; i++)
        {
          const CsCurvePoint *point = &g_array_index (curve, CsCurvePoint, i);
          gint64 nearest = point->x <= DAY ? 15 * MINUTE : HOUR;
          gboolean joins = i > 0 && point->x - before <= 2 * nearest;
          double value;

          for (gint64 x = before + 1; i > 0 && x < point->x; x += 7 * MINUTE)
            g_assert_cmpint (cs_curve_at (curve, x, &value), ==, joins);
          before = point->x;
        }
    }
}

CS_TESTS (curve)
{
  g_test_add_func ("/analysis/curve/is-straight-between-samples", test_straight_between);
  g_test_add_func ("/analysis/curve/says-nothing-beyond", test_nothing_beyond);
  g_test_add_func ("/analysis/curve/gaps-go-by-age", test_gaps_by_age);
  g_test_add_func ("/analysis/curve/what-was-not-told-breaks-it", test_untold_breaks);
  g_test_add_func ("/analysis/curve/marks", test_marks);
  g_test_add_func ("/analysis/curve/engagement-needs-all-its-parts",
                   test_engagement_needs_all_parts);
  g_test_add_func ("/analysis/curve/followers", test_followers);
  g_test_add_func ("/analysis/curve/is-never-over-a-gap", test_never_over_a_gap);
}
