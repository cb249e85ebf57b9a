/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-finding-row.h"

#include "cs-item.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsFindingRow
{
  AdwActionRow  parent_instance;

  GVariant     *finding;
  GtkWidget    *button;     /* NULL: nothing of the program’s helps */
  GtkWidget    *progress;   /* shown while it is being fixed */
};

G_DEFINE_FINAL_TYPE (CsFindingRow, cs_finding_row, ADW_TYPE_ACTION_ROW)

enum
{
  FIX,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

const char *
cs_light_icon_name (const char *light)
{
  return g_strcmp0 (light, "red") == 0 ? "cs-light-red-symbolic"
         : g_strcmp0 (light, "amber") == 0 ? "cs-light-amber-symbolic"
         : "cs-light-green-symbolic";
}

const char *
cs_light_word (const char *light)
{
  /* Translators: a network would refuse the post; it would take it, but see what could be better;
   * it would take it as it is */
  return g_strcmp0 (light, "red") == 0 ? _("Blocked")
         : g_strcmp0 (light, "amber") == 0 ? _("Look") : _("Ready");
}

const char *
cs_light_css_class (const char *light)
{
  return g_strcmp0 (light, "red") == 0 ? "error"
         : g_strcmp0 (light, "amber") == 0 ? "warning" : "success";
}

/* What its button says; NULL: there is none. */
static const char *
button_of (GVariant *finding)
{
  const char *fix = cs_view_text (finding, "fix");
  const char *rule = cs_view_text (finding, "rule");

  if (g_strcmp0 (rule, "account.state") == 0)
    return _("Show Account");
  if (g_strcmp0 (rule, "text.length") == 0 || g_strcmp0 (rule, "text.bytes") == 0)
    return _("Shorten");
  if (g_strcmp0 (rule, "text.empty") == 0)
    return _("Write");
  if (g_strcmp0 (rule, "alt.missing") == 0)
    return _("Add Description");
  if (g_strcmp0 (fix, "alt") == 0)
    return _("Shorten");
  if (g_strcmp0 (fix, "text") == 0)
    return _("Show");
  if (g_strcmp0 (fix, "remux") == 0 || g_strcmp0 (fix, "audio") == 0
      || g_strcmp0 (fix, "encode") == 0)
    return _("Fix");
  if (g_strcmp0 (fix, "cut") == 0)
    return _("Open Clip");

  return NULL;
}

static void
on_clicked (CsFindingRow *self)
{
  g_signal_emit (self, signals[FIX], 0, self->finding);
}

static void
cs_finding_row_finalize (GObject *object)
{
  g_clear_pointer (&CS_FINDING_ROW (object)->finding, g_variant_unref);

  G_OBJECT_CLASS (cs_finding_row_parent_class)->finalize (object);
}

static void
cs_finding_row_class_init (CsFindingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_finding_row_finalize;

  signals[FIX] = g_signal_new ("fix", CS_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_VARIANT);
}

static void
cs_finding_row_init (CsFindingRow *self)
{
}

GtkWidget *
cs_finding_row_new (GVariant *finding)
{
  CsFindingRow *self = g_object_new (CS_TYPE_FINDING_ROW, "use-markup", FALSE, NULL);
  const char *severity = cs_view_text (finding, "severity");
  const char *light = g_strcmp0 (severity, "block") == 0 ? "red"
                      : g_strcmp0 (severity, "warning") == 0 ? "amber" : "green";
  GtkWidget *icon = gtk_image_new_from_icon_name (cs_light_icon_name (light));
  const char *label = button_of (finding);

  self->finding = g_variant_ref (finding);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), cs_view_text (finding, "reason"));
  gtk_widget_add_css_class (GTK_WIDGET (self), "finding");
  gtk_widget_add_css_class (icon, cs_light_css_class (light));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  cs_light_word (light), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);

  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->progress, 80, -1);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Fixing"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->progress);

  if (label != NULL)
    {
      g_autofree char *name = g_strdup_printf ("%s: %s", label, cs_view_text (finding, "reason"));

      self->button = gtk_button_new_with_label (label);
      gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
      g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->button);
      /* To its row it is the row’s title alone: what it does comes first. */
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->button),
                                     GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
    }

  return GTK_WIDGET (self);
}

GVariant *
cs_finding_row_get_finding (CsFindingRow *self)
{
  return self->finding;
}

/* It is being fixed; a negative fraction: how far is not known. */
void
cs_finding_row_set_progress (CsFindingRow *self,
                             double        fraction)
{
  gtk_widget_set_visible (self->progress, TRUE);
  if (self->button != NULL)
    gtk_widget_set_visible (self->button, FALSE);

  if (fraction < 0)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

void
cs_finding_row_set_idle (CsFindingRow *self)
{
  gtk_widget_set_visible (self->progress, FALSE);
  if (self->button != NULL)
    gtk_widget_set_visible (self->button, TRUE);
}
