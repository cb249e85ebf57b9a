/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-calendar-page-private.h"

#include "cs-day.h"
#include "cs-error.h"
#include "cs-here.h"
#include "cs-record.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

#define QUARTER 15

/* One that waits its turn: the order of the keys is the order of the steps. */
typedef struct
{
  CsEntry *entry;     /* as it will be */
  CsMove   move;
} CsCalendarMove;

static void run_next (CsCalendarPage *self);

static void
move_free (CsCalendarMove *step)
{
  cs_entry_unref (step->entry);
  g_free (step);
}

static gint64
now_wall (const CsReading *reading)
{
  int interval = g_time_zone_find_interval (reading->zone, G_TIME_TYPE_UNIVERSAL, reading->now);

  return (reading->now + g_time_zone_get_offset (reading->zone, interval)) / 60;
}

/* Where a new post goes on that day, minutes on the local wall. */
gint64
cs_calendar_page_default_wall (gint64 day)
{
  g_auto(CsReading) reading = cs_reading_here ();

  return day * CS_DAY_MINUTES + cs_move_default_minute (day, cs_here_get_minute (),
                                                       now_wall (&reading));
}

static const CsEntry *
find_collision (CsCalendarPage *self,
                const CsEntry  *entry,
                gint64          due)
{
  CsEntries *entries = cs_diary_get_entries (self->diary);

  return entries != NULL ? cs_entries_collision (entries, entry, due) : NULL;
}

/* What there is to know besides the time: a changed clock, or a post nearby. NULL: nothing. */
static char *
remark (CsCalendarPage  *self,
        const CsEntry   *entry,
        const CsMove    *move,
        const CsReading *reading)
{
  const CsEntry *near = find_collision (self, entry, move->due);
  char *words = cs_move_dup_remark (move, reading);

  if (words != NULL || near == NULL)
    return words;

  /* Translators: a title and a time of day, as in: close to “Glazing” at 18:20 */
  return g_strdup_printf (_("close to “%s” at %s"), near->title, near->time);
}

static char *
done_sentence (CsCalendarPage       *self,
               const CsCalendarMove *step,
               GVariant             *post,
               const CsReading      *reading)
{
  g_autofree char *when = cs_words_when (reading, step->entry->due);
  g_autofree char *more = cs_words_refusal (post);

  if (more == NULL)
    more = remark (self, step->entry, &step->move, reading);

  if (more != NULL)
    /* Translators: a day and time, and something to know about it */
    return g_strdup_printf (_("Moved to %s: %s"), when, more);

  /* Translators: %s is a day and time, as in: Moved to Fri 27 Nov 18:30 */
  return g_strdup_printf (_("Moved to %s"), when);
}

/* “Tuesday 4 March 2026, 18:30, 2 posts that day” */
static void
announce (CsCalendarPage       *self,
          const CsCalendarMove *step,
          const CsReading      *reading)
{
  CsEntries *entries = cs_diary_get_entries (self->diary);
  guint n = entries != NULL ? cs_entries_count (entries, step->entry->day) : 1;
  g_autofree char *when = cs_words_when_in_full (reading, step->entry->due);
  g_autofree char *words = g_strdup_printf (ngettext ("%s, %u post that day",
                                                      "%s, %u posts that day", n), when, n);

  gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* What was to come after a refusal began where it would have ended. */
static void
drop_moves_of (CsCalendarPage *self,
               const char     *id)
{
  for (GList *link = self->moves.head; link != NULL;)
    {
      GList *next = link->next;
      CsCalendarMove *step = link->data;

      if (strcmp (step->entry->id, id) == 0)
        {
          g_queue_delete_link (&self->moves, link);
          move_free (step);
          cs_diary_release (self->diary);
        }
      link = next;
    }
}

static void
on_moved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(CsCalendarPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  CsCalendarMove *step = g_queue_pop_head (&self->moves);
  g_auto(CsReading) reading = cs_reading_here ();

  cs_diary_release (self->diary);

  if (answer == NULL)
    {
      if (g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND))
        cs_toast (GTK_WIDGET (self), _("That post was deleted meanwhile"));
      else
        cs_toast_error (GTK_WIDGET (self), error);
      drop_moves_of (self, step->entry->id);
    }
  else
    {
      g_autofree char *sentence = done_sentence (self, step, answer, &reading);

      announce (self, step, &reading);
      cs_toast_undo (GTK_WIDGET (self), CS_LIBRARY (source), sentence);
    }

  move_free (step);
  run_next (self);
}

