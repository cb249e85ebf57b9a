/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-points.h"

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
