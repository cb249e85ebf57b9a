/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-window-actions.h"

#include "cs-item.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  CsWindow *window;
  gboolean  redo;
} Step;

static void
on_stepped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Step *step = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  GtkWidget *window = GTK_WIDGET (step->window);

  if (answer == NULL)
    {
      cs_toast_error (window, error);
    }
  else
    {
      const char *title = cs_view_text (answer, "title");
      g_autofree char *sentence = NULL;

      /* Translators: the name of a step, as in: Undone: Move “Cat” */
      sentence = g_strdup_printf (step->redo ? _("Redone: %s") : _("Undone: %s"),
                                  title != NULL ? title : "");
      cs_toast (window, sentence);
    }

  g_object_unref (step->window);
  g_free (step);
}

static void
on_step (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  Step *step = g_new0 (Step, 1);

  step->window = g_object_ref (self);
  step->redo = strcmp (name, "win.redo") == 0;
  cs_library_run (cs_window_get_library (self), step->redo ? "redo" : "undo", NULL, NULL,
                  on_stepped, step);
}

static void
on_show_page (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  cs_window_show_page (CS_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
cs_window_class_install_actions (GtkWidgetClass *klass)
{
  static const struct
  {
    const char                  *name;
    const char                  *type;
    GtkWidgetActionActivateFunc  func;
  } actions[] = {
    { "win.undo", NULL, on_step },
    { "win.redo", NULL, on_step },
    { "win.show-page", "s", on_show_page },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].type, actions[i].func);
}
