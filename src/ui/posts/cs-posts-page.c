/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-posts-page.h"

#include "cs-item.h"
#include "cs-query.h"

#include <glib/gi18n.h>

struct _CsPostsPage
{
  CsPage             parent_instance;

  CsQuery           *posts;

  GtkStack          *stack;
  AdwStatusPage     *trouble;
  GtkNoSelection    *selection;
};

G_DEFINE_FINAL_TYPE (CsPostsPage, cs_posts_page, CS_TYPE_PAGE)

/* What a post is called: its title, or how its text begins. */
static char *
post_name (GtkListItem *list_item,
           GVariant    *view)
{
  const char *title = view != NULL ? cs_view_text (view, "title") : NULL;
  const char *text = view != NULL ? cs_view_text (view, "text") : NULL;

  if (title != NULL && *title != '\0')
    return g_strdup (title);

  return g_strdup (text != NULL && *text != '\0' ? text : _("Without text"));
}

static void
update (CsPostsPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->posts)) > 0;

  if (any)
    gtk_stack_set_visible_child_name (self->stack, "content");
  else if (cs_query_get_state (self->posts) == CS_QUERY_READY)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (cs_query_get_state (self->posts) == CS_QUERY_FAILED)
    gtk_stack_set_visible_child_name (self->stack, "trouble");

  adw_status_page_set_description (self->trouble, cs_query_get_reason (self->posts));
}

static void
cs_posts_page_refresh (CsPage *page)
{
  CsPostsPage *self = CS_POSTS_PAGE (page);

  if (cs_query_get_state (self->posts) == CS_QUERY_IDLE)
    cs_query_ask (self->posts);
}

static void
cs_posts_page_constructed (GObject *object)
{
  CsPostsPage *self = CS_POSTS_PAGE (object);

  G_OBJECT_CLASS (cs_posts_page_parent_class)->constructed (object);

  self->posts = cs_query_new (cs_page_get_library (CS_PAGE (self)), "post.list", "post target");
  g_signal_connect_swapped (self->posts, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->posts, "items-changed", G_CALLBACK (update), self);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (self->posts));
}

static void
cs_posts_page_dispose (GObject *object)
{
  CsPostsPage *self = CS_POSTS_PAGE (object);

  if (self->posts != NULL)
    g_signal_handlers_disconnect_by_data (self->posts, self);
  g_clear_object (&self->posts);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_POSTS_PAGE);

  G_OBJECT_CLASS (cs_posts_page_parent_class)->dispose (object);
}

static void
cs_posts_page_class_init (CsPostsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_posts_page_constructed;
  object_class->dispose = cs_posts_page_dispose;
  CS_PAGE_CLASS (klass)->refresh = cs_posts_page_refresh;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/posts/cs-posts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPostsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPostsPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsPostsPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, post_name);
}

static void
cs_posts_page_init (CsPostsPage *self)
{
  g_type_ensure (CS_TYPE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
}
