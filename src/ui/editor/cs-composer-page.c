/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-page.h"

#include "cs-composer-private.h"
#include "cs-item.h"
#include "cs-languages.h"
#include "cs-preflight.h"
#include "cs-slot.h"
#include "cs-status.h"
#include "cs-text-field.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define PREVIEW_MSEC 60
#define TEXT_MAX_LINES 16

G_DEFINE_FINAL_TYPE (CsComposerPage, cs_composer_page, CS_TYPE_PAGE)

/* Whether a part may be changed: what is out stays as it is. */
static gboolean
is_open (CsComposerPage *self,
         guint           part)
{
  gint64 n_kept = cs_draft_get_n_kept (self->draft);

  return n_kept >= 0 && part >= n_kept;
}

static CsTargetRow *
find_row (CsComposerPage *self,
          const char     *account)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (cs_target_row_get_account (self->rows->pdata[i])->id, account) == 0)
      return self->rows->pdata[i];

  return NULL;
}

static gboolean
on_preview_soon (gpointer user_data)
{
  CsComposerPage *self = user_data;
  CsTargetRow *row = find_row (self, self->viewed_id);

  self->preview_soon = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->preview), row != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->viewed), row != NULL);
  gtk_widget_set_visible (self->no_preview, row == NULL);
  if (row != NULL)
    cs_preview_show (self->preview, self->draft, cs_target_row_get_account (row),
                     cs_media_strip_get_known (self->strip),
                     cs_library_get_folder (cs_page_get_library (CS_PAGE (self))));

  return G_SOURCE_REMOVE;
}

static void
preview_soon (CsComposerPage *self)
{
  if (self->preview_soon == 0)
    self->preview_soon = g_timeout_add (PREVIEW_MSEC, on_preview_soon, self);
}

/* How much room a part has where it has the least of it. */
static void
show_count (CsComposerPage *self,
            guint           part)
{
  const char *text = cs_draft_get_text (self->draft, part);
  const char *warning = part == 0 ? cs_draft_get_post (self->draft)->warning : NULL;
  const CsLimits *tightest = NULL;
  gint64 length = 0;
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CsLimits *limits = cs_target_row_get_limits (self->rows->pdata[i]);
      const char *account = cs_target_row_get_account (self->rows->pdata[i])->id;
      gint64 is = cs_preflight_length (text, warning, limits);

      if (!cs_draft_goes_to (self->draft, account) || limits->text_max == CS_UNKNOWN
          || (part == 0 && cs_draft_get_own_text (self->draft, account) != NULL))
        continue;

      if (tightest == NULL || limits->text_max - is < tightest->text_max - length)
        {
          tightest = limits;
          length = is;
        }
    }

  if (tightest != NULL)
    {
      count = g_strdup_printf ("%s %d / %d", cs_network_get_title (tightest->network),
                               (int) length, (int) tightest->text_max);
      /* Translators: of a text: 212 of 300 characters, at Bluesky */
      spoken = g_strdup_printf (_("%d of %d characters, at %s"), (int) length,
                                (int) tightest->text_max,
                                cs_network_get_title (tightest->network));
    }

  cs_text_field_set_count (self->fields->pdata[part], count, spoken,
                           tightest != NULL && length > tightest->text_max);
}

static void
show_alt_limit (CsComposerPage *self)
{
  const CsLimits *least = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CsLimits *limits = cs_target_row_get_limits (self->rows->pdata[i]);

      if (cs_draft_goes_to (self->draft, cs_target_row_get_account (self->rows->pdata[i])->id)
          && limits->alt_max != CS_UNKNOWN
          && (least == NULL || limits->alt_max < least->alt_max))
        least = limits;
    }

  cs_media_strip_set_alt_limit (self->strip, least != NULL ? least->alt_max : 0,
                                least != NULL ? least->alt_unit : NULL);
}

/* What follows from what was written: counters, lights, the picture of it. */
static void
follow (CsComposerPage *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    show_count (self, i);
  for (guint i = 0; i < self->rows->len; i++)
    cs_target_row_update (self->rows->pdata[i]);

  show_alt_limit (self);
  preview_soon (self);
}

