/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-chart.h"

#include "cs-measure.h"
#include "cs-numbers-bars.h"
#include "cs-numbers-points.h"

#include <glib/gi18n.h>
#include <math.h>

static gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 number = 0;

  g_variant_lookup (record, name, "x", &number);

  return number;
}

static const char *
text_of (GVariant   *record,
         const char *name)
{
  const char *text = NULL;

  g_variant_lookup (record, name, "&s", &text);

  return text;
}

/* Of several records, one each. */
static GPtrArray *
list_parts (GVariant   *record,
            const char *name)
{
  g_autoptr(GVariant) parts = g_variant_lookup_value (record, name, G_VARIANT_TYPE ("aa{sv}"));
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (gsize i = 0; parts != NULL && i < g_variant_n_children (parts); i++)
    g_ptr_array_add (all, g_variant_get_child_value (parts, i));

  return all;
}

static CsSeries *
read_curve (GVariant   *record,
            const char *name,
            gint64      until)
{
  g_autoptr(GArray) points = cs_numbers_points_read (record, name, until);

  return cs_numbers_points_series (points);
}

/* Widens what is between @low and @high, which is nothing while @low is NaN. */
static void
take_extremes (CsSeries *series,
               double   *low,
               double   *high)
{
  guint lowest, highest;

  if (!cs_series_get_extremes (series, &lowest, &highest))
    return;

  *low = fmin (*low, cs_series_get_point (series, lowest).y);
  *high = fmax (*high, cs_series_get_point (series, highest).y);
}

static CsAxis *
make_time (GVariant               *overview,
           const CsNumbersReading *reading)
{
  CsAxisCalendar calendar = { reading->zone, reading->twelve_hours, reading->first_weekday, FALSE };

  return cs_axis_new_time (number_of (overview, "from"), number_of (overview, "until"), &calendar);
}

static void
set_reading (CsChart                *chart,
             const char             *title,
             const CsNumbersReading *reading)
{
  cs_chart_set_title (chart, title, reading->has_title);
  cs_chart_set_mirrored (chart, reading->is_mirrored);
}

static char *
say_followers (double   value,
               gpointer user_data)
{
  g_autofree char *count = cs_number_format (value, CS_UNIT_COUNT);

  /* Translators: %s is a number, with its separators */
  return g_strdup_printf (ngettext ("%s follower", "%s followers", (gulong) value), count);
}

static void
set_followers (CsChart                *chart,
               const CsNumbersReading *reading)
{
  set_reading (chart, _("Followers"), reading);
  cs_chart_set_say (chart, say_followers, NULL, NULL);
}

/* A line an account, in their order, over the whole time that was asked for. */
CsChart *
cs_numbers_chart_followers (GVariant               *overview,
                            const CsNumbersReading *reading)
{
  g_autoptr(GPtrArray) accounts = list_parts (overview, "accounts");
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_series_unref);
  g_autoptr(CsAxis) x = make_time (overview, reading);
  g_autoptr(CsAxis) y = NULL;
  double low = NAN, high = NAN;
  CsChart *chart;

  for (guint i = 0; i < accounts->len; i++)
    {
      g_ptr_array_add (lines, read_curve (accounts->pdata[i], "followers",
                                          number_of (overview, "until")));
      take_extremes (lines->pdata[i], &low, &high);
    }

  y = cs_axis_new_value (isnan (low) ? 0 : low, isnan (high) ? 0 : high, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  set_followers (chart, reading);
  for (guint i = 0; i < lines->len; i++)
    cs_chart_add_line (chart, lines->pdata[i], text_of (accounts->pdata[i], "handle"));

  return chart;
}

/* Of the first account, with nothing beside the line. */
CsChart *
cs_numbers_chart_sparkline (GVariant               *overview,
                            const CsNumbersReading *reading)
{
  g_autoptr(GPtrArray) accounts = list_parts (overview, "accounts");
  g_autoptr(CsAxis) x = make_time (overview, reading);
  g_autoptr(CsSeries) series = read_curve (accounts->pdata[0], "followers",
                                           number_of (overview, "until"));
  CsChart *chart = cs_chart_new_sparkline (x, series);

  set_followers (chart, reading);

  return chart;
}

/* What a number of a post is called, and how it is written. */
typedef struct
{
  char   *title;
  CsUnit  unit;
} Said;

static void
said_free (gpointer data)
{
  Said *self = data;

  g_free (self->title);
  g_free (self);
}

