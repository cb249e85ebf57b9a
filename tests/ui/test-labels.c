/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "labels.h"

#include <adwaita.h>

#define LONG "A sentence that needs far more room than this window has to give away"

static void
say_nothing (const char *text)
{
}

static gboolean
on_late (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* How many faults a window of that width has with this in it. */
static guint
count_with (GtkWidget *child,
            int        width)
{
  GtkWidget *window = gtk_window_new ();
  GPrintFunc was;
  gboolean late = FALSE;
  guint count;

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 100);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (200, on_late, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);

  was = g_set_print_handler (say_nothing);
  count = labels_tell (window, "a.png", width);
  g_set_print_handler (was);
  gtk_window_destroy (GTK_WINDOW (window));

  return count;
}

static GtkWidget *
label_new (gboolean ellipsizes)
{
  GtkWidget *label = gtk_label_new (LONG);

  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsizes ? PANGO_ELLIPSIZE_END
                                                         : PANGO_ELLIPSIZE_NONE);

  return label;
}

static void
test_a_whole_text_is_fine (void)
{
  GtkWidget *wrapped = label_new (FALSE);

  gtk_label_set_wrap (GTK_LABEL (wrapped), TRUE);
  g_assert_cmpuint (count_with (gtk_label_new ("Short"), 200), ==, 0);
  g_assert_cmpuint (count_with (wrapped, 200), ==, 0);
}

static void
test_a_shortened_text_is_told (void)
{
  g_assert_cmpuint (count_with (label_new (TRUE), 200), ==, 1);
}

static void
test_a_text_that_holds_the_window_open_is_told (void)
{
  g_assert_cmpuint (count_with (label_new (FALSE), 200), ==, 1);
}

/* The mark and a tooltip together; one alone is no excuse. */
static void
test_the_user_s_own_text_may_be_shortened (void)
{
  GtkWidget *marked = label_new (TRUE);
  GtkWidget *told = label_new (TRUE);
  GtkWidget *both = label_new (TRUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (marked, "may-ellipsize");
  gtk_widget_set_tooltip_text (told, LONG);
  gtk_widget_add_css_class (box, "may-ellipsize");
  gtk_widget_set_tooltip_text (both, LONG);
  gtk_box_append (GTK_BOX (box), both);

  g_assert_cmpuint (count_with (marked, 200), ==, 1);
  g_assert_cmpuint (count_with (told, 200), ==, 1);
  g_assert_cmpuint (count_with (box, 200), ==, 0);
}

static void
test_a_text_beside_the_window_is_told (void)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *label = gtk_label_new ("Out of sight");

  /* What lies over another widget is not asked how much room it needs. */
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_set_margin_start (label, 190);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), gtk_label_new ("Short"));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), label);

  g_assert_cmpuint (count_with (overlay, 200), ==, 1);
}

static void
test_an_inscription_is_measured (void)
{
  g_assert_cmpuint (count_with (gtk_inscription_new ("Short"), 200), ==, 0);
  g_assert_cmpuint (count_with (gtk_inscription_new (LONG LONG LONG LONG LONG), 200), ==, 1);
}

/* Not at once in what is scrolled: there the window's own style keeps it apart. */
static GtkWidget *
list_new (const char *class_name,
          int         margin)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, class_name);
  gtk_widget_set_margin_start (list, margin);
  gtk_widget_set_margin_end (list, margin);
  gtk_list_box_append (GTK_LIST_BOX (list), gtk_label_new ("Short"));
  gtk_box_append (GTK_BOX (box), list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);

  return scrolled;
}

/* A list with no edge may fill what it is scrolled in. */
static void
test_an_edge_that_is_cut_is_told (void)
{
  g_assert_cmpuint (count_with (list_new ("boxed-list", 2), 200), ==, 0);
  g_assert_cmpuint (count_with (list_new ("plain", 0), 200), ==, 0);
  g_assert_cmpuint (count_with (list_new ("boxed-list", 0), 200), ==, 1);
}

CS_TESTS (labels)
{
  g_test_add_func ("/labels/whole", test_a_whole_text_is_fine);
  g_test_add_func ("/labels/shortened", test_a_shortened_text_is_told);
  g_test_add_func ("/labels/holds-window-open", test_a_text_that_holds_the_window_open_is_told);
  g_test_add_func ("/labels/own-text", test_the_user_s_own_text_may_be_shortened);
  g_test_add_func ("/labels/beside-window", test_a_text_beside_the_window_is_told);
  g_test_add_func ("/labels/inscription", test_an_inscription_is_measured);
  g_test_add_func ("/labels/edge", test_an_edge_that_is_cut_is_told);
}
