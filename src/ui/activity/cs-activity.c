/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-activity.h"

#include "cs-activity-row.h"
#include "cs-item.h"
#include "cs-loading.h"
#include "cs-query.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsActivity
{
  AdwBin          parent_instance;

  CsLibrary      *library;
  CsQuery        *rows;         /* of the outbox, not at their end */
  CsQuery        *asking;       /* what waits for a person */
  GListModel     *all;          /* rows and runs */
  GCancellable   *cancellable;
  GHashTable     *uploads;      /* id of a row → percent */
  gboolean        is_paused;

  GtkMenuButton  *button;
  GtkImage       *icon;
  GtkLabel       *summary;
  GtkPopover     *popover;
  GtkLabel       *state;
  GtkWidget      *pause;
  GtkWidget      *resume;
  GtkWidget      *scroller;
  GtkListBox     *list;
  GtkWidget      *loading;
  GtkWidget      *trouble;
  GtkLabel       *trouble_words;
  GtkWidget      *nothing;
};

G_DEFINE_FINAL_TYPE (CsActivity, cs_activity, ADW_TYPE_BIN)

enum
{
  PROP_NEEDS = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  guint waiting;
  guint moving;
  guint working;    /* runs */
  guint paused;     /* of them */
  int   percent;    /* of those that upload; -1: none has said how far it is */
} Counts;

static Counts
count_rows (CsActivity *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  GListModel *runs = cs_library_get_runs (self->library);
  Counts counts = { .percent = -1 };
  guint n_uploads = 0;
  int sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      const char *state = cs_item_get_text (item, "state");
      gpointer percent;

      if (g_strcmp0 (state, "needs-you") == 0 || g_strcmp0 (state, "handed-off") == 0
          || g_strcmp0 (state, "failed") == 0)
        continue;

      if (cs_item_get_int (item, "not_before", 0) > reading.now)
        {
          counts.waiting++;
          continue;
        }

      counts.moving++;
      if (!g_hash_table_lookup_extended (self->uploads, cs_item_get_id (item), NULL, &percent))
        continue;

      sum += GPOINTER_TO_INT (percent);
      n_uploads++;
    }

  counts.working = g_list_model_get_n_items (runs);
  for (guint i = 0; i < counts.working; i++)
    {
      g_autoptr(CsItem) item = g_list_model_get_item (runs, i);

      counts.paused += cs_item_get_bool (item, "paused");
    }

  if (n_uploads > 0)
    counts.percent = sum / n_uploads;

  return counts;
}

/* GNetworkMonitor is a hint: the calls decide, and what moves all the same is told. */
static char *
dup_world (CsActivity   *self,
             Counts        counts,
             const char  **icon)
{
  gboolean online = g_network_monitor_get_network_available (g_network_monitor_get_default ());
  guint needs = cs_activity_get_needs (self);

  if (!online && counts.percent < 0)
    {
      counts.waiting += counts.moving;
      counts.moving = 0;
    }

  *icon = online ? "cs-world-online-symbolic" : "cs-world-offline-symbolic";

  if (needs > 0)
    {
      *icon = "cs-state-needs-you-symbolic";
      return g_strdup_printf (ngettext ("Needs you: %u", "Needs you: %u", needs), needs);
    }

  if (self->is_paused)
    {
      *icon = "media-playback-pause-symbolic";
      return g_strdup (_("Publishing paused"));
    }

  if (counts.moving > 0)
    *icon = "cs-state-publishing-symbolic";

  if (counts.moving > 0 && counts.percent >= 0)
    return g_strdup_printf (_("Publishing %d %%"), counts.percent);

  if (counts.moving > 0)
    return g_strdup (_("Publishing"));

  if (counts.working > counts.paused)
    return g_strdup (_("Working"));

  if (counts.paused > 0)
    {
      *icon = "media-playback-pause-symbolic";
      return g_strdup_printf (ngettext ("%u paused", "%u paused", counts.paused), counts.paused);
    }

  if (!online && counts.waiting > 0)
    return g_strdup_printf (ngettext ("Offline, %u waiting", "Offline, %u waiting",
                                      counts.waiting), counts.waiting);

  if (counts.waiting > 0)
    return g_strdup_printf (ngettext ("%u waiting", "%u waiting", counts.waiting),
                            counts.waiting);

  return g_strdup (online ? _("Online") : _("Offline"));
}

