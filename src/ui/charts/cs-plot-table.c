/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot-table.h"

#include "cs-plot-rows.h"

#include <string.h>

#define MAX_ROWS   12     /* that are seen at once; a list would have few */
#define PADDING    12     /* of a row, above and below its text */
#define MIN_CHARS  16     /* of a text that may be cut */

#define COLUMN "column"   /* of a cell’s label: which one it is in */

struct _CsPlotTable
{
  AdwBin              parent_instance;

  GtkWidget          *scrolled;   /* borrowed; the child */
  GtkColumnView      *view;       /* borrowed; its child */
  CsPlotRows         *points;     /* layer by layer */
  GtkSortListModel   *rows;       /* the same, in the order that a person chose */
};

G_DEFINE_FINAL_TYPE (CsPlotTable, cs_plot_table, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Units stand below units: numbers are written the same where one reads from right to left. */
static void
align_number (GtkLabel *label)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (label)) == GTK_TEXT_DIR_RTL;

  gtk_label_set_xalign (label, is_mirrored ? 0 : 1);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkColumnViewCell        *cell,
          gpointer                  kind)
{
  GtkWidget *label = gtk_label_new (NULL);

  switch (GPOINTER_TO_UINT (kind))
    {
    case CS_COLUMN_NUMBER:
      g_signal_connect (label, "direction-changed", G_CALLBACK (align_number), NULL);
      align_number (GTK_LABEL (label));
      gtk_widget_add_css_class (label, "numeric");
      break;

    case CS_COLUMN_TEXT:
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), MIN_CHARS);
      gtk_widget_add_css_class (label, "may-ellipsize");
      G_GNUC_FALLTHROUGH;

    default:
      gtk_label_set_xalign (GTK_LABEL (label), 0);
    }

  gtk_column_view_cell_set_child (cell, label);
}

static void
show_cell (GtkLabel  *label,
           CsPlotRow *row)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), COLUMN));
  g_autofree char *text = cs_plot_dup_cell (cs_plot_row_get_plot (row), cs_plot_row_get_spot (row),
                                            column);

  gtk_label_set_label (label, text != NULL ? text : "");
  if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE)
    gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkColumnViewCell        *cell,
         gpointer                  column)
{
  CsPlotRow *row = gtk_column_view_cell_get_item (cell);
  GtkWidget *label = gtk_column_view_cell_get_child (cell);

  g_object_set_data (G_OBJECT (label), COLUMN, column);
  g_signal_connect_object (row, "changed", G_CALLBACK (show_cell), label, G_CONNECT_SWAPPED);
  show_cell (GTK_LABEL (label), row);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkColumnViewCell        *cell,
           gpointer                  column)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (cell), show_cell,
                                        gtk_column_view_cell_get_child (cell));
}

static void
name_row (GtkColumnViewRow *view_row,
          CsPlotRow        *row)
{
  g_autofree char *sentence = cs_plot_dup_sentence (cs_plot_row_get_plot (row),
                                                    cs_plot_row_get_spot (row));

  gtk_column_view_row_set_accessible_label (view_row, sentence);
}

static void
on_bind_row (GtkSignalListItemFactory *factory,
             GtkColumnViewRow         *view_row)
{
  CsPlotRow *row = gtk_column_view_row_get_item (view_row);

  g_signal_connect_object (row, "changed", G_CALLBACK (name_row), view_row, G_CONNECT_SWAPPED);
  name_row (view_row, row);
}

static void
on_unbind_row (GtkSignalListItemFactory *factory,
               GtkColumnViewRow         *view_row)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (view_row), name_row,
                                        view_row);
}

static int
compare_rows (gconstpointer one,
              gconstpointer other,
              gpointer      column)
{
  CsPlotRow *first = (CsPlotRow *) one;

  return cs_plot_compare (cs_plot_row_get_plot (first), cs_plot_row_get_spot (first),
                          cs_plot_row_get_spot ((CsPlotRow *) other), GPOINTER_TO_UINT (column));
}

