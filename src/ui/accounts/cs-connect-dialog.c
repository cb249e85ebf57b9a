/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-connect-dialog.h"

#include "cs-error.h"
#include "cs-item.h"
#include "cs-loading.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsConnectDialog
{
  AdwDialog          parent_instance;

  CsLibrary         *library;
  GCancellable      *cancellable;     /* of what is under way; NULL when nothing is */
  char              *sign_in;         /* id of the one that has begun */
  char              *url;             /* of the page in the browser */
  gboolean           by_code;

  AdwNavigationView *view;
  AdwEntryRow       *server;
  GtkLabel          *mastodon_error;
  GtkWidget         *mastodon_continue;
  AdwStatusPage     *waiting;
  GtkWidget         *open_again;
  AdwEntryRow       *code;
  GtkLabel          *code_error;
  GtkWidget         *code_continue;
  AdwEntryRow       *handle;
  AdwPasswordEntryRow *password;
  AdwEntryRow       *factor;
  AdwEntryRow       *host;
  AdwEntryRow       *directory;
  AdwEntryRow       *video;
  AdwEntryRow       *appview;
  GtkLabel          *bluesky_error;
  GtkWidget         *bluesky_continue;
};

G_DEFINE_FINAL_TYPE (CsConnectDialog, cs_connect_dialog, ADW_TYPE_DIALOG)

enum
{
  CONNECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
text_of (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static const char *
shown_tag (CsConnectDialog *self)
{
  return adw_navigation_page_get_tag (adw_navigation_view_get_visible_page (self->view));
}

/* Where the page that is shown says what is wrong. */
static GtkLabel *
error_place (CsConnectDialog *self)
{
  if (g_strcmp0 (shown_tag (self), "bluesky") == 0)
    return self->bluesky_error;

  return g_strcmp0 (shown_tag (self), "code") == 0 ? self->code_error : self->mastodon_error;
}

/* What is most likely to be mended there. */
static GtkWidget *
first_to_mend (CsConnectDialog *self)
{
  if (g_strcmp0 (shown_tag (self), "bluesky") == 0)
    return GTK_WIDGET (self->password);

  return GTK_WIDGET (g_strcmp0 (shown_tag (self), "code") == 0 ? self->code : self->server);
}

static void
say (GtkLabel   *place,
     const char *sentence)
{
  gtk_label_set_label (place, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (place), sentence != NULL);
}

/* While the network is asked nothing can be sent twice. */
static void
set_busy (CsConnectDialog *self,
          gboolean         busy)
{
  gtk_widget_set_sensitive (self->mastodon_continue, !busy);
  gtk_widget_set_sensitive (self->code_continue, !busy);
  gtk_widget_set_sensitive (self->bluesky_continue, !busy);
}

static void
stop (CsConnectDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
}

static void
show_trouble (CsConnectDialog *self,
              const GError    *error)
{
  if (g_strcmp0 (shown_tag (self), "browser") == 0)
    adw_navigation_view_pop (self->view);

  if (g_strcmp0 (shown_tag (self), "bluesky") == 0
      && g_error_matches (error, CS_ERROR, CS_ERROR_NEEDS_YOU))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->factor), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->factor));
      say (self->bluesky_error, _("Bluesky has sent you a code by email: enter it above."));
      return;
    }

  say (error_place (self), error->message);
  gtk_widget_grab_focus (first_to_mend (self));
}

static void
on_finished (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CsConnectDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) account = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  stop (self);
  g_clear_pointer (&self->sign_in, g_free);

  if (account == NULL)
    {
      show_trouble (self, error);
      return;
    }

  g_signal_emit (self, signals[CONNECTED], 0, cs_view_text (account, "id"),
                 cs_view_text (account, "handle"));
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* With a code, or without when the browser or the password is enough. */
static void
finish (CsConnectDialog *self,
        const char      *answer)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", self->sign_in);
  if (answer != NULL)
    g_variant_dict_insert (&args, "answer", "s", answer);

  cs_library_run (self->library, "account.finish-sign-in", g_variant_dict_end (&args),
                  self->cancellable, on_finished, g_object_ref (self));
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsConnectDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    adw_status_page_set_description (self->waiting,
                                     _("No browser could be opened: copy the link, and open it "
                                       "where you can."));
}

