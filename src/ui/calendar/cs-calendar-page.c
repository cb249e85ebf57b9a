/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-calendar-page-private.h"

#include "cs-day.h"
#include "cs-here.h"
#include "cs-status.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (CsCalendarPage, cs_calendar_page, CS_TYPE_PAGE)

static gboolean
is_agenda (CsCalendarPage *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "agenda") == 0;
}

/* What is selected in the view that is seen, borrowed; NULL: nothing. */
CsEntry *
cs_calendar_page_get_entry (CsCalendarPage *self)
{
  return is_agenda (self) ? cs_agenda_get_entry (self->agenda)
                          : cs_month_view_get_entry (self->month_view);
}

static void
update_actions (CsCalendarPage *self)
{
  static const char *const of_post[] = {
    "calendar.open", "calendar.unschedule", "calendar.move-next-day",
    "calendar.move-previous-day", "calendar.move-next-week", "calendar.move-previous-week",
    "calendar.move-earlier", "calendar.move-later",
  };
  gboolean any = cs_calendar_page_get_entry (self) != NULL;
  g_autoptr(CsEntry) draft = cs_drafts_dup_entry (self->drafts);

  for (guint i = 0; i < G_N_ELEMENTS (of_post); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_post[i], any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "calendar.schedule-draft", draft != NULL);
}

/* Of the month that is shown; of another one it may be. */
static gboolean
is_known (CsCalendarPage *self)
{
  CsEntries *entries = cs_diary_get_entries (self->diary);

  return entries != NULL && entries->first == cs_month_view_get_first (self->month_view);
}

/* In the agenda's place where that has nothing to show, else above what is shown. */
static void
update_trouble (CsCalendarPage *self)
{
  const char *trouble = cs_diary_get_trouble (self->diary);
  gboolean is_told = is_agenda (self) && !is_known (self) && cs_agenda_is_empty (self->agenda);

  cs_status_tell (self->agenda_trouble, self->trouble, trouble, !is_told);
  gtk_widget_set_visible (self->month_loading, trouble == NULL && !is_known (self));
}

/* While it is not seen it is let be: a list makes two hundred rows before it is drawn. */
static void
update_agenda (CsCalendarPage *self)
{
  const char *name = "loading";

  if (!is_agenda (self))
    return;

  cs_agenda_set_entries (self->agenda, cs_diary_get_entries (self->diary), self->month,
                         self->today);
  if (!cs_agenda_is_empty (self->agenda))
    name = "list";
  else if (is_known (self))
    name = "empty";
  else if (cs_diary_get_trouble (self->diary) != NULL)
    name = "trouble";

  gtk_stack_set_visible_child_name (self->agenda_stack, name);
  if (!self->follow || !is_known (self))
    return;

  self->follow = FALSE;
  cs_agenda_show_day (self->agenda, cs_month_view_get_day (self->month_view));
}

static void
on_diary_changed (CsCalendarPage *self)
{
  cs_month_view_set_entries (self->month_view, cs_diary_get_entries (self->diary));
  update_agenda (self);
  update_trouble (self);
  update_actions (self);
}

/* In one line, or in two where there is little room. */
static void
update_title (CsCalendarPage *self)
{
  gboolean narrow = gtk_widget_get_visible (self->bar);
  /* Translators: a month and its year, as in November 2026 */
  g_autofree char *title = cs_day_format (self->month, narrow ? "%OB" : _("%OB %Y"));
  g_autofree char *year = cs_day_format (self->month, "%Y");

  adw_window_title_set_title (self->month_title, title);
  adw_window_title_set_subtitle (self->month_title, narrow ? year : "");
}

/* The month that the view has come to. */
static void
follow_month (CsCalendarPage *self)
{
  gint64 month = cs_month_view_get_month (self->month_view);

  if (month == self->month)
    return;

  self->month = month;
  self->follow = TRUE;
  update_title (self);
  cs_diary_show (self->diary, cs_month_view_get_first (self->month_view), CS_MONTH_CELLS);
  update_agenda (self);
  update_trouble (self);
}

static void
on_month_selected (CsCalendarPage *self)
{
  follow_month (self);
  cs_drafts_set_day (self->drafts, cs_month_view_get_day (self->month_view));
  update_actions (self);
}

/* The month of @day, and the day in it. */
void
cs_calendar_page_show_day (CsCalendarPage *self,
                           gint64          day)
{
  cs_month_view_set_day (self->month_view, day);
  self->follow = TRUE;
  on_month_selected (self);
  update_agenda (self);
}

