/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-trouble.h"

#include "cs-ask.h"
#include "cs-item.h"
#include "cs-job.h"
#include "cs-loading.h"
#include "cs-status.h"
#include "cs-toast.h"
#include "cs-words.h"
#include "cs-workspace.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsTrouble
{
  AdwBin         parent_instance;

  CsLibrary     *library;
  GCancellable  *cancellable;

  AdwStatusPage *page;
  GtkWidget     *going_back;
  GtkWidget     *restore;
};

G_DEFINE_FINAL_TYPE (CsTrouble, cs_trouble, ADW_TYPE_BIN)

/* Until that has ended, one way or the other, nothing else is begun. */
static void
set_going_back (CsTrouble *self,
                gboolean   is_going_back)
{
  gtk_widget_set_visible (self->going_back, is_going_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trouble.restore", !is_going_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trouble.again", !is_going_back);
}

static void
on_state (CsTrouble *self)
{
  gboolean failed = cs_library_get_state (self->library) == CS_LIBRARY_FAILED;

  gtk_widget_set_visible (self->restore, failed && cs_library_can_go_back (self->library));
  if (failed)
    cs_status_say (self->page, cs_library_get_reason (self->library));
}

static void
open_again (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  cs_library_open (CS_TROUBLE (widget)->library);
}

static gpointer
restore_job (CsJob         *job,
             gpointer       input,
             GCancellable  *cancellable,
             GError       **error)
{
  return cs_workspace_restore (input, NULL, cancellable, error);
}

/* What came of it, in one toast; the rest of it waits on Today. */
static void
tell (CsTrouble *self,
      GVariant  *restored)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *when = cs_words_when (&reading, cs_view_int (restored, "at", 0));
  gint64 n_drafts = cs_view_int (restored, "unscheduled", 0);
  g_autofree char *sentence = NULL;

  if (n_drafts == 0)
    /* Translators: %s is a day and a time */
    sentence = g_strdup_printf (_("As it was: %s"), when);
  else
    /* Translators: %s is a day and a time */
    sentence = g_strdup_printf (ngettext ("As it was: %s · %d planned post is a draft now",
                                          "As it was: %s · %d planned posts are drafts now",
                                          n_drafts), when, (int) n_drafts);

  cs_toast (GTK_WIDGET (self), sentence);
}

static void
on_restored (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CsTrouble) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) restored = cs_job_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->library == NULL)
    return;

  set_going_back (self, FALSE);
  if (restored == NULL)
    {
      g_autofree char *reason = cs_words_sentence (error->message);

      cs_status_say (self->page, reason);
      return;
    }

  tell (self, restored);
  cs_library_open (self->library);
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             CsTrouble      *self)
{
  if (strcmp (response, CS_ASK_YES) != 0)
    return;

  set_going_back (self, TRUE);
  cs_job_start (CS_JOB_LONG, restore_job, g_strdup (cs_library_get_folder (self->library)), g_free,
                (GDestroyNotify) g_variant_unref, NULL, self->cancellable, on_restored,
                g_object_ref (self));
}

/* Nothing is deleted, but what was done since is out of sight: so it asks. */
static void
ask_to_restore (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AdwAlertDialog *dialog = cs_ask_new (
    _("Go Back to a Backup?"),
    _("The newest good one is taken. What is there now is kept in a folder beside it. Posts that "
      "were planned at that time become drafts, so that none is published a second time."),
    _("_Go Back"), ADW_RESPONSE_SUGGESTED);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), widget,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
cs_trouble_dispose (GObject *object)
{
  CsTrouble *self = CS_TROUBLE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_TROUBLE);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_trouble_parent_class)->dispose (object);
}

static void
cs_trouble_finalize (GObject *object)
{
  g_object_unref (CS_TROUBLE (object)->cancellable);

  G_OBJECT_CLASS (cs_trouble_parent_class)->finalize (object);
}

static void
cs_trouble_class_init (CsTroubleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_trouble_dispose;
  object_class->finalize = cs_trouble_finalize;

  g_type_ensure (CS_TYPE_LOADING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/creatorsync/CreatorSync/cs-trouble.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTrouble, page);
  gtk_widget_class_bind_template_child (widget_class, CsTrouble, going_back);
  gtk_widget_class_bind_template_child (widget_class, CsTrouble, restore);

  gtk_widget_class_install_action (widget_class, "trouble.again", NULL, open_again);
  gtk_widget_class_install_action (widget_class, "trouble.restore", NULL, ask_to_restore);
}

static void
cs_trouble_init (CsTrouble *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is seen. */
void
cs_trouble_set_library (CsTrouble *self,
                        CsLibrary *library)
{
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  on_state (self);
}
