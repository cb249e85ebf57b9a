/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve.h"
#include "cs-test.h"

#include <math.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define KEPT (28 * DAY)      /* one of so many days is kept of a post that is older than a year */
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
  return cs_curve_of_post (samples, NULL, PUBLISHED, CS_METRIC_LIKES);
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
  add_sample (samples, 59 * MINUTE, 20);
  curve = likes_of (samples);

  g_assert_cmpuint (curve->len, ==, 3);
  g_assert_cmpuint (marks_at (curve, 0), ==, CS_CURVE_BREAK);
  g_assert_cmpuint (marks_at (curve, 1), ==, 0);
  g_assert_cmpuint (marks_at (curve, 2), ==, 0);
  assert_at (curve, 15 * MINUTE, 10);
  assert_at (curve, 18 * MINUTE, 12);
  assert_at (curve, 30 * MINUTE, 20);
  assert_at (curve, 45 * MINUTE, 20);
  assert_at (curve, 59 * MINUTE, 20);
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

/* No sample in a slot, or in a bucket of what is kept, is a gap; what lies in the next is none,
 * wherever in it. At a border the slots on each side count: none of two days at two posts' ages. */
static void
test_gaps_by_age (void)
{
  static const struct { gint64 age, near, far; } cases[] = {
    { 2 * HOUR, 149 * MINUTE, 179 * MINUTE },
    { DAY - 15 * MINUTE, DAY + 59 * MINUTE, DAY + 2 * HOUR },
    { 3 * DAY, 3 * DAY + 119 * MINUTE, 3 * DAY + 4 * HOUR },
    { 7 * DAY - 2 * HOUR, 7 * DAY - HOUR, 9 * DAY },
    { 7 * DAY - HOUR, 8 * DAY - HOUR, 9 * DAY },
    { 30 * DAY, 32 * DAY - 2, 33 * DAY },
    { 78 * DAY, 79 * DAY, 91 * DAY },
    { 88 * DAY, 89 * DAY, 97 * DAY },
    { 89 * DAY, 97 * DAY - 2, 105 * DAY },
    { 202 * DAY, 209 * DAY, 223 * DAY },
    { 363 * DAY, 391 * DAY, 447 * DAY },
    { 503 * DAY, 531 * DAY, 587 * DAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) samples = cs_records_new ();
      g_autoptr(GArray) curve = NULL;
      gint64 near = cases[i].near, far = cases[i].far;

      add_sample (samples, cases[i].age, 10);
      add_sample (samples, near, 20);
      add_sample (samples, far, 30);
      curve = likes_of (samples);

      g_test_message ("%" G_GINT64_FORMAT " s", cases[i].age);
      g_assert_cmpuint (marks_at (curve, 1), ==, 0);
      assert_at (curve, (cases[i].age + near) / 2, 15);
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
  curve = cs_curve_of_post (samples, NULL, PUBLISHED, CS_METRIC_ENGAGEMENT);

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
  add_followers (samples, now - 27 * DAY, 120);
  add_followers (samples, now - 3 * HOUR, 150);
  add_followers (samples, now - 2 * HOUR, 151);
  add_followers (samples, now, 152);
  curve = cs_curve_of_followers (samples, NULL, CS_UNKNOWN, now);

  g_assert_cmpuint (marks_at (curve, 1), ==, 0);
  g_assert_cmpuint (marks_at (curve, 2), ==, CS_CURVE_BREAK);
  g_assert_cmpuint (marks_at (curve, 3), ==, CS_CURVE_BREAK);
  g_assert_cmpuint (marks_at (curve, 4), ==, 0);
  g_assert_cmpuint (marks_at (curve, 5), ==, CS_CURVE_BREAK);
  assert_at (curve, now - 5 * HOUR / 2, 150.5);
}

static void
add_gap (GPtrArray  *gaps,
         const char *target_id,
         gint64      from,
         gint64      until)
{
  CsGap *gap = cs_record_new (CS_RECORD_GAP);

  gap->target_id = g_strdup (target_id);
  gap->from_at = from;
  gap->until_at = until;
  g_ptr_array_add (gaps, gap);
}

/* Of two days of an account, thirty days ago, of each of which one sample is kept. */
static gboolean
is_broken_by (GPtrArray *gaps)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) curve = NULL;
  gint64 day = 20000 * (gint64) DAY;

  add_followers (samples, day + 10 * HOUR, 100);
  add_followers (samples, day + 47 * HOUR, 110);
  add_followers (samples, day + 71 * HOUR, 120);
  curve = cs_curve_of_followers (samples, gaps, CS_UNKNOWN, day + 30 * DAY);
  g_assert_cmpuint (marks_at (curve, 2), ==, 0);

  return (marks_at (curve, 1) & CS_CURVE_BREAK) != 0;
}

/* What is known to be a gap, and is as long as what lies between samples then, breaks the line also
 * where what is left of it is near enough; a night that is shorter does not. */
