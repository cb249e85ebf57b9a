/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-today-page.h"

#include "cs-item.h"
#include "cs-query.h"
#include "cs-status.h"
#include "cs-toast.h"
#include "cs-today-card.h"

#include <glib/gi18n.h>
#include <string.h>

#define MINUTE_MSEC (60 * 1000)

struct _CsTodayPage
{
  CsPage          parent_instance;

  CsQuery        *things;      /* of all three columns */
  CsQuery        *posts;       /* any at all: asked when there is nothing else to show */
  CsQuery        *accounts;
  guint           minute;

  GtkStack       *stack;
  AdwBanner      *paused;
  AdwBanner      *stale;
  AdwStatusPage  *trouble;
  GtkListBox     *due;
  GtkListBox     *needs;
  GtkListBox     *since;
};

G_DEFINE_FINAL_TYPE (CsTodayPage, cs_today_page, CS_TYPE_PAGE)

static guint
count (CsQuery *query)
{
  return g_list_model_get_n_items (G_LIST_MODEL (query));
}

/* What is shown when today is empty: whoever has nothing at all is welcomed. */
static const char *
empty_name (CsTodayPage *self)
{
  CsQueryState posts = cs_query_get_state (self->posts);
  CsQueryState accounts = cs_query_get_state (self->accounts);

  if (posts == CS_QUERY_FAILED || accounts == CS_QUERY_FAILED)
    return "trouble";

  if (posts != CS_QUERY_READY || accounts != CS_QUERY_READY)
    return "loading";

  return count (self->posts) == 0 && count (self->accounts) == 0 ? "welcome" : "empty";
}

static const char *
page_name (CsTodayPage *self)
{
  CsQueryState state = cs_query_get_state (self->things);

  if (count (self->things) > 0)
    return "content";

  if (state == CS_QUERY_READY)
    return empty_name (self);

  return state == CS_QUERY_FAILED ? "trouble" : "loading";
}

/* Of the first that could not be read. */
static const char *
get_reason (CsTodayPage *self)
{
  CsQuery *const all[] = { self->things, self->posts, self->accounts };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (cs_query_get_state (all[i]) == CS_QUERY_FAILED)
      return cs_query_get_reason (all[i]);

  return NULL;
}

static void
show (CsTodayPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, page_name (self));
  cs_status_tell (self->trouble, self->stale, get_reason (self), count (self->things) > 0);
}

static void
update (CsTodayPage *self)
{
  if (count (self->things) == 0 && cs_query_get_state (self->things) == CS_QUERY_READY)
    {
      cs_query_ask (self->posts);
      cs_query_ask (self->accounts);
    }

  show (self);
}

static void
on_status (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsTodayPage) self = user_data;
  g_autoptr(GVariant) status = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  if (status != NULL && self->paused != NULL)
    adw_banner_set_revealed (self->paused, cs_view_bool (status, "paused"));
}

static void
cs_today_page_refresh (CsPage *page)
{
  CsTodayPage *self = CS_TODAY_PAGE (page);

  if (cs_query_get_state (self->things) == CS_QUERY_IDLE)
    cs_query_ask (self->things);

  cs_page_run (page, "status", NULL, on_status, g_object_ref (self));
}

/* What is scheduled becomes due without anybody changing anything. */
static gboolean
on_minute (gpointer user_data)
{
  cs_query_ask (CS_TODAY_PAGE (user_data)->things);

  return G_SOURCE_CONTINUE;
}

static void
cs_today_page_map (GtkWidget *widget)
{
  CsTodayPage *self = CS_TODAY_PAGE (widget);

  GTK_WIDGET_CLASS (cs_today_page_parent_class)->map (widget);

  self->minute = g_timeout_add (MINUTE_MSEC, on_minute, self);
  if (cs_query_get_state (self->things) != CS_QUERY_IDLE)
    cs_query_ask (self->things);
}

static void
cs_today_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CS_TODAY_PAGE (widget)->minute, g_source_remove);

  GTK_WIDGET_CLASS (cs_today_page_parent_class)->unmap (widget);
}

static void
on_card_activated (CsTodayPage   *self,
                   GtkListBoxRow *row)
{
  cs_today_card_open (CS_TODAY_CARD (row));
}

static void
on_resume (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  cs_act_run (widget, cs_page_get_library (CS_PAGE (widget)), "publishing.resume", NULL, NULL);
}

static void
on_retry (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  cs_query_ask (CS_TODAY_PAGE (widget)->things);
}

static GtkWidget *
make_card (gpointer item,
           gpointer user_data)
{
  return cs_today_card_new (cs_page_get_library (user_data), item);
}

