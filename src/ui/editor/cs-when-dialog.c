/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-when-dialog.h"

#include "cs-here.h"
#include "cs-slot.h"
#include "cs-words.h"
#include "cs-zone-list.h"
#include "cs-zone.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

#define DAY_MINUTES (24 * 60)
#define SOONEST_SEC (60 * 60)
#define EPOCH_DAY 719163     /* of GDate, for 1970-01-01 */

struct _CsWhenDialog
{
  AdwDialog        parent_instance;

  CsWhen           when;
  CsSlot           slot;
  gboolean         quiet;       /* what is shown is being set */
  gboolean         twelve;      /* hours of half a day */

  GtkCalendar     *calendar;
  GtkWidget       *clock;
  GtkSpinButton   *hour;
  GtkSpinButton   *minute;
  GtkDropDown     *half;
  AdwComboRow     *zone;
  AdwActionRow    *first;
  AdwActionRow    *second;
  GtkCheckButton  *first_check;
  GtkCheckButton  *second_check;
  AdwActionRow    *gap;
  AdwPreferencesRow *before;
  AdwPreferencesRow *after;
  AdwComboRow     *late;
  AdwSpinRow      *limit;
  GtkLabel        *note;
  GtkLabel        *trouble;
  GtkWidget       *done;
};

G_DEFINE_FINAL_TYPE (CsWhenDialog, cs_when_dialog, ADW_TYPE_DIALOG)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
read_wall (CsWhenDialog *self)
{
  g_autoptr(GDateTime) date = gtk_calendar_get_date (self->calendar);
  int hour = gtk_spin_button_get_value_as_int (self->hour);
  GDate day;

  if (self->twelve)
    hour = hour % 12 + (gtk_drop_down_get_selected (self->half) == 1 ? 12 : 0);

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, g_date_time_get_day_of_month (date), g_date_time_get_month (date),
                  g_date_time_get_year (date));

  return ((gint64) g_date_get_julian (&day) - EPOCH_DAY) * DAY_MINUTES + hour * 60
         + gtk_spin_button_get_value_as_int (self->minute);
}

static void
show_wall (CsWhenDialog *self,
           gint64        wall)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (wall * 60);
  int hour = g_date_time_get_hour (date);
  gboolean quiet = self->quiet;

  self->quiet = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  gtk_spin_button_set_value (self->minute, g_date_time_get_minute (date));
  gtk_spin_button_set_value (self->hour, !self->twelve ? hour : hour % 12 == 0 ? 12 : hour % 12);
  gtk_drop_down_set_selected (self->half, hour >= 12);
  self->quiet = quiet;
}

/* “02:30, UTC+2” */
static char *
describe_instant (CsWhenDialog *self,
                  gint64        instant,
                  gboolean      is_second)
{
  g_autoptr(CsZone) rules = cs_zone_open (self->when.zone, NULL);
  int minutes = rules != NULL ? cs_zone_get_offset (rules, instant) / 60 : 0;
  g_autofree char *wall = cs_slot_format_wall (self->when.wall);
  const char *time = strchr (wall, ' ');

  /* Translators: of an hour that comes twice: a time, and how far its clock is from UTC */
  return g_strdup_printf (is_second ? _("The second %s (UTC%+d:%02d)")
                                    : _("The first %s (UTC%+d:%02d)"),
                          time != NULL ? time + 1 : wall, minutes / 60, ABS (minutes % 60));
}

static void
show_twice (CsWhenDialog *self)
{
  gboolean twice = self->slot.kind == CS_SLOT_TWICE;
  g_autofree char *first = describe_instant (self, self->slot.instants[0], FALSE);
  g_autofree char *second = describe_instant (self, self->slot.instants[1], TRUE);

  gtk_widget_set_visible (GTK_WIDGET (self->first), twice);
  gtk_widget_set_visible (GTK_WIDGET (self->second), twice);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->first), first);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->second), second);
  adw_action_row_set_subtitle (self->first, _("The clocks are put back: this time comes twice"));
}