static void
test_known_gaps (void)
{
  static const struct { gint64 hours[4]; const char *target; gboolean breaks; } cases[] = {
    { { 11, 41 }, NULL, TRUE },               /* thirty hours */
    { { 10, 35 }, "post", FALSE },            /* of a post, not of the account */
    { { 11, 34 }, NULL, FALSE },
    { { 11, 20, 20, 40 }, NULL, TRUE },       /* two of different causes, one after the other */
    { { 11, 20, 25, 40 }, NULL, FALSE },
    { { -20, 9 }, NULL, FALSE },
    { { -14, 36 }, NULL, FALSE },             /* the first sample lies in it: a file told it */
    { { 12, 60 }, NULL, FALSE },              /* the second does */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) gaps = cs_records_new ();

      for (guint k = 0; k < 4 && cases[i].hours[k] != 0; k += 2)
        add_gap (gaps, cases[i].target, 20000 * (gint64) DAY + cases[i].hours[k] * HOUR,
                 20000 * (gint64) DAY + cases[i].hours[k + 1] * HOUR);
      g_test_message ("case %u", i);
      g_assert_cmpint (is_broken_by (gaps), ==, cases[i].breaks);
    }
}

/* One that is open has no end yet, and nothing that was counted lies behind it. */
static void
test_known_gaps_of_a_post (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GPtrArray) gaps = cs_records_new ();
  g_autoptr(GArray) curve = NULL;

  for (guint n = 15; n < 21; n++)
    g_set_str (&add_sample (samples, n * KEPT + (n == 18) * 20 * HOUR, n)->target_id, "post");
  add_gap (gaps, NULL, PUBLISHED + 15 * KEPT, CS_UNKNOWN);
  add_gap (gaps, NULL, PUBLISHED + 16 * KEPT - 10 * MINUTE, PUBLISHED + 17 * KEPT);
  add_gap (gaps, "other", PUBLISHED + 17 * KEPT, PUBLISHED + 18 * KEPT + HOUR);
  add_gap (gaps, "post", PUBLISHED + 19 * KEPT, PUBLISHED + 20 * KEPT);
  curve = cs_curve_of_post (samples, gaps, PUBLISHED, CS_METRIC_LIKES);

  for (guint i = 1; i < curve->len; i++)
    g_assert_cmpuint (marks_at (curve, i), ==, i == 2 || i == 5 ? CS_CURVE_BREAK : 0);
}

/* A row of the whole account, of which no slot of this line is lost: it is for other posts. */
static void
test_known_gaps_of_others (void)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GPtrArray) followers = cs_records_new ();
  g_autoptr(GPtrArray) gaps = cs_records_new ();
  g_autoptr(GArray) post = NULL;
  g_autoptr(GArray) account = NULL;

  add_sample (samples, 20 * DAY, 1);
  add_sample (samples, 21 * DAY + HOUR, 2);
  add_followers (followers, PUBLISHED, 100);
  add_followers (followers, PUBLISHED + HOUR + MINUTE, 110);
  add_gap (gaps, NULL, PUBLISHED, PUBLISHED + HOUR + MINUTE);
  add_gap (gaps, NULL, PUBLISHED + 20 * DAY, PUBLISHED + 21 * DAY + HOUR);
  post = cs_curve_of_post (samples, gaps, PUBLISHED, CS_METRIC_LIKES);
  account = cs_curve_of_followers (followers, gaps, PUBLISHED, PUBLISHED + DAY);

  g_assert_cmpuint (marks_at (post, 1), ==, 0);
  g_assert_cmpuint (marks_at (account, 1), ==, 0);
}

/* A slot of what is promised; it is told by when it was taken, or would have been. */
typedef struct
{
  gint64   at;         /* the age of a post, a moment of an account */
  gint64   bucket;     /* of those that are alike the last stays */
  guint    unit;       /* what is neither promised nor kept more than once */
  gboolean is_lost;
} Slot;

/* The rules as they are written: issue and help; not as the code has them. */
static gint64
step_of_cadence (gint64 age)
{
  return age < DAY ? 15 * MINUTE : age < 7 * DAY ? HOUR : age < 90 * DAY ? DAY : 7 * DAY;
}

static gint64
step_of_kept (gint64 age)
{
  return age < 2 * DAY ? 1 : age < 14 * DAY ? HOUR : age < 90 * DAY ? DAY
       : age < 365 * DAY ? 7 * DAY : 28 * DAY;
}

/* Whoever is away is so for minutes, or for months. */
static void
lose_some (GArray *slots,
           GRand  *rand)
{
  guint i = 0;

  while (i < slots->len)
    {
      gint64 until = g_array_index (slots, Slot, i).at;

      i += g_rand_int_range (rand, 1, 1 << g_rand_int_range (rand, 1, 10));
      if (i >= slots->len)
        return;

      until = g_array_index (slots, Slot, i).at
            + (gint64) exp (g_rand_double_range (rand, 0, log (70.0 * DAY)));
      for (; i < slots->len && g_array_index (slots, Slot, i).at <= until; i++)
        g_array_index (slots, Slot, i).is_lost = TRUE;
    }
}

