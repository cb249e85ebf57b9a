/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-posts-filter.h"

#include "cs-item.h"
#include "cs-test.h"

typedef struct
{
  CsPostsFilter *filter;
  GListStore    *accounts;
  GtkWidget     *states;
  GtkWidget     *choices;
  guint          changes;
} Fixture;

static void
insert_account (GListStore *accounts,
                guint       position,
                const char *id,
                const char *handle)
{
  g_autoptr(CsItem) account = cs_item_new (
    g_variant_new_parsed ("{'id': <%s>, 'handle': <%s>}", id, handle));

  g_list_store_insert (accounts, position, account);
}

static void
on_changed (Fixture *self)
{
  self->changes++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->accounts = g_list_store_new (CS_TYPE_ITEM);
  insert_account (self->accounts, 0, "a", "@ana");
  insert_account (self->accounts, 1, "b", "@bea");

  self->filter = g_object_ref_sink (g_object_new (CS_TYPE_POSTS_FILTER, NULL));
  cs_posts_filter_set_accounts (self->filter, G_LIST_MODEL (self->accounts));
  self->states = gtk_widget_get_first_child (
    gtk_widget_get_last_child (GTK_WIDGET (self->filter)));
  self->choices = gtk_widget_get_next_sibling (self->states);
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (on_changed), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->filter);
  g_assert_finalize_object (self->accounts);
}

static void
assert_asks (Fixture    *self,
             const char *field,
             const char *wanted)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) asked = NULL;

  cs_posts_filter_fill_args (self->filter, &args);
  asked = g_variant_ref_sink (g_variant_dict_end (&args));
  g_assert_cmpstr (cs_view_text (asked, field), ==, wanted);
}

static void
test_all_at_first (Fixture       *self,
                   gconstpointer  data)
{
  g_assert_false (cs_posts_filter_is_set (self->filter));
  assert_asks (self, "search", "");
  assert_asks (self, "state", NULL);
  assert_asks (self, "account", NULL);
  g_assert_cmpuint (self->changes, ==, 0);
}

static void
test_a_state_and_an_account (Fixture       *self,
                             gconstpointer  data)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->states), 1);
  assert_asks (self, "state", "draft");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choices), 2);
  assert_asks (self, "account", "b");
  g_assert_cmpuint (self->changes, ==, 2);
  g_assert_true (cs_posts_filter_is_set (self->filter));

  cs_posts_filter_clear (self->filter);
  g_assert_false (cs_posts_filter_is_set (self->filter));
  assert_asks (self, "state", NULL);
  assert_asks (self, "account", NULL);
}

/* One that comes before it moves its place, and asks for nothing else. */
static void
test_the_chosen_account_stays_chosen (Fixture       *self,
                                      gconstpointer  data)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choices), 2);
  self->changes = 0;
  insert_account (self->accounts, 0, "c", "@cleo");
  assert_asks (self, "account", "b");
  g_assert_cmpuint (self->changes, ==, 0);
}

static void
test_a_renamed_account_shows_its_name (Fixture       *self,
                                       gconstpointer  data)
{
  GtkDropDown *choices = GTK_DROP_DOWN (self->choices);
  g_autoptr(CsItem) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 1);
  g_autoptr(GVariant) view = g_variant_ref_sink (
    g_variant_new_parsed ("{'id': <'b'>, 'handle': <'@beatrix'>}"));

  gtk_drop_down_set_selected (choices, 2);
  self->changes = 0;
  cs_item_set_view (account, view);
  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (choices)), ==,
                   "@beatrix");
  assert_asks (self, "account", "b");
  g_assert_cmpuint (self->changes, ==, 0);
}

static void
test_all_when_the_chosen_account_goes (Fixture       *self,
                                       gconstpointer  data)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choices), 2);
  self->changes = 0;
  g_list_store_remove (self->accounts, 1);
  assert_asks (self, "account", NULL);
  g_assert_cmpuint (self->changes, ==, 1);
}

/* Where there is one there is nothing to choose. */
static void
test_one_account_is_no_choice (Fixture       *self,
                               gconstpointer  data)
{
  g_assert_true (gtk_widget_get_visible (self->choices));
  g_list_store_remove (self->accounts, 0);
  g_assert_false (gtk_widget_get_visible (self->choices));
}

static void
add (const char *path,
     void      (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

CS_TESTS (posts_filter)
{
  add ("/ui/posts-filter/all-at-first", test_all_at_first);
  add ("/ui/posts-filter/a-state-and-an-account", test_a_state_and_an_account);
  add ("/ui/posts-filter/the-chosen-account-stays-chosen", test_the_chosen_account_stays_chosen);
  add ("/ui/posts-filter/a-renamed-account-shows-its-name", test_a_renamed_account_shows_its_name);
  add ("/ui/posts-filter/all-when-the-chosen-account-goes", test_all_when_the_chosen_account_goes);
  add ("/ui/posts-filter/one-account-is-no-choice", test_one_account_is_no_choice);
}
