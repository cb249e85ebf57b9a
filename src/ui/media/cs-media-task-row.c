/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-task-row.h"

#include <glib/gi18n.h>

struct _CsMediaTaskRow
{
  AdwPreferencesRow  parent_instance;

  CsMediaWork       *work;
  CsMediaTask       *task;

  GtkLabel          *name;
  GtkProgressBar    *bar;
  GtkLabel          *words;
  GtkButton         *pause;
  GtkButton         *stop;
};

G_DEFINE_FINAL_TYPE (CsMediaTaskRow, cs_media_task_row, ADW_TYPE_PREFERENCES_ROW)

static void
name_button (GtkButton  *button,
             const char *name)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_pause (CsMediaTaskRow *self)
{
  gboolean is_paused = cs_media_task_is_paused (self->task);

  gtk_widget_set_visible (GTK_WIDGET (self->pause),
                          cs_media_work_find_job (self->work, self->task) != NULL);
  gtk_button_set_icon_name (self->pause, is_paused ? "media-playback-start-symbolic"
                                                   : "media-playback-pause-symbolic");
  name_button (self->pause, is_paused ? _("Resume") : _("Pause"));
}

static void
update (CsMediaTaskRow *self)
{
  g_autofree char *words = cs_media_task_dup_words (self->task);
  gboolean failed = cs_media_task_get_state (self->task) == CS_MEDIA_TASK_FAILED;
  double fraction = cs_media_task_get_fraction (self->task);

  gtk_label_set_label (self->words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !failed);
  gtk_progress_bar_set_fraction (self->bar, MAX (fraction, 0));
  name_button (self->stop, failed ? _("Dismiss") : _("Cancel"));
  update_pause (self);
  if (failed)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->words), "dimmed");
      gtk_widget_add_css_class (GTK_WIDGET (self->words), "error");
    }
}

static void
on_pause (CsMediaTaskRow *self)
{
  cs_media_work_pause (self->work, self->task, GTK_WIDGET (self));
}

static void
on_stop (CsMediaTaskRow *self)
{
  if (cs_media_task_has_ended (self->task))
    cs_media_work_dismiss (self->work, self->task);
  else
    cs_media_task_cancel (self->task);
}

static void
cs_media_task_row_dispose (GObject *object)
{
  CsMediaTaskRow *self = CS_MEDIA_TASK_ROW (object);

  if (self->task != NULL)
    g_signal_handlers_disconnect_by_data (self->task, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_MEDIA_TASK_ROW);
  g_clear_object (&self->task);
  g_clear_object (&self->work);

  G_OBJECT_CLASS (cs_media_task_row_parent_class)->dispose (object);
}

static void
cs_media_task_row_class_init (CsMediaTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_media_task_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/media/cs-media-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMediaTaskRow, name);
  gtk_widget_class_bind_template_child (widget_class, CsMediaTaskRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CsMediaTaskRow, words);
  gtk_widget_class_bind_template_child (widget_class, CsMediaTaskRow, pause);
  gtk_widget_class_bind_template_child (widget_class, CsMediaTaskRow, stop);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
cs_media_task_row_init (CsMediaTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_media_task_row_new (CsMediaWork *work,
                       CsMediaTask *task)
{
  CsMediaTaskRow *self = g_object_new (CS_TYPE_MEDIA_TASK_ROW, NULL);

  self->work = g_object_ref (work);
  self->task = g_object_ref (task);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), cs_media_task_get_title (task));
  gtk_label_set_label (self->name, cs_media_task_get_title (task));
  g_signal_connect_swapped (task, "changed", G_CALLBACK (update), self);
  update (self);

  return GTK_WIDGET (self);
}
