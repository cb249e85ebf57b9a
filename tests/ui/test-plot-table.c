/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot-table.h"

#include "cs-followers-plot.h"
#include "cs-test.h"
#include "display.h"
#include "numbers.h"

/* Where the letters of a number end, in the table. */
static double
get_right_end (GtkWidget  *table,
               const char *number)
{
  GtkWidget *label = wait_for (table, GTK_TYPE_LABEL, number);
  PangoRectangle letters;
  graphene_point_t place;
  int x;

  gtk_label_get_layout_offsets (GTK_LABEL (label), &x, NULL);
  pango_layout_get_pixel_extents (gtk_label_get_layout (GTK_LABEL (label)), NULL, &letters);
  g_assert_true (gtk_widget_compute_point (label, table,
                                           &GRAPHENE_POINT_INIT (x + letters.x + letters.width, 0),
                                           &place));

  return place.x;
}

/* As they are written on paper, wherever one begins to read. */
static void
test_units_are_below_units (gconstpointer direction)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = numbers_with (
    numbers_overview (), "accounts",
    g_variant_new_parsed ("[{'handle': <'ana'>, 'followers': <[(%x, @x 9, @u 0), "
                          "(%x, @x 1210, @u 0)]>}]", WEEK, WEEK + DAY));
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *table = g_object_new (CS_TYPE_PLOT_TABLE, NULL);

  cs_plot_table_set_plot (CS_PLOT_TABLE (table), plot);
  gtk_window_set_child (window, table);
  gtk_window_present (window);
  gtk_widget_set_default_direction (GPOINTER_TO_INT (direction));
  wait_for_quiet (display);
  g_assert_cmpfloat_with_epsilon (get_right_end (table, "9"), get_right_end (table, "1210"), 1);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_window_destroy (window);
}

CS_TESTS (plot_table)
{
  g_test_add_data_func ("/ui/plot-table/units-are-below-units",
                        GINT_TO_POINTER (GTK_TEXT_DIR_LTR), test_units_are_below_units);
  g_test_add_data_func ("/ui/plot-table/units-are-below-units-from-right-to-left",
                        GINT_TO_POINTER (GTK_TEXT_DIR_RTL), test_units_are_below_units);
}