static void
open_page (CsConnectDialog *self)
{
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (self->url);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                           on_opened, g_object_ref (self));
}

static void
on_begun (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(CsConnectDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) begun = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  const char *url;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (begun == NULL)
    {
      stop (self);
      show_trouble (self, error);
      return;
    }

  url = cs_view_text (begun, "url");
  g_set_str (&self->sign_in, cs_view_text (begun, "id"));
  g_set_str (&self->url, url);

  if (url != NULL)
    open_page (self);

  if (url == NULL)
    {
      finish (self, NULL);
    }
  else if (self->by_code)
    {
      set_busy (self, FALSE);
      adw_navigation_view_push_by_tag (self->view, "code");
      gtk_widget_grab_focus (GTK_WIDGET (self->code));
    }
  else
    {
      adw_navigation_view_push_by_tag (self->view, "browser");
      gtk_widget_grab_focus (self->open_again);
      finish (self, NULL);
    }
}

static void
begin (CsConnectDialog *self,
       GVariantDict    *args)
{
  stop (self);
  say (error_place (self), NULL);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  cs_library_run (self->library, "account.begin-sign-in", g_variant_dict_end (args),
                  self->cancellable, on_begun, g_object_ref (self));
}

static void
begin_mastodon (CsConnectDialog *self,
                gboolean         by_code)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  self->by_code = by_code;
  g_variant_dict_insert (&args, "network", "s", "mastodon");
  g_variant_dict_insert (&args, "host", "s", text_of (self->server));
  g_variant_dict_insert (&args, "redirect", "b", !by_code);
  begin (self, &args);
}

static void
on_mastodon_continue (CsConnectDialog *self)
{
  if (*text_of (self->server) == '\0')
    {
      say (self->mastodon_error, _("Enter the server that your account is on."));
      gtk_widget_grab_focus (GTK_WIDGET (self->server));
      return;
    }

  begin_mastodon (self, FALSE);
}

static void
on_code_instead (CsConnectDialog *self)
{
  stop (self);
  adw_navigation_view_pop (self->view);
  begin_mastodon (self, TRUE);
}

static void
on_code_continue (CsConnectDialog *self)
{
  if (*text_of (self->code) == '\0' || self->sign_in == NULL)
    {
      say (self->code_error, self->sign_in == NULL
                               ? _("The server wants a new code: go back and continue again.")
                               : _("Enter the code that the server shows."));
      return;
    }

  say (self->code_error, NULL);
  set_busy (self, TRUE);
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  finish (self, text_of (self->code));
}

/* Of a server that keeps to itself: where its names are, what takes its clips, and who counts. */
static GVariant *
read_endpoints (CsConnectDialog *self)
{
  GVariantBuilder endpoints = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  if (*text_of (self->directory) != '\0')
    g_variant_builder_add (&endpoints, "{ss}", "plc", text_of (self->directory));
  if (*text_of (self->video) != '\0')
    g_variant_builder_add (&endpoints, "{ss}", "video", text_of (self->video));
  if (*text_of (self->appview) != '\0')
    g_variant_builder_add (&endpoints, "{ss}", "appview", text_of (self->appview));

  return g_variant_builder_end (&endpoints);
}

static void
on_bluesky_continue (CsConnectDialog *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (*text_of (self->handle) == '\0' || *text_of (self->password) == '\0')
    {
      say (self->bluesky_error, _("Enter your handle and an app password."));
      g_variant_dict_clear (&args);
      return;
    }

  g_variant_dict_insert (&args, "network", "s", "bluesky");
  g_variant_dict_insert (&args, "handle", "s", text_of (self->handle));
  g_variant_dict_insert (&args, "app_password", "s", text_of (self->password));
  if (*text_of (self->factor) != '\0')
    g_variant_dict_insert (&args, "auth_factor", "s", text_of (self->factor));
  if (*text_of (self->host) != '\0')
    g_variant_dict_insert (&args, "host", "s", text_of (self->host));
  g_variant_dict_insert_value (&args, "endpoints", read_endpoints (self));

  begin (self, &args);
}

