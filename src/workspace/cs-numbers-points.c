/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-points.h"

#include <glib/gi18n.h>
#include <math.h>

static void
add_gap (GArray *points,
         gint64  until)
{
  gint64 from = g_array_index (points, CsCurvePoint, points->len - 1).x;
  CsCurvePoint gap = { from + (until - from) / 2, CS_UNKNOWN, 0 };

  g_array_append_val (points, gap);
}

static void
read_points (GArray   *points,
             GVariant *values)
{
  GVariantIter iter;
  CsCurvePoint point;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "(xxu)", &point.x, &point.value, &point.marks))
    {
      if ((point.marks & CS_CURVE_BREAK) != 0 && points->len > 0)
        add_gap (points, point.x);
      g_array_append_val (points, point);
    }
}

/* Whether nothing is counted any more, and that is explained. */
static gboolean
is_gap_open (GVariant *view)
{
  g_autoptr(GVariant) gaps = g_variant_lookup_value (view, "gaps", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; gaps != NULL && i < g_variant_n_children (gaps); i++)
    {
      g_autoptr(GVariant) gap = g_variant_get_child_value (gaps, i);
      gint64 until;

      if (!g_variant_lookup (gap, "until_at", "x", &until))
        return TRUE;
    }

  return FALSE;
}

/**
 * cs_numbers_points_read:
 * @view: with a(xxu) as @field, and “gaps”
 * @until: where the chart ends, as an x
 *
 * Returns: (transfer full): #CsCurvePoint; of a gap the value is %CS_UNKNOWN
 */
GArray *
cs_numbers_points_read (GVariant   *view,
                        const char *field,
                        gint64      until)
{
  g_autoptr(GVariant) values = g_variant_lookup_value (view, field, G_VARIANT_TYPE ("a(xxu)"));
  GArray *points = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));

  if (values != NULL)
    read_points (points, values);
  if (points->len > 0 && g_array_index (points, CsCurvePoint, points->len - 1).x < until
      && is_gap_open (view))
    add_gap (points, until);

  return points;
}

/* A point each. */
CsSeries *
cs_numbers_points_series (const GArray *points)
{
  g_autofree CsPoint *drawn = g_new (CsPoint, points->len);

  for (guint i = 0; i < points->len; i++)
    {
      const CsCurvePoint *point = &g_array_index (points, CsCurvePoint, i);
      gboolean is_corrected = (point->marks & (CS_CURVE_CORRECTED | CS_CURVE_LOWERED)) != 0;

      drawn[i] = (CsPoint) { point->x, point->value != CS_UNKNOWN ? point->value : NAN,
                             is_corrected ? CS_MARK_CORRECTED : CS_MARK_NONE };
    }

  return cs_series_new (drawn, points->len);
}

static gboolean
is_among (GVariant *ages,
          gint64    age)
{
  gsize n = 0;
  const gint64 *all = ages != NULL ? g_variant_get_fixed_array (ages, &n, sizeof *all) : NULL;

  for (gsize i = 0; i < n; i++)
    if (all[i] == age)
      return TRUE;

  return FALSE;
}

/**
 * cs_numbers_band_read:
 * @target: of numbers.post
 * @until: the age where the chart ends: what came of older posts later is not shown
 *
 * Returns: (transfer full): #CsBandPoint up to the first age that is not below @until; NaN where
 *   no line leads over
 */
GArray *
cs_numbers_band_read (GVariant *target,
                      gint64    until)
{
  g_autoptr(GVariant) band = g_variant_lookup_value (target, "band", G_VARIANT_TYPE ("a(xdddu)"));
  g_autoptr(GVariant) breaks = g_variant_lookup_value (target, "band_breaks",
                                                       G_VARIANT_TYPE ("ax"));
  GArray *points = g_array_new (FALSE, FALSE, sizeof (CsBandPoint));
  CsBandPoint point = { 0, };
  GVariantIter iter;
  gint64 before = 0;

  if (band == NULL)
    return points;

  g_variant_iter_init (&iter, band);
  while (before < until
         && g_variant_iter_next (&iter, "(xdddu)", &point.age, &point.low, &point.middle,
                                 &point.high, &point.n))
    {
      if (points->len > 0 && is_among (breaks, point.age))
        {
          CsBandPoint gap = { before + (point.age - before) / 2, NAN, NAN, NAN, 0, FALSE };

          g_array_append_val (points, gap);
        }
      g_array_append_val (points, point);
      before = point.age;
    }

  return points;
}

static GDateTime *
find_day (const GArray *moments,
          guint         i,
          GTimeZone    *zone)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (g_array_index (moments, gint64, i));

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/**
 * cs_numbers_dup_days:
 * @moments: gint64, in their order
 * @zone: whose days they are
 *
 * Returns: (transfer full): what stands below a bar of each: its day, and where they are of more
 *   than one year that, too
 */
GStrv
cs_numbers_dup_days (const GArray *moments,
                     GTimeZone    *zone)
{
  g_autoptr(GStrvBuilder) days = g_strv_builder_new ();
  g_autoptr(GDateTime) first = moments->len > 0 ? find_day (moments, 0, zone) : NULL;
  g_autoptr(GDateTime) last = first != NULL ? find_day (moments, moments->len - 1, zone) : NULL;
  gboolean has_years = last != NULL && g_date_time_get_year (first) != g_date_time_get_year (last);

  for (guint i = 0; i < moments->len; i++)
    {
      g_autoptr(GDateTime) day = find_day (moments, i, zone);

      if (day == NULL)
        g_strv_builder_add (days, "");
      else if (has_years)
        /* Translators: a day below a bar of a chart, as in 21 Nov 2026 */
        g_strv_builder_take (days, g_date_time_format (day, _("%-d %b %Y")));
      else
        /* Translators: a day below a bar of a chart, as in 21 Nov */
        g_strv_builder_take (days, g_date_time_format (day, _("%-d %b")));
    }

  return g_strv_builder_end (days);
}