/* “42 boosts” cannot be said of every language’s numbers and words: “Boosts: 42” can. */
static char *
say_number (double   value,
            gpointer user_data)
{
  Said *self = user_data;
  g_autofree char *number = cs_number_format (value, self->unit);

  /* Translators: a kind of number and the number, as in: Boosts: 42 */
  return g_strdup_printf (C_("number of a post", "%s: %s"), self->title, number);
}

static void
set_said (CsChart    *chart,
          const char *title,
          CsUnit      unit)
{
  Said *said = g_new0 (Said, 1);

  said->title = g_strdup (title);
  said->unit = unit;
  cs_chart_set_say (chart, say_number, said, said_free);
}

static char *
dup_post_name (GVariant     *post,
               const CsAxis *clock)
{
  const char *title = text_of (post, "title");
  g_autofree char *when = cs_axis_say (clock, number_of (post, "published_at"));

  /* Translators: a post, its account or accounts, and when it went out */
  return g_strdup_printf (_("“%s”, %s, %s"),
                          title != NULL && *title != '\0' ? title : _("Untitled"),
                          text_of (post, "handle"), when);
}

static CsAxis *
make_posts_axis (GPtrArray              *posts,
                 GVariant               *overview,
                 const CsNumbersReading *reading)
{
  g_autoptr(CsAxis) clock = make_time (overview, reading);
  g_autoptr(GTimeZone) zone = reading->zone != NULL ? g_time_zone_ref (reading->zone)
                                                    : g_time_zone_new_utc ();
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) all_days = NULL;
  g_auto(GStrv) all_names = NULL;

  for (guint i = 0; i < posts->len; i++)
    {
      gint64 at = number_of (posts->pdata[i], "published_at");

      g_array_append_val (moments, at);
      g_strv_builder_take (names, dup_post_name (posts->pdata[i], clock));
    }

  all_days = cs_numbers_dup_days (moments, zone);
  all_names = g_strv_builder_end (names);

  return cs_axis_new_ordinal ((const char *const *) all_days, (const char *const *) all_names);
}

static CsSeries *
make_bars (GPtrArray *posts,
           guint      measure)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, posts->len);

  for (guint i = 0; i < posts->len; i++)
    {
      guint marks = 0;

      g_variant_lookup (posts->pdata[i], "marks", "u", &marks);
      points[i].x = i;
      points[i].y = cs_measure_of (posts->pdata[i], measure);
      points[i].mark = (marks & (CS_CURVE_CORRECTED | CS_CURVE_LOWERED)) != 0
                       ? CS_MARK_CORRECTED : CS_MARK_NONE;
    }

  return cs_series_new (points, posts->len);
}

/**
 * cs_numbers_chart_posts:
 * @measure: see cs-measure.h
 *
 * A bar a post, of all its accounts: the first that went out is the first.
 */
CsChart *
cs_numbers_chart_posts (GVariant               *overview,
                        guint                   measure,
                        const CsNumbersReading *reading)
{
  g_autoptr(GPtrArray) posts = cs_numbers_bars_read (overview);
  g_autoptr(CsSeries) bars = make_bars (posts, measure);
  g_autoptr(CsAxis) x = make_posts_axis (posts, overview, reading);
  g_autoptr(CsAxis) y = NULL;
  CsUnit unit = measure == CS_MEASURE_RATE ? CS_UNIT_RATE : CS_UNIT_COUNT;
  const char *name = cs_measure_get_title (measure, CS_N_NETWORKS);
  /* Translators: %s is “Replies”: a bar of a chart for each post */
  g_autofree char *title = g_strdup_printf (_("%s, post by post"), name);
  double low = 0, high = 0;
  CsChart *chart;

  take_extremes (bars, &low, &high);
  y = cs_axis_new_value (0, high, unit);
  chart = cs_chart_new (x, y);
  set_reading (chart, title, reading);
  set_said (chart, name, unit);
  cs_chart_add_bars (chart, bars, name);

  return chart;
}

gint64
cs_numbers_chart_get_end (GVariant *target,
                          gint64    now)
{
  g_autoptr(GVariant) points = g_variant_lookup_value (target, "points",
                                                       G_VARIANT_TYPE ("a(xxu)"));
  gint64 end = MAX (now - number_of (target, "published_at"), 1);
  GVariantIter iter;
  gint64 age;

  if (points == NULL)
    return end;

  g_variant_iter_init (&iter, points);
  while (g_variant_iter_next (&iter, "(xxu)", &age, NULL, NULL))
    end = MAX (end, age);

  return end;
}

static CsSeries *
read_target (GVariant *target,
             gint64    now)
{
  return read_curve (target, "points", now - number_of (target, "published_at"));
}

