/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-window-actions.h"

#include "cs-application.h"
#include "cs-clip-page.h"
#include "cs-composer-page.h"
#include "cs-connect-dialog.h"
#include "cs-item.h"
#include "cs-post-numbers-page.h"
#include "cs-preferences.h"
#include "cs-search-dialog.h"
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
      cs_toast_step (window, sentence);
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
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean redo = strcmp (name, "win.redo") == 0;
  Step *step;

  /* In a text it is the text’s own. */
  if (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus))
    {
      gtk_widget_activate_action (focus, redo ? "text.redo" : "text.undo", NULL);
      return;
    }

  step = g_new0 (Step, 1);
  step->window = g_object_ref (self);
  step->redo = redo;
  cs_library_run (cs_window_get_library (self), step->redo ? "redo" : "undo", NULL, NULL,
                  on_stepped, step);
}

static void
on_show_page (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  GtkWidget *focus;
  CsPage *page;

  if (!cs_window_show_page (self, g_variant_get_string (parameter, NULL)))
    return;

  /* Whoever asks by a key goes on with the keys of the page, from where the focus is in it. */
  page = cs_window_get_page (self);
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (page)))
    cs_page_focus (page);
}

static void
on_show_account (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  cs_window_show_account (CS_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_show_media (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_window_push (self, CS_PAGE (cs_clip_page_new (cs_window_get_library (self),
                                                   g_variant_get_string (parameter, NULL))));
}

static void
on_show_numbers (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_window_push (self, cs_post_numbers_page_new (cs_window_get_library (self),
                                                  g_variant_get_string (parameter, NULL)));
}

static void
on_connected (CsConnectDialog *dialog,
              const char      *id,
              const char      *handle,
              CsWindow        *self)
{
  g_autofree char *sentence = NULL;

  /* Translators: %s is the name of an account */
  sentence = g_strdup_printf (_("Connected %s"), handle);
  cs_toast (GTK_WIDGET (self), sentence);
  cs_window_show_account (self, id);
}

static void
on_connect_account (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  CsConnectDialog *dialog = cs_connect_dialog_new (cs_window_get_library (CS_WINDOW (widget)));

  g_signal_connect_object (dialog, "connected", G_CALLBACK (on_connected), widget,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* The page of that name takes it from there. */
static void
on_show_day (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_window_show_page (self, "calendar");
  gtk_widget_activate_action_variant (GTK_WIDGET (cs_window_get_page (self)), "calendar.go-to",
                                      parameter);
}

static void
on_new_post (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_window_push (self, cs_composer_page_new (cs_window_get_library (self), parameter));
}

static void
on_edit_post (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_window_push (self, cs_composer_page_edit (cs_window_get_library (self),
                                               g_variant_get_string (parameter, NULL)));
}

static void
on_show_activity (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  cs_window_show_activity (CS_WINDOW (widget));
}

static void
on_search (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  adw_dialog_present (cs_search_dialog_new (cs_window_get_library (CS_WINDOW (widget)),
                                            g_variant_get_string (parameter, NULL)),
                      widget);
}

static void
on_show_preferences (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (widget));

  adw_dialog_present (cs_preferences_new (cs_window_get_library (CS_WINDOW (widget)),
                                          cs_application_get_background (
                                            CS_APPLICATION (application))),
                      widget);
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
    { "win.show-day", "s", on_show_day },
    { "win.show-page", "s", on_show_page },
    { "win.show-account", "s", on_show_account },
    { "win.show-media", "s", on_show_media },
    { "win.show-numbers", "s", on_show_numbers },
    { "win.connect-account", NULL, on_connect_account },
    { "win.new-post", "a{sv}", on_new_post },
    { "win.new-post-now", NULL, on_new_post },
    { "win.edit-post", "s", on_edit_post },
    { "win.show-activity", NULL, on_show_activity },
    { "win.search", "s", on_search },
    { "win.show-preferences", NULL, on_show_preferences },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].type, actions[i].func);
}
