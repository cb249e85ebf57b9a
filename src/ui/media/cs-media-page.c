/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-page.h"

#include "cs-choose-clips.h"
#include "cs-clip-cell.h"
#include "cs-item.h"
#include "cs-later-bar.h"
#include "cs-media-task-row.h"
#include "cs-media-work.h"
#include "cs-query.h"
#include "cs-status.h"
#include "cs-toast.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAGE 200    /* files that are asked for at a time */

struct _CsMediaPage
{
  CsPage             parent_instance;

  CsQuery           *media;
  CsMediaWork       *work;
  char              *order;
  guint              limit;

  GtkStack          *stack;
  AdwStatusPage     *trouble;
  AdwBanner         *stale;
  GtkSearchEntry    *search_entry;
  GtkSearchBar      *search_bar;
  GtkToggleButton   *search_button;
  GtkRevealer       *work_revealer;
  GtkListBox        *work_list;
  GtkScrolledWindow *scroller;
  GtkMultiSelection *selection;
  GtkGridView       *grid;
  GtkActionBar      *selection_bar;
  CsLaterBar         bar;          /* that one */
  GtkLabel          *selection_label;
  GtkWidget         *drop_hint;
};

G_DEFINE_FINAL_TYPE (CsMediaPage, cs_media_page, CS_TYPE_PAGE)

enum
{
  PROP_ORDER = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_searching (CsMediaPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
}

static void
on_selection_changed (CsMediaPage *self)
{
  g_autoptr(GtkBitset) chosen = gtk_selection_model_get_selection (
    GTK_SELECTION_MODEL (self->selection));
  guint n = gtk_bitset_get_size (chosen);
  g_autofree char *words = NULL;

  words = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
  gtk_label_set_label (self->selection_label, words);
  cs_later_bar_set (&self->bar, n);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "media.remove", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "media.open", n == 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "media.new-post", n == 1);
}

static void
update (CsMediaPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->media)) > 0;
  CsQueryState state = cs_query_get_state (self->media);
  const char *name = "loading";

  if (any)
    name = "content";
  else if (state == CS_QUERY_READY)
    name = is_searching (self) ? "nothing" : "empty";
  else if (state == CS_QUERY_FAILED)
    name = "trouble";

  gtk_stack_set_visible_child_name (self->stack, name);
  cs_status_tell (self->trouble, self->stale, cs_query_get_reason (self->media), any);
  on_selection_changed (self);
}

static void
set_args (CsMediaPage *self)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "limit", "x", (gint64) self->limit);
  g_variant_dict_insert (&args, "order", "s", self->order);
  if (*search != '\0')
    g_variant_dict_insert (&args, "search", "s", search);
  cs_query_set_args (self->media, g_variant_dict_end (&args));
}

/* Another list: from its beginning. */
static void
start_over (CsMediaPage *self)
{
  self->limit = PAGE;
  set_args (self);
}

static void
on_search_changed (CsMediaPage *self)
{
  start_over (self);
}

static void
on_again (CsMediaPage *self)
{
  cs_query_ask (self->media);
}

/* More is asked for two screens before the end is reached. */
static void
on_scrolled (GtkAdjustment *adjustment,
             CsMediaPage   *self)
{
  double page = gtk_adjustment_get_page_size (adjustment);
  double seen = gtk_adjustment_get_value (adjustment) + page;
  double left = gtk_adjustment_get_upper (adjustment) - seen;

  if (left > 2 * page || g_list_model_get_n_items (G_LIST_MODEL (self->media)) < self->limit)
    return;

  self->limit += 2 * PAGE;
  set_args (self);
}

static void
open_item (CsMediaPage *self,
           guint        position)
{
  g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->media), position);

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-media", "s", cs_item_get_id (item));
}

static void
on_activated (CsMediaPage *self,
              guint        position)
{
  open_item (self, position);
}

