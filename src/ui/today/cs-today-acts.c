/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-today-acts.h"

#include "cs-ask.h"
#include "cs-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* An act that waits for an answer: of a person, or of the workspace. */
typedef struct
{
  GWeakRef    page;      /* over which the toast appears: the card may be gone by then */
  CsLibrary  *library;
  CsItem     *item;
  char       *command;
  GVariant   *args;
  GtkWidget  *entry;     /* borrowed from the dialog that it is in */
} Act;

static Act *
act_new (GtkWidget *from,
         CsLibrary *library,
         CsItem    *item)
{
  Act *act = g_new0 (Act, 1);
  GtkWidget *page = gtk_widget_get_ancestor (from, ADW_TYPE_NAVIGATION_PAGE);

  g_weak_ref_init (&act->page, page != NULL ? page : from);
  act->library = g_object_ref (library);
  act->item = g_object_ref (item);

  return act;
}

static void
act_free (Act *act)
{
  g_weak_ref_clear (&act->page);
  g_object_unref (act->library);
  g_object_unref (act->item);
  g_free (act->command);
  g_clear_pointer (&act->args, g_variant_unref);
  g_free (act);
}

static void
act_free_with (gpointer  data,
               GClosure *closure)
{
  act_free (data);
}

static void
on_confirmed (AdwAlertDialog *dialog,
              const char     *response,
              Act            *act)
{
  g_autoptr(GtkWidget) page = g_weak_ref_get (&act->page);

  if (page != NULL && strcmp (response, CS_ASK_YES) == 0)
    cs_act_run (page, act->library, act->command, act->args, NULL);
}

/* @args is sunk. */
static void
confirm (GtkWidget  *from,
         Act        *act,
         const char *command,
         GVariant   *args,
         const char *heading,
         const char *body,
         const char *verb)
{
  AdwAlertDialog *dialog = cs_ask_new (heading, body, verb, ADW_RESPONSE_SUGGESTED);

  act->command = g_strdup (command);
  act->args = g_variant_ref_sink (args);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_confirmed), act, act_free_with,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), from);
}

/* The accounts that the row's missed targets are for. */
static GVariant *
plan_args (CsItem *item)
{
  g_autoptr(GVariant) targets = cs_item_dup_value (item, "targets");
  GVariantBuilder accounts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      if (g_strcmp0 (cs_view_text (target, "state"), "missed") == 0)
        g_variant_builder_add (&accounts, "s", cs_view_text (target, "account_id"));
    }

  g_variant_dict_insert (&args, "id", "s", cs_item_get_text (item, "post"));
  g_variant_dict_insert_value (&args, "accounts", g_variant_builder_end (&accounts));

  return g_variant_dict_end (&args);
}

void
cs_today_publish (GtkWidget *from,
                  CsLibrary *library,
                  CsItem    *item)
{
  confirm (from, act_new (from, library, item), "post.publish", plan_args (item),
           _("Publish It Now?"), _("It goes out at once, to the accounts that missed it."),
           _("_Publish"));
}

void
cs_today_unschedule (GtkWidget *from,
                     CsLibrary *library,
                     CsItem    *item)
{
  g_autoptr(GtkWidget) page = g_object_ref (gtk_widget_get_ancestor (from,
                                                                    ADW_TYPE_NAVIGATION_PAGE));

  cs_act_run (page, library, "post.unschedule", plan_args (item), _("It is a draft again"));
}

static GVariant *
answer_args (CsItem     *item,
             const char *answer,
             const char *link)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", cs_item_get_id (item));
  g_variant_dict_insert (&args, "answer", "s", answer);
  if (link != NULL)
    g_variant_dict_insert (&args, "link", "s", link);

  return g_variant_dict_end (&args);
}

void
cs_today_send_again (GtkWidget *from,
                     CsLibrary *library,
                     CsItem    *item)
{
  gboolean late = g_strcmp0 (cs_item_get_text (item, "code"), "late") == 0;

  confirm (from, act_new (from, library, item), "outbox.answer",
           answer_args (item, "again", NULL),
           late ? _("Publish It Now?") : _("Send It Again?"),
           late ? _("It goes out at once, later than planned.")
                : _("If the first try did reach the network, the post will be there twice."),
           late ? _("_Publish") : _("_Send Again"));
}

void
cs_today_leave (GtkWidget *from,
                CsLibrary *library,
                CsItem    *item)
{
  GtkWidget *page = gtk_widget_get_ancestor (from, ADW_TYPE_NAVIGATION_PAGE);

  cs_act_run (page, library, "outbox.answer", answer_args (item, "drop", NULL), NULL);
}

static void present_link_dialog (GtkWidget  *from,
                                 Act        *act,
                                 const char *link,
                                 const char *trouble);

