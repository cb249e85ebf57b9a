/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-verdict-row.h"

#include "cs-item.h"
#include "cs-network-mark.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [CS_VERDICT_FITS] = { "object-select-symbolic", "success" },
  [CS_VERDICT_SO_SO] = { "dialog-warning-symbolic", "warning" },
  [CS_VERDICT_FIXABLE] = { "dialog-error-symbolic", "error" },
  [CS_VERDICT_UNFIT] = { "dialog-error-symbolic", "error" },
};

static gboolean
is_severe (GVariant *finding)
{
  const char *severity = cs_view_text (finding, "severity");

  return severity != NULL && strcmp (severity, "note") != 0;
}

/* Of what media.check says of one account or network. */
CsVerdict
cs_verdict_of (GVariant *view)
{
  g_autoptr(GVariant) findings = NULL;

  if (!cs_view_bool (view, "fits"))
    return cs_view_text (view, "action") != NULL ? CS_VERDICT_FIXABLE : CS_VERDICT_UNFIT;

  /* They are of the original, which is not what goes out once a version was made. */
  if (cs_view_text (view, "rendition") != NULL)
    return CS_VERDICT_FITS;

  findings = g_variant_lookup_value (view, "findings", G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; findings != NULL && i < g_variant_n_children (findings); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (findings, i);

      if (is_severe (finding))
        return CS_VERDICT_SO_SO;
    }

  return CS_VERDICT_FITS;
}

const char *
cs_verdict_words (CsVerdict verdict,
                  gboolean  is_made)
{
  switch (verdict)
    {
    case CS_VERDICT_FITS:
      return is_made ? _("Fits, as a new version") : _("Fits as it is");

    case CS_VERDICT_SO_SO:
      return _("Fits, but could be better");

    case CS_VERDICT_FIXABLE:
      return _("Needs a new version");

    case CS_VERDICT_UNFIT:
    default:
      return _("Does not fit");
    }
}

static GtkWidget *
line_new (const char *title,
          const char *subtitle)
{
  GtkWidget *line = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (line), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (line), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (line), 0);

  return line;
}

static const char *
severity_words (const char *severity)
{
  if (g_strcmp0 (severity, "block") == 0)
    return _("Would be refused");

  return g_strcmp0 (severity, "warning") == 0 ? _("Could be better") : _("Worth knowing");
}

static void
add_findings (GPtrArray *lines,
              GVariant  *view)
{
  g_autoptr(GVariant) findings = g_variant_lookup_value (view, "findings",
                                                         G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; findings != NULL && i < g_variant_n_children (findings); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (findings, i);
      const char *rule = cs_view_text (finding, "rule");
      g_autofree char *subtitle = NULL;

      subtitle = g_strdup_printf ("%s · %s", severity_words (cs_view_text (finding, "severity")),
                                  rule != NULL ? rule : "");
      g_ptr_array_add (lines, line_new (cs_view_text (finding, "reason"), subtitle));
    }
}

static void
add_changes (GPtrArray *lines,
             GVariant  *view)
{
  g_autofree const char **changes = NULL;

  g_variant_lookup (view, "changes", "^a&s", &changes);
  for (guint i = 0; changes != NULL && changes[i] != NULL; i++)
    g_ptr_array_add (lines, line_new (changes[i], _("A new version would change this")));
}

static GtkWidget *
icon_new (CsVerdict   verdict,
          const char *words)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[verdict].icon_name);

  gtk_widget_add_css_class (icon, looks[verdict].css_class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);

  return icon;
}

/* @view: of media.check */
GtkWidget *
cs_verdict_row_new (GVariant *view)
{
  CsVerdict verdict = cs_verdict_of (view);
  const char *words = cs_verdict_words (verdict, cs_view_text (view, "rendition") != NULL);
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();
  GtkWidget *mark = cs_network_mark_new ();
  GtkWidget *row;

  add_findings (lines, view);
  add_changes (lines, view);
  if (verdict == CS_VERDICT_UNFIT)
    g_ptr_array_add (lines, line_new (cs_view_text (view, "sentence"), NULL));

  cs_network_mark_set_network (CS_NETWORK_MARK (mark), cs_view_text (view, "network"));
  if (lines->len == 0)
    {
      row = line_new (cs_view_text (view, "name"), words);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon_new (verdict, words));
      return row;
    }

  row = adw_expander_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), cs_view_text (view, "name"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), words);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), mark);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), icon_new (verdict, words));
  for (guint i = 0; i < lines->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), lines->pdata[i]);

  return row;
}
