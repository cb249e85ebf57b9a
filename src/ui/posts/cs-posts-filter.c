/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-posts-filter.h"

#include "cs-account-choice.h"
#include "cs-standing.h"
#include "cs-words.h"

#include <glib/gi18n.h>

struct _CsPostsFilter
{
  GtkBox           parent_instance;

  CsAccountChoice *account;

  GtkEditable     *search;
  GtkDropDown     *states;
  GtkDropDown     *choices;    /* accounts */
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

static void
on_changed (CsPostsFilter *self)
{
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

static void
cs_posts_filter_dispose (GObject *object)
{
  CsPostsFilter *self = CS_POSTS_FILTER (object);

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_POSTS_FILTER);

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
  self->account = cs_account_choice_new (self->choices);
  g_signal_connect_swapped (self->account, "changed", G_CALLBACK (on_changed), self);
}

gboolean
cs_posts_filter_is_set (CsPostsFilter *self)
{
  return *gtk_editable_get_text (self->search) != '\0' || get_state (self) != NULL
      || cs_account_choice_get (self->account) != NULL;
}

/* As the command post.rows takes it. */
void
cs_posts_filter_fill_args (CsPostsFilter *self,
                           GVariantDict  *args)
{
  const char *state = get_state (self);
  const char *account = cs_account_choice_get (self->account);

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
  cs_account_choice_set_accounts (self->account, accounts);
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
