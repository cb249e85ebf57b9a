/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-band.h"
#include "cs-test.h"

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

/* What R answers for quantile (x, share, type = 7). */
static void
test_quantile (void)
{
  static const double one[] = { 3 };
  static const double four[] = { 1, 2, 3, 4 };
  static const double six[] = { 1, 2, 3, 4, 5, 6 };
  static const double nine[] = { 3, 5, 7, 8, 12, 13, 14, 18, 21 };

  g_assert_cmpfloat (cs_quantile (one, 1, 0.25), ==, 3);
  g_assert_cmpfloat (cs_quantile (four, 4, 0.25), ==, 1.75);
  g_assert_cmpfloat (cs_quantile (four, 4, 0.5), ==, 2.5);
  g_assert_cmpfloat (cs_quantile (four, 4, 0.75), ==, 3.25);
  g_assert_cmpfloat (cs_quantile (six, 6, 0.25), ==, 2.25);
  g_assert_cmpfloat (cs_quantile (six, 6, 0.75), ==, 4.75);
  g_assert_cmpfloat (cs_quantile (nine, 9, 0.25), ==, 7);
  g_assert_cmpfloat (cs_quantile (nine, 9, 0.5), ==, 12);
  g_assert_cmpfloat (cs_quantile (nine, 9, 0.75), ==, 14);
  g_assert_cmpfloat (cs_quantile (nine, 9, 0), ==, 3);
  g_assert_cmpfloat (cs_quantile (nine, 9, 1), ==, 21);
}

/* A post with that value at each quarter of an hour up to an age. */
static GArray *
flat (gint64 value,
      gint64 until)
{
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));

  for (gint64 age = HOUR / 4; age <= until; age += HOUR / 4)
    {
      CsCurvePoint point = { age, value, age == HOUR / 4 ? CS_CURVE_BREAK : 0 };

      g_array_append_val (curve, point);
    }

  return curve;
}

static GPtrArray *
curves_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
}

static void
test_middle_half (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();
  g_autoptr(GArray) band = NULL;
  const CsBandPoint *first;

  for (guint i = 1; i <= 6; i++)
    g_ptr_array_add (curves, flat (i, HOUR));

  band = cs_band_new (curves, DAY);
  g_assert_cmpuint (band->len, ==, 3);
  first = &g_array_index (band, CsBandPoint, 0);
  g_assert_cmpint (first->age, ==, HOUR / 4);
  g_assert_cmpfloat (first->low, ==, 2.25);
  g_assert_cmpfloat (first->middle, ==, 3.5);
  g_assert_cmpfloat (first->high, ==, 4.75);
  g_assert_cmpuint (first->n, ==, 6);
}

static void
test_few_posts_have_none (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();

  for (guint i = 0; i <= CS_BAND_POSTS_MIN; i++)
    {
      g_autoptr(GArray) band = cs_band_new (curves, DAY);

      g_assert_cmpuint (band->len, ==, i < CS_BAND_POSTS_MIN ? 0 : 3);
      g_ptr_array_add (curves, flat (i, HOUR));
    }
}

/* Grows by so much an hour, from the first quarter of one. */
static GArray *
growing (gint64 by_hour,
         gint64 from,
         gint64 until)
{
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));

  for (gint64 age = from; age <= until; age += HOUR / 4)
    {
      CsCurvePoint point = { age, by_hour * age / HOUR, age == from ? CS_CURVE_BREAK : 0 };

      g_array_append_val (curve, point);
    }

  return curve;
}

/* Many small posts are old, and some big ones, too: where the small ones end the middle would jump,
 * and where big ones end it would fall, though nothing does. */