static void
on_text_edited (CsComposerPage *self,
                CsTextField    *field)
{
  g_autofree char *text = cs_text_field_dup_text (field);
  guint part;

  if (!g_ptr_array_find (self->fields, field, &part) || part >= cs_draft_get_n_parts (self->draft))
    return;

  cs_draft_set_text (self->draft, part, text);
  follow (self);
}

static void show_parts (CsComposerPage *self);

static void
on_remove_part (CsComposerPage *self,
                GtkWidget      *button)
{
  guint part = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cs-part"));

  cs_draft_remove_part (self->draft, part);
  show_parts (self);
  cs_media_strip_update (self->strip);
  follow (self);
  gtk_widget_grab_focus (self->fields->pdata[part - 1]);
}

static GtkWidget *
new_part_head (CsComposerPage *self,
               guint           part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = g_strdup_printf (_("Part %u"), part + 1);
  g_autofree char *name = g_strdup_printf (_("Remove Part %u"), part + 1);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_visible (button, is_open (self, part));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "cs-part", GUINT_TO_POINTER (part));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove_part), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);

  return box;
}

static void
add_field (CsComposerPage *self,
           guint           part)
{
  g_autofree char *name = part == 0 ? g_strdup (_("Text"))
                                    : g_strdup_printf (_("Text of Part %u"), part + 1);
  GtkWidget *field = cs_text_field_new (name, part == 0 ? _("What do you want to say?")
                                                        : _("How it goes on"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  cs_text_field_set_lines (CS_TEXT_FIELD (field), part == 0 ? 6 : 3, TEXT_MAX_LINES);
  g_signal_connect_swapped (field, "edited", G_CALLBACK (on_text_edited), self);
  if (part > 0)
    gtk_box_append (GTK_BOX (box), new_part_head (self, part));
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_insert_child_after (self->texts, box, gtk_widget_get_prev_sibling (self->add_part));
  g_ptr_array_add (self->fields, field);
}

/* A field for each part, with the part’s text. */
static void
show_parts (CsComposerPage *self)
{
  guint n_parts = cs_draft_get_n_parts (self->draft);

  while (self->fields->len > n_parts)
    {
      GtkWidget *field = g_ptr_array_steal_index (self->fields, self->fields->len - 1);

      gtk_box_remove (self->texts, gtk_widget_get_parent (field));
    }

  while (self->fields->len < n_parts)
    add_field (self, self->fields->len);

  for (guint i = 0; i < n_parts; i++)
    {
      cs_text_field_set_text (self->fields->pdata[i], cs_draft_get_text (self->draft, i));
      cs_text_field_set_editable (self->fields->pdata[i], is_open (self, i));
    }
}

static void
set_entry (GtkEditable *entry,
           const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (entry), text != NULL ? text : "") != 0)
    gtk_editable_set_text (entry, text != NULL ? text : "");
}

static void
show_details (CsComposerPage *self)
{
  const CsPost *post = cs_draft_get_post (self->draft);
  g_autofree char *labels = g_strjoinv (", ", post->labels);
  g_autoptr(GtkStringList) languages = cs_languages_list (post->language);

  set_entry (self->title, post->title);
  set_entry (self->warning, post->warning);
  set_entry (self->labels, labels);
  adw_combo_row_set_selected (self->visibility, post->visibility);
  adw_combo_row_set_model (self->language, G_LIST_MODEL (languages));
  adw_combo_row_set_selected (self->language, cs_languages_find (languages, post->language));
}

/* Everything as the draft has it. */
static void
on_loaded (CsComposerPage *self)
{
  self->quiet = TRUE;
  show_parts (self);
  show_details (self);
  self->quiet = FALSE;

  cs_media_strip_update (self->strip);
  follow (self);
}

