/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-notices.h"

#include "cs-item.h"
#include "cs-network-mark.h"
#include "cs-record.h"
#include "cs-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Codes of gaps that a person must end, or live with. */
static const char *const lasting[] = { "config", "sign-in", "refused", "server", NULL };

static void
add_way_on (GtkWidget  *row,
            const char *id)
{
  GtkWidget *button = gtk_button_new_with_label (_("Open"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-account");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  /* To its row it is the row’s title: its own words say more. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Open the Account"), -1);
}

static GtkWidget *
row_new (GVariant   *account,
         const char *sentence)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *mark = cs_network_mark_new ();

  cs_network_mark_set_network (CS_NETWORK_MARK (mark), cs_view_text (account, "network"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), cs_view_text (account, "handle"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sentence);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  /* One that was removed has no page. */
  if (!cs_view_bool (account, "removed"))
    add_way_on (row, cs_view_text (account, "id"));

  return row;
}

static gboolean
is_lasting (GVariant *gap)
{
  const char *code = cs_view_text (gap, "code");

  return cs_view_int (gap, "until_at", CS_UNKNOWN) == CS_UNKNOWN && code != NULL
      && g_strv_contains (lasting, code);
}

/* The last of an account’s is what is so now. */
char *
cs_notices_dup_sentence (GVariant *account)
{
  g_autoptr(GVariant) gaps = g_variant_lookup_value (account, "gaps", G_VARIANT_TYPE ("aa{sv}"));

  if (cs_view_bool (account, "removed"))
    return g_strdup (_("This account was removed here: it is not counted any more"));

  for (gsize i = gaps != NULL ? g_variant_n_children (gaps) : 0; i > 0; i--)
    {
      g_autoptr(GVariant) gap = g_variant_get_child_value (gaps, i - 1);

      if (is_lasting (gap))
        return cs_words_sentence (cs_view_text (gap, "sentence"));
    }

  return NULL;
}

/* @overview: as numbers.overview answers; a list without rows is hidden */
void
cs_notices_show (GtkListBox *list,
                 GVariant   *overview)
{
  g_autoptr(GVariant) accounts = g_variant_lookup_value (overview, "accounts",
                                                         G_VARIANT_TYPE ("aa{sv}"));

  gtk_list_box_remove_all (list);
  for (gsize i = 0; accounts != NULL && i < g_variant_n_children (accounts); i++)
    {
      g_autoptr(GVariant) account = g_variant_get_child_value (accounts, i);
      g_autofree char *sentence = cs_notices_dup_sentence (account);

      if (sentence != NULL)
        gtk_list_box_append (list, row_new (account, sentence));
    }

  gtk_widget_set_visible (GTK_WIDGET (list), gtk_list_box_get_row_at_index (list, 0) != NULL);
}