/* Nothing is known of the world before the workspace is open. */
static char *
dup_summary (CsActivity  *self,
             const char **icon)
{
  if (cs_library_get_state (self->library) == CS_LIBRARY_OPEN)
    return dup_world (self, count_rows (self), icon);

  *icon = "cs-state-waiting-symbolic";

  return g_strdup (cs_library_get_reason (self->library) != NULL ? _("Not open") : _("Opening…"));
}

/* What is on its way, or why that is not known. */
static void
show_list (CsActivity *self)
{
  gboolean any = g_list_model_get_n_items (self->all) > 0;
  CsQueryState state = cs_query_get_state (self->rows);
  const char *reason = cs_query_get_reason (self->rows);

  gtk_label_set_label (self->trouble_words, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->trouble, state == CS_QUERY_FAILED);
  gtk_widget_set_visible (self->scroller, any);
  gtk_widget_set_visible (self->nothing, !any && state == CS_QUERY_READY);
  gtk_widget_set_visible (self->loading, !any && state < CS_QUERY_READY);
}

static void
on_again (CsActivity *self)
{
  cs_query_ask (self->rows);
  cs_query_ask (self->asking);
}

static void
update (CsActivity *self)
{
  gboolean open = cs_library_get_state (self->library) == CS_LIBRARY_OPEN;
  const char *reason = cs_library_get_reason (self->library);
  const char *icon;
  g_autofree char *summary = dup_summary (self, &icon);
  g_autofree char *name = NULL;

  /* Translators: %s is the state of the world: Online, 3 waiting, Publishing 40 % */
  name = g_strdup_printf (_("Activity: %s"), summary);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->summary, summary);
  gtk_label_set_label (self->state, reason != NULL ? reason : summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_set_visible (self->pause, open && !self->is_paused);
  gtk_widget_set_visible (self->resume, open && self->is_paused);
  show_list (self);
}

static void
on_rows_changed (CsActivity *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0)
    g_hash_table_remove_all (self->uploads);
}

static void
on_needs_changed (CsActivity *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEEDS]);
  update (self);
}

static void
on_progress (CsLibrary  *library,
             const char *id,
             const char *title,
             gint64      done,
             gint64      total,
             CsActivity *self)
{
  GtkListBoxRow *row;

  /* A run: it may have been paused or resumed. */
  if (strcmp (title, "outbox.upload") != 0)
    {
      update (self);
      return;
    }

  if (total <= 0)
    return;

  g_hash_table_insert (self->uploads, g_strdup (id), GINT_TO_POINTER ((int) (done * 100 / total)));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (strcmp (cs_item_get_id (cs_activity_row_get_item (CS_ACTIVITY_ROW (row))), id) == 0)
      cs_activity_row_set_progress (CS_ACTIVITY_ROW (row), done, total);

  update (self);
}

static void
on_status (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) status = cs_library_run_finish (CS_LIBRARY (source), result, &error);
  CsActivity *self;

  /* What was cancelled belongs to a widget that is gone. */
  if (status == NULL)
    return;

  self = user_data;
  self->is_paused = cs_view_bool (status, "paused");
  update (self);
}

static void
ask_status (CsActivity *self)
{
  cs_library_run (self->library, "status", NULL, self->cancellable, on_status, self);
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsActivity  *self)
{
  if (strcmp (kind, "event") == 0)
    ask_status (self);
}

static void
on_row_activated (CsActivity    *self,
                  GtkListBoxRow *row)
{
  CsItem *item = cs_activity_row_get_item (CS_ACTIVITY_ROW (row));
  const char *post = cs_item_get_text (item, "post_id");

  if (post == NULL)
    return;

  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-post", "s", post);
}