/* The ids of what is selected; the title of the first. */
static GStrv
dup_selected (CsMediaPage  *self,
              const char  **title)
{
  g_autoptr(GtkBitset) chosen = gtk_selection_model_get_selection (
    GTK_SELECTION_MODEL (self->selection));
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  GtkBitsetIter iter;
  guint position;
  gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &position);

  for (*title = NULL; more; more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->media), position);

      if (item == NULL)
        continue;

      if (*title == NULL)
        *title = cs_item_get_text (item, "title");
      g_strv_builder_add (ids, cs_item_get_id (item));
    }

  return g_strv_builder_end (ids);
}

static void
on_open (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsMediaPage *self = CS_MEDIA_PAGE (widget);
  const char *title;
  g_auto(GStrv) ids = dup_selected (self, &title);

  if (ids[0] != NULL)
    gtk_widget_activate_action (widget, "win.show-media", "s", ids[0]);
}

static void
on_new_post (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const char *title;
  g_auto(GStrv) ids = dup_selected (CS_MEDIA_PAGE (widget), &title);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) all = NULL;    /* an action of a widget sinks nothing */

  if (ids[0] != NULL)
    g_variant_dict_insert (&args, "media", "s", ids[0]);
  all = g_variant_ref_sink (g_variant_dict_end (&args));
  gtk_widget_activate_action_variant (widget, "win.new-post", all);
}

static void
on_remove (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CsMediaPage *self = CS_MEDIA_PAGE (widget);
  const char *title;
  g_auto(GStrv) ids = dup_selected (self, &title);
  guint n = g_strv_length (ids);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *done = NULL;

  if (n == 0)
    return;

  /* Translators: %s is the title of a file */
  done = n == 1 ? g_strdup_printf (_("Removed “%s”"), title)
                : g_strdup_printf (ngettext ("Removed %u file", "Removed %u files", n), n);
  g_variant_dict_insert (&args, "ids", "^as", ids);
  cs_act_run (widget, cs_page_get_library (CS_PAGE (self)), "media.remove",
              g_variant_dict_end (&args), done);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

static void
on_chosen (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsMediaPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) files = NULL;

  files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);
  if (files != NULL)
    cs_media_work_add (self->work, files);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    cs_toast_error (GTK_WIDGET (self), error);
}

static void
on_add (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  cs_choose_clips (widget, cs_page_get_cancellable (CS_PAGE (widget)), on_chosen,
                   g_object_ref (widget));
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         CsMediaPage   *self)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *link = list; link != NULL; link = link->next)
    g_list_store_append (files, link->data);
  cs_media_work_add (self->work, G_LIST_MODEL (files));

  return TRUE;
}

static void
on_drop_changed (CsMediaPage   *self,
                 GParamSpec    *pspec,
                 GtkDropTarget *target)
{
  gtk_widget_set_visible (self->drop_hint, gtk_drop_target_get_current_drop (target) != NULL);
}

/* X11 tells nobody that the program died which files were dragged from. While it lives the pointer
 * is its own: one that moves here, by hand and not because the page was laid out, drags nothing. */
static void
on_pointer_moved (GtkEventController *motion,
                  double              x,
                  double              y,
                  CsMediaPage        *self)
{
  if (gtk_event_controller_get_current_event_time (motion) != GDK_CURRENT_TIME)
    gtk_widget_set_visible (self->drop_hint, FALSE);
}

static void
add_drop_target (CsMediaPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  g_signal_connect_swapped (target, "notify::current-drop", G_CALLBACK (on_drop_changed), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_pointer_moved), self);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static gboolean
is_adding (gpointer item,
           gpointer user_data)
{
  return strcmp (cs_media_task_get_command (item), "media.add") == 0;
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  return cs_media_task_row_new (CS_MEDIA_PAGE (user_data)->work, item);
}

static void
on_work_changed (GListModel  *adding,
                 guint        position,
                 guint        removed,
                 guint        added,
                 CsMediaPage *self)
{
  gtk_revealer_set_reveal_child (self->work_revealer, g_list_model_get_n_items (adding) > 0);
}

