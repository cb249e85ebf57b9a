/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-private.h"

#include "cs-ask.h"
#include "cs-item.h"
#include "cs-slot.h"
#include "cs-text-field.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

static guint
count_accounts (CsComposerPage *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += cs_draft_goes_to (self->draft, cs_target_row_get_account (self->rows->pdata[i])->id);

  return n;
}

static gboolean
is_planned (CsComposerPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GVariant *target = cs_draft_get_target (self->draft,
                                              cs_target_row_get_account (self->rows->pdata[i])->id);

      if (target != NULL && g_strcmp0 (cs_view_text (target, "state"), "scheduled") == 0)
        return TRUE;
    }

  return FALSE;
}

/* What the bar offers, in the words of what the post is. */
void
cs_composer_update_bar (CsComposerPage *self)
{
  gint64 n_kept = cs_draft_get_n_kept (self->draft);
  g_autofree char *when = cs_when_describe (cs_draft_get_when (self->draft));
  CsDraftState state = cs_draft_get_state (self->draft);

  adw_button_content_set_label (self->when_content, when);
  gtk_widget_set_visible (self->when_button, n_kept == 0);
  gtk_widget_set_visible (self->bar, n_kept >= 0 && state != CS_DRAFT_LOADING
                                     && state != CS_DRAFT_LOST);
  adw_split_button_set_label (self->split, n_kept > 0 ? _("_Send the Rest")
                                           : is_planned (self) ? _("Re_schedule")
                                           : _("_Schedule"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.publish", n_kept >= 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.save-draft", n_kept == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.choose-time", n_kept == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.add-part", n_kept >= 0);
}

static void
go_back (CsComposerPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

/* What an act that was asked for says when it is done. */
typedef struct
{
  CsComposerPage *page;
  CsComposerAct   act;
} Asked;

/* The accounts that this machine must be awake for, as the workspace says. */
static gboolean
needs_machine (GVariant *post)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (post, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      if (!cs_view_bool (target, "held"))
        return TRUE;
    }

  return FALSE;
}

static void
tell_scheduled (CsComposerPage *self,
                GtkWidget      *window,
                GVariant       *post)
{
  g_autofree char *when = cs_when_describe (cs_draft_get_when (self->draft));
  g_autofree char *refusal = cs_words_refusal (post);
  g_autofree char *sentence = NULL;

  if (refusal != NULL)
    /* Translators: a day and a time, and that a network would refuse the post */
    sentence = g_strdup_printf (_("Scheduled for %s: %s"), when, refusal);
  else
    /* Translators: %s is a day and a time */
    sentence = g_strdup_printf (needs_machine (post)
                                  ? _("Scheduled for %s; this computer must be on then")
                                  : _("Scheduled for %s; this computer may be off"), when);
  cs_toast_undo (window, cs_page_get_library (CS_PAGE (self)), sentence);
}

/* What was pressed has gone: there it says what becomes of the post. */
static void
focus_result (CsComposerPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (cs_draft_goes_to (self->draft, cs_target_row_get_account (self->rows->pdata[i])->id)
        && gtk_widget_grab_focus (self->rows->pdata[i]))
      return;
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Asked *asked = user_data;
  g_autoptr(CsComposerPage) self = asked->page;
  CsComposerAct act = asked->act;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) post = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  g_free (asked);
  if (window == NULL)
    return;

  if (post == NULL)
    {
      cs_toast_error (window, error);
      return;
    }

  if (act == CS_COMPOSER_SCHEDULE)
    tell_scheduled (self, window, post);
  else if (act == CS_COMPOSER_PUBLISH)
    cs_toast (window, _("It is on its way"));
  else
    cs_toast_undo (window, CS_LIBRARY (source), _("It is a draft again"));

  if (act == CS_COMPOSER_PUBLISH)
    focus_result (self);
  else
    go_back (self);
}

static void
run (CsComposerPage *self,
     CsComposerAct   act,
     const char     *command,
     GVariantDict   *args)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->page = g_object_ref (self);
  asked->act = act;
  g_variant_dict_insert (args, "id", "s", cs_draft_get_id (self->draft));
  cs_library_run (cs_page_get_library (CS_PAGE (self)), command, g_variant_dict_end (args), NULL,
                  on_done, asked);
}

