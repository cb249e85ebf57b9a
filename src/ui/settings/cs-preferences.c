/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preferences.h"

#include "cs-day.h"
#include "cs-item.h"
#include "cs-locale.h"
#include "cs-settings.h"
#include "cs-slot.h"
#include "cs-zone-list.h"
#include "cs-zone.h"

#include <glib/gi18n.h>

#define HALF_HOUR 30

struct _CsPreferences
{
  AdwPreferencesDialog  parent_instance;

  CsLibrary            *library;
  CsBackground         *service;       /* NULL: there is none for this workspace */
  GCancellable         *cancellable;
  GArray               *minutes;       /* of the row of times */
  gboolean              is_shown;      /* what the workspace says; then changes are the person’s */

  AdwBanner            *trouble;
  GtkWidget            *general;
  AdwComboRow          *zone;
  AdwComboRow          *time;
  AdwComboRow          *week_start;
  GtkWidget            *publishing;
  GtkWidget            *notifications;
  AdwSwitchRow         *background;
  AdwComboRow          *late;
  AdwSwitchRow         *needs_you;
  AdwSwitchRow         *failed;
  AdwSwitchRow         *missed;
  AdwSwitchRow         *fixed;
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

/* The system’s first, then the world’s. */
static void
show_zone (CsPreferences *self,
           const char    *chosen)
{
  gboolean is_system = g_strcmp0 (chosen, "system") == 0;
  g_autofree char *local = cs_zone_dup_local ();
  g_autoptr(GtkStringList) zones = cs_zone_list_new (is_system ? local : chosen);
  /* Translators: of a choice of time zones: the one that the computer is set to */
  g_autofree char *system = g_strdup_printf (_("Automatic (%s)"), local);

  gtk_string_list_splice (zones, 0, 0, (const char *const[]) { system, NULL });
  adw_combo_row_set_model (self->zone, G_LIST_MODEL (zones));
  adw_combo_row_set_selected (self->zone, is_system ? 0 : gtk_string_list_find (zones, chosen));
}

/* Every half hour, and the one that was chosen elsewhere; the rows’ numbers are minutes. */
static void
show_time (CsPreferences *self,
           const char    *chosen)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autoptr(GtkStringList) times = gtk_string_list_new (NULL);
  int minute;

  if (chosen == NULL || !cs_slot_parse_minute (chosen, &minute))
    return;

  g_array_set_size (self->minutes, 0);
  for (int at = 0; at < CS_DAY_MINUTES; at++)
    if (at % HALF_HOUR == 0 || at == minute)
      {
        g_autofree char *text = cs_minute_format (at, &reading);

        g_array_append_val (self->minutes, at);
        gtk_string_list_append (times, text);
      }

  adw_combo_row_set_model (self->time, G_LIST_MODEL (times));
  for (guint i = 0; i < self->minutes->len; i++)
    if (g_array_index (self->minutes, int, i) == minute)
      adw_combo_row_set_selected (self->time, i);
}

static void
show_week_start (CsPreferences *self)
{
  /* 2001-01-01 was a Monday. */
  gint64 monday = cs_day_of (2001, 1, 1);
  g_autoptr(GtkStringList) days = gtk_string_list_new (NULL);
  g_autofree char *usual = cs_day_format (monday + cs_locale_get_first_weekday () - 1, "%A");
  /* Translators: of a choice of days: the one that is usual in the language’s country */
  g_autofree char *automatic = g_strdup_printf (_("Automatic (%s)"), usual);

  gtk_string_list_append (days, automatic);
  for (int i = 0; i < 7; i++)
    {
      g_autofree char *name = cs_day_format (monday + i, "%A");

      gtk_string_list_append (days, name);
    }

  adw_combo_row_set_model (self->week_start, G_LIST_MODEL (days));
  adw_combo_row_set_selected (self->week_start,
                              g_settings_get_enum (cs_settings_get (), CS_SETTINGS_WEEK_START));
}