/* Done also when the page is left meanwhile. */
static void
run_next (CsCalendarPage *self)
{
  CsCalendarMove *step = g_queue_peek_head (&self->moves);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *at = NULL;

  if (step == NULL)
    {
      g_variant_dict_clear (&args);
      return;
    }

  at = cs_slot_format_wall (step->move.wall);
  g_variant_dict_insert (&args, "id", "s", step->entry->post);
  g_variant_dict_insert (&args, "at", "s", at);
  g_variant_dict_insert (&args, "zone", "s", step->entry->zone);
  g_variant_dict_insert (&args, "fold", "s", step->move.fold == 1 ? "second" : "first");
  g_variant_dict_insert (&args, "accounts", "^as", step->entry->account_ids);
  cs_library_run (cs_page_get_library (CS_PAGE (self)), "post.schedule",
                  g_variant_dict_end (&args), NULL, on_moved, g_object_ref (self));
}

/* It is shown where it will be at once; a refusal takes it back. */
static void
make_move (CsCalendarPage *self,
           const CsEntry  *entry,
           const CsMove   *move,
           const char     *zone)
{
  g_auto(CsReading) reading = cs_reading_here ();
  CsCalendarMove *step = g_new0 (CsCalendarMove, 1);
  gboolean idle = g_queue_is_empty (&self->moves);

  step->entry = cs_entry_planned (entry, zone, move->wall, move->due, &reading);
  step->move = *move;
  g_queue_push_tail (&self->moves, step);

  if (step->entry->day < cs_month_view_get_first (self->month_view)
      || step->entry->day >= cs_month_view_get_first (self->month_view) + CS_MONTH_CELLS)
    cs_calendar_page_show_day (self, step->entry->day);
  cs_diary_hold (self->diary, step->entry);
  cs_month_view_select (self->month_view, step->entry->id);
  cs_agenda_select (self->agenda, step->entry->id);
  if (idle)
    run_next (self);
}

/* The words and whether it may be; what a drop on @day would do. */
static gboolean
find_move (CsEntry          *entry,
           gint64            day,
           const CsReading  *reading,
           const char       *zone,
           CsMove           *move,
           GError          **error)
{
  return cs_move_to_day (entry, day,
                         cs_move_default_minute (day, cs_here_get_minute (), now_wall (reading)),
                         zone, reading->now, move, error);
}

/* A post or a draft onto a day. */
void
cs_calendar_page_drop (CsCalendarPage *self,
                       CsEntry        *entry,
                       gint64          day)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *local = cs_here_dup_zone ();
  g_autoptr(GError) error = NULL;
  CsMove move;

  if (entry->day == day)
    return;

  if (find_move (entry, day, &reading, local, &move, &error))
    make_move (self, entry, &move, entry->due != CS_UNKNOWN ? entry->zone : local);
  else
    cs_toast_error (GTK_WIDGET (self), error);
}

/* CsGhostFunc */
gboolean
cs_calendar_page_ghost (CsEntry   *entry,
                        gint64     day,
                        char     **words,
                        gpointer   user_data)
{
  CsCalendarPage *self = user_data;
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *local = cs_here_dup_zone ();
  g_autofree char *time = NULL;
  g_autofree char *more = NULL;
  g_autoptr(GError) error = NULL;
  CsMove move;

  if (!find_move (entry, day, &reading, local, &move, &error))
    {
      *words = g_strdup (error->message);
      return FALSE;
    }

  time = cs_words_time (&reading, move.due);
  more = remark (self, entry, &move, &reading);
  *words = more != NULL ? g_strdup_printf ("%s: %s", time, more) : g_steal_pointer (&time);

  return TRUE;
}