static void
schedule (CsComposerPage *self)
{
  const CsWhen *when = cs_draft_get_when (self->draft);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *at = cs_slot_format_wall (when->wall);

  g_variant_dict_insert (&args, "at", "s", at);
  g_variant_dict_insert (&args, "zone", "s", when->zone);
  g_variant_dict_insert (&args, "fold", "s", when->fold == 1 ? "second" : "first");
  g_variant_dict_insert (&args, "late", "s", cs_lateness_names[when->lateness]);
  if (when->lateness == CS_LATE_PUBLISH && when->late_limit != CS_UNKNOWN)
    g_variant_dict_insert (&args, "late_limit", "x", when->late_limit);

  run (self, CS_COMPOSER_SCHEDULE, "post.schedule", &args);
}

static void
on_close_answer (CsComposerPage *self,
                 const char     *response)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_weak_pointer (&self->question);
  self->after_save = CS_COMPOSER_NOTHING;
  if (strcmp (response, CS_ASK_YES) != 0 || !GTK_IS_WINDOW (root))
    return;

  self->let_go = TRUE;
  gtk_window_close (GTK_WINDOW (root));
}

/* The last resort: what cannot be saved is not kept, and its author says so. */
static void
ask_to_close (CsComposerPage *self)
{
  const char *reason = cs_draft_get_reason (self->draft);
  AdwAlertDialog *dialog;

  if (self->question != NULL)
    return;

  if (reason == NULL)
    reason = cs_library_get_reason (cs_page_get_library (CS_PAGE (self)));

  dialog = cs_ask_new (_("Close Without Saving?"),
                       reason != NULL ? reason : _("The workspace does not answer yet"),
                       _("_Close Without Saving"), ADW_RESPONSE_DESTRUCTIVE);
  g_set_weak_pointer (&self->question, ADW_DIALOG (dialog));
  adw_alert_dialog_set_response_label (dialog, CS_ASK_NO, _("_Keep Open"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_answer), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* What waited until everything was saved. */
static void
go_on (CsComposerPage *self,
       CsComposerAct   act)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root == NULL)
    return;

  switch (act)
    {
    case CS_COMPOSER_SCHEDULE:
      schedule (self);
      break;

    case CS_COMPOSER_PUBLISH:
      run (self, act, "post.publish", &args);
      break;

    case CS_COMPOSER_DRAFT:
      if (is_planned (self))
        run (self, act, "post.unschedule", &args);
      else
        go_back (self);
      break;

    case CS_COMPOSER_CLOSE:
      if (self->question != NULL)
        adw_dialog_force_close (self->question);
      gtk_window_close (GTK_WINDOW (root));
      break;

    case CS_COMPOSER_NOTHING:
    default:
      break;
    }
}

/* Does it once everything that is written is saved. */
void
cs_composer_act (CsComposerPage *self,
                 CsComposerAct   act)
{
  cs_draft_keep (self->draft);
  if (cs_draft_save (self->draft))
    go_on (self, act);
  else
    self->after_save = act;
}

/* TRUE when the window is not to close yet: it does when what is written is saved. Who asks a
 * second time, or while it can be told why that will take long, may close it without. What was
 * deleted elsewhere does not come back by it. */
gboolean
cs_composer_hold (CsComposerPage *self)
{
  gboolean waits = self->after_save == CS_COMPOSER_CLOSE
                || cs_library_get_reason (cs_page_get_library (CS_PAGE (self))) != NULL;

  if (self->let_go || cs_draft_save (self->draft))
    return FALSE;

  self->after_save = CS_COMPOSER_CLOSE;
  if (waits)
    ask_to_close (self);

  return TRUE;
}

/* The draft’s state is another: what waited for it goes on, or does not. */
void
cs_composer_saved (CsComposerPage *self)
{
  CsDraftState state = cs_draft_get_state (self->draft);
  CsComposerAct act = self->after_save;

  if (act == CS_COMPOSER_NOTHING || state == CS_DRAFT_UNSAVED)
    return;

  self->after_save = CS_COMPOSER_NOTHING;
  if (state == CS_DRAFT_SAVED)
    go_on (self, act);
  else if (act == CS_COMPOSER_CLOSE)
    ask_to_close (self);
}

/* FALSE, and said, when there is nothing that could go anywhere. */
static gboolean
check (CsComposerPage *self)
{
  if (count_accounts (self) == 0)
    {
      cs_toast (GTK_WIDGET (self), _("Choose an account that it goes to"));
      return FALSE;
    }

  if (cs_draft_get_id (self->draft) == NULL && cs_draft_get_state (self->draft) == CS_DRAFT_EMPTY)
    {
      cs_toast (GTK_WIDGET (self), _("Write a text or add a file first"));
      gtk_widget_grab_focus (self->fields->pdata[0]);
      return FALSE;
    }

  return TRUE;
}

