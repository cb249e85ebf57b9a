/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-target-row.h"

#include "cs-delivery.h"
#include "cs-finding-row.h"
#include "cs-item.h"
#include "cs-label.h"
#include "cs-network-mark.h"
#include "cs-preflight.h"
#include "cs-state-mark.h"
#include "cs-take-back.h"
#include "cs-target-about.h"
#include "cs-text-field.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsTargetRow
{
  AdwExpanderRow   parent_instance;

  CsDraft         *draft;
  CsAccount       *account;
  CsLimits        *limits;
  gboolean         quiet;

  CsNetworkMark   *mark;
  GtkSwitch       *toggle;
  CsStateMark     *state;
  GtkWidget       *light;
  GtkImage        *light_icon;
  GtkLabel        *light_word;
  CsTargetAbout   *about;
  GtkWidget       *begin;       /* to say something else here */
  GtkListBoxRow   *own_row;
  CsTextField     *own_text;
  GtkEditable     *own_warning;
  GtkWidget       *end;
};

G_DEFINE_FINAL_TYPE (CsTargetRow, cs_target_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  SELECTED,
  FIX,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_claimed (CsTargetRow *self)
{
  GVariant *target = cs_draft_get_target (self->draft, self->account->id);

  return target != NULL && g_strcmp0 (cs_view_text (target, "state"), "claimed") == 0;
}

/* Nothing was written yet: there is nothing to be said of it. */
static gboolean
is_empty (CsTargetRow *self)
{
  return cs_draft_get_state (self->draft) == CS_DRAFT_EMPTY;
}

/* What is in the outbox there stays as it is. */
static gboolean
is_open (CsTargetRow *self)
{
  GVariant *target = cs_draft_get_target (self->draft, self->account->id);

  return cs_draft_get_n_kept (self->draft) >= 0
      && (target == NULL || g_strcmp0 (cs_view_text (target, "free"), "whole") == 0);
}

static char *
dup_counter (CsTargetRow *self)
{
  const CsPost *post = cs_draft_get_post (self->draft);
  const char *own = cs_draft_get_own_text (self->draft, self->account->id);
  const char *warning = cs_draft_get_own_warning (self->draft, self->account->id);
  const char *text = own != NULL && *own != '\0' ? own : cs_draft_get_text (self->draft, 0);
  gint64 length = cs_preflight_length (text, warning != NULL ? warning : post->warning,
                                       self->limits);

  if (self->limits->text_max == CS_UNKNOWN)
    return g_strdup_printf (ngettext ("%d character", "%d characters", length), (int) length);

  return g_strdup_printf (g_strcmp0 (self->limits->text_unit, "utf8") == 0
                            ? _("%d of %d bytes") : _("%d of %d characters"),
                          (int) length, (int) self->limits->text_max);
}

static void
show_subtitle (CsTargetRow *self)
{
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);
  gboolean differs = cs_draft_get_own_text (self->draft, self->account->id) != NULL
                     || cs_draft_get_own_warning (self->draft, self->account->id) != NULL;
  g_autofree char *counter = dup_counter (self);
  g_autofree char *words = NULL;

  if (!goes)
    words = g_strdup (cs_network_get_title (self->account->network));
  else
    words = g_strdup_printf ("%s · %s%s%s", cs_network_get_title (self->account->network), counter,
                             differs ? " · " : "", differs ? _("differs") : "");

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), words);
}

/* Where something became of it already, that all is well with it says nothing. */
static void
show_light (CsTargetRow *self)
{
  GVariant *check = cs_draft_get_check (self->draft, self->account->id);
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);
  const char *light = check != NULL ? cs_view_text (check, "light") : NULL;
  gboolean shown = goes && light != NULL && is_open (self) && !is_empty (self)
                   && (!is_claimed (self) || strcmp (light, "green") != 0);
  static const char *const lights[] = { "green", "amber", "red" };

  gtk_widget_set_visible (self->light, shown);
  if (!shown)
    return;

  gtk_image_set_from_icon_name (self->light_icon, cs_light_icon_name (light));
  gtk_label_set_label (self->light_word, cs_light_word (light));
  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    if (strcmp (lights[i], light) == 0)
      gtk_widget_add_css_class (self->light, cs_light_css_class (light));
    else
      gtk_widget_remove_css_class (self->light, cs_light_css_class (lights[i]));
}