static void
show_lock (CsComposerPage *self)
{
  gint64 n_kept = cs_draft_get_n_kept (self->draft);
  gboolean whole = n_kept == 0;

  adw_banner_set_title (self->closed, n_kept < 0
    ? _("This post is on its way or out: it can no longer be changed")
    : _("The beginning of this thread is out: the parts that are not can be changed and sent"));
  adw_banner_set_revealed (self->closed, !whole);
  gtk_widget_set_sensitive (GTK_WIDGET (self->details), whole);
  gtk_widget_set_visible (self->add_part, n_kept >= 0);
  for (guint i = 0; i < self->fields->len; i++)
    cs_text_field_set_editable (self->fields->pdata[i], is_open (self, i));
}

static void
on_targets_changed (CsComposerPage *self)
{
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 cs_draft_get_n_kept (self->draft) < 0 ? _("Post")
                                 : cs_draft_get_id (self->draft) != NULL ? _("Edit Post")
                                 : _("New Post"));
  show_lock (self);
  cs_media_strip_update (self->strip);
  follow (self);
  cs_composer_update_bar (self);
}

static void
on_checked (CsComposerPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    cs_target_row_update (self->rows->pdata[i]);
}

static void
on_state (CsComposerPage *self)
{
  CsDraftState state = cs_draft_get_state (self->draft);
  const char *reason = cs_draft_get_reason (self->draft);

  adw_window_title_set_subtitle (self->heading, state == CS_DRAFT_SAVED ? _("Saved")
                                 : state == CS_DRAFT_UNSAVED ? _("Saving…")
                                 : state == CS_DRAFT_REFUSED ? _("Not saved") : "");
  adw_banner_set_title (self->trouble, state == CS_DRAFT_REFUSED && reason != NULL ? reason : "");
  adw_banner_set_revealed (self->trouble, state == CS_DRAFT_REFUSED);
  cs_status_say (self->lost, reason);
  gtk_stack_set_visible_child_name (self->stack, state == CS_DRAFT_LOST ? "lost"
                                    : state == CS_DRAFT_LOADING ? "loading" : "content");
  gtk_widget_set_visible (self->bar, state != CS_DRAFT_LOST && state != CS_DRAFT_LOADING
                                     && cs_draft_get_n_kept (self->draft) >= 0);
  cs_composer_saved (self);
}

static void
on_try_again (CsComposerPage *self)
{
  cs_draft_save (self->draft);
}

static void
on_title (CsComposerPage *self)
{
  if (!self->quiet)
    cs_draft_set_field (self->draft, CS_DRAFT_TITLE, gtk_editable_get_text (self->title));
}

static void
on_warning (CsComposerPage *self)
{
  if (self->quiet)
    return;

  cs_draft_set_field (self->draft, CS_DRAFT_WARNING, gtk_editable_get_text (self->warning));
  follow (self);
}

static void
on_labels (CsComposerPage *self)
{
  if (!self->quiet)
    cs_draft_set_labels (self->draft, gtk_editable_get_text (self->labels));
}

static void
on_visibility (CsComposerPage *self)
{
  if (!self->quiet)
    cs_draft_set_visibility (self->draft, adw_combo_row_get_selected (self->visibility));
}

static void
on_language (CsComposerPage *self)
{
  GtkStringList *languages = GTK_STRING_LIST (adw_combo_row_get_model (self->language));

  if (!self->quiet && languages != NULL)
    cs_draft_set_field (self->draft, CS_DRAFT_LANGUAGE,
                        cs_languages_tag (languages,
                                          adw_combo_row_get_selected (self->language)));
}

static void
on_media_known (CsComposerPage *self)
{
  follow (self);
}

/* Those in the preview’s list, by their places; keeps the one that is looked at. */
static void
show_viewed (CsComposerPage *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint place = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CsAccount *account = cs_target_row_get_account (self->rows->pdata[i]);

      gtk_string_list_append (names, account->handle != NULL ? account->handle : account->id);
      if (g_strcmp0 (account->id, self->viewed_id) == 0)
        place = i;
    }

  self->quiet = TRUE;
  gtk_drop_down_set_model (self->viewed, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->viewed,
                              self->rows->len > 0 ? place : GTK_INVALID_LIST_POSITION);
  self->quiet = FALSE;
}

