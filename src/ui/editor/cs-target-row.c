/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-target-row.h"

#include "cs-delivery.h"
#include "cs-finding-row.h"
#include "cs-item.h"
#include "cs-network-mark.h"
#include "cs-preflight.h"
#include "cs-state-mark.h"
#include "cs-take-back.h"
#include "cs-text-field.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsTargetRow
{
  AdwExpanderRow   parent_instance;

  CsLibrary       *library;
  CsDraft         *draft;
  CsAccount       *account;
  CsLimits        *limits;
  char            *shown;       /* what the rows below it are of */
  GPtrArray       *findings;    /* of CsFindingRow */
  GHashTable      *fixing;      /* media ids that are being fixed for it */
  gboolean         quiet;

  GtkWidget       *light;
  GtkWidget       *light_icon;
  GtkWidget       *light_word;
  GtkWidget       *state;
  GtkWidget       *toggle;
  GtkWidget       *about_row;   /* holds the list of what is to be known */
  GtkListBox      *about;
  GtkWidget       *begin;       /* to say something else here */
  GtkWidget       *own_row;
  GtkWidget       *own_text;
  GtkWidget       *own_warning;
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

static void
show_light (CsTargetRow *self)
{
  GVariant *check = cs_draft_get_check (self->draft, self->account->id);
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);
  const char *light = check != NULL ? cs_view_text (check, "light") : NULL;
  gboolean shown = goes && light != NULL && is_open (self) && !is_empty (self);
  static const char *const lights[] = { "green", "amber", "red" };

  gtk_widget_set_visible (self->light, shown);
  if (!shown)
    return;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->light_icon), cs_light_icon_name (light));
  gtk_label_set_label (GTK_LABEL (self->light_word), cs_light_word (light));
  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    if (strcmp (lights[i], light) == 0)
      gtk_widget_add_css_class (self->light, cs_light_css_class (light));
    else
      gtk_widget_remove_css_class (self->light, cs_light_css_class (lights[i]));
}

/* A fix that was asked for, until it is done. */
typedef struct
{
  GWeakRef  row;
  char     *media;
} Fixing;

static void
on_fixed (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixing *fixing = user_data;
  g_autoptr(CsTargetRow) self = g_weak_ref_get (&fixing->row);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) verdicts = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (self != NULL)
    {
      g_hash_table_remove (self->fixing, fixing->media);
      for (guint i = 0; i < self->findings->len; i++)
        cs_finding_row_set_idle (self->findings->pdata[i]);
      if (verdicts == NULL)
        cs_toast_error (GTK_WIDGET (self), error);
    }

  g_weak_ref_clear (&fixing->row);
  g_free (fixing->media);
  g_free (fixing);
}

static const char *
media_of (CsTargetRow *self,
          GVariant    *finding)
{
  GPtrArray *files = cs_draft_get_post (self->draft)->attachments;
  gint64 file = cs_view_int (finding, "file", -1);

  return file >= 0 && file < files->len ? ((CsAttachment *) files->pdata[file])->media_id : NULL;
}

static gboolean
is_render (GVariant *finding)
{
  const char *fix = cs_view_text (finding, "fix");

  return g_strcmp0 (fix, "remux") == 0 || g_strcmp0 (fix, "audio") == 0
      || g_strcmp0 (fix, "encode") == 0;
}

static void
fix_media (CsTargetRow *self,
           const char  *media)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  const char *accounts[] = { self->account->id, NULL };
  Fixing *fixing;

  if (!g_hash_table_add (self->fixing, g_strdup (media)))
    return;

  fixing = g_new0 (Fixing, 1);
  g_weak_ref_init (&fixing->row, self);
  fixing->media = g_strdup (media);
  g_variant_dict_insert (&args, "id", "s", media);
  g_variant_dict_insert (&args, "accounts", "^as", accounts);
  cs_library_run (self->library, "media.fix", g_variant_dict_end (&args), NULL, on_fixed, fixing);
}

static void
show_fixing (CsTargetRow *self,
             const char  *media,
             double       fraction)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      CsFindingRow *row = self->findings->pdata[i];
      GVariant *finding = cs_finding_row_get_finding (row);

      if (is_render (finding) && g_strcmp0 (media_of (self, finding), media) == 0)
        cs_finding_row_set_progress (row, fraction);
    }
}

static void
on_progress (CsLibrary   *library,
             const char  *id,
             const char  *title,
             gint64       done,
             gint64       total,
             CsTargetRow *self)
{
  if (g_hash_table_contains (self->fixing, id))
    show_fixing (self, id, total > 0 ? (double) done / total : -1);
}

