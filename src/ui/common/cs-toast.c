/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GWeakRef  from;
  char     *done;
} Act;

/* The overlay of the window that holds @from, also from within a dialog of it. */
static AdwToastOverlay *
find_overlay (GtkWidget *from)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  GtkRoot *root = gtk_widget_get_root (from);

  if (overlay == NULL && root != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (root),
                                                                       "toasts"))
    {
      g_autoptr(GtkWidget) found = NULL;

      g_object_get (root, "toasts", &found, NULL);
      overlay = found;
    }

  return overlay != NULL ? ADW_TOAST_OVERLAY (overlay) : NULL;
}

static AdwToast *
toast_new (const char *sentence)
{
  AdwToast *toast = adw_toast_new (sentence);

  adw_toast_set_use_markup (toast, FALSE);

  return toast;
}

void
cs_toast_show (GtkWidget *from,
               AdwToast  *toast)
{
  AdwToastOverlay *overlay = find_overlay (from);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, toast);
  else
    g_object_unref (toast);
}

/* Nobody waits until a row of the same is through: the last of a kind that was shown goes when
 * it says this; NULL: whatever it says. */
static void
dismiss_last (GtkWidget  *from,
              const char *kind,
              const char *words,
              AdwToast   *next)
{
  AdwToastOverlay *overlay = find_overlay (from);
  AdwToast *last = overlay != NULL ? g_object_get_data (G_OBJECT (overlay), kind) : NULL;

  if (last != NULL && (words == NULL || g_strcmp0 (adw_toast_get_title (last), words) == 0))
    adw_toast_dismiss (last);
  if (overlay != NULL)
    g_object_set_data_full (G_OBJECT (overlay), kind, g_object_ref (next), g_object_unref);
}

void
cs_toast (GtkWidget  *from,
          const char *sentence)
{
  cs_toast_show (from, toast_new (sentence));
}

/* Of a step back or forth: the last one stands for all. */
void
cs_toast_step (GtkWidget  *from,
               const char *sentence)
{
  AdwToast *toast = toast_new (sentence);

  dismiss_last (from, "cs-step", NULL, toast);
  cs_toast_show (from, toast);
}

AdwToast *
cs_toast_new_undo (const char *sentence)
{
  AdwToast *toast = toast_new (sentence);

  adw_toast_set_button_label (toast, _("Undo"));

  return toast;
}

/* Its Undo would take back another step than the one it tells of. */
static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            AdwToast    *toast)
{
  if (strcmp (kind, "step") == 0)
    adw_toast_dismiss (toast);
}

/* With a button that undoes the last step of the workspace; it goes when there is another. The
 * news of a step comes before the answer that is told here. */
void
cs_toast_undo (GtkWidget  *from,
               CsLibrary  *library,
               const char *sentence)
{
  AdwToast *toast = cs_toast_new_undo (sentence);

  adw_toast_set_action_name (toast, "win.undo");
  g_signal_connect_object (library, "changed", G_CALLBACK (on_changed), toast, G_CONNECT_DEFAULT);
  cs_toast_show (from, toast);
}

void
cs_toast_error (GtkWidget    *from,
                const GError *error)
{
  AdwToast *toast;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  toast = toast_new (error->message);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 8);
  dismiss_last (from, "cs-error", error->message, toast);
  cs_toast_show (from, toast);
}

static void
on_acted (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  g_autoptr(GtkWidget) from = g_weak_ref_get (&act->from);

  if (from != NULL && answer == NULL)
    cs_toast_error (from, error);
  else if (from != NULL && act->done != NULL)
    cs_toast_undo (from, CS_LIBRARY (source), act->done);

  g_weak_ref_clear (&act->from);
  g_free (act->done);
  g_free (act);
}

/**
 * cs_act_run:
 * @from: where the person acted: the toast appears over it
 * @args: (nullable): sunk if floating
 * @done: (nullable): what to say when it is done, with Undo beside it; NULL says nothing
 *
 * Runs a command that a person asked for; a refusal is shown in its own words. It
 * is done also when the page is left meanwhile.
 */
void
cs_act_run (GtkWidget  *from,
            CsLibrary  *library,
            const char *command,
            GVariant   *args,
            const char *done)
{
  Act *act = g_new0 (Act, 1);

  g_weak_ref_init (&act->from, from);
  act->done = g_strdup (done);
  cs_library_run (library, command, args, NULL, on_acted, act);
}
