/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-posts-page.h"

#include "cs-ask.h"
#include "cs-item.h"
#include "cs-later-bar.h"
#include "cs-network-mark.h"
#include "cs-post-columns.h"
#include "cs-post-order.h"
#include "cs-posts-filter.h"
#include "cs-query.h"
#include "cs-state-mark.h"
#include "cs-status.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define LONGEST 1000    /* rows; what is older is found by searching */

struct _CsPostsPage
{
  CsPage             parent_instance;

  CsQuery           *posts;
  CsQuery           *connected;    /* accounts */
  GtkSelectionModel *selection;
  GtkWidget         *menu;

  GtkStack          *stack;
  AdwStatusPage     *trouble;
  AdwBanner         *stale;
  AdwToolbarView    *bars;
  CsLaterBar         bar;          /* the one at their bottom */
  AdwWindowTitle    *heading;
  CsPostsFilter     *filter;
  GtkColumnView     *table;
  GtkListView       *list;
  GtkColumnViewColumn *title_column;
  GtkColumnViewColumn *state_column;
  GtkColumnViewColumn *when_column;
  GtkColumnViewColumn *results_column;
  GtkColumnViewColumn *changed_column;
  GMenuModel        *row_menu;
};

G_DEFINE_FINAL_TYPE (CsPostsPage, cs_posts_page, CS_TYPE_PAGE)

/* Each post that is selected, once: a post may have several rows. */
static GStrv
selected_posts (CsPostsPage *self)
{
  g_autoptr(GtkBitset) rows = gtk_selection_model_get_selection (self->selection);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GStrvBuilder) posts = g_strv_builder_new ();

  for (guint64 i = 0; i < gtk_bitset_get_size (rows); i++)
    {
      g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                      gtk_bitset_get_nth (rows, i));
      const char *post = cs_item_get_text (item, "post");

      if (post != NULL && g_hash_table_add (seen, (gpointer) post))
        g_strv_builder_add (posts, post);
    }

  return g_strv_builder_end (posts);
}

static gboolean
any_selected (CsPostsPage *self,
              const char  *state)
{
  g_autoptr(GtkBitset) rows = gtk_selection_model_get_selection (self->selection);

  for (guint64 i = 0; i < gtk_bitset_get_size (rows); i++)
    {
      g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                      gtk_bitset_get_nth (rows, i));

      if (g_strcmp0 (cs_item_get_text (item, "state"), state) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The only one that is selected; NULL. */
static CsItem *
dup_single (CsPostsPage *self)
{
  g_autoptr(GtkBitset) rows = gtk_selection_model_get_selection (self->selection);

  return gtk_bitset_get_size (rows) == 1
         ? g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (rows))
         : NULL;
}

static void
update_heading (CsPostsPage *self,
                guint        n_selected)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *subtitle = NULL;

  if (n_selected > 0)
    subtitle = g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);
  else if (n >= LONGEST)
    subtitle = g_strdup_printf (_("The %u changed last"), n);
  else if (n > 0)
    subtitle = cs_words_posts (n);

  adw_window_title_set_subtitle (self->heading, subtitle != NULL ? subtitle : "");
}

static void
update_actions (CsPostsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr(GtkBitset) rows = gtk_selection_model_get_selection (self->selection);
  guint n = gtk_bitset_get_size (rows);
  g_autoptr(CsItem) single = dup_single (self);
  gboolean is_planned = any_selected (self, "scheduled") || any_selected (self, "waiting");

  gtk_widget_action_set_enabled (widget, "posts.open", n == 1);
  gtk_widget_action_set_enabled (widget, "posts.show-numbers",
                                 single != NULL && cs_item_get_int (single, "out", 0) > 0);
  gtk_widget_action_set_enabled (widget, "posts.delete", n > 0);
  gtk_widget_action_set_enabled (widget, "posts.unschedule", is_planned);
  gtk_widget_action_set_enabled (widget, "posts.publish",
                                 is_planned || any_selected (self, "draft"));
  gtk_widget_action_set_enabled (widget, "posts.clear-selection", n > 0);
  gtk_widget_action_set_enabled (widget, "posts.menu", n > 0);
  cs_later_bar_set (&self->bar, n);
  update_heading (self, n);
}

static void
update (CsPostsPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->posts)) > 0;
  CsQueryState state = cs_query_get_state (self->posts);
  const char *name = "loading";

  if (any)
    name = "content";
  else if (state == CS_QUERY_READY)
    name = cs_posts_filter_is_set (self->filter) ? "no-result" : "empty";
  else if (state == CS_QUERY_FAILED)
    name = "trouble";

  gtk_stack_set_visible_child_name (self->stack, name);
  cs_status_tell (self->trouble, self->stale, cs_query_get_reason (self->posts), any);
  update_actions (self);
}

static void
on_again (CsPostsPage *self)
{
  cs_query_ask (self->posts);
  cs_query_ask (self->connected);
}