static void
on_view_changed (CsCalendarPage *self)
{
  CsEntry *entry = cs_month_view_get_entry (self->month_view);

  if (self->diary == NULL)
    return;

  self->follow = entry == NULL;
  update_agenda (self);
  update_trouble (self);
  if (is_agenda (self) && entry != NULL)
    cs_agenda_select (self->agenda, entry->id);
  update_actions (self);
}

static void
on_dropped (CsCalendarPage *self,
            CsEntry        *entry,
            gint64          day)
{
  cs_calendar_page_drop (self, entry, day);
}

static void
on_refused (CsCalendarPage *self,
            CsEntry        *entry)
{
  g_autoptr(GError) error = NULL;

  if (!cs_entry_may_move (entry, &error))
    cs_toast_error (GTK_WIDGET (self), error);
}

static gboolean
on_midnight (gpointer user_data)
{
  CsCalendarPage *self = user_data;

  self->midnight = 0;
  CS_PAGE_GET_CLASS (self)->refresh (CS_PAGE (self));

  return G_SOURCE_REMOVE;
}

/* What day it is, and again when that changes; looked at each hour, for clocks are set. */
static void
look_at_clock (CsCalendarPage *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  gint64 was = self->today;
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (reading.now);
  g_autoptr(GDateTime) now = g_date_time_to_timezone (utc, reading.zone);
  int left = 24 * 60 * 60 - g_date_time_get_hour (now) * 60 * 60
             - g_date_time_get_minute (now) * 60 - g_date_time_get_second (now);

  self->today = cs_day_of_instant (reading.now, &reading);
  g_clear_handle_id (&self->midnight, g_source_remove);
  self->midnight = g_timeout_add_seconds (CLAMP (left, 1, 60 * 60), on_midnight, self);
  cs_month_view_set_today (self->month_view, self->today);
  if (was < 0)
    cs_calendar_page_show_day (self, self->today);
}

/* Nothing is asked for a drawer that is shut. */
static void
on_drawer (CsCalendarPage *self)
{
  if (adw_overlay_split_view_get_show_sidebar (self->split))
    cs_drafts_ask (self->drafts);
}

static void
cs_calendar_page_refresh (CsPage *page)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (page);

  look_at_clock (self);
  cs_diary_ask (self->diary);
  on_drawer (self);
}

static gboolean
cs_calendar_page_focus (CsPage *page)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (page);
  const char *view = adw_view_stack_get_visible_child_name (self->stack);

  return gtk_widget_grab_focus (strcmp (view, "month") == 0 ? GTK_WIDGET (self->month_view)
                                                            : GTK_WIDGET (self->agenda));
}

/* The day that the focus comes to says which month it is; where it stays, something else has to. */
static void
announce_month (CsCalendarPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *month = NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->month_view)))
    return;

  /* Translators: a month and its year, as in November 2026 */
  month = cs_day_format (self->month, _("%OB %Y"));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), month,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_go (GtkWidget  *widget,
       const char *name,
       GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);
  gint64 day = cs_month_view_get_day (self->month_view);

  if (strcmp (name, "calendar.go-today") == 0)
    day = self->today;
  else
    day = cs_day_add_months (day, strcmp (name, "calendar.go-next") == 0 ? 1 : -1);

  cs_calendar_page_show_day (self, day);
  announce_month (self);
}

static void
on_go_to (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  gint64 day = cs_day_parse (g_variant_get_string (parameter, NULL));

  if (day >= 0)
    cs_calendar_page_show_day (CS_CALENDAR_PAGE (widget), day);
}

static void
on_show_view (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);

  if (strcmp (name, "calendar.show-month") == 0)
    {
      adw_view_stack_set_visible_child_name (self->stack, "month");
      gtk_widget_grab_focus (GTK_WIDGET (self->month_view));
      return;
    }

  adw_view_stack_set_visible_child_name (self->stack, "agenda");
  if (strcmp (name, "calendar.show-day-list") == 0)
    cs_agenda_show_day (self->agenda, cs_month_view_get_day (self->month_view));
  gtk_widget_grab_focus (GTK_WIDGET (self->agenda));
}

static void
on_open (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsEntry *entry = cs_calendar_page_get_entry (CS_CALENDAR_PAGE (widget));

  if (entry != NULL)
    gtk_widget_activate_action (widget, "win.edit-post", "s", entry->post);
}

