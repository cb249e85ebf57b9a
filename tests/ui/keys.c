/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "keys.h"

static gboolean
take_key (GListModel         *keys,
          GtkShortcutTrigger *wanted,
          GtkWidget          *widget)
{
  for (guint i = 0; i < g_list_model_get_n_items (keys); i++)
    {
      g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (keys, i);

      if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted)
          && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                           gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }

  return FALSE;
}

/* The arrow that leads on as one reads, or back. */
static char *
turn_to_reader (GtkWidget  *widget,
                const char *key)
{
  gboolean is_mirrored = widget != NULL
                         && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autoptr(GString) turned = g_string_new (key);

  g_string_replace (turned, "Forward", is_mirrored ? "Left" : "Right", 1);
  g_string_replace (turned, "Backward", is_mirrored ? "Right" : "Left", 1);

  return g_string_free_and_steal (g_steal_pointer (&turned));
}

gboolean
keys_press (GtkWidget  *widget,
            const char *key)
{
  g_autofree char *turned = turn_to_reader (widget, key);
  g_autoptr(GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (turned);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr(GListModel) keys = g_list_model_get_item (controllers, i);

          if (GTK_IS_SHORTCUT_CONTROLLER (keys) && take_key (keys, wanted, widget))
            return TRUE;
        }
    }

  return FALSE;
}