static void
show_gap (CsWhenDialog *self)
{
  gboolean never = self->slot.kind == CS_SLOT_NEVER;
  g_autofree char *wall = cs_slot_format_wall (self->when.wall);
  g_autofree char *before = cs_slot_format_wall (self->slot.before);
  g_autofree char *after = cs_slot_format_wall (self->slot.after);
  g_autofree char *sentence = NULL;
  /* Translators: %s is a time to choose in place of one that does not exist */
  g_autofree char *sooner = g_strdup_printf (_("Take %s"), before);
  g_autofree char *later = g_strdup_printf (_("Take %s"), after);

  /* Translators: a time, and a place */
  sentence = g_strdup_printf (_("%s does not exist in %s: the clocks are put forward"), wall,
                              self->when.zone);
  gtk_widget_set_visible (GTK_WIDGET (self->gap), never);
  gtk_widget_set_visible (GTK_WIDGET (self->before), never);
  gtk_widget_set_visible (GTK_WIDGET (self->after), never);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->gap), sentence);
  adw_preferences_row_set_title (self->before, sooner);
  adw_preferences_row_set_title (self->after, later);
}

/* Says what is wrong with it; TRUE when it may be chosen. */
static gboolean
check (CsWhenDialog *self)
{
  g_autoptr(GError) error = NULL;
  g_auto(CsReading) reading = cs_reading_here ();
  gint64 fold = gtk_check_button_get_active (self->second_check) ? 1
                : gtk_check_button_get_active (self->first_check) ? 0 : CS_FOLD_ASK;
  const char *trouble = NULL;
  gboolean good;

  self->slot.kind = CS_SLOT_ONCE;
  good = cs_slot_find (self->when.wall, self->when.zone, &self->slot, &error);
  self->when.fold = self->slot.kind == CS_SLOT_TWICE ? fold : 0;
  good = good && cs_slot_resolve (self->when.wall, self->when.zone, self->when.fold,
                                  &self->when.due, NULL);
  if (error != NULL)
    trouble = error->message;
  else if (good && self->when.due <= reading.now)
    trouble = _("This time has passed: choose one to come");

  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
  gtk_label_set_label (self->trouble, trouble != NULL ? trouble : "");

  return good && trouble == NULL;
}