static void
test_the_same_posts_all_along (void)
{
  static const gint64 young_and_old[][2] = { { 4, 4000 }, { 4000, 4 } };

  for (guint round = 0; round < G_N_ELEMENTS (young_and_old); round++)
    {
      g_autoptr(GPtrArray) curves = curves_new ();
      g_autoptr(GArray) band = NULL;

      for (guint i = 0; i < 12; i++)
        g_ptr_array_add (curves, growing (young_and_old[round][0] + 4 * i, HOUR / 4, 2 * DAY));
      for (guint i = 0; i < 5; i++)
        g_ptr_array_add (curves, growing (young_and_old[round][1] + 4 * i, HOUR / 4, 9 * DAY));

      band = cs_band_new (curves, 8 * DAY);
      g_assert_cmpint (g_array_index (band, CsBandPoint, band->len - 1).age, ==, 8 * DAY);
      for (guint i = 0; i < band->len; i++)
        {
          const CsBandPoint *point = &g_array_index (band, CsBandPoint, i);

          g_assert_cmpuint (point->n, ==, 5);
          g_assert_cmpfloat_with_epsilon (point->middle * HOUR / point->age,
                                          young_and_old[round][1] + 8, 1e-6);
        }
    }
}

/* Where a post was not counted it is still among them. */
static void
test_gaps_change_no_posts (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();
  g_autoptr(GArray) band = NULL;

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (curves, growing (i == 5 ? 4000 : 4 * (i + 1), HOUR / 4, 3 * DAY));
  /* From the first hour to the third day: only the first four points and the last are there. */
  g_array_remove_range (curves->pdata[0], 4, ((GArray *) curves->pdata[0])->len - 5);
  g_array_index ((GArray *) curves->pdata[0], CsCurvePoint, 4).marks |= CS_CURVE_BREAK;

  band = cs_band_new (curves, 3 * DAY);
  for (guint i = 0; i < band->len; i++)
    {
      const CsBandPoint *point = &g_array_index (band, CsBandPoint, i);

      g_assert_cmpuint (point->n, ==, 6);
      g_assert_cmpint (point->breaks, ==, i == 0);
      g_assert_cmpfloat_with_epsilon (point->middle * HOUR / point->age, 14, 1e-6);
    }
}

/* Who was counted too late is left out wholly, unless most were. */
static void
test_begins_with_most (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();
  g_autoptr(GArray) band = NULL;
  g_autoptr(GArray) later = NULL;

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (curves, growing (4, i == 0 ? HOUR / 4 : HOUR / 2, DAY));
  g_ptr_array_add (curves, growing (4, 12 * HOUR, DAY));

  band = cs_band_new (curves, DAY);
  g_assert_cmpint (g_array_index (band, CsBandPoint, 0).age, ==, HOUR / 2);
  g_assert_cmpuint (g_array_index (band, CsBandPoint, 0).n, ==, 6);
  g_assert_cmpuint (g_array_index (band, CsBandPoint, band->len - 1).n, ==, 6);

  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (curves, growing (4, 12 * HOUR, DAY));
  later = cs_band_new (curves, DAY);
  g_assert_cmpint (g_array_index (later, CsBandPoint, 0).age, ==, 12 * HOUR);
  g_assert_cmpuint (g_array_index (later, CsBandPoint, 0).n, ==, 19);
}

/* As far as the post is old itself, whatever the ages are that are looked at. */
static void
test_ends_where_the_post_does (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();
  g_autoptr(GArray) band = NULL;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (curves, growing (4, HOUR / 4, 2 * DAY + HOUR));

  band = cs_band_new (curves, 2 * DAY + HOUR / 2);
  g_assert_cmpint (g_array_index (band, CsBandPoint, band->len - 1).age, ==,
                   2 * DAY + HOUR / 2);
}