void
cs_calendar_page_clear_moves (CsCalendarPage *self)
{
  g_queue_clear_full (&self->moves, (GDestroyNotify) move_free);
}

/* The selected post, if it may be moved; a sentence says why not. */
static CsEntry *
get_movable (CsCalendarPage *self)
{
  CsEntry *entry = cs_calendar_page_get_entry (self);
  g_autoptr(GError) error = NULL;

  if (entry == NULL || cs_entry_may_move (entry, &error))
    return entry;

  cs_toast_error (GTK_WIDGET (self), error);

  return NULL;
}

static const struct
{
  const char *name;
  int         days;
  int         minutes;
} moves[] = {
  { "calendar.move-next-day", 1, 0 },
  { "calendar.move-previous-day", -1, 0 },
  { "calendar.move-next-week", 7, 0 },
  { "calendar.move-previous-week", -7, 0 },
  { "calendar.move-earlier", 0, -QUARTER },
  { "calendar.move-later", 0, QUARTER },
};

static void
on_move (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);
  CsEntry *entry = get_movable (self);
  g_auto(CsReading) reading = cs_reading_here ();
  g_autoptr(GError) error = NULL;
  CsMove move;
  guint i = 0;
  gboolean found;

  if (entry == NULL)
    return;

  while (strcmp (moves[i].name, name) != 0)
    i++;

  found = moves[i].days != 0 ? cs_move_by_days (entry, moves[i].days, &move, &error)
                             : cs_move_by_minutes (entry, moves[i].minutes, &move, &error);

  if (found && move.due <= reading.now)
    {
      found = FALSE;
      error = g_error_new_literal (CS_ERROR, CS_ERROR_INVALID,
                                   _("That time has passed: choose a later day"));
    }

  if (found)
    make_move (self, entry, &move, entry->zone);
  else
    cs_toast_error (widget, error);
}

static void
on_unschedule (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);
  CsEntry *entry = get_movable (self);
  GVariantDict args;

  if (entry == NULL)
    return;

  g_variant_dict_init (&args, NULL);
  g_variant_dict_insert (&args, "id", "s", entry->post);
  g_variant_dict_insert (&args, "accounts", "^as", entry->account_ids);
  cs_act_run (widget, cs_page_get_library (CS_PAGE (self)), "post.unschedule",
              g_variant_dict_end (&args), _("Unscheduled: it is a draft again"));
}

static void
on_schedule_draft (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);
  g_autoptr(CsEntry) entry = cs_drafts_dup_entry (self->drafts);

  if (entry != NULL)
    cs_calendar_page_drop (self, entry, cs_month_view_get_day (self->month_view));
}

/* Alt and an arrow: to where it points, which is another day where lines are mirrored. */
static gboolean
on_alt_arrow (GtkWidget *widget,
              GVariant  *args,
              gpointer   user_data)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_activate_action (widget, (g_variant_get_int32 (args) > 0) != mirrored
                                        ? "calendar.move-next-day"
                                        : "calendar.move-previous-day", NULL);

  return GDK_EVENT_STOP;
}

void
cs_calendar_page_install_moves (GtkWidgetClass *klass)
{
  const GdkModifierType late = GDK_ALT_MASK | GDK_SHIFT_MASK;

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (klass, moves[i].name, NULL, on_move);
  gtk_widget_class_install_action (klass, "calendar.unschedule", NULL, on_unschedule);
  gtk_widget_class_install_action (klass, "calendar.schedule-draft", NULL, on_schedule_draft);

  gtk_widget_class_add_binding (klass, GDK_KEY_Left, GDK_ALT_MASK, on_alt_arrow, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Right, GDK_ALT_MASK, on_alt_arrow, "i", 1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Up, GDK_ALT_MASK,
                                       "calendar.move-previous-week", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Down, GDK_ALT_MASK,
                                       "calendar.move-next-week", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Up, late, "calendar.move-earlier", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Down, late, "calendar.move-later", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Delete, 0, "calendar.unschedule", NULL);
}