/* What it is about, as long as there is something to be said of it. */
static void
show_about (CsTargetRow *self)
{
  const char *account = self->account->id;
  gboolean is_said = cs_draft_goes_to (self->draft, account) && !is_empty (self);

  cs_target_about_show (self->about,
                        is_claimed (self) ? cs_draft_get_target (self->draft, account) : NULL,
                        is_said ? cs_draft_get_check (self->draft, account) : NULL,
                        cs_draft_get_post (self->draft)->attachments);
}

static void
show_own (CsTargetRow *self)
{
  const char *text = cs_draft_get_own_text (self->draft, self->account->id);
  const char *warning = cs_draft_get_own_warning (self->draft, self->account->id);
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);
  gboolean differs = text != NULL || warning != NULL;
  gboolean open = is_open (self);

  self->quiet = TRUE;
  gtk_widget_set_visible (self->begin, goes && open && !differs);
  gtk_widget_set_visible (GTK_WIDGET (self->own_row), goes && differs);
  gtk_widget_set_visible (GTK_WIDGET (self->own_warning),
                          goes && differs && self->limits->warnings);
  gtk_widget_set_visible (self->end, goes && open && differs);
  gtk_widget_set_sensitive (GTK_WIDGET (self->own_warning), open);
  cs_text_field_set_editable (self->own_text, open);
  cs_text_field_set_text (self->own_text,
                          text != NULL ? text : cs_draft_get_text (self->draft, 0));
  if (g_strcmp0 (gtk_editable_get_text (self->own_warning), warning != NULL ? warning : "") != 0)
    gtk_editable_set_text (self->own_warning, warning != NULL ? warning : "");
  self->quiet = FALSE;
}

/* As the draft has it. */
void
cs_target_row_update (CsTargetRow *self)
{
  GVariant *target = cs_draft_get_target (self->draft, self->account->id);
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);

  self->quiet = TRUE;
  gtk_switch_set_active (self->toggle, goes);
  self->quiet = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), is_open (self));
  gtk_widget_set_visible (GTK_WIDGET (self->state), is_claimed (self));
  if (is_claimed (self))
    cs_state_mark_set_state (self->state, cs_delivery_state (target));
  gtk_widget_set_visible (GTK_WIDGET (self), goes || is_open (self));

  show_subtitle (self);
  show_light (self);
  show_about (self);
  show_own (self);

  /* To be let to open is to be opened, for libadwaita: it stays as it was. */
  if (goes != adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self)))
    {
      adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), goes);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);
    }
}