static gboolean
is_in_section (gpointer item,
               gpointer user_data)
{
  return g_strcmp0 (cs_item_get_text (item, "section"), user_data) == 0;
}

/* The earliest first; the other columns are in the order of the answer. */
static int
compare_due (gconstpointer one,
             gconstpointer other,
             gpointer      user_data)
{
  gint64 first = cs_item_get_int ((CsItem *) one, "due", G_MAXINT64);
  gint64 second = cs_item_get_int ((CsItem *) other, "due", G_MAXINT64);

  return (first > second) - (first < second);
}

/* A thing that stays the same goes from one column to another, or gets another time. */
static void
on_things_edited (GtkFilter *filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_times_edited (GtkSorter *sorter)
{
  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
bind_column (CsTodayPage *self,
             GtkListBox  *list,
             const char  *section,
             const char  *nothing)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_in_section, (gpointer) section, NULL));
  g_autoptr(GListModel) model = NULL;
  GtkWidget *placeholder = gtk_label_new (nothing);

  model = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->things)),
                                                   filter));
  g_signal_connect_object (self->things, "edited", G_CALLBACK (on_things_edited), filter,
                           G_CONNECT_SWAPPED);
  if (strcmp (section, "due") == 0)
    {
      GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_due, NULL, NULL));

      g_signal_connect_object (self->things, "edited", G_CALLBACK (on_times_edited), sorter,
                               G_CONNECT_SWAPPED);
      model = G_LIST_MODEL (gtk_sort_list_model_new (model, sorter));
    }
  gtk_list_box_bind_model (list, model, make_card, self, NULL);
  gtk_label_set_wrap (GTK_LABEL (placeholder), TRUE);
  gtk_label_set_justify (GTK_LABEL (placeholder), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (placeholder, "dimmed");
  gtk_widget_set_margin_top (placeholder, 18);
  gtk_widget_set_margin_bottom (placeholder, 18);
  gtk_widget_set_margin_start (placeholder, 12);
  gtk_widget_set_margin_end (placeholder, 12);
  gtk_list_box_set_placeholder (list, placeholder);
}

static CsQuery *
make_query (CsTodayPage *self,
            const char  *command,
            const char  *kinds,
            GCallback    callback)
{
  CsQuery *query = cs_query_new (cs_page_get_library (CS_PAGE (self)), command, kinds);

  g_signal_connect_swapped (query, "notify::state", callback, self);
  g_signal_connect_swapped (query, "items-changed", callback, self);

  return query;
}

static void
cs_today_page_constructed (GObject *object)
{
  CsTodayPage *self = CS_TODAY_PAGE (object);

  G_OBJECT_CLASS (cs_today_page_parent_class)->constructed (object);

  self->things = make_query (self, "today", "post target outbox-row account media rendition",
                             G_CALLBACK (update));
  self->posts = make_query (self, "post.rows", "post", G_CALLBACK (show));
  self->accounts = make_query (self, "account.list", "account", G_CALLBACK (show));
  cs_query_set_args (self->posts, g_variant_new_parsed ("{'limit': <int64 1>}"));
  bind_column (self, self->due, "due", _("Nothing goes out in the next seven days"));
  bind_column (self, self->needs, "needs", _("Nothing waits for you"));
  bind_column (self, self->since, "since", _("Nothing went out"));
}

static void
drop_query (CsTodayPage  *self,
            CsQuery     **query)
{
  if (*query != NULL)
    g_signal_handlers_disconnect_by_data (*query, self);
  g_clear_object (query);
}

static void
cs_today_page_dispose (GObject *object)
{
  CsTodayPage *self = CS_TODAY_PAGE (object);

  g_clear_handle_id (&self->minute, g_source_remove);
  drop_query (self, &self->things);
  drop_query (self, &self->posts);
  drop_query (self, &self->accounts);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_TODAY_PAGE);

  G_OBJECT_CLASS (cs_today_page_parent_class)->dispose (object);
}

static void
cs_today_page_class_init (CsTodayPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_today_page_constructed;
  object_class->dispose = cs_today_page_dispose;
  widget_class->map = cs_today_page_map;
  widget_class->unmap = cs_today_page_unmap;
  CS_PAGE_CLASS (klass)->kinds = "event";
  CS_PAGE_CLASS (klass)->refresh = cs_today_page_refresh;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/today/cs-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, paused);
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, stale);
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, due);
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, needs);
  gtk_widget_class_bind_template_child (widget_class, CsTodayPage, since);
  gtk_widget_class_bind_template_callback (widget_class, on_card_activated);

  gtk_widget_class_install_action (widget_class, "today.resume", NULL, on_resume);
  gtk_widget_class_install_action (widget_class, "today.retry", NULL, on_retry);
}

static void
cs_today_page_init (CsTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