static void
view (CsComposerPage *self,
      const char     *account)
{
  guint place;

  g_set_str (&self->viewed_id, account);
  if (g_ptr_array_find (self->rows, find_row (self, account), &place))
    {
      self->quiet = TRUE;
      gtk_drop_down_set_selected (self->viewed, place);
      self->quiet = FALSE;
    }

  preview_soon (self);
}

static void
on_viewed (CsComposerPage *self)
{
  guint place = gtk_drop_down_get_selected (self->viewed);

  if (!self->quiet && place < self->rows->len)
    view (self, cs_target_row_get_account (self->rows->pdata[place])->id);
}

static void
on_row_selected (CsComposerPage *self,
                 CsTargetRow    *row)
{
  view (self, cs_target_row_get_account (row)->id);
  for (guint i = 0; i < self->fields->len; i++)
    show_count (self, i);
  show_alt_limit (self);
  cs_composer_update_bar (self);
}

/* From which character on the text is longer than the network takes. */
static int
find_overlong (const char     *text,
               const char     *warning,
               const CsLimits *limits)
{
  int low = 0;
  int high = g_utf8_strlen (text, -1);

  while (low < high)
    {
      int middle = (low + high + 1) / 2;
      g_autofree char *head = g_utf8_substring (text, 0, middle);
      gboolean fits = (limits->text_max == CS_UNKNOWN
                       || cs_preflight_length (head, warning, limits) <= limits->text_max)
                      && (limits->text_max_bytes == CS_UNKNOWN
                          || (gint64) strlen (head) <= limits->text_max_bytes);

      if (fits)
        low = middle;
      else
        high = middle - 1;
    }

  return low;
}

/* To where the text is that a finding is about; what is too much of it is selected. */
static void
show_text (CsComposerPage *self,
           CsTargetRow    *row,
           const char     *rule,
           guint           part)
{
  const CsAccount *account = cs_target_row_get_account (row);
  const char *own = part == 0 ? cs_draft_get_own_text (self->draft, account->id) : NULL;
  const char *own_warning = cs_draft_get_own_warning (self->draft, account->id);
  const char *text = own != NULL ? own : cs_draft_get_text (self->draft, part);
  gboolean is_long = strcmp (rule, "text.length") == 0 || strcmp (rule, "text.bytes") == 0;
  int from = -1;

  if (is_long)
    from = find_overlong (text, own_warning != NULL ? own_warning
                                : cs_draft_get_post (self->draft)->warning,
                          cs_target_row_get_limits (row));

  if (own == NULL || !cs_target_row_select_text (row, from))
    cs_text_field_select (self->fields->pdata[part], from, -1);
}

static void
on_fix (CsComposerPage *self,
        GVariant       *finding,
        CsTargetRow    *row)
{
  const char *rule = cs_view_text (finding, "rule");
  gint64 part = cs_view_int (finding, "part", 0);
  gint64 file = cs_view_int (finding, "file", -1);

  if (g_str_has_prefix (rule, "alt.") && file >= 0)
    cs_media_strip_describe (self->strip, file);
  else if (g_str_has_prefix (rule, "title."))
    gtk_widget_grab_focus (GTK_WIDGET (self->title));
  else if (part >= 0 && part < self->fields->len)
    show_text (self, row, rule, part);
}

static void
add_row (CsComposerPage *self,
         CsAccount      *account)
{
  GtkWidget *row = cs_target_row_new (cs_page_get_library (CS_PAGE (self)), self->draft, account);

  g_signal_connect_swapped (row, "selected", G_CALLBACK (on_row_selected), self);
  g_signal_connect_swapped (row, "fix", G_CALLBACK (on_fix), self);
  adw_preferences_group_add (self->targets, row);
  g_ptr_array_add (self->rows, row);
}

/* Rows of accounts that are gone go, unless the post went there. */
static void
drop_rows (CsComposerPage *self,
           GHashTable     *there)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      CsTargetRow *row = self->rows->pdata[i - 1];
      const char *id = cs_target_row_get_account (row)->id;

      if (g_hash_table_contains (there, id) || cs_draft_get_target (self->draft, id) != NULL)
        continue;

      cs_draft_set_goes_to (self->draft, id, FALSE);
      g_ptr_array_remove_index (self->rows, i - 1);
      adw_preferences_group_remove (self->targets, GTK_WIDGET (row));
    }
}