static void
on_publish_answer (CsComposerPage *self,
                   const char     *response)
{
  if (strcmp (response, CS_ASK_YES) == 0)
    cs_composer_act (self, CS_COMPOSER_PUBLISH);
}

static void
ask_to_publish (CsComposerPage *self)
{
  guint n = count_accounts (self);
  gboolean rest = cs_draft_get_n_kept (self->draft) > 0;
  AdwAlertDialog *dialog = cs_ask_new (rest ? _("Send the Rest Now?") : _("Publish Now?"), NULL,
                                       rest ? _("_Send") : _("_Publish"), ADW_RESPONSE_SUGGESTED);

  adw_alert_dialog_format_body (dialog,
                                ngettext ("It goes out to %u account at once, and cannot be taken "
                                          "back.",
                                          "It goes out to %u accounts at once, and cannot be taken "
                                          "back.", n), n);
  adw_alert_dialog_set_default_response (dialog, CS_ASK_YES);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_publish_answer), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* Accounts whose network does not hold the post need this machine at that time. */
static char *
dup_note (CsComposerPage *self)
{
  const CsWhen *when = cs_draft_get_when (self->draft);
  gboolean needed = FALSE;
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *id = cs_target_row_get_account (self->rows->pdata[i])->id;
      GVariant *check_of = cs_draft_get_check (self->draft, id);

      if (!cs_draft_goes_to (self->draft, id))
        continue;

      n++;
      needed |= !when->set || check_of == NULL || !cs_view_bool (check_of, "held");
    }

  if (n == 0)
    return NULL;

  return g_strdup (needed ? _("This computer must be on and awake at that time.")
                          : _("The network holds it until then: this computer may be off."));
}

static void
on_time_chosen (CsComposerPage *self,
                CsWhenDialog   *dialog)
{
  cs_draft_set_when (self->draft, cs_when_dialog_get (dialog));
  cs_composer_update_bar (self);
}

static void
on_time_chosen_to_schedule (CsComposerPage *self,
                            CsWhenDialog   *dialog)
{
  on_time_chosen (self, dialog);
  cs_composer_act (self, CS_COMPOSER_SCHEDULE);
}

static void
choose_time (CsComposerPage *self,
             GCallback       chosen)
{
  g_autofree char *note = dup_note (self);
  CsWhenDialog *dialog = cs_when_dialog_new (cs_draft_get_when (self->draft), note);

  g_signal_connect_object (dialog, "chosen", chosen, self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* What the button says. */
void
cs_composer_primary (CsComposerPage *self)
{
  if (cs_draft_get_n_kept (self->draft) < 0 || !check (self))
    return;

  if (cs_draft_get_n_kept (self->draft) > 0)
    ask_to_publish (self);
  else if (!cs_draft_get_when (self->draft)->set)
    choose_time (self, G_CALLBACK (on_time_chosen_to_schedule));
  else
    cs_composer_act (self, CS_COMPOSER_SCHEDULE);
}

static void
on_primary (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  cs_composer_primary (CS_COMPOSER_PAGE (widget));
}

static void
on_publish (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  if (check (CS_COMPOSER_PAGE (widget)))
    ask_to_publish (CS_COMPOSER_PAGE (widget));
}

static void
on_save_draft (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  cs_composer_act (CS_COMPOSER_PAGE (widget), CS_COMPOSER_DRAFT);
}

static void
on_choose_time (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  choose_time (CS_COMPOSER_PAGE (widget), G_CALLBACK (on_time_chosen));
}

static void
on_add_part (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  cs_draft_add_part (self->draft);
  g_signal_emit_by_name (self->draft, "loaded");
  cs_text_field_select (self->fields->pdata[self->fields->len - 1], -1, -1);
}

static void
on_show_numbers (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.show-numbers", "s",
                              cs_draft_get_id (CS_COMPOSER_PAGE (widget)->draft));
}

void
cs_composer_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "composer.primary", NULL, on_primary);
  gtk_widget_class_install_action (klass, "composer.publish", NULL, on_publish);
  gtk_widget_class_install_action (klass, "composer.save-draft", NULL, on_save_draft);
  gtk_widget_class_install_action (klass, "composer.choose-time", NULL, on_choose_time);
  gtk_widget_class_install_action (klass, "composer.add-part", NULL, on_add_part);
  gtk_widget_class_install_action (klass, "composer.show-numbers", NULL, on_show_numbers);

  gtk_widget_class_add_binding_action (klass, GDK_KEY_Return, GDK_CONTROL_MASK, "composer.primary",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "composer.primary", NULL);
}
