/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fix-dialog.h"

#include "cs-ask.h"
#include "cs-item.h"
#include "cs-verdict-row.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
dup_changes (GVariant *verdict)
{
  g_autofree const char **changes = NULL;

  g_variant_lookup (verdict, "changes", "^a&s", &changes);

  return changes != NULL ? g_strjoinv ("\n", (char **) changes) : g_strdup ("");
}

static void
add_row (GtkListBox *list,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (list, row);
}

/* Those for which the same is done stand together. */
static void
add_plan (GtkListBox *list,
          GPtrArray  *verdicts,
          guint       first)
{
  g_autofree char *changes = dup_changes (verdicts->pdata[first]);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < verdicts->len; i++)
    {
      g_autofree char *others = dup_changes (verdicts->pdata[i]);

      if (cs_verdict_of (verdicts->pdata[i]) != CS_VERDICT_FIXABLE || strcmp (others, changes) != 0)
        continue;

      if (i < first)
        return;

      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              cs_view_text (verdicts->pdata[i], "name"));
    }

  add_row (list, names->str, changes);
}

AdwDialog *
cs_fix_dialog_new (GPtrArray *verdicts)
{
  AdwAlertDialog *dialog = cs_ask_new (_("Fix All?"),
                                       _("Versions that fit are made. The original stays as it "
                                         "is."),
                                       _("_Fix"), ADW_RESPONSE_SUGGESTED);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What will be done"), -1);
  for (guint i = 0; i < verdicts->len; i++)
    {
      CsVerdict verdict = cs_verdict_of (verdicts->pdata[i]);

      if (verdict == CS_VERDICT_FIXABLE)
        add_plan (GTK_LIST_BOX (list), verdicts, i);
      else if (verdict == CS_VERDICT_UNFIT)
        add_row (GTK_LIST_BOX (list), cs_view_text (verdicts->pdata[i], "name"),
                 cs_view_text (verdicts->pdata[i], "sentence"));
    }

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  adw_alert_dialog_set_extra_child (dialog, scroller);
  adw_alert_dialog_set_default_response (dialog, CS_ASK_YES);

  return ADW_DIALOG (dialog);
}

GVariant *
cs_fix_args (const char *id,
             GPtrArray  *verdicts)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new ();
  g_autoptr(GPtrArray) networks = g_ptr_array_new ();
  GVariantDict args;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const char *account = cs_view_text (verdicts->pdata[i], "account");

      if (cs_verdict_of (verdicts->pdata[i]) != CS_VERDICT_FIXABLE)
        continue;

      if (account != NULL)
        g_ptr_array_add (accounts, (gpointer) account);
      else
        g_ptr_array_add (networks, (gpointer) cs_view_text (verdicts->pdata[i], "network"));
    }

  if (accounts->len + networks->len == 0)
    return NULL;

  g_variant_dict_init (&args, NULL);
  g_variant_dict_insert (&args, "id", "s", id);
  if (accounts->len > 0)
    g_variant_dict_insert_value (&args, "accounts",
                                 g_variant_new_strv ((const char *const *) accounts->pdata,
                                                     accounts->len));
  if (networks->len > 0)
    g_variant_dict_insert_value (&args, "networks",
                                 g_variant_new_strv ((const char *const *) networks->pdata,
                                                     networks->len));

  return g_variant_dict_end (&args);
}