/* A new post goes everywhere until its author says where. */
static void
choose_all (CsComposerPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CsAccount *account = cs_target_row_get_account (self->rows->pdata[i]);

      if (account->state == CS_ACCOUNT_READY)
        cs_draft_set_goes_to (self->draft, account->id, TRUE);
    }

  self->fresh = FALSE;
}

static void
on_accounts (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CsComposerPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) all = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  g_autoptr(GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (all == NULL || self->draft == NULL)
    return;

  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) view_of = g_variant_get_child_value (all, i);
      g_autoptr(CsAccount) account = cs_record_from_variant (CS_RECORD_ACCOUNT, view_of, NULL);
      CsTargetRow *row = account != NULL ? find_row (self, account->id) : NULL;

      if (account == NULL)
        continue;

      g_hash_table_add (there, g_strdup (account->id));
      if (row != NULL)
        cs_target_row_set_account (row, account);
      else
        add_row (self, account);
    }

  drop_rows (self, there);
  gtk_widget_set_visible (self->nowhere, self->rows->len == 0);
  if (self->fresh && self->rows->len > 0)
    choose_all (self);
  if (find_row (self, self->viewed_id) == NULL && self->rows->len > 0)
    g_set_str (&self->viewed_id, cs_target_row_get_account (self->rows->pdata[0])->id);

  show_viewed (self);
  follow (self);
  cs_composer_update_bar (self);
}

static void
cs_composer_page_refresh (CsPage *page)
{
  cs_page_run (page, "account.list", NULL, on_accounts, g_object_ref (page));
}

/* The cursor is in the text, for that is what the page is for. */
static void
cs_composer_page_map (GtkWidget *widget)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  GTK_WIDGET_CLASS (cs_composer_page_parent_class)->map (widget);

  if (cs_draft_get_id (self->draft) == NULL && self->fields->len > 0)
    gtk_widget_grab_focus (self->fields->pdata[0]);
}

static void
cs_composer_page_unmap (GtkWidget *widget)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  if (self->draft != NULL)
    cs_draft_save (self->draft);

  GTK_WIDGET_CLASS (cs_composer_page_parent_class)->unmap (widget);
}

static void
cs_composer_page_unroot (GtkWidget *widget)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (widget);

  g_clear_handle_id (&self->preview_soon, g_source_remove);
  if (self->draft != NULL)
    cs_draft_close (self->draft);

  GTK_WIDGET_CLASS (cs_composer_page_parent_class)->unroot (widget);
}

/* The window closes when what is written is saved, or when its author gives it up. */
static gboolean
cs_composer_page_hold (CsPage *page)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (page);

  if (self->let_go || cs_draft_save (self->draft))
    return FALSE;

  cs_composer_act (self, CS_COMPOSER_CLOSE);

  return TRUE;
}

static gboolean
on_dropped (GtkDropTarget *target,
            const GValue  *value,
            double         x,
            double         y,
            gpointer       user_data)
{
  CsComposerPage *self = user_data;

  if (cs_draft_get_n_kept (self->draft) < 0)
    return FALSE;

  cs_media_strip_add_files (self->strip, g_value_get_boxed (value));

  return TRUE;
}

static void
cs_composer_page_dispose (GObject *object)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (object);

  g_clear_handle_id (&self->preview_soon, g_source_remove);
  if (self->draft != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->draft, self);
      cs_draft_close (self->draft);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_COMPOSER_PAGE);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (cs_composer_page_parent_class)->dispose (object);
}

static void
cs_composer_page_finalize (GObject *object)
{
  CsComposerPage *self = CS_COMPOSER_PAGE (object);

  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->rows);
  g_free (self->viewed_id);

  G_OBJECT_CLASS (cs_composer_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, CsComposerPage, heading);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, trouble);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, closed);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, lost);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, stack);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, layouts);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, texts);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, add_part);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, strip);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, details);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, title);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, warning);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, labels);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, visibility);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, language);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, targets);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, nowhere);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, viewed);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, preview);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, no_preview);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, bar);
  gtk_widget_class_bind_template_child_full (klass, "when", FALSE,
                                             G_STRUCT_OFFSET (CsComposerPage, when_button));
  gtk_widget_class_bind_template_child (klass, CsComposerPage, when_content);
  gtk_widget_class_bind_template_child (klass, CsComposerPage, split);
}

