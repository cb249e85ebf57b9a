/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-posts-filter.h"

#include "cs-item.h"
#include "cs-standing.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsPostsFilter
{
  GtkBox       parent_instance;

  GListModel  *accounts;
  GStrv        account_ids;    /* beside the choices, after the first */
  gboolean     filling;        /* the choices change, not what is chosen */

  GtkEditable *search;
  GtkDropDown *states;
  GtkDropDown *choices;        /* accounts */
};

G_DEFINE_FINAL_TYPE (CsPostsFilter, cs_posts_filter, GTK_TYPE_BOX)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_state (CsPostsFilter *self)
{
  guint chosen = gtk_drop_down_get_selected (self->states);

  return chosen > 0 ? cs_standing_names[chosen - 1] : NULL;
}

static const char *
get_account (CsPostsFilter *self)
{
  guint chosen = gtk_drop_down_get_selected (self->choices);

  return chosen > 0 ? self->account_ids[chosen - 1] : NULL;
}

static void
on_changed (CsPostsFilter *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_stop_search (CsPostsFilter *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
fill_states (CsPostsFilter *self)
{
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);

  gtk_string_list_append (words, _("All States"));
  for (guint i = 0; cs_standing_names[i] != NULL; i++)
    gtk_string_list_append (words, cs_words_state (cs_standing_names[i]));

  gtk_drop_down_set_model (self->states, G_LIST_MODEL (words));
}

static const char *
account_name (CsItem *account)
{
  const char *handle = cs_item_get_text (account, "handle");

  return handle != NULL ? handle : cs_item_get_id (account);
}

/* The same accounts by another name: what is chosen stays. */
static void
on_account_changed (CsPostsFilter *self,
                    GParamSpec    *pspec,
                    CsItem        *account)
{
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->choices));
  guint chosen = gtk_drop_down_get_selected (self->choices);
  const char *name = account_name (account);
  guint i = 0;

  while (self->account_ids[i] != NULL
         && strcmp (self->account_ids[i], cs_item_get_id (account)) != 0)
    i++;

  if (self->account_ids[i] == NULL
      || strcmp (gtk_string_list_get_string (names, i + 1), name) == 0)
    return;

  self->filling = TRUE;
  gtk_string_list_splice (names, i + 1, 1, (const char *[]) { name, NULL });
  gtk_drop_down_set_selected (self->choices, chosen);
  self->filling = FALSE;
}

/* What was chosen stays if it is still there; returns where. */
static guint
fill_accounts (CsPostsFilter *self,
               const char    *was)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  guint n = self->accounts != NULL ? g_list_model_get_n_items (self->accounts) : 0;
  guint selected = 0;

  gtk_string_list_append (names, _("All Accounts"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(CsItem) account = g_list_model_get_item (self->accounts, i);

      g_signal_handlers_disconnect_by_func (account, on_account_changed, self);
      g_signal_connect_object (account, "notify::view", G_CALLBACK (on_account_changed), self,
                               G_CONNECT_SWAPPED);
      gtk_string_list_append (names, account_name (account));
      g_strv_builder_add (ids, cs_item_get_id (account));
      if (g_strcmp0 (was, cs_item_get_id (account)) == 0)
        selected = i + 1;
    }

  g_strfreev (self->account_ids);
  self->account_ids = g_strv_builder_end (ids);
  gtk_drop_down_set_model (self->choices, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->choices, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), n > 1 || selected > 0);

  return selected;
}

static void
on_accounts (CsPostsFilter *self)
{
  g_autofree char *was = g_strdup (get_account (self));
  guint selected;

  self->filling = TRUE;
  selected = fill_accounts (self, was);
  self->filling = FALSE;

  if (was != NULL && selected == 0)
    on_changed (self);
}

static void
cs_posts_filter_dispose (GObject *object)
{
  CsPostsFilter *self = CS_POSTS_FILTER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_POSTS_FILTER);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->account_ids, g_strfreev);

  G_OBJECT_CLASS (cs_posts_filter_parent_class)->dispose (object);
}

static void
cs_posts_filter_class_init (CsPostsFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_posts_filter_dispose;

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_POSTS_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/posts/cs-posts-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPostsFilter, search);
  gtk_widget_class_bind_template_child (widget_class, CsPostsFilter, states);
  gtk_widget_class_bind_template_child (widget_class, CsPostsFilter, choices);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
}

static void
cs_posts_filter_init (CsPostsFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_states (self);
  fill_accounts (self, NULL);
}

gboolean
cs_posts_filter_is_set (CsPostsFilter *self)
{
  return *gtk_editable_get_text (self->search) != '\0' || get_state (self) != NULL
      || get_account (self) != NULL;
}

/* As the command post.rows takes it. */
void
cs_posts_filter_fill_args (CsPostsFilter *self,
                           GVariantDict  *args)
{
  const char *state = get_state (self);
  const char *account = get_account (self);

  g_variant_dict_insert (args, "search", "s", gtk_editable_get_text (self->search));
  if (state != NULL)
    g_variant_dict_insert (args, "state", "s", state);
  if (account != NULL)
    g_variant_dict_insert (args, "account", "s", account);
}

/* Once: of CsItem, which may come and go. */
void
cs_posts_filter_set_accounts (CsPostsFilter *self,
                              GListModel    *accounts)
{
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts), self,
                           G_CONNECT_SWAPPED);
  on_accounts (self);
}

/* To all posts; the next words can be written. */
void
cs_posts_filter_clear (CsPostsFilter *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->states, 0);
  gtk_drop_down_set_selected (self->choices, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
