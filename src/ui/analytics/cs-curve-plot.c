/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve-plot.h"

#include "cs-band.h"
#include "cs-item.h"
#include "cs-number-words.h"
#include "cs-points.h"

#include <glib/gi18n.h>
#include <math.h>

/* The post’s own first: that is what the keys come to. */
enum
{
  LAYER_POST,
  LAYER_MEDIAN,
  LAYER_BAND,
};

enum
{
  COLUMN_AGE,
  COLUMN_VALUE,
  COLUMN_WHAT,
  COLUMN_REMARK,
  N_COLUMNS,
};

struct _CsCurvePlot
{
  CsPlot     parent_instance;

  CsReading  reading;
  CsAxis    *ages;
  CsPoints  *points;
  GArray    *band;       /* CsBandPoint; NaN in its gaps */
  char      *measure;    /* what is counted, in its network’s word */
};

G_DEFINE_FINAL_TYPE (CsCurvePlot, cs_curve_plot, CS_TYPE_PLOT)

static const CsBandPoint *
get_band (CsPlot *plot,
          CsSpot  spot)
{
  return &g_array_index (CS_CURVE_PLOT (plot)->band, CsBandPoint, spot.point);
}

static const CsCurvePoint *
get_point (CsPlot *plot,
           CsSpot  spot)
{
  return &g_array_index (CS_CURVE_PLOT (plot)->points->points, CsCurvePoint, spot.point);
}

static gint64
age_at (CsPlot *plot,
        CsSpot  spot)
{
  return spot.layer == LAYER_POST ? get_point (plot, spot)->x : get_band (plot, spot)->age;
}

/* NaN: not known; of a band its middle. */
static double
value_at (CsPlot *plot,
          CsSpot  spot)
{
  if (spot.layer != LAYER_POST)
    return get_band (plot, spot)->middle;

  return get_point (plot, spot)->value != CS_UNKNOWN ? get_point (plot, spot)->value : NAN;
}

static const char *
name_of (guint layer)
{
  switch (layer)
    {
    case LAYER_POST:
      return _("This post");
    case LAYER_MEDIAN:
      return _("Median of your posts");
    case LAYER_BAND:
    default:
      return _("Middle half of them");
    }
}

static gboolean
cs_curve_plot_is_gap (CsPlot *plot,
                      CsSpot  spot)
{
  return isnan (value_at (plot, spot));
}

static char *
cs_curve_plot_dup_remark (CsPlot *plot,
                          CsSpot  spot)
{
  guint n;

  if (spot.layer == LAYER_POST)
    return cs_points_dup_remark (CS_CURVE_PLOT (plot)->points, &CS_CURVE_PLOT (plot)->reading,
                                 spot.point);

  n = get_band (plot, spot)->n;
  if (n == 0)
    return g_strdup (_("Too few posts were counted at this age"));

  return g_strdup_printf (ngettext ("Of %u post", "Of %u posts", n), n);
}

static guint
cs_curve_plot_get_n_columns (CsPlot *plot)
{
  return N_COLUMNS;
}

static const char *
cs_curve_plot_get_column_title (CsPlot *plot,
                                guint   column)
{
  const char *const titles[] = { _("Age"), CS_CURVE_PLOT (plot)->measure, _("Of"), _("Remarks") };

  return titles[column];
}

static CsColumnKind
cs_curve_plot_get_column_kind (CsPlot *plot,
                               guint   column)
{
  return column == COLUMN_VALUE    ? CS_COLUMN_NUMBER
         : column == COLUMN_REMARK ? CS_COLUMN_TEXT
                                   : CS_COLUMN_WORDS;
}

