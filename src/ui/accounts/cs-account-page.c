/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-page.h"

#include "cs-account-numbers.h"
#include "cs-ask.h"
#include "cs-clip-words.h"
#include "cs-connect-dialog.h"
#include "cs-error.h"
#include "cs-item.h"
#include "cs-limits.h"
#include "cs-question.h"
#include "cs-same-numbers.h"
#include "cs-settings.h"
#include "cs-status.h"
#include "cs-tally.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define DAYS 30     /* of followers */

struct _CsAccountPage
{
  CsPage               parent_instance;

  char                *id;
  GVariant            *view;        /* NULL until it was read */
  CsQuestion          *question;    /* for the numbers */
  GVariant            *overview;    /* what they are; NULL until they were read */
  gboolean             gives_up;    /* what is planned, if it is signed out as it was asked */
  GPtrArray           *rows;        /* of what the network takes; borrowed from the group */

  AdwBanner           *banner;
  AdwBanner           *stale;
  GtkStack            *stack;
  AdwActionRow        *name_row;
  AdwActionRow        *person_row;
  AdwActionRow        *state_row;
  AdwActionRow        *server_row;
  AdwActionRow        *calls_row;
  CsAccountNumbers    *numbers;
  AdwPreferencesGroup *takes;
  AdwStatusPage       *trouble;
};

G_DEFINE_FINAL_TYPE (CsAccountPage, cs_account_page, CS_TYPE_PAGE)

static void
add_row (CsAccountPage *self,
         const char    *title,
         const char    *value)
{
  AdwActionRow *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "use-markup", FALSE,
                                    "subtitle", value, "subtitle-selectable", TRUE, NULL);

  gtk_widget_add_css_class (GTK_WIDGET (row), "property");
  adw_preferences_group_add (self->takes, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

static void
add_text_row (CsAccountPage  *self,
              const CsLimits *limits)
{
  g_autofree char *value = NULL;

  if (limits->text_max == CS_UNKNOWN)
    return;

  value = g_strdup_printf (ngettext ("Up to %d character", "Up to %d characters", limits->text_max),
                           (int) limits->text_max);
  add_row (self, _("Text"), value);
}

static void
add_video_row (CsAccountPage  *self,
               const CsLimits *limits)
{
  g_autoptr(GString) value = g_string_new (NULL);
  g_autofree char *size = NULL;

  if (limits->video_max_bytes != CS_UNKNOWN)
    {
      size = g_format_size (limits->video_max_bytes);
      /* Translators: the largest file of a video, as in: Up to 104.9 MB */
      g_string_append_printf (value, _("Up to %s"), size);
    }

  if (limits->video_max_duration != CS_UNKNOWN)
    {
      int seconds = (int) (limits->video_max_duration / 1000);

      g_string_append (value, value->len > 0 ? ", " : "");
      /* Translators: the longest video, in minutes and seconds, as in: 3:00 long */
      g_string_append_printf (value, _("%d:%02d long"), seconds / 60, seconds % 60);
    }

  for (guint i = 0; limits->video_codecs != NULL && limits->video_codecs[i] != NULL; i++)
    g_string_append_printf (value, "%s%s", value->len > 0 ? ", " : "",
                            cs_clip_words_codec (limits->video_codecs[i]));

  if (value->len > 0)
    add_row (self, _("Video"), value->str);
}

static void
add_image_row (CsAccountPage  *self,
               const CsLimits *limits)
{
  g_autofree char *count = NULL;

  if (limits->images_max == CS_UNKNOWN)
    return;

  count = g_strdup_printf (ngettext ("%d in a post", "%d in a post", limits->images_max),
                           (int) limits->images_max);
  add_row (self, _("Pictures"), count);
}

static void
show_limits (CsAccountPage *self)
{
  g_autoptr(GVariant) takes = g_variant_lookup_value (self->view, "takes", G_VARIANT_TYPE_VARDICT);
  g_autoptr(CsLimits) limits = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->takes, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  limits = takes != NULL ? cs_record_from_variant (CS_RECORD_LIMITS, takes, NULL) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->takes), limits != NULL);
  if (limits == NULL)
    return;

  add_text_row (self, limits);
  add_video_row (self, limits);
  add_image_row (self, limits);
  add_row (self, _("Planned Posts"), cs_view_bool (self->view, "can_schedule")
                                       ? _("The server holds them and publishes them itself")
                                       : _("Published by this computer, which must be awake then"));
}

static const char *
state_words (const char *state)
{
  if (g_strcmp0 (state, "ready") == 0)
    return _("Ready");

  return g_strcmp0 (state, "sign-in") == 0 ? _("Signed out by the server") : _("Needs you");
}