static void
on_fix (CsTargetRow  *self,
        GVariant     *finding,
        CsFindingRow *row)
{
  const char *media = media_of (self, finding);

  if (is_render (finding) && media != NULL)
    {
      fix_media (self, media);
      show_fixing (self, media, 0);
    }
  else if (g_strcmp0 (cs_view_text (finding, "rule"), "account.state") == 0)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-account", "s", self->account->id);
    }
  else if (g_strcmp0 (cs_view_text (finding, "fix"), "cut") == 0 && media != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-media", "s", media);
    }
  else
    {
      g_signal_emit (self, signals[FIX], 0, finding);
    }
}

static void
add_findings (CsTargetRow *self,
              GVariant    *check)
{
  g_autoptr(GVariant) findings = g_variant_lookup_value (check, "findings",
                                                         G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; findings != NULL && i < g_variant_n_children (findings); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (findings, i);
      GtkWidget *row = cs_finding_row_new (finding);
      const char *media = media_of (self, finding);

      g_signal_connect_swapped (row, "fix", G_CALLBACK (on_fix), self);
      gtk_list_box_append (self->about, row);
      g_ptr_array_add (self->findings, row);
      if (media != NULL && is_render (finding) && g_hash_table_contains (self->fixing, media))
        cs_finding_row_set_progress (CS_FINDING_ROW (row), 0);
    }
}

static void
add_results (CsTargetRow *self,
             GVariant    *target)
{
  g_autoptr(GPtrArray) rows = cs_delivery_new_rows (self->library, target);

  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (self->about, rows->pdata[i]);
}

/* What stands below it, made anew only when it is about something else. */
static void
show_rows (CsTargetRow *self)
{
  GVariant *target = cs_draft_get_target (self->draft, self->account->id);
  GVariant *check = cs_draft_get_check (self->draft, self->account->id);
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);
  g_autoptr(GVariant) findings = check != NULL
    ? g_variant_lookup_value (check, "findings", G_VARIANT_TYPE ("aa{sv}")) : NULL;
  g_autofree char *checked = findings != NULL ? g_variant_print (findings, FALSE) : NULL;
  g_autofree char *claimed = is_claimed (self) ? g_variant_print (target, FALSE) : NULL;
  g_autofree char *signature = NULL;

  signature = g_strdup_printf ("%d %d %s %s", goes, is_empty (self),
                               goes && checked != NULL ? checked : "",
                               claimed != NULL ? claimed : "");
  if (g_strcmp0 (signature, self->shown) == 0)
    return;

  g_set_str (&self->shown, signature);
  g_ptr_array_set_size (self->findings, 0);
  gtk_list_box_remove_all (self->about);
  if (is_claimed (self))
    add_results (self, target);
  if (goes && check != NULL && !is_empty (self))
    add_findings (self, check);

  gtk_widget_set_visible (self->about_row,
                          gtk_list_box_get_row_at_index (self->about, 0) != NULL);
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
  gtk_widget_set_visible (self->own_row, goes && differs);
  gtk_widget_set_visible (self->own_warning, goes && differs && self->limits->warnings);
  gtk_widget_set_visible (self->end, goes && open && differs);
  gtk_widget_set_sensitive (self->own_warning, open);
  cs_text_field_set_editable (CS_TEXT_FIELD (self->own_text), open);
  cs_text_field_set_text (CS_TEXT_FIELD (self->own_text),
                          text != NULL ? text : cs_draft_get_text (self->draft, 0));
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->own_warning)),
                 warning != NULL ? warning : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->own_warning), warning != NULL ? warning : "");
  self->quiet = FALSE;
}