static char *
dup_value (CsPlot *plot,
           CsSpot  spot)
{
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (spot.layer == LAYER_POST || isnan (value_at (plot, spot)))
    return cs_words_count (isnan (value_at (plot, spot)) ? CS_UNKNOWN
                                                         : get_point (plot, spot)->value);

  if (spot.layer == LAYER_MEDIAN)
    return cs_number_format (get_band (plot, spot)->middle, CS_UNIT_COUNT);

  low = cs_number_format (get_band (plot, spot)->low, CS_UNIT_COUNT);
  high = cs_number_format (get_band (plot, spot)->high, CS_UNIT_COUNT);

  /* Translators: two numbers and what lies between, as in 12 – 30 */
  return g_strdup_printf (_("%s – %s"), low, high);
}

static char *
cs_curve_plot_dup_cell (CsPlot *plot,
                        CsSpot  spot,
                        guint   column)
{
  switch (column)
    {
    case COLUMN_AGE:
      return cs_axis_say (CS_CURVE_PLOT (plot)->ages, age_at (plot, spot));

    case COLUMN_WHAT:
      return g_strdup (name_of (spot.layer));

    case COLUMN_VALUE:
      return dup_value (plot, spot);

    default:
      return cs_curve_plot_dup_remark (plot, spot);
    }
}

static int
cs_curve_plot_compare (CsPlot *plot,
                       CsSpot  one,
                       CsSpot  other,
                       guint   column)
{
  g_autofree char *remark = NULL;
  g_autofree char *other_remark = NULL;

  switch (column)
    {
    case COLUMN_AGE:
      return cs_plot_compare_counts (age_at (plot, one), age_at (plot, other));

    case COLUMN_WHAT:
      return cs_plot_compare_counts (one.layer, other.layer);

    case COLUMN_VALUE:
      return cs_plot_compare_values (value_at (plot, one), value_at (plot, other));

    default:
      remark = cs_curve_plot_dup_remark (plot, one);
      other_remark = cs_curve_plot_dup_remark (plot, other);
      return g_strcmp0 (remark, other_remark);
    }
}

static void
cs_curve_plot_finalize (GObject *object)
{
  CsCurvePlot *self = CS_CURVE_PLOT (object);

  cs_reading_clear (&self->reading);
  g_clear_pointer (&self->ages, cs_axis_unref);
  g_clear_pointer (&self->points, cs_points_free);
  g_array_unref (self->band);
  g_free (self->measure);

  G_OBJECT_CLASS (cs_curve_plot_parent_class)->finalize (object);
}

static void
cs_curve_plot_class_init (CsCurvePlotClass *klass)
{
  CsPlotClass *plot_class = CS_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_curve_plot_finalize;
  plot_class->is_gap = cs_curve_plot_is_gap;
  plot_class->dup_remark = cs_curve_plot_dup_remark;
  plot_class->get_n_columns = cs_curve_plot_get_n_columns;
  plot_class->get_column_title = cs_curve_plot_get_column_title;
  plot_class->get_column_kind = cs_curve_plot_get_column_kind;
  plot_class->dup_cell = cs_curve_plot_dup_cell;
  plot_class->compare = cs_curve_plot_compare;
}

static void
cs_curve_plot_init (CsCurvePlot *self)
{
  self->reading = cs_reading_here ();
  self->band = g_array_new (FALSE, FALSE, sizeof (CsBandPoint));
}

static gboolean
is_among (GVariant *ages,
          gint64    age)
{
  for (gsize i = 0; ages != NULL && i < g_variant_n_children (ages); i++)
    {
      gint64 one;

      g_variant_get_child (ages, i, "x", &one);
      if (one == age)
        return TRUE;
    }

  return FALSE;
}