static void
show_account (CsAccountPage *self)
{
  const char *handle = cs_view_text (self->view, "handle");
  const char *state = cs_view_text (self->view, "state");
  const char *reason = cs_view_text (self->view, "reason");
  const char *name = cs_view_text (self->view, "display_name");
  gint64 calls_max = cs_view_int (self->view, "calls_max", CS_UNKNOWN);
  gboolean ready = g_strcmp0 (state, "ready") == 0;
  CsNetwork network;
  gboolean known = cs_network_from_name (cs_view_text (self->view, "network"), &network);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row),
                                 known ? cs_network_get_title (network) : "");
  adw_action_row_set_subtitle (self->name_row, handle);
  adw_action_row_set_subtitle (self->person_row, name);
  gtk_widget_set_visible (GTK_WIDGET (self->person_row), name != NULL && *name != '\0');
  adw_action_row_set_subtitle (self->state_row, state_words (state));
  adw_action_row_set_subtitle (self->server_row, cs_view_text (self->view, "host"));

  gtk_widget_set_visible (GTK_WIDGET (self->calls_row), calls_max != CS_UNKNOWN);
  if (calls_max != CS_UNKNOWN)
    {
      g_autofree char *left = NULL;

      /* Translators: calls left of calls in all, as in: 299 of 300 */
      left = g_strdup_printf (_("%d of %d"), (int) cs_view_int (self->view, "calls_left", 0),
                              (int) calls_max);
      adw_action_row_set_subtitle (self->calls_row, left);
    }

  adw_banner_set_title (self->banner, reason != NULL && *reason != '\0' ? reason
                                                                        : state_words (state));
  adw_banner_set_revealed (self->banner, !ready);
  show_limits (self);
  gtk_stack_set_visible_child_name (self->stack, "content");
}

static void
on_shown (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(CsAccountPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) view = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* One that is gone is not shown as it was. */
  if (view != NULL || g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND))
    g_clear_pointer (&self->view, g_variant_unref);

  cs_status_tell (self->trouble, self->stale, error != NULL ? error->message : NULL,
                  self->view != NULL);
  if (view == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, self->view != NULL ? "content" : "trouble");
      return;
    }

  self->view = g_steal_pointer (&view);
  show_account (self);
}

static GVariant *
id_args (CsAccountPage *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", self->id);

  return g_variant_dict_end (&args);
}

/* What is the same is not made anew: the focus is in it. */
static void
on_numbers (GVariant     *overview,
            const GError *error,
            gpointer      owner)
{
  CsAccountPage *self = owner;

  if (overview != NULL && cs_same_numbers (overview, self->overview))
    return;

  g_clear_pointer (&self->overview, g_variant_unref);
  self->overview = overview != NULL ? g_variant_ref (overview) : NULL;
  cs_account_numbers_show (self->numbers, overview, error);
}

static void
ask_for_numbers (CsAccountPage *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  const char *accounts[] = { self->id, NULL };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "accounts", "^as", accounts);
  g_variant_dict_insert (&args, "from", "x", reading.now - DAYS * CS_DAY_SECONDS);
  cs_question_set_args (self->question, g_variant_dict_end (&args));
  cs_question_ask (self->question);
}

static void
cs_account_page_refresh (CsPage *page)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (page);

  ask_for_numbers (self);
  cs_page_run (page, "account.show", id_args (self), on_shown, g_object_ref (self));
}

static void
on_again (CsAccountPage *self)
{
  if (self->view == NULL)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  cs_account_page_refresh (CS_PAGE (self));
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CsAccountPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) view = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.check", TRUE);
  if (view == NULL)
    cs_toast_error (GTK_WIDGET (self), error);
  else
    cs_toast (GTK_WIDGET (self), _("The server answered: what it takes is up to date"));
  cs_account_page_refresh (CS_PAGE (self));
}

static void
on_check (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (widget);

  gtk_widget_action_set_enabled (widget, "account.check", FALSE);
  cs_page_run (CS_PAGE (self), "account.check", id_args (self), on_checked, g_object_ref (self));
}

static void
on_sign_in (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (widget);
  CsConnectDialog *dialog = cs_connect_dialog_new (cs_page_get_library (CS_PAGE (self)));

  if (self->view != NULL)
    cs_connect_dialog_preset (dialog, self->view);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CsAccountPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) gone = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  g_autofree char *sentence = NULL;

  if (gone == NULL)
    {
      cs_toast_error (GTK_WIDGET (self), error);
      return;
    }

  /* Translators: %s is the name of an account */
  sentence = g_strdup_printf (_("Signed out of %s"), cs_view_text (gone, "handle"));
  cs_toast (GTK_WIDGET (self), sentence);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "posts");
}