static void
show_work (CsMediaPage *self)
{
  GtkCustomFilter *filter = gtk_custom_filter_new (is_adding, NULL, NULL);
  g_autoptr(GtkFilterListModel) adding = NULL;

  adding = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->work)),
                                      GTK_FILTER (filter));
  gtk_list_box_bind_model (self->work_list, G_LIST_MODEL (adding), make_row, self, NULL);
  g_signal_connect_object (adding, "items-changed", G_CALLBACK (on_work_changed), self,
                           G_CONNECT_DEFAULT);
  on_work_changed (G_LIST_MODEL (adding), 0, 0, 0, self);
}

static void
cs_media_page_refresh (CsPage *page)
{
  CsMediaPage *self = CS_MEDIA_PAGE (page);

  if (cs_query_get_state (self->media) == CS_QUERY_IDLE)
    cs_query_ask (self->media);
}

static void
cs_media_page_constructed (GObject *object)
{
  CsMediaPage *self = CS_MEDIA_PAGE (object);
  CsLibrary *library = cs_page_get_library (CS_PAGE (self));

  G_OBJECT_CLASS (cs_media_page_parent_class)->constructed (object);

  self->work = g_object_ref (cs_media_work_get (library));
  show_work (self);

  /* A post that comes or goes changes where a file is used. */
  self->media = cs_query_new (library, "media.list", "media post");
  set_args (self);
  g_signal_connect_swapped (self->media, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->media, "items-changed", G_CALLBACK (update), self);
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (self->media));
  update (self);
}

static void
cs_media_page_dispose (GObject *object)
{
  CsMediaPage *self = CS_MEDIA_PAGE (object);

  cs_later_bar_clear (&self->bar);
  if (self->media != NULL)
    g_signal_handlers_disconnect_by_data (self->media, self);
  g_clear_object (&self->media);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_MEDIA_PAGE);
  g_clear_object (&self->work);

  G_OBJECT_CLASS (cs_media_page_parent_class)->dispose (object);
}

static void
cs_media_page_finalize (GObject *object)
{
  g_free (CS_MEDIA_PAGE (object)->order);

  G_OBJECT_CLASS (cs_media_page_parent_class)->finalize (object);
}

static void
cs_media_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_ORDER)
    g_value_set_string (value, CS_MEDIA_PAGE (object)->order);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_media_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CsMediaPage *self = CS_MEDIA_PAGE (object);

  if (prop_id != PROP_ORDER)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (!g_set_str (&self->order, g_value_get_string (value)))
    return;

  start_over (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, CsMediaPage, stack);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, trouble);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, stale);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, search_entry);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, search_bar);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, search_button);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, work_revealer);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, work_list);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, scroller);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, selection);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, grid);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, selection_bar);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, selection_label);
  gtk_widget_class_bind_template_child (klass, CsMediaPage, drop_hint);
  gtk_widget_class_bind_template_callback (klass, on_search_changed);
  gtk_widget_class_bind_template_callback (klass, on_selection_changed);
  gtk_widget_class_bind_template_callback (klass, on_activated);
  gtk_widget_class_bind_template_callback (klass, on_again);
}

static void
cs_media_page_class_init (CsMediaPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_media_page_constructed;
  object_class->dispose = cs_media_page_dispose;
  object_class->finalize = cs_media_page_finalize;
  object_class->get_property = cs_media_page_get_property;
  object_class->set_property = cs_media_page_set_property;
  CS_PAGE_CLASS (klass)->refresh = cs_media_page_refresh;

  properties[PROP_ORDER] = g_param_spec_string ("order", NULL, NULL, "newest",
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CS_TYPE_CLIP_CELL);
  g_type_ensure (CS_TYPE_ITEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/media/cs-media-page.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "media.add", NULL, on_add);
  gtk_widget_class_install_action (widget_class, "media.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "media.new-post", NULL, on_new_post);
  gtk_widget_class_install_action (widget_class, "media.remove", NULL, on_remove);
  gtk_widget_class_install_property_action (widget_class, "media.order", "order");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, 0, "media.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "media.add",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "media.remove", NULL);
}

static void
cs_media_page_init (CsMediaPage *self)
{
  self->order = g_strdup ("newest");
  self->limit = PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_later_bar_init (&self->bar, self->selection_bar, "revealed");
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  add_drop_target (self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_DEFAULT);
}
