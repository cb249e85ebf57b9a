/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "acts.h"

#include "cs-chart-view.h"
#include "cs-item.h"
#include "cs-settings.h"
#include "cs-window.h"
#include "keys.h"
#include "network.h"
#include "slow-render.h"
#include "standstill.h"

#include <string.h>

static gboolean stands_still;
static gboolean is_scrolled;
static gboolean is_slow;

/* Of the widget, or of the first of what is seen in it that has one of that name. */
static gboolean
activate (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;

  if (gtk_widget_activate_action_variant (widget, name, parameter))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (activate (child, name, parameter))
      return TRUE;

  return FALSE;
}

/* Whether there was anything to do. */
typedef gboolean (*VisitFunc) (GtkWidget *widget,
                               GVariant  *parameter);

/* Everything that is there to be seen, also where it is scrolled away. */
static gboolean
visit (GtkWidget *widget,
       VisitFunc  func,
       GVariant  *parameter)
{
  gboolean done;

  if (!gtk_widget_get_mapped (widget))
    return FALSE;

  done = func (widget, parameter);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    done = visit (child, func, parameter) || done;

  return done;
}

static gboolean
go_offline (GtkWidget *widget,
            GVariant  *parameter)
{
  network_set_online (FALSE);

  return TRUE;
}

static gboolean
stand_still (GtkWidget *widget,
             GVariant  *parameter)
{
  if (!stands_still)
    standstill_begin (CS_JOB_SHORT);
  stands_still = TRUE;

  return TRUE;
}

static gboolean
slow_down (GtkWidget *widget,
           GVariant  *parameter)
{
  if (!is_slow)
    slow_render_begin ();
  is_slow = TRUE;

  return TRUE;
}

/* To its end; without @down back to its beginning. */
static gboolean
scroll (GtkWidget *widget,
        gboolean   down)
{
  GtkAdjustment *adjustment;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  gtk_adjustment_set_value (adjustment, down ? gtk_adjustment_get_upper (adjustment) : 0);

  return TRUE;
}

static gboolean
scroll_down (GtkWidget *widget,
             GVariant  *parameter)
{
  is_scrolled = TRUE;

  return scroll (widget, TRUE);
}

static gboolean
scroll_up (GtkWidget *widget,
           GVariant  *parameter)
{
  return scroll (widget, FALSE);
}

static gboolean
unfold (GtkWidget *widget,
        GVariant  *parameter)
{
  if (!ADW_IS_EXPANDER_ROW (widget))
    return FALSE;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);

  return TRUE;
}

static gboolean
type_search (GtkWidget *widget,
             GVariant  *parameter)
{
  if (GTK_IS_SEARCH_BAR (widget))
    gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (widget), TRUE);
  if (!GTK_IS_SEARCH_ENTRY (widget))
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (widget), g_variant_get_string (parameter, NULL));

  return TRUE;
}

/* What is behind the button with that icon, or with that tooltip in whatever language, in which “_”
 * is a space. */
static gboolean
open_menu (GtkWidget *widget,
           GVariant  *parameter)
{
  const char *words = g_variant_get_string (parameter, NULL);
  g_autofree char *tooltip = g_strdelimit (g_strdup (words), "_", ' ');

  if (!GTK_IS_MENU_BUTTON (widget)
      || (g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)), words) != 0
          && g_strcmp0 (gtk_widget_get_tooltip_text (widget),
                        g_dgettext (GETTEXT_PACKAGE, tooltip)) != 0))
    return FALSE;

  gtk_menu_button_popup (GTK_MENU_BUTTON (widget));

  return TRUE;
}

/* The chart that is the first, at the point where the keys begin. */
static gboolean
focus_chart (GtkWidget *widget,
             GVariant  *parameter)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return CS_IS_CHART_VIEW (widget)
      && ((focus != NULL && CS_IS_CHART_VIEW (focus)) || gtk_widget_grab_focus (widget));
}

/* A key, as "<Control>Left", where the focus is. */
static gboolean
press_key (GtkWidget *front,
           GVariant  *parameter)
{
  return keys_press (gtk_root_get_focus (gtk_widget_get_root (front)),
                     g_variant_get_string (parameter, NULL));
}

/* The time that numbers are shown of from the next page on, as the setting names it. */
static gboolean
set_period (GtkWidget *front,
            GVariant  *parameter)
{
  return g_settings_set_value (cs_settings_get (), "numbers-period", parameter);
}

static gboolean
show_sidebar (GtkWidget *widget,
              GVariant  *parameter)
{
  if (!ADW_IS_NAVIGATION_SPLIT_VIEW (widget))
    return FALSE;

  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (widget), FALSE);

  return TRUE;
}

/* What no action of the program does. FALSE for what is none of these. */
static gboolean
act_as_person (GtkWidget  *front,
               const char *name,
               GVariant   *parameter)
{
  static const struct { const char *name; VisitFunc func; gboolean is_of_widgets; } acts[] = {
    { "shots.offline", go_offline, FALSE },
    { "shots.stand-still", stand_still, FALSE },
    { "shots.slow-render", slow_down, FALSE },
    { "shots.press", press_key, FALSE },
    { "shots.period", set_period, FALSE },
    { "shots.scroll-down", scroll_down, TRUE },
    { "shots.unfold", unfold, TRUE },
    { "shots.search", type_search, TRUE },
    { "shots.menu", open_menu, TRUE },
    { "shots.focus-chart", focus_chart, TRUE },
    { "shots.sidebar", show_sidebar, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (strcmp (name, acts[i].name) == 0)
      return acts[i].is_of_widgets ? visit (front, acts[i].func, parameter)
                                   : acts[i].func (front, parameter);

  return FALSE;
}

static void
end_runs (CsLibrary *library)
{
  GListModel *runs = cs_library_get_runs (library);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr(CsItem) run = g_list_model_get_item (runs, i);

      cs_library_cancel_run (library, cs_item_get_id (run));
    }

  while (g_list_model_get_n_items (runs) > 0)
    g_main_context_iteration (NULL, TRUE);
}

void
acts_undo (GtkWidget *window)
{
  network_set_online (TRUE);
  g_settings_reset (cs_settings_get (), "numbers-period");
  if (stands_still)
    standstill_end ();
  if (is_scrolled)
    visit (window, scroll_up, NULL);
  if (is_slow)
    {
      end_runs (cs_window_get_library (CS_WINDOW (window)));
      slow_render_end ();
    }
  stands_still = is_scrolled = is_slow = FALSE;
}

gboolean
acts_do (GtkWidget  *window,
         const char *words)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GVariant) parameter = NULL;
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  GtkWidget *front = dialog != NULL ? GTK_WIDGET (dialog) : window;

  if (!g_action_parse_detailed_name (words, &name, &parameter, &error))
    {
      g_printerr ("shots: %s: %s\n", words, error->message);
      return FALSE;
    }

  if (!act_as_person (front, name, parameter) && !activate (front, name, parameter))
    {
      g_printerr ("shots: there is nothing that %s could be done to\n", words);
      return FALSE;
    }

  return TRUE;
}

gboolean
acts_is_still (void)
{
  return stands_still;
}