static void
on_filter (CsPostsPage *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "limit", "x", (gint64) LONGEST);
  cs_posts_filter_fill_args (self->filter, &args);
  cs_query_set_args (self->posts, g_variant_dict_end (&args));
  update (self);
}

static void
open_row (CsPostsPage *self,
          guint        position)
{
  g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const char *post = item != NULL ? cs_item_get_text (item, "post") : NULL;

  if (post != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-post", "s", post);
}

static void
on_activate (CsPostsPage *self,
             guint        position)
{
  open_row (self, position);
}

static void
on_open (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsPostsPage *self = CS_POSTS_PAGE (widget);
  g_autoptr(GtkBitset) rows = gtk_selection_model_get_selection (self->selection);

  if (!gtk_bitset_is_empty (rows))
    open_row (self, gtk_bitset_get_minimum (rows));
}

static void
show_numbers (CsPostsPage *self,
              CsItem      *item)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-numbers", "s",
                              cs_item_get_text (item, "post"));
}

static void
on_show_numbers (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CsPostsPage *self = CS_POSTS_PAGE (widget);
  g_autoptr(CsItem) item = dup_single (self);

  if (item != NULL)
    show_numbers (self, item);
}

static void
on_results (GtkColumnViewCell *cell,
            GtkWidget         *button)
{
  gpointer page = gtk_widget_get_ancestor (button, CS_TYPE_POSTS_PAGE);
  CsItem *item = gtk_column_view_cell_get_item (cell);

  if (page != NULL && item != NULL)
    show_numbers (page, item);
}

static void
run_on_selected (CsPostsPage *self,
                 const char  *command,
                 const char  *done)
{
  g_auto(GStrv) posts = selected_posts (self);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "ids", "^as", posts);
  cs_act_run (GTK_WIDGET (self), cs_page_get_library (CS_PAGE (self)), command,
              g_variant_dict_end (&args), done);
}

static void
on_delete (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CsPostsPage *self = CS_POSTS_PAGE (widget);
  g_auto(GStrv) posts = selected_posts (self);
  guint n = g_strv_length (posts);
  g_autofree char *done = g_strdup_printf (ngettext ("%u post deleted", "%u posts deleted", n), n);

  run_on_selected (self, "posts.delete", done);
}

static void
on_unschedule (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CsPostsPage *self = CS_POSTS_PAGE (widget);
  g_auto(GStrv) posts = selected_posts (self);
  guint n = g_strv_length (posts);
  g_autofree char *done = NULL;

  done = g_strdup_printf (ngettext ("%u post unscheduled", "%u posts unscheduled", n), n);
  run_on_selected (self, "posts.unschedule", done);
}

/* What was asked about, whatever is selected when the answer comes. */
static void
on_publish_answered (AdwAlertDialog *dialog,
                     const char     *response,
                     CsPostsPage    *self)
{
  GStrv posts = g_object_get_data (G_OBJECT (dialog), "posts");

  if (strcmp (response, CS_ASK_YES) != 0)
    return;

  for (guint i = 0; posts[i] != NULL; i++)
    {
      GVariantDict args = G_VARIANT_DICT_INIT (NULL);

      g_variant_dict_insert (&args, "id", "s", posts[i]);
      cs_act_run (GTK_WIDGET (self), cs_page_get_library (CS_PAGE (self)), "post.publish",
                  g_variant_dict_end (&args), NULL);
    }
}

static void
on_publish (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CsPostsPage *self = CS_POSTS_PAGE (widget);
  GStrv posts = selected_posts (self);
  guint n = g_strv_length (posts);
  g_autofree char *heading = g_strdup_printf (ngettext ("Publish %u Post Now?",
                                                        "Publish %u Posts Now?", n), n);
  AdwAlertDialog *dialog = cs_ask_new (heading,
                                       _("What is published can be deleted on the networks alone"),
                                       _("_Publish Now"), ADW_RESPONSE_SUGGESTED);

  g_object_set_data_full (G_OBJECT (dialog), "posts", posts, (GDestroyNotify) g_strfreev);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_publish_answered), self,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
on_clear_selection (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  gtk_selection_model_unselect_all (CS_POSTS_PAGE (widget)->selection);
}

static void
on_clear_filters (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  cs_posts_filter_clear (CS_POSTS_PAGE (widget)->filter);
}

/* At a point of a row, or under it. */
static void
show_menu (CsPostsPage *self,
           GtkWidget   *row,
           int          x,
           int          y)
{
  graphene_point_t point;

  if (!gtk_widget_compute_point (row, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &point))
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { point.x, point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* A row that is not selected becomes the only one that is. */
static void
on_secondary_click (GtkListItem     *list_item,
                    int              n_press,
                    double           x,
                    double           y,
                    GtkGestureClick *gesture)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  CsPostsPage *self = CS_POSTS_PAGE (gtk_widget_get_ancestor (row, CS_TYPE_POSTS_PAGE));
  guint position = GTK_IS_COLUMN_VIEW_CELL (list_item)
                   ? gtk_column_view_cell_get_position (GTK_COLUMN_VIEW_CELL (list_item))
                   : gtk_list_item_get_position (list_item);

  if (self == NULL)
    return;

  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);

  show_menu (self, row, x, y);
}