static void
add_slot (GArray *slots,
          gint64  at,
          gint64  bucket)
{
  const Slot *before = slots->len > 0 ? &g_array_index (slots, Slot, slots->len - 1) : NULL;
  Slot slot = { at, bucket, before != NULL ? before->unit + (before->bucket != bucket) : 0, FALSE };

  g_array_append_val (slots, slot);
}

static GArray *
promise_post (GRand *rand)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (Slot));

  for (gint64 age = 0; age < 500 * DAY; age += step_of_cadence (age))
    {
      gint64 at = age + g_rand_int_range (rand, 0, 15 * MINUTE);
      gint64 kept = step_of_kept (at);

      /* Tiers are told apart by what no bucket of theirs begins with. */
      add_slot (slots, at, kept > HOUR ? at / kept * kept * 1000 + kept / DAY : age * 1000);
    }

  return slots;
}

/* Those of days that ended less than two weeks ago are all there. */
static GArray *
promise_followers (GRand  *rand,
                   gint64  added_at,
                   gint64  now)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (Slot));
  gint64 today = now / DAY * DAY;

  for (gint64 slot = added_at; slot + 15 * MINUTE <= now; slot += HOUR)
    {
      gint64 at = slot + g_rand_int_range (rand, 0, 15 * MINUTE);
      gint64 kept = step_of_kept (today - at);

      add_slot (slots, at, at < today - 14 * DAY ? at / kept * kept * 1000 + kept / DAY
                                                 : slot * 1000);
    }

  return slots;
}

static gboolean
stays (GArray *slots,
       guint   place)
{
  const Slot *slot = &g_array_index (slots, Slot, place);

  for (guint i = place + 1; i < slots->len; i++)
    {
      const Slot *next = &g_array_index (slots, Slot, i);

      if (next->bucket != slot->bucket)
        return TRUE;
      if (!next->is_lost)
        return FALSE;
    }

  return TRUE;
}

/* Whether all of anything between them was lost. */
static void
assert_joined (GArray *curve,
               guint   place,
               guint   unit_before,
               guint   unit)
{
  gint64 before = g_array_index (curve, CsCurvePoint, place - 1).x;
  gint64 after = g_array_index (curve, CsCurvePoint, place).x;
  gboolean joins = unit <= unit_before + 1;
  double value;

  if (joins != cs_curve_at (curve, after - 1, &value))
    g_error ("From %.3f to %.3f days there is %s", before / (double) DAY, after / (double) DAY,
             joins ? "no line, and nothing was lost" : "a line over what was lost");
  g_assert_cmpint (cs_curve_at (curve, before + 1, &value), ==, joins);
  g_assert_cmpint (cs_curve_at (curve, (before + after) / 2, &value), ==, joins);
}

/* Loses some of what was promised, keeps of the rest what is kept when it is old, and looks at each
 * two that are neighbours then. */
static void
assert_joins_what_is_whole (GArray *slots,
                            GRand  *rand,
                            gint64  added_at,
                            gint64  now)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GArray) units = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GArray) curve = NULL;
  gboolean is_post = added_at == CS_UNKNOWN;

  lose_some (slots, rand);
  for (guint i = 0; i < slots->len; i++)
    {
      const Slot *slot = &g_array_index (slots, Slot, i);

      if (slot->is_lost || !stays (slots, i))
        continue;

      if (is_post)
        add_sample (samples, slot->at, i);
      else
        add_followers (samples, slot->at, i);
      g_array_append_val (units, slot->unit);
    }

  curve = is_post ? likes_of (samples) : cs_curve_of_followers (samples, NULL, added_at, now);
  g_assert_cmpuint (curve->len, ==, units->len);
  for (guint i = 1; i < curve->len; i++)
    assert_joined (curve, i, g_array_index (units, guint, i - 1), g_array_index (units, guint, i));
}

/* A line leads from a point to the next if nothing between them that was promised, and would have
 * been kept, was lost; and only then. */
static void
test_never_over_a_gap (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr(GArray) post = promise_post (rand);

      assert_joins_what_is_whole (post, rand, CS_UNKNOWN, 0);
    }

  for (guint round = 0; round < 40; round++)
    {
      gint64 now = PUBLISHED + g_rand_int_range (rand, 0, 60 * DAY);
      gint64 added_at = (now - 450 * DAY) / HOUR * HOUR + g_rand_int_range (rand, 0, 45 * MINUTE);
      g_autoptr(GArray) followers = promise_followers (rand, added_at, now);

      assert_joins_what_is_whole (followers, rand, added_at, now);
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
  g_test_add_func ("/analysis/curve/known-gaps", test_known_gaps);
  g_test_add_func ("/analysis/curve/known-gaps-of-a-post", test_known_gaps_of_a_post);
  g_test_add_func ("/analysis/curve/known-gaps-of-others", test_known_gaps_of_others);
  g_test_add_func ("/analysis/curve/is-never-over-a-gap", test_never_over_a_gap);
}