static void
on_mastodon (CsConnectDialog *self)
{
  adw_navigation_view_push_by_tag (self->view, "mastodon");
  gtk_widget_grab_focus (GTK_WIDGET (self->server));
}

static void
on_bluesky (CsConnectDialog *self)
{
  adw_navigation_view_push_by_tag (self->view, "bluesky");
  gtk_widget_grab_focus (GTK_WIDGET (self->handle));
}

static void
on_open_again (CsConnectDialog *self)
{
  if (self->url != NULL)
    open_page (self);
}

static void
on_copy_link (CsConnectDialog *self)
{
  if (self->url != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->url);
}

/* Going back gives up what was waited for. */
static void
on_popped (CsConnectDialog *self)
{
  stop (self);
}

static void
cs_connect_dialog_closed (AdwDialog *dialog)
{
  stop (CS_CONNECT_DIALOG (dialog));

  if (ADW_DIALOG_CLASS (cs_connect_dialog_parent_class)->closed != NULL)
    ADW_DIALOG_CLASS (cs_connect_dialog_parent_class)->closed (dialog);
}

static void
cs_connect_dialog_dispose (GObject *object)
{
  CsConnectDialog *self = CS_CONNECT_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_CONNECT_DIALOG);
  g_clear_object (&self->library);
  g_clear_pointer (&self->sign_in, g_free);
  g_clear_pointer (&self->url, g_free);

  G_OBJECT_CLASS (cs_connect_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, view);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, server);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, mastodon_error);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, mastodon_continue);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, open_again);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, code);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, code_error);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, code_continue);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, handle);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, password);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, factor);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, host);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, directory);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, video);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, appview);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, bluesky_error);
  gtk_widget_class_bind_template_child (widget_class, CsConnectDialog, bluesky_continue);
}

static void
cs_connect_dialog_class_init (CsConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_connect_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = cs_connect_dialog_closed;

  signals[CONNECTED] = g_signal_new ("connected", CS_TYPE_CONNECT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                     G_TYPE_STRING);

  g_type_ensure (CS_TYPE_LOADING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/accounts/cs-connect-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_popped);
  gtk_widget_class_bind_template_callback (widget_class, on_mastodon);
  gtk_widget_class_bind_template_callback (widget_class, on_bluesky);
  gtk_widget_class_bind_template_callback (widget_class, on_mastodon_continue);
  gtk_widget_class_bind_template_callback (widget_class, on_code_instead);
  gtk_widget_class_bind_template_callback (widget_class, on_code_continue);
  gtk_widget_class_bind_template_callback (widget_class, on_bluesky_continue);
  gtk_widget_class_bind_template_callback (widget_class, on_open_again);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_link);
}

static void
cs_connect_dialog_init (CsConnectDialog *self)
{
  g_autoptr(AdwSpinnerPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->waiting));
  adw_status_page_set_paintable (self->waiting, GDK_PAINTABLE (spinner));
}

CsConnectDialog *
cs_connect_dialog_new (CsLibrary *library)
{
  CsConnectDialog *self = g_object_new (CS_TYPE_CONNECT_DIALOG, NULL);

  self->library = g_object_ref (library);

  return self;
}

/* Signs in again as an account that is there: its network and name are filled in. */
void
cs_connect_dialog_preset (CsConnectDialog *self,
                          GVariant        *account)
{
  const char *host = cs_view_text (account, "host");
  const char *handle = cs_view_text (account, "handle");

  if (g_strcmp0 (cs_view_text (account, "network"), "bluesky") == 0)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->handle), handle != NULL ? handle : "");
      gtk_editable_set_text (GTK_EDITABLE (self->host), host != NULL ? host : "");
      on_bluesky (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->password));
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->server), host != NULL ? host : "");
  on_mastodon (self);
}
