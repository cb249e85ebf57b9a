/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-dialog.h"

#include <glib/gi18n.h>

struct _CsSampleDialog
{
  AdwDialog       parent_instance;

  CsLibrary      *library;
  GCancellable   *cancellable;

  GtkLabel       *words;
  GtkProgressBar *bar;
  GtkWidget      *again;
};

G_DEFINE_FINAL_TYPE (CsSampleDialog, cs_sample_dialog, ADW_TYPE_DIALOG)

enum
{
  READY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_progress (CsLibrary      *library,
             const char     *id,
             const char     *title,
             gint64          done,
             gint64          total,
             CsSampleDialog *self)
{
  if (total > 0)
    gtk_progress_bar_set_fraction (self->bar, CLAMP ((double) done / total, 0, 1));
}

/* A window does not close while it shows a dialog, so the dialog goes first. */
static void
end (CsSampleDialog *self)
{
  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[READY], 0);
}

/* @trouble: why it cannot be made; NULL: it is being made */
static void
show (CsSampleDialog *self,
      const char     *trouble)
{
  gtk_label_set_label (self->words, trouble != NULL ? trouble
    : _("A potter’s channel with three months of plans is being made. Its clips are drawn on "
        "this computer, which may take a minute."));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), trouble == NULL);
  gtk_widget_set_visible (self->again, trouble != NULL);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsSampleDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer == NULL)
    {
      show (self, error->message);
      gtk_widget_grab_focus (self->again);
      return;
    }

  end (self);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsSampleDialog) self = user_data;
  g_autoptr(GVariant) posts = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (posts != NULL && g_variant_n_children (posts) > 0)
    {
      end (self);
      return;
    }

  cs_library_run (self->library, "sample.load", NULL, self->cancellable, on_loaded,
                  g_object_ref (self));
}

static void
look (CsSampleDialog *self)
{
  GVariant *one = g_variant_new_parsed ("{'limit': <int64 1>}");

  show (self, NULL);
  gtk_progress_bar_set_fraction (self->bar, 0);
  cs_library_open (self->library);
  cs_library_run (self->library, "post.rows", one, self->cancellable, on_looked,
                  g_object_ref (self));
}

static void
on_again (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  look (CS_SAMPLE_DIALOG (widget));
}

static void
on_cancel (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

/* Also by Escape: what was begun ends. */
static void
cs_sample_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (CS_SAMPLE_DIALOG (dialog)->cancellable);
}

static void
cs_sample_dialog_dispose (GObject *object)
{
  CsSampleDialog *self = CS_SAMPLE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_SAMPLE_DIALOG);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_sample_dialog_parent_class)->dispose (object);
}

static void
cs_sample_dialog_finalize (GObject *object)
{
  g_object_unref (CS_SAMPLE_DIALOG (object)->cancellable);

  G_OBJECT_CLASS (cs_sample_dialog_parent_class)->finalize (object);
}

static void
cs_sample_dialog_class_init (CsSampleDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_sample_dialog_dispose;
  object_class->finalize = cs_sample_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = cs_sample_dialog_closed;

  signals[READY] = g_signal_new ("ready", CS_TYPE_SAMPLE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/today/cs-sample-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSampleDialog, words);
  gtk_widget_class_bind_template_child (widget_class, CsSampleDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, CsSampleDialog, again);

  gtk_widget_class_install_action (widget_class, "sample.again", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "sample.cancel", NULL, on_cancel);
}

static void
cs_sample_dialog_init (CsSampleDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Begins at once; a sample that is there is ready at once. */
AdwDialog *
cs_sample_dialog_new (CsLibrary *library)
{
  CsSampleDialog *self = g_object_new (CS_TYPE_SAMPLE_DIALOG, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "progress", G_CALLBACK (on_progress), self, G_CONNECT_DEFAULT);
  look (self);

  return ADW_DIALOG (self);
}