/* GTK 4.18 tells nothing of a calendar: its name says which day is chosen. */
static void
name_day (CsWhenDialog *self)
{
  g_autoptr(GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autofree char *day = g_date_time_format (date, _("%A %-d %B %Y"));
  /* Translators: %s is a day, as in: Day: Thursday 12 November 2026 */
  g_autofree char *name = g_strdup_printf (_("Day: %s"), day);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (CsWhenDialog *self)
{
  GtkStringObject *zone = adw_combo_row_get_selected_item (self->zone);

  self->when.wall = read_wall (self);
  if (zone != NULL)
    g_set_str (&self->when.zone, gtk_string_object_get_string (zone));
  self->when.lateness = adw_combo_row_get_selected (self->late);
  gtk_widget_set_visible (GTK_WIDGET (self->limit), self->when.lateness == CS_LATE_PUBLISH);
  gtk_widget_set_sensitive (self->done, check (self));
  show_twice (self);
  show_gap (self);
  name_day (self);
}

static void
on_changed (CsWhenDialog *self)
{
  if (!self->quiet)
    update (self);
}

/* An arrow goes on from the day that is chosen; GTK’s own would begin at the first one shown. */
static gboolean
on_day_key (CsWhenDialog   *self,
            guint           key,
            guint           code,
            GdkModifierType state)
{
  int ahead = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;
  int days = key == GDK_KEY_Right ? ahead : key == GDK_KEY_Left ? -ahead
             : key == GDK_KEY_Down ? 7 : key == GDK_KEY_Up ? -7 : 0;
  g_autoptr(GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr(GDateTime) moved = g_date_time_add_days (date, days);

  if (days == 0 || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  gtk_calendar_select_day (self->calendar, moved);

  return GDK_EVENT_STOP;
}

static gboolean
on_output (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static void
on_before (CsWhenDialog *self)
{
  show_wall (self, self->slot.before);
  update (self);
}

static void
on_after (CsWhenDialog *self)
{
  show_wall (self, self->slot.after);
  update (self);
}

static void
on_cancel (CsWhenDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_done (CsWhenDialog *self)
{
  self->when.set = TRUE;
  self->when.late_limit = self->when.lateness == CS_LATE_PUBLISH
                            ? (gint64) adw_spin_row_get_value (self->limit) * 60 : CS_UNKNOWN;
  g_signal_emit (self, signals[CHOSEN], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cs_when_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WHEN_DIALOG);

  G_OBJECT_CLASS (cs_when_dialog_parent_class)->dispose (object);
}

static void
cs_when_dialog_finalize (GObject *object)
{
  cs_when_clear (&CS_WHEN_DIALOG (object)->when);

  G_OBJECT_CLASS (cs_when_dialog_parent_class)->finalize (object);
}

static void
cs_when_dialog_class_init (CsWhenDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_when_dialog_dispose;
  object_class->finalize = cs_when_dialog_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", CS_TYPE_WHEN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/editor/cs-when-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, clock);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, hour);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, minute);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, half);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, zone);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, first);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, second);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, first_check);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, second_check);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, gap);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, before);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, after);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, late);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, limit);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, note);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsWhenDialog, done);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_day_key);
  gtk_widget_class_bind_template_callback (widget_class, on_output);
  gtk_widget_class_bind_template_callback (widget_class, on_before);
  gtk_widget_class_bind_template_callback (widget_class, on_after);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_done);
}

static void
show_zone (CsWhenDialog *self)
{
  g_autoptr(GtkStringList) zones = cs_zone_list_new (self->when.zone);
  g_autoptr(GtkExpression) name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL,
                                                               "string");

  adw_combo_row_set_expression (self->zone, name);
  adw_combo_row_set_model (self->zone, G_LIST_MODEL (zones));
  adw_combo_row_set_selected (self->zone, gtk_string_list_find (zones, self->when.zone));
}

/* GTK 4.18 gives the calendar's arrows no names; they are its only buttons, in this order. */
static void
name_arrows (GtkWidget  *widget,
             const char **names[])
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_BUTTON (child))
      {
        name_arrows (child, names);
      }
    else if (**names != NULL)
      {
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        _(**names), -1);
        (*names)++;
      }
}

static void
cs_when_dialog_init (CsWhenDialog *self)
{
  const char *arrows[] = { N_("Previous Month"), N_("Next Month"), N_("Previous Year"),
                           N_("Next Year"), NULL };
  const char **arrow = arrows;
  g_auto(CsReading) reading = cs_reading_here ();
  const char *halves[] = { nl_langinfo (AM_STR), nl_langinfo (PM_STR), NULL };
  g_autoptr(GtkStringList) words = gtk_string_list_new (halves);

  self->quiet = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A time is written from left to right in every script. */
  gtk_widget_set_direction (self->clock, GTK_TEXT_DIR_LTR);
  name_arrows (GTK_WIDGET (self->calendar), &arrow);
  self->twelve = reading.twelve_hours;
  gtk_drop_down_set_model (self->half, G_LIST_MODEL (words));
  gtk_widget_set_visible (GTK_WIDGET (self->half), self->twelve);
  if (self->twelve)
    gtk_spin_button_set_range (self->hour, 1, 12);
}

/* The preferred time of today, or of tomorrow when that is too near to be prepared for. */
static void
propose (CsWhen *when)
{
  g_auto(CsReading) reading = cs_reading_here ();
  gint64 soonest = 0;

  if (when->zone == NULL)
    when->zone = cs_here_dup_zone ();
  cs_slot_from_instant (reading.now + SOONEST_SEC, when->zone, &soonest, &when->fold, NULL);
  when->wall = soonest - soonest % DAY_MINUTES + cs_here_get_minute ();
  if (when->wall < soonest)
    when->wall += DAY_MINUTES;
}

/* @note: what is to be known of a post that waits for its time */
CsWhenDialog *
cs_when_dialog_new (const CsWhen *when,
                    const char   *note)
{
  CsWhenDialog *self = g_object_new (CS_TYPE_WHEN_DIALOG, NULL);

  cs_when_copy (&self->when, when);
  if (!when->set)
    propose (&self->when);

  show_zone (self);
  show_wall (self, self->when.wall);
  adw_combo_row_set_selected (self->late, self->when.lateness);
  if (self->when.late_limit != CS_UNKNOWN)
    adw_spin_row_set_value (self->limit, self->when.late_limit / 60);
  gtk_check_button_set_active (self->first_check, when->set && self->when.fold == 0);
  gtk_check_button_set_active (self->second_check, when->set && self->when.fold == 1);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);

  self->quiet = FALSE;
  update (self);

  return self;
}

const CsWhen *
cs_when_dialog_get (CsWhenDialog *self)
{
  return &self->when;
}