/* On the day that is selected; with the text that it begins with, if one is given. */
static void
on_new_post (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);
  gint64 day = MAX (cs_month_view_get_day (self->month_view), self->today);
  g_autofree char *zone = cs_here_dup_zone ();
  GVariantDict what = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) all = NULL;    /* an action of a widget sinks nothing */

  g_variant_dict_insert (&what, "wall", "x", cs_calendar_page_default_wall (day));
  g_variant_dict_insert (&what, "zone", "s", zone);
  if (parameter != NULL)
    g_variant_dict_insert_value (&what, "text", parameter);
  all = g_variant_ref_sink (g_variant_dict_end (&what));
  gtk_widget_activate_action_variant (widget, "win.new-post", all);
}

static void
on_refresh (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  cs_diary_ask (CS_CALENDAR_PAGE (widget)->diary);
}

static void
on_toggle_drafts (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);
  gboolean show = !adw_overlay_split_view_get_show_sidebar (self->split);

  adw_overlay_split_view_set_show_sidebar (self->split, show);
  gtk_widget_grab_focus (show ? GTK_WIDGET (self->drafts) : GTK_WIDGET (self->month_view));
}

static void
cs_calendar_page_unroot (GtkWidget *widget)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (widget);

  g_clear_handle_id (&self->midnight, g_source_remove);
  cs_diary_stop (self->diary);
  cs_drafts_stop (self->drafts);

  GTK_WIDGET_CLASS (cs_calendar_page_parent_class)->unroot (widget);
}

static void
cs_calendar_page_constructed (GObject *object)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (object);
  CsLibrary *library = cs_page_get_library (CS_PAGE (self));

  G_OBJECT_CLASS (cs_calendar_page_parent_class)->constructed (object);

  self->diary = cs_diary_new (library);
  g_signal_connect_swapped (self->diary, "changed", G_CALLBACK (on_diary_changed), self);
  cs_drafts_set_library (self->drafts, library);
  cs_month_view_set_ghost (self->month_view, cs_calendar_page_ghost, self);
}

static void
cs_calendar_page_dispose (GObject *object)
{
  CsCalendarPage *self = CS_CALENDAR_PAGE (object);

  g_clear_handle_id (&self->midnight, g_source_remove);
  cs_calendar_page_clear_moves (self);
  if (self->diary != NULL)
    g_signal_handlers_disconnect_by_data (self->diary, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_CALENDAR_PAGE);
  g_clear_object (&self->diary);

  G_OBJECT_CLASS (cs_calendar_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const struct
  {
    const char                  *name;
    const char                  *type;
    GtkWidgetActionActivateFunc  func;
  } actions[] = {
    { "calendar.go-today", NULL, on_go },
    { "calendar.go-next", NULL, on_go },
    { "calendar.go-previous", NULL, on_go },
    { "calendar.go-to", "s", on_go_to },
    { "calendar.show-month", NULL, on_show_view },
    { "calendar.show-agenda", NULL, on_show_view },
    { "calendar.show-day-list", NULL, on_show_view },
    { "calendar.open", NULL, on_open },
    { "calendar.new-post", NULL, on_new_post },
    { "calendar.begin-post", "s", on_new_post },
    { "calendar.refresh", NULL, on_refresh },
    { "calendar.toggle-drafts", NULL, on_toggle_drafts },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].type, actions[i].func);
  cs_calendar_page_install_moves (klass);

  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Up, 0, "calendar.go-previous", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Down, 0, "calendar.go-next", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_t, 0, "calendar.go-today", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_T, GDK_SHIFT_MASK, "calendar.go-today",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F9, 0, "calendar.toggle-drafts", NULL);
}

static void
cs_calendar_page_class_init (CsCalendarPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_calendar_page_constructed;
  object_class->dispose = cs_calendar_page_dispose;
  widget_class->unroot = cs_calendar_page_unroot;
  CS_PAGE_CLASS (klass)->refresh = cs_calendar_page_refresh;
  CS_PAGE_CLASS (klass)->focus = cs_calendar_page_focus;

  g_type_ensure (CS_TYPE_AGENDA);
  g_type_ensure (CS_TYPE_DRAFTS);
  g_type_ensure (CS_TYPE_MONTH_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/calendar/cs-calendar-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, split);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, month_view);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, month_loading);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, agenda);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, agenda_stack);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, agenda_trouble);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, drafts);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, month_title);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarPage, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_month_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_drawer);
  gtk_widget_class_bind_template_callback (widget_class, on_dropped);
  gtk_widget_class_bind_template_callback (widget_class, on_refused);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
  install_actions (widget_class);
}

static void
cs_calendar_page_init (CsCalendarPage *self)
{
  self->month = self->today = -1;
  g_queue_init (&self->moves);
  gtk_widget_init_template (GTK_WIDGET (self));
}