/* With a point of no value where no line leads over. */
static void
read_band (CsCurvePlot *self,
           GVariant    *target)
{
  g_autoptr(GVariant) band = g_variant_lookup_value (target, "band", G_VARIANT_TYPE ("a(xdddu)"));
  g_autoptr(GVariant) breaks = g_variant_lookup_value (target, "band_breaks",
                                                       G_VARIANT_TYPE ("ax"));
  GVariantIter iter;
  CsBandPoint point;

  if (band == NULL)
    return;

  g_variant_iter_init (&iter, band);
  while (g_variant_iter_next (&iter, "(xdddu)", &point.age, &point.low, &point.middle, &point.high,
                              &point.n))
    {
      if (self->band->len > 0 && is_among (breaks, point.age))
        {
          gint64 before = g_array_index (self->band, CsBandPoint, self->band->len - 1).age;
          CsBandPoint gap = { before + (point.age - before) / 2, NAN, NAN, NAN, 0 };

          g_array_append_val (self->band, gap);
        }
      g_array_append_val (self->band, point);
    }
}

static char *
say_measure (double   value,
             gpointer measure)
{
  g_autofree char *count = cs_number_format (value, CS_UNIT_COUNT);

  /* Translators: a kind of number and the number, as in: Boosts: 42 */
  return g_strdup_printf (C_("number of a post", "%s: %s"), (const char *) measure, count);
}

/* Of one field of the band’s points. */
static CsSeries *
make_series (CsCurvePlot *self,
             gsize        offset)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, self->band->len);

  for (guint i = 0; i < self->band->len; i++)
    {
      const CsBandPoint *point = &g_array_index (self->band, CsBandPoint, i);

      points[i].x = point->age;
      points[i].y = G_STRUCT_MEMBER (double, point, offset);
    }

  return cs_series_new (points, self->band->len);
}

static double
find_most (CsCurvePlot *self,
           CsSeries    *curve)
{
  guint lowest, highest;
  double most = 0;

  if (cs_series_get_extremes (curve, &lowest, &highest))
    most = cs_series_get_point (curve, highest).y;
  for (guint i = 0; i < self->band->len; i++)
    most = fmax (most, g_array_index (self->band, CsBandPoint, i).high);

  return most;
}

/* Until where this post has come, or its points go: what came of older ones later is not shown. */
static gint64
find_oldest (CsCurvePlot *self,
             gint64       now)
{
  gint64 oldest = MAX (now - self->points->origin, 1);

  for (guint i = 0; i < self->points->points->len; i++)
    oldest = MAX (oldest, g_array_index (self->points->points, CsCurvePoint, i).x);

  return oldest;
}

static CsChart *
make_chart (CsCurvePlot *self)
{
  g_autoptr(CsSeries) curve = cs_points_new_series (self->points);
  g_autoptr(CsSeries) middle = make_series (self, G_STRUCT_OFFSET (CsBandPoint, middle));
  g_autoptr(CsSeries) low = make_series (self, G_STRUCT_OFFSET (CsBandPoint, low));
  g_autoptr(CsSeries) high = make_series (self, G_STRUCT_OFFSET (CsBandPoint, high));
  g_autoptr(CsAxis) y = cs_axis_new_value (0, find_most (self, curve), CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (self->ages, y);

  cs_chart_set_title (chart, self->measure, FALSE);
  cs_chart_set_say (chart, say_measure, g_strdup (self->measure), g_free);
  cs_chart_add_line (chart, curve, name_of (LAYER_POST));
  if (self->band->len > 0)
    {
      cs_chart_add_quiet_line (chart, middle, name_of (LAYER_MEDIAN));
      cs_chart_add_band (chart, low, high, name_of (LAYER_BAND));
    }

  return chart;
}

/* @target: of numbers.post */
CsPlot *
cs_curve_plot_new (GVariant *target,
                   gint64    now)
{
  CsCurvePlot *self = g_object_new (CS_TYPE_CURVE_PLOT, NULL);
  gint64 published_at = cs_view_int (target, "published_at", 0);
  const char *measure = cs_view_text (target, "metric_title");

  self->points = cs_points_new (target, "points", published_at, now - published_at);
  self->measure = g_strdup (measure != NULL ? measure : _("Engagement"));
  self->ages = cs_axis_new_age (0, find_oldest (self, now));
  read_band (self, target);
  cs_plot_take_chart (CS_PLOT (self), make_chart (self));

  return CS_PLOT (self);
}