/* Refused: asked again, with the reason, where the link was written. */
static void
on_linked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  g_autoptr(GtkWidget) page = g_weak_ref_get (&act->page);

  if (page != NULL && answer == NULL && gtk_widget_get_root (page) != NULL)
    present_link_dialog (page, act_new (page, act->library, act->item),
                         cs_view_text (act->args, "link"), error->message);
  else if (page != NULL && answer != NULL)
    cs_toast (page, _("Noted: it is there"));

  act_free (act);
}

static void
on_link_given (AdwAlertDialog *dialog,
               const char     *response,
               Act            *act)
{
  g_autoptr(GtkWidget) page = g_weak_ref_get (&act->page);
  Act *next;

  if (page == NULL || strcmp (response, CS_ASK_YES) != 0)
    return;

  next = act_new (page, act->library, act->item);
  next->args = g_variant_ref_sink (answer_args (act->item, "there",
                                                gtk_editable_get_text (GTK_EDITABLE (act->entry))));
  g_variant_get_data (next->args);
  cs_library_run (act->library, "outbox.answer", next->args, NULL, on_linked, next);
}

static void
on_link_changed (GtkEditable    *entry,
                 AdwAlertDialog *dialog)
{
  const char *scheme = g_uri_peek_scheme (gtk_editable_get_text (entry));

  adw_alert_dialog_set_response_enabled (dialog, CS_ASK_YES,
                                         g_strcmp0 (scheme, "https") == 0
                                           || g_strcmp0 (scheme, "http") == 0);
}

static void
present_link_dialog (GtkWidget  *from,
                     Act        *act,
                     const char *link,
                     const char *trouble)
{
  const char *body = trouble != NULL ? trouble
                       : _("Paste the post’s own address, as the network shows it.");
  AdwAlertDialog *dialog = cs_ask_new (_("Where Is It?"), body, _("It Is _There"),
                                       ADW_RESPONSE_SUGGESTED);
  GtkWidget *list = gtk_list_box_new ();

  act->entry = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (act->entry), _("Link"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), act->entry);
  gtk_widget_add_css_class (list, "boxed-list");
  if (trouble != NULL)
    gtk_widget_add_css_class (act->entry, "error");
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_set_response_enabled (dialog, CS_ASK_YES, FALSE);
  adw_alert_dialog_set_default_response (dialog, CS_ASK_YES);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (act->entry), TRUE);
  g_signal_connect_object (act->entry, "changed", G_CALLBACK (on_link_changed), dialog,
                           G_CONNECT_DEFAULT);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_link_given), act, act_free_with,
                         G_CONNECT_DEFAULT);
  gtk_editable_set_text (GTK_EDITABLE (act->entry), link != NULL ? link : "");
  adw_dialog_present (ADW_DIALOG (dialog), from);
  gtk_widget_grab_focus (act->entry);
}

/* The network is asked whether the account has what the person found. */
void
cs_today_ask_link (GtkWidget *from,
                   CsLibrary *library,
                   CsItem    *item)
{
  present_link_dialog (from, act_new (from, library, item), NULL, NULL);
}

/* The accounts of a post; of one whose accounts differ in time, all that share this. */
static GVariant *
accounts_of (CsItem *item)
{
  g_autoptr(GVariant) targets = cs_item_dup_value (item, "targets");
  GVariantBuilder accounts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      g_variant_builder_add (&accounts, "s", cs_view_text (target, "account_id"));
    }

  return g_variant_builder_end (&accounts);
}

static void
on_post_shown (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) post = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  g_autoptr(GtkWidget) page = g_weak_ref_get (&act->page);
  g_autoptr(GVariant) files = NULL;

  if (page != NULL && post == NULL)
    cs_toast_error (page, error);
  if (post != NULL)
    files = g_variant_lookup_value (post, "attachments", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; page != NULL && files != NULL && i < g_variant_n_children (files); i++)
    {
      g_autoptr(GVariant) file = g_variant_get_child_value (files, i);
      GVariantDict args = G_VARIANT_DICT_INIT (NULL);

      g_variant_dict_insert (&args, "id", "s", cs_view_text (file, "media_id"));
      g_variant_dict_insert_value (&args, "accounts", accounts_of (act->item));
      cs_act_run (page, act->library, "media.fix", g_variant_dict_end (&args),
                  _("The clip fits now"));
    }

  act_free (act);
}

/* Its progress is in the activity popover. */
void
cs_today_fix (GtkWidget *from,
              CsLibrary *library,
              CsItem    *item)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  Act *act = act_new (from, library, item);
  g_autoptr(GtkWidget) page = g_weak_ref_get (&act->page);

  cs_toast (page, _("Fixing the clip; it may take a while"));
  g_variant_dict_insert (&args, "id", "s", cs_item_get_text (item, "post"));
  cs_library_run (library, "post.show", g_variant_dict_end (&args), NULL, on_post_shown, act);
}
