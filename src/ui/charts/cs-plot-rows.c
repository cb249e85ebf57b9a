/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot-rows.h"

struct _CsPlotRow
{
  GObject     parent_instance;

  CsPlotRows *rows;      /* borrowed, that find it again; NULL: they do not any more */
  CsPlot     *plot;
  CsSpot      spot;
  gint64      place;     /* the spot, as they find it */
};

G_DEFINE_FINAL_TYPE (CsPlotRow, cs_plot_row, G_TYPE_OBJECT)

struct _CsPlotRows
{
  GObject     parent_instance;

  CsPlot     *plot;      /* NULL: none yet */
  GHashTable *held;      /* borrowed CsPlotRow by their place: those that somebody holds */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsPlotRows, cs_plot_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
place_of (CsSpot spot)
{
  return (gint64) spot.layer << 32 | spot.point;
}

static void
cs_plot_row_finalize (GObject *object)
{
  CsPlotRow *self = CS_PLOT_ROW (object);

  if (self->rows != NULL)
    g_hash_table_remove (self->rows->held, &self->place);
  g_clear_object (&self->plot);

  G_OBJECT_CLASS (cs_plot_row_parent_class)->finalize (object);
}

static void
cs_plot_row_class_init (CsPlotRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_plot_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_PLOT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
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

static void
hold (CsPlotRows *self,
      CsPlotRow  *row,
      CsSpot      spot)
{
  g_set_object (&row->plot, self->plot);
  row->rows = self;
  row->spot = spot;
  row->place = place_of (spot);
  g_hash_table_insert (self->held, &row->place, row);
}

static guint
count_points (CsPlotRows *self)
{
  return self->plot != NULL ? cs_plot_get_n_points (self->plot) : 0;
}

/* At a place in the order of all points, layer by layer. */
static CsSpot
find_spot (CsPlot *plot,
           guint   position)
{
  CsChart *chart = cs_plot_get_chart (plot);
  CsSpot spot = { 0, position };

  while (spot.point >= cs_chart_get_n_points (chart, spot.layer))
    spot.point -= cs_chart_get_n_points (chart, spot.layer++);

  return spot;
}

static GType
cs_plot_rows_get_item_type (GListModel *model)
{
  return CS_TYPE_PLOT_ROW;
}

static guint
cs_plot_rows_get_n_items (GListModel *model)
{
  return count_points (CS_PLOT_ROWS (model));
}

static gpointer
cs_plot_rows_get_item (GListModel *model,
                       guint       position)
{
  CsPlotRows *self = CS_PLOT_ROWS (model);
  CsPlotRow *row;
  CsSpot spot;
  gint64 place;

  if (position >= count_points (self))
    return NULL;

  spot = find_spot (self->plot, position);
  place = place_of (spot);
  row = g_hash_table_lookup (self->held, &place);
  if (row != NULL)
    return g_object_ref (row);

  row = g_object_new (CS_TYPE_PLOT_ROW, NULL);
  hold (self, row, spot);

  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cs_plot_rows_get_item_type;
  iface->get_n_items = cs_plot_rows_get_n_items;
  iface->get_item = cs_plot_rows_get_item;
}

static void
cs_plot_rows_finalize (GObject *object)
{
  CsPlotRows *self = CS_PLOT_ROWS (object);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    CS_PLOT_ROW (row)->rows = NULL;
  g_hash_table_unref (self->held);
  g_clear_object (&self->plot);

  G_OBJECT_CLASS (cs_plot_rows_parent_class)->finalize (object);
}

static void
cs_plot_rows_class_init (CsPlotRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_plot_rows_finalize;
}

static void
cs_plot_rows_init (CsPlotRows *self)
{
  self->held = g_hash_table_new (g_int64_hash, g_int64_equal);
}

CsPlotRows *
cs_plot_rows_new (void)
{
  return g_object_new (CS_TYPE_PLOT_ROWS, NULL);
}

static guint
hash_row (gconstpointer data)
{
  const CsPlotRow *row = data;

  return cs_plot_hash_spot (row->plot, row->spot);
}

static gboolean
are_of_the_same (gconstpointer one,
                 gconstpointer other)
{
  const CsPlotRow *row = one;
  const CsPlotRow *another = other;

  return cs_plot_is_same (row->plot, row->spot, another->plot, another->spot);
}

/* Those of which nothing is left in the plot are found by nobody any more; returns the others. */
static GPtrArray *
move_held (CsPlotRows *self)
{
  g_autoptr(GHashTable) before = g_hash_table_new_full (hash_row, are_of_the_same, NULL, NULL);
  GPtrArray *moved = g_ptr_array_new_with_free_func (g_object_unref);
  CsPlotRow wanted = { .plot = self->plot };
  CsChart *chart = cs_plot_get_chart (self->plot);
  GHashTableIter iter;
  gpointer held;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &held))
    {
      CS_PLOT_ROW (held)->rows = NULL;
      g_hash_table_add (before, held);
    }

  g_hash_table_remove_all (self->held);
  for (guint i = 0; g_hash_table_size (before) > 0 && i < cs_chart_get_n_layers (chart); i++)
    for (guint point = 0; point < cs_chart_get_n_points (chart, i); point++)
      {
        wanted.spot = (CsSpot) { i, point };
        if (!g_hash_table_steal_extended (before, &wanted, &held, NULL))
          continue;

        g_ptr_array_add (moved, g_object_ref (held));
        hold (self, held, wanted.spot);
      }

  return moved;
}

/* How many points both begin with, or end with, at most so many. */
static guint
count_alike (CsPlot   *one,
             CsPlot   *other,
             guint     most,
             gboolean  at_end)
{
  guint n_one = cs_plot_get_n_points (one);
  guint n_other = cs_plot_get_n_points (other);
  guint n = 0;

  while (n < most
         && cs_plot_is_same (one, find_spot (one, at_end ? n_one - 1 - n : n),
                             other, find_spot (other, at_end ? n_other - 1 - n : n)))
    n++;

  return n;
}

static void
on_changed (gpointer row,
            gpointer user_data)
{
  g_signal_emit (row, signals[CHANGED], 0);
}

void
cs_plot_rows_set_plot (CsPlotRows *self,
                       CsPlot     *plot)
{
  g_autoptr(CsPlot) was = g_steal_pointer (&self->plot);
  guint n_was = was != NULL ? cs_plot_get_n_points (was) : 0;
  guint n_is = cs_plot_get_n_points (plot);
  guint n_alike = MIN (n_was, n_is);
  guint first = was != NULL ? count_alike (was, plot, n_alike, FALSE) : 0;
  guint last = was != NULL ? count_alike (was, plot, n_alike - first, TRUE) : 0;
  g_autoptr(GPtrArray) moved = NULL;

  self->plot = g_object_ref (plot);
  moved = move_held (self);
  if (n_was != n_is || first < n_is)
    g_list_model_items_changed (G_LIST_MODEL (self), first, n_was - first - last,
                                n_is - first - last);
  g_ptr_array_foreach (moved, on_changed, NULL);
}