static GtkColumnViewColumn *
new_column (CsPlot *plot,
            guint   i)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  CsColumnKind kind = cs_plot_get_column_kind (plot, i);
  GtkColumnViewColumn *column;
  g_autoptr(GtkSorter) sorter = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (kind));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (i));
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  column = gtk_column_view_column_new (cs_plot_get_column_title (plot, i), factory);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, GUINT_TO_POINTER (i), NULL));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_expand (column, kind == CS_COLUMN_TEXT);

  return column;
}

/* Whether the columns that there are can show it: then their order stays. */
static gboolean
has_columns_of (CsPlotTable *self,
                CsPlot      *plot)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (g_list_model_get_n_items (columns) != cs_plot_get_n_columns (plot))
    return FALSE;

  for (guint i = 0; i < cs_plot_get_n_columns (plot); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column),
                     cs_plot_get_column_title (plot, i)) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
drop_columns (CsPlotTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
}

static void
add_columns (CsPlotTable *self,
             CsPlot      *plot)
{
  for (guint i = 0; i < cs_plot_get_n_columns (plot); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = new_column (plot, i);

      gtk_column_view_append_column (self->view, column);
    }
}

static void
on_activate (CsPlotTable *self,
             guint        position)
{
  g_autoptr(CsPlotRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  const char *subject = cs_plot_get_subject (cs_plot_row_get_plot (row),
                                             cs_plot_row_get_spot (row));

  if (subject != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, subject);
}

static void
cs_plot_table_dispose (GObject *object)
{
  CsPlotTable *self = CS_PLOT_TABLE (object);

  g_clear_object (&self->points);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (cs_plot_table_parent_class)->dispose (object);
}

static void
cs_plot_table_class_init (CsPlotTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_plot_table_dispose;

  signals[ACTIVATED] = g_signal_new ("activated", CS_TYPE_PLOT_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cs_plot_table_init (CsPlotTable *self)
{
  GtkListItemFactory *row_factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection;

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  self->points = cs_plot_rows_new ();
  self->rows = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->points)),
                                        g_object_ref (gtk_column_view_get_sorter (self->view)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));
  gtk_column_view_set_model (self->view, selection);
  g_object_unref (selection);

  g_signal_connect (row_factory, "bind", G_CALLBACK (on_bind_row), NULL);
  g_signal_connect (row_factory, "unbind", G_CALLBACK (on_unbind_row), NULL);
  gtk_column_view_set_row_factory (self->view, row_factory);
  g_object_unref (row_factory);
  gtk_column_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (on_activate), self);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), self->scrolled);
}

void
cs_plot_table_set_title (CsPlotTable *self,
                         const char  *title)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

/* As high as its rows and the titles above them, until it scrolls. */
static void
fit_height (CsPlotTable *self,
            CsPlot      *plot)
{
  g_autoptr(PangoLayout) line = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  guint n_rows = MIN (cs_plot_get_n_points (plot), MAX_ROWS);
  int height;

  pango_layout_get_pixel_size (line, NULL, &height);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled),
                                              (int) (n_rows + 1) * (height + PADDING));
}

/* What tells something else may stand elsewhere in the order that was chosen. */
static void
sort_again (CsPlotTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      gtk_sorter_changed (gtk_column_view_column_get_sorter (column), GTK_SORTER_CHANGE_DIFFERENT);
    }
}

/* The order that a person has chosen stays while the columns are the same, and so do the place that
 * it is scrolled to and the row with the focus. */
void
cs_plot_table_set_plot (CsPlotTable *self,
                        CsPlot      *plot)
{
  if (has_columns_of (self, plot))
    {
      cs_plot_rows_set_plot (self->points, plot);
      sort_again (self);
    }
  else
    {
      drop_columns (self);
      cs_plot_rows_set_plot (self->points, plot);
      add_columns (self, plot);
    }

  fit_height (self, plot);
}