/* Of one field of the band’s points. */
static CsSeries *
make_band_series (const GArray *band,
                  gsize         offset)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, band->len);

  for (guint i = 0; i < band->len; i++)
    {
      const CsBandPoint *point = &g_array_index (band, CsBandPoint, i);

      points[i].x = point->age;
      points[i].y = G_STRUCT_MEMBER (double, point, offset);
    }

  return cs_series_new (points, band->len);
}

static char *
dup_curve_title (const char *measure,
                 const char *title)
{
  if (title == NULL || *title == '\0')
    return g_strdup (measure);

  /* Translators: a kind of number, and the title of the post that it is of */
  return g_strdup_printf (C_("number of a post", "%s of “%s”"), measure, title);
}

/* Of how many posts it is. */
static char *
dup_median_name (const GArray *band)
{
  guint n = g_array_index (band, CsBandPoint, 0).n;

  return g_strdup_printf (ngettext ("Median of %u of your posts", "Median of %u of your posts", n),
                          n);
}

/**
 * cs_numbers_chart_curve:
 * @target: of numbers.post
 *
 * The post, which the keys come to first; then what the account’s other posts did at the same age.
 */
CsChart *
cs_numbers_chart_curve (GVariant               *target,
                        gint64                  now,
                        const CsNumbersReading *reading)
{
  gint64 end = cs_numbers_chart_get_end (target, now);
  const char *measure = text_of (target, "metric_title");
  g_autofree char *title = dup_curve_title (measure, text_of (target, "title"));
  g_autoptr(GArray) band = cs_numbers_band_read (target, end);
  g_autoptr(CsSeries) curve = read_target (target, now);
  g_autoptr(CsSeries) middle = make_band_series (band, G_STRUCT_OFFSET (CsBandPoint, middle));
  g_autoptr(CsSeries) low = make_band_series (band, G_STRUCT_OFFSET (CsBandPoint, low));
  g_autoptr(CsSeries) high = make_band_series (band, G_STRUCT_OFFSET (CsBandPoint, high));
  g_autoptr(CsAxis) x = cs_axis_new_age (0, end);
  g_autoptr(CsAxis) y = NULL;
  double least = 0, most = 0;
  CsChart *chart;

  take_extremes (curve, &least, &most);
  take_extremes (high, &least, &most);
  y = cs_axis_new_value (0, most, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  set_reading (chart, title, reading);
  set_said (chart, measure, CS_UNIT_COUNT);
  cs_chart_add_line (chart, curve, _("This post"));
  if (band->len > 0)
    {
      g_autofree char *name = dup_median_name (band);

      cs_chart_add_quiet_line (chart, middle, name);
      cs_chart_add_band (chart, low, high, _("Middle half of them"));
    }

  return chart;
}

/* The word for it that all networks share. */
static const char *
find_measure (GVariant *post)
{
  int measure = CS_METRIC_ENGAGEMENT;
  const char *name = text_of (post, "metric");

  if (name != NULL)
    cs_enum_from_name (cs_measure_names, name, &measure);

  return cs_measure_get_title (measure, CS_N_NETWORKS);
}

/**
 * cs_numbers_chart_post:
 * @post: as numbers.post answers
 *
 * Of one that went to several accounts a line each; else its curve.
 */
CsChart *
cs_numbers_chart_post (GVariant               *post,
                       const CsNumbersReading *reading)
{
  gint64 now = number_of (post, "now");
  g_autoptr(GPtrArray) targets = list_parts (post, "targets");
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_series_unref);
  const char *measure = find_measure (post);
  g_autofree char *title = dup_curve_title (measure, text_of (post, "title"));
  g_autoptr(CsAxis) x = NULL;
  g_autoptr(CsAxis) y = NULL;
  double least = 0, most = 0;
  gint64 end = 1;
  CsChart *chart;

  if (targets->len == 1)
    return cs_numbers_chart_curve (targets->pdata[0], now, reading);

  for (guint i = 0; i < targets->len; i++)
    {
      g_ptr_array_add (lines, read_target (targets->pdata[i], now));
      take_extremes (lines->pdata[i], &least, &most);
      end = MAX (end, cs_numbers_chart_get_end (targets->pdata[i], now));
    }

  x = cs_axis_new_age (0, end);
  y = cs_axis_new_value (0, most, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  set_reading (chart, title, reading);
  set_said (chart, measure, CS_UNIT_COUNT);
  for (guint i = 0; i < targets->len; i++)
    cs_chart_add_line (chart, lines->pdata[i], text_of (targets->pdata[i], "handle"));

  return chart;
}