static void
on_answered (AdwAlertDialog *dialog,
             const char     *response,
             CsAccountPage  *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (strcmp (response, CS_ASK_YES) != 0)
    return;

  g_variant_dict_insert (&args, "id", "s", self->id);
  g_variant_dict_insert (&args, "unschedule", "b", self->gives_up);
  cs_library_run (cs_page_get_library (CS_PAGE (self)), "account.remove",
                  g_variant_dict_end (&args), NULL, on_removed, g_object_ref (self));
}

/* What signing out takes along. */
static char *
dup_consequence (gint64 n_planned)
{
  if (n_planned == 0)
    return g_strdup (_("What was published there stays. To publish there again, you sign in "
                       "again."));

  return g_strdup_printf (ngettext ("%d planned post will not go out there. Its text stays as a "
                                    "draft, and what was published there stays.",
                                    "%d planned posts will not go out there. Their texts stay as "
                                    "drafts, and what was published there stays.", n_planned),
                          (int) n_planned);
}

/* It cannot be undone: the token is gone, and the server is told so. */
static void
on_sign_out (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (widget);
  const char *handle = self->view != NULL ? cs_view_text (self->view, "handle") : NULL;
  gint64 n_planned = self->view != NULL ? cs_view_int (self->view, "planned", 0) : 0;
  g_autofree char *consequence = dup_consequence (n_planned);
  AdwAlertDialog *dialog = cs_ask_new (NULL, consequence, _("_Sign Out"),
                                       ADW_RESPONSE_DESTRUCTIVE);

  self->gives_up = n_planned > 0;
  /* Translators: %s is the name of an account */
  adw_alert_dialog_format_heading (dialog, _("Sign Out of %s?"),
                                   handle != NULL ? handle : self->id);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self, G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* Whoever comes there finds this account chosen. */
static void
on_show_numbers (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  const char *const accounts[] = { CS_ACCOUNT_PAGE (widget)->id, NULL };

  cs_settings_set_numbers_accounts (accounts);
  gtk_widget_activate_action (widget, "win.show-page", "s", "analytics");
}

static void
cs_account_page_constructed (GObject *object)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (object);

  G_OBJECT_CLASS (cs_account_page_parent_class)->constructed (object);

  self->question = cs_question_new (cs_page_get_library (CS_PAGE (self)), "numbers.overview",
                                    "account-sample gap account", on_numbers, self);
}

static void
cs_account_page_dispose (GObject *object)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (object);

  if (self->question != NULL)
    cs_question_stop (self->question);
  g_clear_object (&self->question);
  g_clear_pointer (&self->overview, g_variant_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ACCOUNT_PAGE);
  g_clear_pointer (&self->view, g_variant_unref);

  G_OBJECT_CLASS (cs_account_page_parent_class)->dispose (object);
}

static void
cs_account_page_finalize (GObject *object)
{
  CsAccountPage *self = CS_ACCOUNT_PAGE (object);

  g_free (self->id);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (cs_account_page_parent_class)->finalize (object);
}

static void
cs_account_page_class_init (CsAccountPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_account_page_constructed;
  object_class->dispose = cs_account_page_dispose;
  object_class->finalize = cs_account_page_finalize;
  CS_PAGE_CLASS (klass)->kinds = "account target outbox-row";
  CS_PAGE_CLASS (klass)->refresh = cs_account_page_refresh;

  g_type_ensure (CS_TYPE_ACCOUNT_NUMBERS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/accounts/cs-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, banner);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, stale);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, person_row);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, calls_row);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, takes);
  gtk_widget_class_bind_template_child (widget_class, CsAccountPage, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_again);

  gtk_widget_class_install_action (widget_class, "account.show-numbers", NULL, on_show_numbers);
  gtk_widget_class_install_action (widget_class, "account.check", NULL, on_check);
  gtk_widget_class_install_action (widget_class, "account.sign-in", NULL, on_sign_in);
  gtk_widget_class_install_action (widget_class, "account.sign-out", NULL, on_sign_out);
}

static void
cs_account_page_init (CsAccountPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

CsAccountPage *
cs_account_page_new (CsLibrary  *library,
                     const char *id)
{
  CsAccountPage *self = g_object_new (CS_TYPE_ACCOUNT_PAGE, "library", library, NULL);

  self->id = g_strdup (id);

  return self;
}