static void
cs_composer_page_class_init (CsComposerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_composer_page_dispose;
  object_class->finalize = cs_composer_page_finalize;
  widget_class->map = cs_composer_page_map;
  widget_class->unmap = cs_composer_page_unmap;
  widget_class->unroot = cs_composer_page_unroot;
  CS_PAGE_CLASS (klass)->kinds = "account";
  CS_PAGE_CLASS (klass)->refresh = cs_composer_page_refresh;
  CS_PAGE_CLASS (klass)->hold = cs_composer_page_hold;

  g_type_ensure (CS_TYPE_MEDIA_STRIP);
  g_type_ensure (CS_TYPE_PREVIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/editor/cs-composer-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_title);
  gtk_widget_class_bind_template_callback (widget_class, on_warning);
  gtk_widget_class_bind_template_callback (widget_class, on_labels);
  gtk_widget_class_bind_template_callback (widget_class, on_visibility);
  gtk_widget_class_bind_template_callback (widget_class, on_language);
  gtk_widget_class_bind_template_callback (widget_class, on_media_known);
  gtk_widget_class_bind_template_callback (widget_class, on_viewed);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_primary",
                                                G_CALLBACK (cs_composer_primary));
  cs_composer_install_actions (widget_class);
}

static void
cs_composer_page_init (CsComposerPage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_autoptr(GtkExpression) name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL,
                                                               "string");

  self->quiet = TRUE;
  self->fields = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_expression (self->language, name);

  /* Before a text field takes the names of the files for words. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

static CsComposerPage *
new_page (CsLibrary  *library,
          const char *id)
{
  CsComposerPage *self = g_object_new (CS_TYPE_COMPOSER_PAGE, "library", library, NULL);

  self->draft = cs_draft_new (library, id);
  self->fresh = id == NULL;
  cs_media_strip_set_draft (self->strip, library, self->draft);
  g_signal_connect_swapped (self->draft, "loaded", G_CALLBACK (on_loaded), self);
  g_signal_connect_swapped (self->draft, "targets-changed", G_CALLBACK (on_targets_changed), self);
  g_signal_connect_swapped (self->draft, "checked", G_CALLBACK (on_checked), self);
  g_signal_connect_swapped (self->draft, "notify::state", G_CALLBACK (on_state), self);
  on_loaded (self);
  on_state (self);
  cs_composer_update_bar (self);

  return self;
}

/* What was to be there at once: a time, a file. */
static void
take_options (CsComposerPage *self,
              GVariant       *options)
{
  const char *media = cs_view_text (options, "media");
  const char *zone = cs_view_text (options, "zone");
  gint64 wall = cs_view_int (options, "wall", CS_UNKNOWN);
  CsSlot slot;

  if (media != NULL)
    cs_draft_add_file (self->draft, media, 0);

  if (wall == CS_UNKNOWN || zone == NULL || !cs_slot_find (wall, zone, &slot, NULL))
    return;

  cs_draft_set_when (self->draft, &(CsWhen) { .set = slot.kind == CS_SLOT_ONCE, .wall = wall,
                                              .zone = (char *) zone, .due = slot.instants[0],
                                              .late_limit = CS_UNKNOWN });
}

/* @options: (nullable): a{sv}: "wall" x, "zone" s, "media" s */
CsPage *
cs_composer_page_new (CsLibrary *library,
                      GVariant  *options)
{
  CsComposerPage *self = new_page (library, NULL);

  if (options != NULL)
    take_options (self, options);

  on_loaded (self);
  cs_composer_update_bar (self);

  return CS_PAGE (self);
}

CsPage *
cs_composer_page_edit (CsLibrary  *library,
                       const char *id)
{
  CsComposerPage *self = new_page (library, id);

  cs_draft_load (self->draft);

  return CS_PAGE (self);
}
