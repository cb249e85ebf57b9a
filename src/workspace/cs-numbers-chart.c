/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-chart.h"

#include "cs-curve.h"
#include "cs-error.h"
#include "cs-metric.h"
#include "cs-numbers-points.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  double low;
  double high;
} Extremes;

#define NOTHING { INFINITY, -INFINITY }

static void
take (Extremes *self,
      double    value)
{
  self->low = fmin (self->low, value);
  self->high = fmax (self->high, value);
}

static void
add_point (GArray *points,
           double  x,
           double  y,
           CsMark  mark)
{
  CsPoint point = { x, y, mark };

  g_array_append_val (points, point);
}

/* Of a(xxu), with its gaps. */
static CsSeries *
take_curve (GVariant   *record,
            const char *name,
            gint64      until,
            Extremes   *across,
            Extremes   *along)
{
  g_autoptr(GArray) points = cs_numbers_points_read (record, name, until);

  for (guint i = 0; i < points->len; i++)
    {
      const CsCurvePoint *point = &g_array_index (points, CsCurvePoint, i);

      take (across, point->x);
      if (point->value != CS_UNKNOWN)
        take (along, point->value);
    }

  return cs_numbers_points_series (points);
}

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

static CsChart *
refuse (GVariant    *record,
        const char  *name,
        GError     **error)
{
  g_autoptr(GVariant) why = g_variant_lookup_value (record, "too_little", NULL);
  const char *sentence = NULL;

  if (why != NULL && g_variant_is_of_type (why, G_VARIANT_TYPE_VARDICT))
    sentence = text_of (why, name);
  else if (why != NULL)
    sentence = g_variant_get_string (why, NULL);

  return cs_fail_null (error, CS_ERROR_NOT_FOUND, "%s",
                       sentence != NULL ? sentence : _("There is nothing to draw"));
}

CsChart *
cs_numbers_chart_followers (GVariant  *overview,
                            GError   **error)
{
  g_autoptr(GVariant) accounts = g_variant_lookup_value (overview, "accounts", NULL);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_series_unref);
  g_autoptr(CsAxis) x = NULL;
  g_autoptr(CsAxis) y = NULL;
  Extremes moments = NOTHING, values = NOTHING;
  gint64 until = number_of (overview, "until");
  CsChart *chart;

  for (gsize i = 0; i < g_variant_n_children (accounts); i++)
    {
      g_autoptr(GVariant) account = g_variant_get_child_value (accounts, i);

      g_ptr_array_add (lines, take_curve (account, "followers", until, &moments, &values));
    }

  if (values.low > values.high)
    return refuse (overview, "followers", error);

  x = cs_axis_new_time (moments.low, moments.high, NULL);
  y = cs_axis_new_value (values.low, values.high, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  cs_chart_set_title (chart, _("Followers"), TRUE);

  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr(GVariant) account = g_variant_get_child_value (accounts, i);

      cs_chart_add_line (chart, lines->pdata[i], text_of (account, "handle"));
    }

  return chart;
}

/* The word for it that all networks share. */
static char *
dup_posts_title (const char *metric)
{
  int nr;

  if (!cs_enum_from_name (cs_metric_names, metric, &nr))
    return g_strdup (_("Engagement by post"));

  /* Translators: %s is “Replies”: a bar of a chart for each post */
  return g_strdup_printf (_("%s by post"), cs_metric_get_title (nr, CS_N_NETWORKS));
}

/* The first that went out is the first bar. */
CsChart *
cs_numbers_chart_posts (GVariant    *overview,
                        const char  *metric,
                        GError     **error)
{
  g_autoptr(GVariant) posts = g_variant_lookup_value (overview, "posts", NULL);
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (CsPoint));
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) label_list = NULL;
  g_auto(GStrv) name_list = NULL;
  g_autofree char *title = dup_posts_title (metric);
  g_autoptr(CsSeries) series = NULL;
  g_autoptr(CsAxis) x = NULL;
  g_autoptr(CsAxis) y = NULL;
  Extremes values = NOTHING;
  CsChart *chart;

  for (gsize i = g_variant_n_children (posts); i > 0; i--)
    {
      g_autoptr(GVariant) post = g_variant_get_child_value (posts, i - 1);
      gint64 published_at = 0, value = 0;
      guint marks = 0;
      gboolean is_known = g_variant_lookup (post, metric, "x", &value);
      const char *name = text_of (post, "title");

      g_variant_lookup (post, "published_at", "x", &published_at);
      g_variant_lookup (post, "marks", "u", &marks);
      g_array_append_val (moments, published_at);
      g_strv_builder_add (names, name != NULL ? name : text_of (post, "target"));
      add_point (points, points->len, is_known ? value : NAN,
                 marks & (CS_CURVE_CORRECTED | CS_CURVE_LOWERED) ? CS_MARK_CORRECTED
                                                                 : CS_MARK_NONE);
      if (is_known)
        take (&values, value);
    }

  if (values.low > values.high)
    return refuse (overview, "engagement", error);

  label_list = cs_numbers_dup_days (moments, utc);
  name_list = g_strv_builder_end (names);
  series = cs_series_new ((const CsPoint *) points->data, points->len);
  x = cs_axis_new_ordinal ((const char *const *) label_list, (const char *const *) name_list);
  y = cs_axis_new_value (0, values.high, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  cs_chart_set_title (chart, title, TRUE);
  cs_chart_add_bars (chart, series, NULL);

  return chart;
}

