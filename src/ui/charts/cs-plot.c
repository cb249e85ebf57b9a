/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CsPlotRow
{
  GObject  parent_instance;

  CsPlot  *plot;
  CsSpot   spot;
};

G_DEFINE_FINAL_TYPE (CsPlotRow, cs_plot_row, G_TYPE_OBJECT)

typedef struct
{
  CsChart *chart;
} CsPlotPrivate;

static void list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (CsPlot, cs_plot, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (CsPlot)
                                  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
cs_plot_row_finalize (GObject *object)
{
  g_clear_object (&CS_PLOT_ROW (object)->plot);

  G_OBJECT_CLASS (cs_plot_row_parent_class)->finalize (object);
}

static void
cs_plot_row_class_init (CsPlotRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_plot_row_finalize;
}

static void
cs_plot_row_init (CsPlotRow *self)
{
}

CsPlot *
cs_plot_row_get_plot (CsPlotRow *self)
{
  return self->plot;
}

CsSpot
cs_plot_row_get_spot (CsPlotRow *self)
{
  return self->spot;
}

static GType
cs_plot_get_item_type (GListModel *model)
{
  return CS_TYPE_PLOT_ROW;
}

static guint
cs_plot_get_n_items (GListModel *model)
{
  CsChart *chart = cs_plot_get_chart (CS_PLOT (model));
  guint n = 0;

  for (guint i = 0; i < cs_chart_get_n_layers (chart); i++)
    n += cs_chart_get_n_points (chart, i);

  return n;
}

static gpointer
cs_plot_get_item (GListModel *model,
                  guint       position)
{
  CsPlot *self = CS_PLOT (model);
  CsChart *chart = cs_plot_get_chart (self);
  CsSpot spot = { 0, position };
  guint n_layers = cs_chart_get_n_layers (chart);
  CsPlotRow *row;

  while (spot.layer < n_layers && spot.point >= cs_chart_get_n_points (chart, spot.layer))
    spot.point -= cs_chart_get_n_points (chart, spot.layer++);

  if (spot.layer == n_layers)
    return NULL;

  row = g_object_new (CS_TYPE_PLOT_ROW, NULL);
  row->plot = g_object_ref (self);
  row->spot = spot;

  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cs_plot_get_item_type;
  iface->get_n_items = cs_plot_get_n_items;
  iface->get_item = cs_plot_get_item;
}

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