static void
show_all (CsPreferences *self,
          GVariant      *all)
{
  const char *late = cs_view_text (all, "late");

  for (guint i = 0; i < G_N_ELEMENTS (late_values); i++)
    if (g_strcmp0 (late, late_values[i]) == 0)
      adw_combo_row_set_selected (self->late, i);

  show_zone (self, cs_view_text (all, "zone"));
  show_time (self, cs_view_text (all, "time"));
  show_switch (self->needs_you, all, "notify-needs-you");
  show_switch (self->failed, all, "notify-failed");
  show_switch (self->missed, all, "notify-missed");
  show_switch (self->published, all, "notify-published");
  show_switch (self->fixed, all, "notify-fixed");
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

  /* Before the first answer there is nothing to be changed. */
  if (all == NULL && !self->is_shown)
    {
      adw_banner_set_title (self->trouble, error->message);
      adw_banner_set_revealed (self->trouble, TRUE);
      return;
    }

  if (all == NULL)
    {
      show_trouble (self, error->message);
      return;
    }

  adw_banner_set_revealed (self->trouble, FALSE);
  self->is_shown = FALSE;
  show_all (self, all);
  self->is_shown = TRUE;
  gtk_widget_set_sensitive (self->general, TRUE);
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
ask (CsPreferences *self)
{
  cs_library_run (self->library, "preference.list", NULL, self->cancellable, on_listed,
                  g_object_ref (self));
}

static void
on_again (CsPreferences *self)
{
  ask (self);
}

static void
on_zone (CsPreferences *self)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (self->zone);

  if (chosen != NULL)
    set (self, "zone", adw_combo_row_get_selected (self->zone) == 0
                         ? "system" : gtk_string_object_get_string (chosen));
}

static void
on_time (CsPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->time);
  g_autofree char *value = NULL;

  if (selected >= self->minutes->len)
    return;

  value = g_strdup_printf ("%02d:%02d", g_array_index (self->minutes, int, selected) / 60,
                           g_array_index (self->minutes, int, selected) % 60);
  set (self, "time", value);
}

/* How it looks here, whatever the workspace. */
static void
on_week_start (CsPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->week_start);

  if (self->is_shown && selected <= G_DATE_SUNDAY)
    g_settings_set_enum (cs_settings_get (), CS_SETTINGS_WEEK_START, selected);
}

static void
show_background (CsPreferences *self)
{
  gboolean was_shown = self->is_shown;

  self->is_shown = FALSE;
  adw_switch_row_set_active (self->background,
                             self->service != NULL && cs_background_is_on (self->service));
  self->is_shown = was_shown;
}

static void
on_background_set (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(CsPreferences) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = cs_background_set_finish (CS_BACKGROUND (source), result, &error);

  if (self->service == NULL)
    return;

  if (!done)
    show_trouble (self, error->message);
  show_background (self);
}

static void
on_background (CsPreferences *self)
{
  if (self->is_shown)
    cs_background_set_async (self->service, adw_switch_row_get_active (self->background),
                             on_background_set, g_object_ref (self));
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
                   : row == self->missed ? "notify-missed"
                   : row == self->fixed ? "notify-fixed" : "notify-published";

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
  g_clear_object (&self->service);

  G_OBJECT_CLASS (cs_preferences_parent_class)->dispose (object);
}

static void
cs_preferences_finalize (GObject *object)
{
  CsPreferences *self = CS_PREFERENCES (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->minutes);

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
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, general);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, zone);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, time);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, week_start);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, publishing);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, background);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, late);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, needs_you);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, failed);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, missed);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, fixed);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, published);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_zone);
  gtk_widget_class_bind_template_callback (widget_class, on_time);
  gtk_widget_class_bind_template_callback (widget_class, on_week_start);
  gtk_widget_class_bind_template_callback (widget_class, on_background);
  gtk_widget_class_bind_template_callback (widget_class, on_late);
  gtk_widget_class_bind_template_callback (widget_class, on_switch);
}

static void
cs_preferences_init (CsPreferences *self)
{
  g_autoptr(GtkExpression) name = NULL;

  self->cancellable = g_cancellable_new ();
  self->minutes = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
  name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  adw_combo_row_set_expression (self->zone, name);
  show_week_start (self);
  gtk_widget_set_sensitive (self->general, FALSE);
  gtk_widget_set_sensitive (self->publishing, FALSE);
  gtk_widget_set_sensitive (self->notifications, FALSE);
}

AdwDialog *
cs_preferences_new (CsLibrary    *library,
                    CsBackground *background)
{
  CsPreferences *self = g_object_new (CS_TYPE_PREFERENCES, NULL);

  self->library = g_object_ref (library);
  self->service = background != NULL ? g_object_ref (background) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->background), background != NULL);
  show_background (self);
  ask (self);

  return ADW_DIALOG (self);
}
