/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preferences.h"

#include "cs-item.h"

struct _CsPreferences
{
  AdwPreferencesDialog  parent_instance;

  CsLibrary            *library;
  GCancellable         *cancellable;
  gboolean              is_shown;      /* what the workspace says; then changes are the person’s */

  GtkWidget            *publishing;
  GtkWidget            *notifications;
  AdwComboRow          *late;
  AdwSwitchRow         *needs_you;
  AdwSwitchRow         *failed;
  AdwSwitchRow         *missed;
  AdwSwitchRow         *published;
};

G_DEFINE_FINAL_TYPE (CsPreferences, cs_preferences, ADW_TYPE_PREFERENCES_DIALOG)

/* In the order of the row. */
static const char *const late_values[] = { "ask", "publish", "drop" };

static void
show_trouble (CsPreferences *self,
              const char    *sentence)
{
  AdwToast *toast = adw_toast_new (sentence);

  adw_toast_set_use_markup (toast, FALSE);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), toast);
}

static void
show_switch (AdwSwitchRow *row,
             GVariant     *all,
             const char   *name)
{
  adw_switch_row_set_active (row, g_strcmp0 (cs_view_text (all, name), "on") == 0);
}

static void
show_all (CsPreferences *self,
          GVariant      *all)
{
  const char *late = cs_view_text (all, "late");

  for (guint i = 0; i < G_N_ELEMENTS (late_values); i++)
    if (g_strcmp0 (late, late_values[i]) == 0)
      adw_combo_row_set_selected (self->late, i);

  show_switch (self->needs_you, all, "notify-needs-you");
  show_switch (self->failed, all, "notify-failed");
  show_switch (self->missed, all, "notify-missed");
  show_switch (self->published, all, "notify-published");
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) all = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (all == NULL)
    {
      show_trouble (self, error->message);
      return;
    }

  self->is_shown = FALSE;
  show_all (self, all);
  self->is_shown = TRUE;
  gtk_widget_set_sensitive (self->publishing, TRUE);
  gtk_widget_set_sensitive (self->notifications, TRUE);
}

static void
set (CsPreferences *self,
     const char    *name,
     const char    *value)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!self->is_shown)
    return;

  g_variant_dict_insert (&args, "name", "s", name);
  g_variant_dict_insert (&args, "value", "s", value);
  cs_library_run (self->library, "preference.set", g_variant_dict_end (&args), NULL, on_listed,
                  g_object_ref (self));
}

static void
on_late (CsPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->late);

  if (selected < G_N_ELEMENTS (late_values))
    set (self, "late", late_values[selected]);
}

static void
on_switch (CsPreferences *self,
           GParamSpec    *pspec,
           AdwSwitchRow  *row)
{
  const char *name = row == self->needs_you ? "notify-needs-you"
                   : row == self->failed ? "notify-failed"
                   : row == self->missed ? "notify-missed" : "notify-published";

  set (self, name, adw_switch_row_get_active (row) ? "on" : "off");
}

static void
cs_preferences_dispose (GObject *object)
{
  CsPreferences *self = CS_PREFERENCES (object);

  self->is_shown = FALSE;
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_PREFERENCES);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_preferences_parent_class)->dispose (object);
}

static void
cs_preferences_finalize (GObject *object)
{
  g_object_unref (CS_PREFERENCES (object)->cancellable);

  G_OBJECT_CLASS (cs_preferences_parent_class)->finalize (object);
}

static void
cs_preferences_class_init (CsPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_preferences_dispose;
  object_class->finalize = cs_preferences_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/settings/cs-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, publishing);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, late);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, needs_you);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, failed);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, missed);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, published);
  gtk_widget_class_bind_template_callback (widget_class, on_late);
  gtk_widget_class_bind_template_callback (widget_class, on_switch);
}

static void
cs_preferences_init (CsPreferences *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (self->publishing, FALSE);
  gtk_widget_set_sensitive (self->notifications, FALSE);
}

AdwDialog *
cs_preferences_new (CsLibrary *library)
{
  CsPreferences *self = g_object_new (CS_TYPE_PREFERENCES, NULL);

  self->library = g_object_ref (library);
  cs_library_run (library, "preference.list", NULL, self->cancellable, on_listed,
                  g_object_ref (self));

  return ADW_DIALOG (self);
}