/* As the draft has it. */
void
cs_target_row_update (CsTargetRow *self)
{
  GVariant *target = cs_draft_get_target (self->draft, self->account->id);
  gboolean goes = cs_draft_goes_to (self->draft, self->account->id);

  self->quiet = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->toggle), goes);
  self->quiet = FALSE;
  gtk_widget_set_visible (self->toggle, is_open (self));
  gtk_widget_set_visible (self->state, target != NULL && is_claimed (self));
  if (target != NULL && is_claimed (self))
    cs_state_mark_set_state (CS_STATE_MARK (self->state), cs_delivery_state (target));
  gtk_widget_set_visible (GTK_WIDGET (self), goes || is_open (self));

  show_subtitle (self);
  show_light (self);
  show_rows (self);
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
                        gtk_switch_get_active (GTK_SWITCH (self->toggle)));
  cs_target_row_update (self);
  if (cs_draft_goes_to (self->draft, self->account->id))
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_own_edited (CsTargetRow *self)
{
  g_autofree char *text = NULL;
  const char *warning = gtk_editable_get_text (GTK_EDITABLE (self->own_warning));

  if (self->quiet)
    return;

  text = cs_text_field_dup_text (CS_TEXT_FIELD (self->own_text));
  cs_draft_set_own (self->draft, self->account->id, text, *warning != '\0' ? warning : NULL);
  show_subtitle (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
on_begin_own (CsTargetRow *self)
{
  cs_draft_set_own (self->draft, self->account->id, cs_draft_get_text (self->draft, 0), NULL);
  cs_target_row_update (self);
  cs_text_field_select (CS_TEXT_FIELD (self->own_text), -1, -1);
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
on_expanded (CsTargetRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
cs_target_row_dispose (GObject *object)
{
  CsTargetRow *self = CS_TARGET_ROW (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_target_row_parent_class)->dispose (object);
}

static void
cs_target_row_finalize (GObject *object)
{
  CsTargetRow *self = CS_TARGET_ROW (object);

  g_clear_pointer (&self->account, cs_record_unref);
  g_clear_pointer (&self->limits, cs_record_unref);
  g_ptr_array_unref (self->findings);
  g_hash_table_unref (self->fixing);
  g_free (self->shown);

  G_OBJECT_CLASS (cs_target_row_parent_class)->finalize (object);
}

static void
cs_target_row_class_init (CsTargetRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cs_target_row_dispose;
  object_class->finalize = cs_target_row_finalize;

  signals[SELECTED] = g_signal_new ("selected", CS_TYPE_TARGET_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[FIX] = g_signal_new ("fix", CS_TYPE_TARGET_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_VARIANT);
}

static void
build_head (CsTargetRow *self)
{
  self->light = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->light_icon = gtk_image_new ();
  self->light_word = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->light_word, "caption");
  gtk_box_append (GTK_BOX (self->light), self->light_icon);
  gtk_box_append (GTK_BOX (self->light), self->light_word);
  gtk_widget_set_valign (self->light, GTK_ALIGN_CENTER);

  self->state = cs_state_mark_new ();
  gtk_widget_set_valign (self->state, GTK_ALIGN_CENTER);
  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (on_toggled), self);

  /* Suffixes stand in the order in which they come, before the arrow. */
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), self->toggle);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), self->state);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), self->light);
}

static void
build_about (CsTargetRow *self)
{
  self->about = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->about, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->about), "about");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->about), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What Is to Be Known"), -1);
  self->about_row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->about_row), FALSE);
  gtk_widget_set_focusable (self->about_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->about_row), GTK_WIDGET (self->about));
}

static void
build_own (CsTargetRow *self)
{
  self->begin = g_object_new (ADW_TYPE_BUTTON_ROW, "title", _("Use Another Text Here"), NULL);
  self->own_text = cs_text_field_new (_("Text for This Account"), _("The text for this account"));
  self->own_row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->own_row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->own_row), self->own_text);
  gtk_widget_add_css_class (self->own_text, "inset");
  self->own_warning = g_object_new (ADW_TYPE_ENTRY_ROW, "title", _("Content Warning Here"), NULL);
  self->end = g_object_new (ADW_TYPE_BUTTON_ROW, "title", _("Use the Base Text"), NULL);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->about_row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->begin);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->own_row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->own_warning);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->end);

  g_signal_connect_swapped (self->begin, "activated", G_CALLBACK (on_begin_own), self);
  g_signal_connect_swapped (self->end, "activated", G_CALLBACK (on_end_own), self);
  g_signal_connect_swapped (self->own_text, "edited", G_CALLBACK (on_own_edited), self);
  g_signal_connect_swapped (self->own_warning, "changed", G_CALLBACK (on_own_edited), self);
}

static void
cs_target_row_init (CsTargetRow *self)
{
  self->findings = g_ptr_array_new ();
  self->fixing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), FALSE);
  adw_expander_row_set_title_lines (ADW_EXPANDER_ROW (self), 2);
  adw_expander_row_set_subtitle_lines (ADW_EXPANDER_ROW (self), 2);
  build_head (self);
  build_about (self);
  build_own (self);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded), NULL);
}

GtkWidget *
cs_target_row_new (CsLibrary *library,
                   CsDraft   *draft,
                   CsAccount *account)
{
  CsTargetRow *self = g_object_new (CS_TYPE_TARGET_ROW, NULL);
  GtkWidget *mark = cs_network_mark_new ();

  self->library = g_object_ref (library);
  self->draft = g_object_ref (draft);
  cs_network_mark_set_network (CS_NETWORK_MARK (mark), cs_network_names[account->network]);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), mark);
  g_signal_connect_object (library, "progress", G_CALLBACK (on_progress), self, G_CONNECT_DEFAULT);
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

  if (self->account != NULL)
    cs_record_unref (self->account);
  if (self->limits != NULL)
    cs_record_unref (self->limits);
  self->account = cs_record_ref (account);
  self->limits = cs_limits_for_account (account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), handle);
  gtk_widget_set_tooltip_text (self->toggle, name);
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
  cs_text_field_select (CS_TEXT_FIELD (self->own_text), from, -1);

  return TRUE;
}
