/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve-plot.h"

#include "cs-band.h"
#include "cs-item.h"
#include "cs-number-words.h"
#include "cs-numbers-chart.h"
#include "cs-numbers-points.h"
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

  return g_strdup_printf (ngettext ("Of %u other post", "Of %u other posts", n), n);
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
      return g_strdup (cs_chart_get_name (cs_plot_get_chart (plot), spot.layer));

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
  g_clear_pointer (&self->band, g_array_unref);
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
}

/* @target: of numbers.post */
CsPlot *
cs_curve_plot_new (GVariant *target,
                   gint64    now)
{
  CsCurvePlot *self = g_object_new (CS_TYPE_CURVE_PLOT, NULL);
  CsNumbersReading reading = { self->reading.zone, self->reading.twelve_hours };
  gint64 published_at = cs_view_int (target, "published_at", 0);
  gint64 end = cs_numbers_chart_get_end (target, now);

  self->points = cs_points_new (target, "points", published_at, now - published_at);
  self->band = cs_numbers_band_read (target, end);
  self->ages = cs_axis_new_age (0, end);
  self->measure = g_strdup (cs_view_text (target, "metric_title"));
  cs_plot_take_chart (CS_PLOT (self), cs_numbers_chart_curve (target, now, &reading));

  return CS_PLOT (self);
}