static void
on_pause (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  gboolean pauses = strcmp (name, "activity.pause") == 0;

  cs_act_run (widget, CS_ACTIVITY (widget)->library,
              pauses ? "publishing.pause" : "publishing.resume", NULL, NULL);
}

/* What moved may wait now, in the same place; and it may have moved before it was listed. */
static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  CsActivity *self = user_data;
  GtkWidget *row = cs_activity_row_new (self->library, item);
  gpointer percent;

  g_signal_connect_object (item, "notify::view", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (g_hash_table_lookup_extended (self->uploads, cs_item_get_id (item), NULL, &percent))
    cs_activity_row_set_progress (CS_ACTIVITY_ROW (row), GPOINTER_TO_INT (percent), 100);

  return row;
}

static void
cs_activity_dispose (GObject *object)
{
  CsActivity *self = CS_ACTIVITY (object);

  if (self->library != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_signal_handlers_disconnect_by_data (self->library, self);
      g_signal_handlers_disconnect_by_data (g_network_monitor_get_default (), self);
      g_signal_handlers_disconnect_by_data (self->asking, self);
      g_signal_handlers_disconnect_by_data (self->rows, self);
      g_signal_handlers_disconnect_by_data (self->all, self);
    }

  /* The bin would drop its child a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ACTIVITY);
  g_clear_object (&self->all);
  g_clear_object (&self->rows);
  g_clear_object (&self->asking);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (cs_activity_parent_class)->dispose (object);
}

static void
cs_activity_finalize (GObject *object)
{
  g_hash_table_unref (CS_ACTIVITY (object)->uploads);

  G_OBJECT_CLASS (cs_activity_parent_class)->finalize (object);
}

static void
cs_activity_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (prop_id == PROP_NEEDS)
    g_value_set_uint (value, cs_activity_get_needs (CS_ACTIVITY (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_activity_class_init (CsActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_activity_dispose;
  object_class->finalize = cs_activity_finalize;
  object_class->get_property = cs_activity_get_property;

  properties[PROP_NEEDS] = g_param_spec_uint ("needs", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CS_TYPE_LOADING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/activity/cs-activity.ui");
  gtk_widget_class_bind_template_child (widget_class, CsActivity, button);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, icon);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, summary);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, popover);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, state);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, pause);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, resume);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, scroller);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, list);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, loading);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, trouble_words);
  gtk_widget_class_bind_template_child (widget_class, CsActivity, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);

  gtk_widget_class_install_action (widget_class, "activity.pause", NULL, on_pause);
  gtk_widget_class_install_action (widget_class, "activity.resume", NULL, on_pause);
}

static void
cs_activity_init (CsActivity *self)
{
  self->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, when the window is made. */
void
cs_activity_set_library (CsActivity *self,
                         CsLibrary  *library)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);

  self->library = g_object_ref (library);
  self->rows = cs_query_new (library, "outbox.list", "outbox-row post");
  self->asking = cs_query_new (library, "today", "outbox-row account target post");
  cs_query_set_args (self->rows, g_variant_new_parsed ("{'active': <true>}"));
  cs_query_set_args (self->asking, g_variant_new_parsed ("{'section': <'needs'>}"));

  g_list_store_append (models, cs_library_get_runs (library));
  g_list_store_append (models, self->rows);
  self->all = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (models)));
  gtk_list_box_bind_model (self->list, self->all, make_row, self, NULL);

  g_signal_connect_swapped (self->all, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->rows, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->rows, "edited", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->rows, "items-changed", G_CALLBACK (on_rows_changed), self);
  g_signal_connect_swapped (self->asking, "items-changed", G_CALLBACK (on_needs_changed), self);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (update), self);
  g_signal_connect (library, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect (library, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (g_network_monitor_get_default (), "network-changed",
                            G_CALLBACK (update), self);
  cs_query_ask (self->rows);
  cs_query_ask (self->asking);
  ask_status (self);
  update (self);
}

guint
cs_activity_get_needs (CsActivity *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->asking));
}

void
cs_activity_popup (CsActivity *self)
{
  gtk_menu_button_popup (self->button);
}
