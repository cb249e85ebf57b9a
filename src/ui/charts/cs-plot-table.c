/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot-table.h"

#include <string.h>

#define MAX_ROWS   12     /* that are seen at once; a list would have few */
#define PADDING    12     /* of a row, above and below its text */
#define MIN_CHARS  16     /* of a text that may be cut */

struct _CsPlotTable
{
  AdwBin              parent_instance;

  GtkWidget          *scrolled;   /* borrowed; the child */
  GtkColumnView      *view;       /* borrowed; its child */
  GtkSortListModel   *rows;
};

G_DEFINE_FINAL_TYPE (CsPlotTable, cs_plot_table, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkColumnViewCell        *cell,
          gpointer                  kind)
{
  GtkWidget *label = gtk_label_new (NULL);

  switch (GPOINTER_TO_UINT (kind))
    {
    case CS_COLUMN_NUMBER:
      gtk_label_set_xalign (GTK_LABEL (label), 1);
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
on_bind (GtkSignalListItemFactory *factory,
         GtkColumnViewCell        *cell,
         gpointer                  column)
{
  CsPlotRow *row = gtk_column_view_cell_get_item (cell);
  GtkWidget *label = gtk_column_view_cell_get_child (cell);
  g_autofree char *text = cs_plot_dup_cell (cs_plot_row_get_plot (row), cs_plot_row_get_spot (row),
                                            GPOINTER_TO_UINT (column));

  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  if (gtk_label_get_ellipsize (GTK_LABEL (label)) != PANGO_ELLIPSIZE_NONE)
    gtk_widget_set_tooltip_text (label, text);
}

static void
on_bind_row (GtkSignalListItemFactory *factory,
             GtkColumnViewRow         *view_row)
{
  CsPlotRow *row = gtk_column_view_row_get_item (view_row);
  g_autofree char *sentence = cs_plot_dup_sentence (cs_plot_row_get_plot (row),
                                                    cs_plot_row_get_spot (row));

  gtk_column_view_row_set_accessible_label (view_row, sentence);
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
make_columns (CsPlotTable *self,
              CsPlot      *plot)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }

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
  g_clear_object (&CS_PLOT_TABLE (object)->rows);

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
  self->rows = gtk_sort_list_model_new (NULL,
                                        g_object_ref (gtk_column_view_get_sorter (self->view)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));
  gtk_column_view_set_model (self->view, selection);
  g_object_unref (selection);

  g_signal_connect (row_factory, "bind", G_CALLBACK (on_bind_row), NULL);
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
  guint n_rows = MIN (g_list_model_get_n_items (G_LIST_MODEL (plot)), MAX_ROWS);
  int height;

  pango_layout_get_pixel_size (line, NULL, &height);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled),
                                              (int) (n_rows + 1) * (height + PADDING));
}

/* The order that a person has chosen stays while the columns are the same. */
void
cs_plot_table_set_plot (CsPlotTable *self,
                        CsPlot      *plot)
{
  if (!has_columns_of (self, plot))
    make_columns (self, plot);

  gtk_sort_list_model_set_model (self->rows, G_LIST_MODEL (plot));
  fit_height (self, plot);
}
