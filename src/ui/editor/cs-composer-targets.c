/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-private.h"

#include "cs-item.h"
#include "cs-preflight.h"
#include "cs-text-field.h"

#include <string.h>

#define PREVIEW_MSEC 60

CsTargetRow *
cs_composer_find_row (CsComposerPage *self,
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
  CsTargetRow *row = cs_composer_find_row (self, self->viewed_id);

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

void
cs_composer_preview_soon (CsComposerPage *self)
{
  if (self->preview_soon == 0)
    self->preview_soon = g_timeout_add (PREVIEW_MSEC, on_preview_soon, self);
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
void
cs_composer_follow (CsComposerPage *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    cs_composer_show_count (self, i);
  for (guint i = 0; i < self->rows->len; i++)
    cs_target_row_update (self->rows->pdata[i]);

  show_alt_limit (self);
  cs_composer_preview_soon (self);
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
  if (g_ptr_array_find (self->rows, cs_composer_find_row (self, account), &place))
    {
      self->quiet = TRUE;
      gtk_drop_down_set_selected (self->viewed, place);
      self->quiet = FALSE;
    }

  cs_composer_preview_soon (self);
}

void
cs_composer_on_viewed (CsComposerPage *self)
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
    cs_composer_show_count (self, i);
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
      CsTargetRow *row = account != NULL ? cs_composer_find_row (self, account->id) : NULL;

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
  if (cs_composer_find_row (self, self->viewed_id) == NULL && self->rows->len > 0)
    g_set_str (&self->viewed_id, cs_target_row_get_account (self->rows->pdata[0])->id);

  show_viewed (self);
  cs_composer_follow (self);
  cs_composer_update_bar (self);
}

/* Where it can go, as the library says now. */
void
cs_composer_ask_accounts (CsComposerPage *self)
{
  cs_page_run (CS_PAGE (self), "account.list", NULL, on_accounts, g_object_ref (self));
}