/* No line leads over an age of too few posts. */
static void
test_breaks (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();
  g_autoptr(GArray) band = NULL;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (curves, flat (i, 3 * HOUR));
  g_array_remove_index (curves->pdata[0], 3);
  g_array_index ((GArray *) curves->pdata[0], CsCurvePoint, 3).marks |= CS_CURVE_BREAK;

  band = cs_band_new (curves, DAY);
  g_assert_cmpuint (band->len, ==, 4);
  for (guint i = 0; i < band->len; i++)
    g_assert_cmpint (g_array_index (band, CsBandPoint, i).breaks, ==, i == 0 || i == 2);
  g_assert_cmpint (g_array_index (band, CsBandPoint, 2).age, ==, 2 * HOUR);
}

static void
test_until_an_age (void)
{
  g_autoptr(GPtrArray) curves = curves_new ();
  g_autoptr(GArray) band = NULL;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (curves, flat (i, DAY));

  band = cs_band_new (curves, HOUR);
  g_assert_cmpint (g_array_index (band, CsBandPoint, band->len - 1).age, ==, HOUR);
}

static GArray *
random_curve (GRand *rand)
{
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));
  gint64 age = 0;

  for (guint i = 0; i < 30; i++)
    {
      CsCurvePoint point = { 0, g_rand_int_range (rand, 0, 100), 0 };

      age += g_rand_int_range (rand, 1, HOUR);
      point.x = age;
      point.marks = i == 0 || g_rand_int_range (rand, 0, 4) == 0 ? CS_CURVE_BREAK : 0;
      g_array_append_val (curve, point);
    }

  return curve;
}

static void
shuffle (GPtrArray *curves,
         GRand     *rand)
{
  for (guint i = curves->len; i > 1; i--)
    {
      guint other = g_rand_int_range (rand, 0, i);
      gpointer kept = curves->pdata[i - 1];

      curves->pdata[i - 1] = curves->pdata[other];
      curves->pdata[other] = kept;
    }
}

static void
test_order_changes_nothing (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  guint n_bands = 0;

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr(GPtrArray) curves = curves_new ();
      g_autoptr(GArray) band = NULL;
      g_autoptr(GArray) shuffled = NULL;

      for (guint i = 0; i < 20; i++)
        g_ptr_array_add (curves, random_curve (rand));

      band = cs_band_new (curves, 2 * DAY);
      shuffle (curves, rand);
      shuffled = cs_band_new (curves, 2 * DAY);

      n_bands += band->len > 0;
      g_assert_cmpuint (band->len, ==, shuffled->len);
      for (guint i = 0; i < band->len; i++)
        {
          const CsBandPoint *a = &g_array_index (band, CsBandPoint, i);
          const CsBandPoint *b = &g_array_index (shuffled, CsBandPoint, i);

          g_assert_cmpint (a->age, ==, b->age);
          g_assert_cmpuint (a->n, ==, b->n);
          g_assert_true (a->low == b->low && a->middle == b->middle && a->high == b->high);
          g_assert_true (a->low <= a->middle && a->middle <= a->high);
        }
    }

  /* Of some there is none: too few were seen at the same age. */
  g_assert_cmpuint (n_bands, >, 25);
}

CS_TESTS (band)
{
  g_test_add_func ("/analysis/band/quantile-is-the-seventh", test_quantile);
  g_test_add_func ("/analysis/band/is-the-middle-half", test_middle_half);
  g_test_add_func ("/analysis/band/few-posts-have-none", test_few_posts_have_none);
  g_test_add_func ("/analysis/band/is-of-the-same-posts-all-along", test_the_same_posts_all_along);
  g_test_add_func ("/analysis/band/gaps-change-no-posts", test_gaps_change_no_posts);
  g_test_add_func ("/analysis/band/begins-with-most-posts", test_begins_with_most);
  g_test_add_func ("/analysis/band/ends-where-the-post-does", test_ends_where_the_post_does);
  g_test_add_func ("/analysis/band/breaks-where-posts-are-few", test_breaks);
  g_test_add_func ("/analysis/band/ends-at-an-age", test_until_an_age);
  g_test_add_func ("/analysis/band/order-changes-nothing", test_order_changes_nothing);
}