static void
on_menu (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    show_menu (CS_POSTS_PAGE (widget), focus, gtk_widget_get_width (focus) / 2,
               gtk_widget_get_height (focus));
}

static void
set_order (GtkColumnViewColumn *column,
           CsPostOrder          by)
{
  g_autoptr(GtkSorter) sorter = cs_post_order_new (by);

  gtk_column_view_column_set_sorter (column, sorter);
}

/* What stays may belong to another place in the order. */
static void
on_posts_edited (CsPostsPage *self)
{
  gtk_sorter_changed (gtk_column_view_get_sorter (self->table), GTK_SORTER_CHANGE_DIFFERENT);
  update_actions (self);
}

static void
make_models (CsPostsPage *self)
{
  GtkSortListModel *sorted;

  set_order (self->title_column, CS_POST_BY_TITLE);
  set_order (self->state_column, CS_POST_BY_STATE);
  set_order (self->when_column, CS_POST_BY_TIME);
  set_order (self->results_column, CS_POST_BY_RESULTS);
  set_order (self->changed_column, CS_POST_BY_CHANGE);

  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->posts)),
                                    g_object_ref (gtk_column_view_get_sorter (self->table)));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (sorted)));
  gtk_column_view_set_model (self->table, self->selection);
  gtk_list_view_set_model (self->list, self->selection);
}

static void
cs_posts_page_refresh (CsPage *page)
{
  CsPostsPage *self = CS_POSTS_PAGE (page);

  if (cs_query_get_state (self->posts) != CS_QUERY_IDLE)
    return;

  on_filter (self);
  on_again (self);
}

static void
cs_posts_page_constructed (GObject *object)
{
  CsPostsPage *self = CS_POSTS_PAGE (object);
  CsLibrary *library = cs_page_get_library (CS_PAGE (self));

  G_OBJECT_CLASS (cs_posts_page_parent_class)->constructed (object);

  self->connected = cs_query_new (library, "account.list", "account");
  self->posts = cs_query_new (library, "post.rows", "post target outbox account media tally");
  make_models (self);
  g_signal_connect_swapped (self->posts, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->posts, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->posts, "edited", G_CALLBACK (on_posts_edited), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (update_actions),
                            self);
  cs_posts_filter_set_accounts (self->filter, G_LIST_MODEL (self->connected));
  update_actions (self);
}

static void
cs_posts_page_dispose (GObject *object)
{
  CsPostsPage *self = CS_POSTS_PAGE (object);

  cs_later_bar_clear (&self->bar);
  if (self->posts != NULL)
    g_signal_handlers_disconnect_by_data (self->posts, self);
  g_clear_object (&self->posts);
  g_clear_object (&self->connected);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_POSTS_PAGE);

  G_OBJECT_CLASS (cs_posts_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, CsPostsPage, stack);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, trouble);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, stale);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, bars);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, heading);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, filter);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, table);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, list);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, title_column);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, state_column);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, when_column);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, results_column);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, changed_column);
  gtk_widget_class_bind_template_child (klass, CsPostsPage, row_menu);

  gtk_widget_class_bind_template_callback (klass, on_again);
  gtk_widget_class_bind_template_callback (klass, on_filter);
  gtk_widget_class_bind_template_callback (klass, on_activate);
  gtk_widget_class_bind_template_callback (klass, on_secondary_click);
  gtk_widget_class_bind_template_callback (klass, on_results);
  cs_post_columns_bind (klass);
}

static void
cs_posts_page_class_init (CsPostsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_posts_page_constructed;
  object_class->dispose = cs_posts_page_dispose;
  CS_PAGE_CLASS (klass)->refresh = cs_posts_page_refresh;

  g_type_ensure (CS_TYPE_ITEM);
  g_type_ensure (CS_TYPE_NETWORK_MARK);
  g_type_ensure (CS_TYPE_POSTS_FILTER);
  g_type_ensure (CS_TYPE_STATE_MARK);
  g_type_ensure (G_TYPE_STRV);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/posts/cs-posts-page.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "posts.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "posts.show-numbers", NULL, on_show_numbers);
  gtk_widget_class_install_action (widget_class, "posts.delete", NULL, on_delete);
  gtk_widget_class_install_action (widget_class, "posts.unschedule", NULL, on_unschedule);
  gtk_widget_class_install_action (widget_class, "posts.publish", NULL, on_publish);
  gtk_widget_class_install_action (widget_class, "posts.menu", NULL, on_menu);
  gtk_widget_class_install_action (widget_class, "posts.clear-selection", NULL,
                                   on_clear_selection);
  gtk_widget_class_install_action (widget_class, "posts.clear-filters", NULL, on_clear_filters);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "posts.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "posts.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "posts.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "posts.clear-selection",
                                       NULL);
}

static void
cs_posts_page_init (CsPostsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_later_bar_init (&self->bar, self->bars, "reveal-bottom-bars");

  self->menu = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}
