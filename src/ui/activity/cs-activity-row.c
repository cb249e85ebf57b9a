/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-activity-row.h"

#include "cs-label.h"
#include "cs-text.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsActivityRow
{
  GtkListBoxRow   parent_instance;

  CsLibrary      *library;
  CsItem         *item;
  GTimer         *spent;      /* since it first said how far it is, but for the pauses */

  GtkLabel       *title;
  GtkLabel       *detail;
  GtkProgressBar *bar;
  GtkButton      *pause;
  GtkWidget      *cancel;
};

G_DEFINE_FINAL_TYPE (CsActivityRow, cs_activity_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
is_run (CsActivityRow *self)
{
  return cs_item_get_text (self->item, "command") != NULL;
}

static char *
dup_run_title (const char *command,
               const char *title)
{
  if (strcmp (command, "media.fix") == 0 && title != NULL)
    /* Translators: %s is the title of a clip */
    return g_strdup_printf (_("Fixing “%s”"), title);

  if (strcmp (command, "media.fix") == 0)
    return g_strdup (_("Fixing a clip"));

  if (strcmp (command, "media.add") == 0)
    return g_strdup (_("Adding a file"));

  if (strcmp (command, "sample.load") == 0)
    return g_strdup (_("Making the sample"));

  return g_strdup (_("Working"));
}

static char *
dup_title (CsActivityRow *self)
{
  const char *command = cs_item_get_text (self->item, "command");
  const char *path = cs_item_get_text (self->item, "path");
  const char *title = cs_item_get_text (self->item, "title");

  if (command != NULL && path != NULL)
    return g_path_get_basename (path);

  if (command != NULL)
    return dup_run_title (command, title);

  return g_strdup (title != NULL ? title : _("Without text"));
}

/* What runs, and what is on its way: a row that asks or has failed waits for a person elsewhere. */
static gboolean
can_cancel (CsActivityRow *self)
{
  const char *state = cs_item_get_text (self->item, "state");

  return is_run (self)
      || (g_strcmp0 (state, "needs-you") != 0 && g_strcmp0 (state, "failed") != 0);
}

/* What is said of an outbox row where nothing moves. */
static char *
dup_state (CsActivityRow *self)
{
  const char *state = cs_item_get_text (self->item, "state");
  const char *sentence = cs_item_get_text (self->item, "sentence");
  const char *account = cs_item_get_text (self->item, "account");
  gint64 until = cs_item_get_int (self->item, "not_before", 0);
  g_auto(CsReading) reading = cs_reading_here ();

  if (g_strcmp0 (state, "needs-you") == 0)
    return g_strdup (sentence != NULL ? sentence : _("Needs you"));

  if (g_strcmp0 (state, "failed") == 0)
    return g_strdup (sentence != NULL ? sentence : cs_words_state (state));

  if (g_strcmp0 (state, "handed-off") == 0)
    return g_strdup_printf (_("Handed over: %s publishes it at that time"),
                            cs_words_network (cs_item_get_text (self->item, "network")));

  if (until > reading.now)
    {
      g_autofree char *time = cs_words_when (&reading, until);

      if (sentence != NULL)
        {
          g_autofree char *first = cs_text_end (sentence);

          /* Translators: what is in the way, and when it is tried again: No answer. Again: 18:30 */
          return g_strdup_printf (_("%s Again: %s"), first, time);
        }

      /* Translators: %s is a time */
      return g_strdup_printf (_("Waits until %s"), time);
    }

  /* Translators: %s is an account */
  return g_strdup_printf (_("On its way to %s"), account);
}

static void
set_detail (CsActivityRow *self,
            const char    *text)
{
  g_autofree char *name = NULL;

  gtk_label_set_label (self->detail, text);
  name = g_strdup_printf ("%s, %s", gtk_label_get_label (self->title), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
is_paused (CsActivityRow *self)
{
  return cs_item_get_bool (self->item, "paused");
}

static void
update_pause (CsActivityRow *self)
{
  const char *name = is_paused (self) ? _("Resume") : _("Pause");

  gtk_widget_set_visible (GTK_WIDGET (self->pause), cs_item_get_bool (self->item, "can_pause"));
  gtk_button_set_icon_name (self->pause, is_paused (self) ? "media-playback-start-symbolic"
                                                          : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
update (CsActivityRow *self)
{
  g_autofree char *title = dup_title (self);
  gint64 total = cs_item_get_int (self->item, "total", 0);

  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_widget_set_visible (self->cancel, can_cancel (self));
  update_pause (self);

  if (is_run (self))
    {
      cs_activity_row_set_progress (self, cs_item_get_int (self->item, "done", 0), total);
    }
  else
    {
      g_autofree char *state = dup_state (self);

      gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
      set_detail (self, state);
    }
}

static void
on_cancel (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CsActivityRow *self = CS_ACTIVITY_ROW (widget);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!can_cancel (self))
    return;

  if (is_run (self))
    {
      cs_library_cancel_run (self->library, cs_item_get_id (self->item));
      return;
    }

  g_variant_dict_insert (&args, "id", "s", cs_item_get_id (self->item));
  cs_act_run (widget, self->library, "outbox.cancel", g_variant_dict_end (&args), NULL);
}

static void
on_pause (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CsActivityRow *self = CS_ACTIVITY_ROW (widget);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_item_get_bool (self->item, "can_pause"))
    return;

  g_variant_dict_insert (&args, "id", "s", cs_item_get_id (self->item));
  cs_act_run (widget, self->library, is_paused (self) ? "job.resume" : "job.pause",
              g_variant_dict_end (&args), NULL);
}

static void
cs_activity_row_dispose (GObject *object)
{
  CsActivityRow *self = CS_ACTIVITY_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ACTIVITY_ROW);
  g_clear_pointer (&self->spent, g_timer_destroy);
  g_clear_object (&self->library);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (cs_activity_row_parent_class)->dispose (object);
}

static void
cs_activity_row_class_init (CsActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_activity_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/activity/cs-activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsActivityRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsActivityRow, detail);
  gtk_widget_class_bind_template_child (widget_class, CsActivityRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CsActivityRow, pause);
  gtk_widget_class_bind_template_child (widget_class, CsActivityRow, cancel);

  gtk_widget_class_install_action (widget_class, "activity-row.pause", NULL, on_pause);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, 0, "activity-row.pause", NULL);
  gtk_widget_class_install_action (widget_class, "activity-row.cancel", NULL, on_cancel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "activity-row.cancel",
                                       NULL);
}

