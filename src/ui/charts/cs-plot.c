/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  CsChart *chart;
} CsPlotPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CsPlot, cs_plot, G_TYPE_OBJECT)

static void
cs_plot_finalize (GObject *object)
{
  CsPlotPrivate *priv = cs_plot_get_instance_private (CS_PLOT (object));

  g_clear_pointer (&priv->chart, cs_chart_unref);

  G_OBJECT_CLASS (cs_plot_parent_class)->finalize (object);
}

static void
cs_plot_class_init (CsPlotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_plot_finalize;
}

static void
cs_plot_init (CsPlot *self)
{
}

/* Once, by who makes the plot; its theme, letters and direction are set by who draws it. */
void
cs_plot_take_chart (CsPlot  *self,
                    CsChart *chart)
{
  CsPlotPrivate *priv = cs_plot_get_instance_private (self);

  g_return_if_fail (priv->chart == NULL);

  priv->chart = chart;
}

CsChart *
cs_plot_get_chart (CsPlot *self)
{
  CsPlotPrivate *priv = cs_plot_get_instance_private (self);

  return priv->chart;
}

/* Of all layers, those that are not known among them. */
guint
cs_plot_get_n_points (CsPlot *self)
{
  CsChart *chart = cs_plot_get_chart (self);
  guint n = 0;

  for (guint i = 0; i < cs_chart_get_n_layers (chart); i++)
    n += cs_chart_get_n_points (chart, i);

  return n;
}

gboolean
cs_plot_is_gap (CsPlot *self,
                CsSpot  spot)
{
  return CS_PLOT_GET_CLASS (self)->is_gap (self, spot);
}

/* All that is to be known of a point, for the tooltip and for who listens. */
char *
cs_plot_dup_sentence (CsPlot *self,
                      CsSpot  spot)
{
  g_autofree char *said = cs_chart_describe_spot (cs_plot_get_chart (self), spot);
  g_autofree char *remark = CS_PLOT_GET_CLASS (self)->dup_remark (self, spot);

  if (remark == NULL)
    return g_steal_pointer (&said);

  /* Translators: what a point of a chart is, and what is to be known of it besides */
  return g_strdup_printf (C_("chart", "%s. %s"), said, remark);
}

const char *
cs_plot_get_subject (CsPlot *self,
                     CsSpot  spot)
{
  CsPlotClass *klass = CS_PLOT_GET_CLASS (self);

  return klass->get_subject != NULL ? klass->get_subject (self, spot) : NULL;
}

static const char *
get_key (CsPlot *self,
         CsSpot  spot)
{
  CsPlotClass *klass = CS_PLOT_GET_CLASS (self);

  return klass->get_key != NULL ? klass->get_key (self, spot)
                                : cs_chart_get_name (cs_plot_get_chart (self), spot.layer);
}

/* Where a point stands says what it is of only where nothing else does. */
static double
get_moment (CsPlot *self,
            CsSpot  spot)
{
  return CS_PLOT_GET_CLASS (self)->get_key != NULL
         ? 0 : cs_chart_get_x (cs_plot_get_chart (self), spot);
}

/* Whether a point of one plot and a point of another are of the same post, or of the same moment of
 * the same line. */
gboolean
cs_plot_is_same (CsPlot *self,
                 CsSpot  spot,
                 CsPlot *other,
                 CsSpot  there)
{
  return get_moment (self, spot) == get_moment (other, there)
      && g_strcmp0 (get_key (self, spot), get_key (other, there)) == 0;
}

/* Equal of those that are the same. */
guint
cs_plot_hash_spot (CsPlot *self,
                   CsSpot  spot)
{
  const char *key = get_key (self, spot);
  double moment = get_moment (self, spot);

  return (key != NULL ? g_str_hash (key) : 0) ^ g_double_hash (&moment);
}

/**
 * cs_plot_find_again:
 * @was: what was shown before
 * @spot: (inout): a point of it, and then the same one, or of what is of the same the nearest
 *
 * Returns: FALSE, and nothing is changed, if nothing is left of it
 */
gboolean
cs_plot_find_again (CsPlot *self,
                    CsPlot *was,
                    CsSpot *spot)
{
  CsChart *chart = cs_plot_get_chart (self);
  const char *key = get_key (was, *spot);
  double x = cs_chart_get_x (cs_plot_get_chart (was), *spot);
  double nearest = INFINITY;
  CsSpot one;

  for (one.layer = 0; one.layer < cs_chart_get_n_layers (chart); one.layer++)
    for (one.point = 0; one.point < cs_chart_get_n_points (chart, one.layer); one.point++)
      {
        double away = fabs (cs_chart_get_x (chart, one) - x);

        if (away >= nearest || g_strcmp0 (get_key (self, one), key) != 0)
          continue;

        nearest = away;
        *spot = one;
      }

  return isfinite (nearest);
}

guint
cs_plot_get_n_columns (CsPlot *self)
{
  return CS_PLOT_GET_CLASS (self)->get_n_columns (self);
}

const char *
cs_plot_get_column_title (CsPlot *self,
                          guint   column)
{
  return CS_PLOT_GET_CLASS (self)->get_column_title (self, column);
}

CsColumnKind
cs_plot_get_column_kind (CsPlot *self,
                         guint   column)
{
  return CS_PLOT_GET_CLASS (self)->get_column_kind (self, column);
}

char *
cs_plot_dup_cell (CsPlot *self,
                  CsSpot  spot,
                  guint   column)
{
  return CS_PLOT_GET_CLASS (self)->dup_cell (self, spot, column);
}

int
cs_plot_compare (CsPlot *self,
                 CsSpot  one,
                 CsSpot  other,
                 guint   column)
{
  return CS_PLOT_GET_CLASS (self)->compare (self, one, other, column);
}

int
cs_plot_compare_counts (gint64 one,
                        gint64 other)
{
  return (one > other) - (one < other);
}

/* NaN is not known. */
int
cs_plot_compare_values (double one,
                        double other)
{
  if (isnan (one) || isnan (other))
    return isnan (other) - isnan (one);

  return (one > other) - (one < other);
}