static void
on_toggled (CsTargetRow *self)
{
  if (self->quiet)
    return;

  cs_draft_set_goes_to (self->draft, self->account->id,
                        gtk_switch_get_active (self->toggle));
  cs_target_row_update (self);
  if (cs_draft_goes_to (self->draft, self->account->id))
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_own_edited (CsTargetRow *self)
{
  g_autofree char *text = NULL;
  const char *warning = gtk_editable_get_text (self->own_warning);

  if (self->quiet)
    return;

  text = cs_text_field_dup_text (self->own_text);
  cs_draft_set_own (self->draft, self->account->id, text, *warning != '\0' ? warning : NULL);
  show_subtitle (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_begin_own (CsTargetRow *self)
{
  cs_draft_set_own (self->draft, self->account->id, cs_draft_get_text (self->draft, 0), NULL);
  cs_target_row_update (self);
  cs_text_field_select (self->own_text, -1, -1);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_end_own (CsTargetRow *self)
{
  CsDraftContent *before = cs_draft_dup_content (self->draft);

  cs_draft_set_own (self->draft, self->account->id, NULL, NULL);
  cs_target_row_update (self);
  gtk_widget_grab_focus (self->begin);
  g_signal_emit (self, signals[SELECTED], 0);
  cs_take_back_offer (GTK_WIDGET (self), self->draft, before, _("It says what all say again"));
}

static void
on_fix (CsTargetRow *self,
        GVariant    *finding)
{
  g_signal_emit (self, signals[FIX], 0, finding);
}

static void
on_expanded (CsTargetRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
cs_target_row_dispose (GObject *object)
{
  CsTargetRow *self = CS_TARGET_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_TARGET_ROW);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (cs_target_row_parent_class)->dispose (object);
}

static void
cs_target_row_finalize (GObject *object)
{
  CsTargetRow *self = CS_TARGET_ROW (object);

  g_clear_pointer (&self->account, cs_record_unref);
  g_clear_pointer (&self->limits, cs_record_unref);

  G_OBJECT_CLASS (cs_target_row_parent_class)->finalize (object);
}

static void
cs_target_row_class_init (CsTargetRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_target_row_dispose;
  object_class->finalize = cs_target_row_finalize;

  signals[SELECTED] = g_signal_new ("selected", CS_TYPE_TARGET_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[FIX] = g_signal_new ("fix", CS_TYPE_TARGET_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_VARIANT);

  g_type_ensure (CS_TYPE_NETWORK_MARK);
  g_type_ensure (CS_TYPE_STATE_MARK);
  g_type_ensure (CS_TYPE_TARGET_ABOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/editor/cs-target-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, mark);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, toggle);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, state);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, light);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, light_icon);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, light_word);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, about);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, begin);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, own_row);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, own_warning);
  gtk_widget_class_bind_template_child (widget_class, CsTargetRow, end);
  gtk_widget_class_bind_template_callback (widget_class, on_begin_own);
  gtk_widget_class_bind_template_callback (widget_class, on_end_own);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
  gtk_widget_class_bind_template_callback (widget_class, on_fix);
  gtk_widget_class_bind_template_callback (widget_class, on_own_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
cs_target_row_init (CsTargetRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->own_text = CS_TEXT_FIELD (cs_text_field_new (_("Text for This Account"),
                                                     _("The text for this account")));
  gtk_widget_add_css_class (GTK_WIDGET (self->own_text), "inset");
  gtk_list_box_row_set_child (self->own_row, GTK_WIDGET (self->own_text));
  g_signal_connect_swapped (self->own_text, "edited", G_CALLBACK (on_own_edited), self);
}

GtkWidget *
cs_target_row_new (CsLibrary *library,
                   CsDraft   *draft,
                   CsAccount *account)
{
  CsTargetRow *self = g_object_new (CS_TYPE_TARGET_ROW, NULL);

  self->draft = g_object_ref (draft);
  cs_network_mark_set_network (self->mark, cs_network_names[account->network]);
  cs_target_about_set_account (self->about, library, account->id);
  cs_target_row_set_account (self, account);

  return GTK_WIDGET (self);
}

const CsAccount *
cs_target_row_get_account (CsTargetRow *self)
{
  return self->account;
}

const CsLimits *
cs_target_row_get_limits (CsTargetRow *self)
{
  return self->limits;
}

/* The same account as it is now. */
void
cs_target_row_set_account (CsTargetRow *self,
                           CsAccount   *account)
{
  const char *handle = account->handle != NULL ? account->handle : account->id;
  g_autofree char *name = g_strdup_printf (_("Post to %s"), handle);
  g_autofree char *title = cs_label_dup_handle (handle);

  if (self->account != NULL)
    cs_record_unref (self->account);
  if (self->limits != NULL)
    cs_record_unref (self->limits);
  self->account = cs_record_ref (account);
  self->limits = cs_limits_for_account (account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->toggle), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  cs_target_row_update (self);
}

/* Selects its own text from a character on; FALSE when it has none. */
gboolean
cs_target_row_select_text (CsTargetRow *self,
                           int          from)
{
  if (cs_draft_get_own_text (self->draft, self->account->id) == NULL)
    return FALSE;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  cs_text_field_select (self->own_text, from, -1);

  return TRUE;
}