static void
cs_activity_row_init (CsActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_label_forbid_hyphens (self->title);
}

GtkWidget *
cs_activity_row_new (CsLibrary *library,
                     CsItem    *item)
{
  CsActivityRow *self = g_object_new (CS_TYPE_ACTIVITY_ROW, NULL);

  self->library = g_object_ref (library);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::view", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

CsItem *
cs_activity_row_get_item (CsActivityRow *self)
{
  return self->item;
}

/* Time does not run while it is paused: what is left would be guessed too long. */
static void
time_it (CsActivityRow *self)
{
  if (self->spent == NULL)
    self->spent = g_timer_new ();

  if (is_paused (self))
    g_timer_stop (self->spent);
  else if (!g_timer_is_active (self->spent))
    g_timer_continue (self->spent);
}

/* A total of 0 is not known. */
void
cs_activity_row_set_progress (CsActivityRow *self,
                              gint64         done,
                              gint64         total)
{
  double fraction = total > 0 ? CLAMP ((double) done / total, 0, 1) : 0;
  g_autofree char *words = NULL;

  time_it (self);
  words = total > 0 ? cs_words_progress (fraction, g_timer_elapsed (self->spent, NULL),
                                         is_paused (self))
                    : g_strdup (is_paused (self) ? _("Paused") : _("Working"));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  gtk_progress_bar_set_fraction (self->bar, fraction);
  set_detail (self, words);
}