static gboolean
holds (GVariant *numbers,
       gint64    number)
{
  gsize n;
  const gint64 *all = g_variant_get_fixed_array (numbers, &n, sizeof *all);

  for (gsize i = 0; i < n; i++)
    if (all[i] == number)
      return TRUE;

  return FALSE;
}

/* The middle half of the account’s other posts, and their median, up to the first age that is not
 * below the post’s own. */
static void
read_band (GVariant *target,
           CsSeries *series[3],
           Extremes *ages,
           Extremes *values)
{
  g_autoptr(GVariant) band = g_variant_lookup_value (target, "band", G_VARIANT_TYPE ("a(xdddu)"));
  g_autoptr(GVariant) breaks = g_variant_lookup_value (target, "band_breaks",
                                                       G_VARIANT_TYPE ("ax"));
  GArray *points[3];
  GVariantIter iter;
  double row[3];
  gint64 age, before = 0;

  for (guint i = 0; i < 3; i++)
    points[i] = g_array_new (FALSE, FALSE, sizeof (CsPoint));

  g_variant_iter_init (&iter, band);

  while (before < ages->high
         && g_variant_iter_next (&iter, "(xdddu)", &age, &row[0], &row[1], &row[2], NULL))
    {
      for (guint i = 0; i < 3; i++)
        {
          if (points[i]->len > 0 && holds (breaks, age))
            add_point (points[i], before + (age - before) / 2.0, NAN, CS_MARK_NONE);
          add_point (points[i], age, row[i], CS_MARK_NONE);
          take (values, row[i]);
        }
      before = age;
    }

  take (ages, MAX (before, ages->low));
  for (guint i = 0; i < 3; i++)
    {
      series[i] = cs_series_new ((const CsPoint *) points[i]->data, points[i]->len);
      g_array_unref (points[i]);
    }
}

static void
add_band (CsChart  *chart,
          CsSeries *band[3])
{
  if (cs_series_get_length (band[1]) > 0)
    {
      cs_chart_add_band (chart, band[0], band[2], _("Middle half of the other posts"));
      cs_chart_add_quiet_line (chart, band[1], _("Median of the other posts"));
    }

  for (guint i = 0; i < 3; i++)
    cs_series_unref (band[i]);
}

/* Of a post that went to several accounts a line each; of one its band, too. */
CsChart *
cs_numbers_chart_post (GVariant  *post,
                       GError   **error)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (post, "targets", NULL);
  g_autoptr(GVariant) first = g_variant_get_child_value (targets, 0);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_series_unref);
  gsize n = g_variant_n_children (targets);
  CsSeries *band[3];
  g_autoptr(CsAxis) x = NULL;
  g_autoptr(CsAxis) y = NULL;
  Extremes ages = NOTHING, values = NOTHING;
  CsChart *chart;

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      gint64 age = number_of (post, "now") - number_of (target, "published_at");

      g_ptr_array_add (lines, take_curve (target, "points", age, &ages, &values));
    }

  if (values.low > values.high)
    return refuse (first, NULL, error);

  if (n == 1)
    read_band (first, band, &ages, &values);
  x = cs_axis_new_age (0, ages.high);
  y = cs_axis_new_value (0, values.high, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  if (text_of (post, "title") != NULL)
    cs_chart_set_title (chart, text_of (post, "title"), TRUE);

  if (n == 1)
    add_band (chart, band);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      cs_chart_add_line (chart, lines->pdata[i],
                         n == 1 ? text_of (target, "metric_title") : text_of (target, "handle"));
    }

  return chart;
}
