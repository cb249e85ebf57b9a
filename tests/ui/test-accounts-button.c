/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-accounts-button.h"

#include "cs-item.h"
#include "cs-test.h"
#include "display.h"

typedef struct
{
  GListStore       *accounts;
  GtkWindow        *window;
  CsAccountsButton *button;
  guint             changes;
} Fixture;

static CsItem *
account_new (const char *id,
             const char *handle,
             gboolean    is_removed)
{
  return cs_item_new (g_variant_new_parsed (
    "{'id': <%s>, 'handle': <%s>, 'network': <'mastodon'>, 'removed': <%b>}", id, handle,
    is_removed));
}

static void
insert_account (Fixture    *self,
                guint       position,
                const char *id,
                const char *handle,
                gboolean    is_removed)
{
  g_autoptr(CsItem) account = account_new (id, handle, is_removed);

  g_list_store_insert (self->accounts, position, account);
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
  insert_account (self, 0, "a", "@ana", FALSE);
  insert_account (self, 1, "b", "@bea", FALSE);
  insert_account (self, 2, "c", "@cleo", FALSE);

  self->window = g_object_ref_sink (GTK_WINDOW (gtk_window_new ()));
  self->button = g_object_new (CS_TYPE_ACCOUNTS_BUTTON, NULL);
  gtk_window_set_child (self->window, GTK_WIDGET (self->button));
  cs_accounts_button_set_accounts (self->button, G_LIST_MODEL (self->accounts));
  g_signal_connect_swapped (self->button, "changed", G_CALLBACK (on_changed), self);
  gtk_window_present (self->window);
  gtk_menu_button_popup (GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (self->button))));
  wait_for (self->button, GTK_TYPE_CHECK_BUTTON, "All Accounts");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_window_destroy (self->window);
  g_assert_finalize_object (self->window);
  g_assert_finalize_object (self->accounts);
}

/* The check beside that name. */
static GtkCheckButton *
check_of (Fixture    *self,
          const char *name)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (self->button)));
  GtkWidget *label = wait_for (gtk_menu_button_get_popover (button), GTK_TYPE_LABEL, name);

  return GTK_CHECK_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_CHECK_BUTTON));
}

static void
toggle (Fixture    *self,
        const char *name)
{
  GtkCheckButton *check = check_of (self, name);

  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (check)));
  gtk_widget_activate (GTK_WIDGET (check));
}

static GtkCheckButton *
get_all (Fixture *self)
{
  return find_widget (self->button, GTK_TYPE_CHECK_BUTTON, "All Accounts");
}

/* @chosen: ids with commas between; NULL: all */
static void
assert_chosen (Fixture    *self,
               const char *chosen,
               const char *label)
{
  g_auto(GStrv) ids = cs_accounts_button_dup_chosen (self->button);
  g_autofree char *all = ids != NULL ? g_strjoinv (",", ids) : NULL;
  GtkWidget *button = adw_bin_get_child (ADW_BIN (self->button));

  g_assert_cmpstr (all, ==, chosen);
  g_assert_nonnull (find_widget (button, GTK_TYPE_LABEL, label));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, label);
  g_assert_true (gtk_check_button_get_active (get_all (self)) == (chosen == NULL));
  g_assert_true (gtk_check_button_get_inconsistent (get_all (self)) == (chosen != NULL));
}

static void
test_any_of_them (Fixture       *self,
                  gconstpointer  data)
{
  assert_chosen (self, NULL, "All Accounts");
  g_assert_true (gtk_check_button_get_active (check_of (self, "@bea")));
  g_assert_cmpuint (self->changes, ==, 0);

  toggle (self, "@bea");
  assert_chosen (self, "a,c", "2 of 3 Accounts");
  toggle (self, "@ana");
  assert_chosen (self, "c", "@cleo");
  g_assert_cmpuint (self->changes, ==, 2);

  gtk_widget_activate (GTK_WIDGET (get_all (self)));
  assert_chosen (self, NULL, "All Accounts");
  g_assert_cmpuint (self->changes, ==, 3);
}

/* Whoever wants every one wants those of tomorrow, too. */
static void
test_every_one_is_all (Fixture       *self,
                       gconstpointer  data)
{
  toggle (self, "@bea");
  toggle (self, "@bea");
  assert_chosen (self, NULL, "All Accounts");
  g_assert_cmpuint (g_strv_length ((GStrv) cs_accounts_button_get_wanted (self->button)), ==, 0);

  gtk_widget_activate (GTK_WIDGET (get_all (self)));
  assert_chosen (self, NULL, "All Accounts");
  g_assert_cmpuint (self->changes, ==, 2);
}

static void
test_never_none (Fixture       *self,
                 gconstpointer  data)
{
  toggle (self, "@ana");
  toggle (self, "@bea");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (check_of (self, "@cleo"))));
  assert_chosen (self, "c", "@cleo");
  toggle (self, "@ana");
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (check_of (self, "@cleo"))));
}

/* One that comes is not chosen, one that goes is no more; when it comes back, it is again. */
static void
test_accounts_come_and_go (Fixture       *self,
                           gconstpointer  data)
{
  toggle (self, "@ana");
  self->changes = 0;
  insert_account (self, 0, "d", "@dora", FALSE);
  assert_chosen (self, "b,c", "2 of 4 Accounts");
  g_assert_cmpuint (self->changes, ==, 0);

  g_list_store_remove (self->accounts, 2);
  assert_chosen (self, "c", "@cleo");
  g_assert_cmpuint (self->changes, ==, 1);
  g_list_store_remove (self->accounts, 2);
  assert_chosen (self, NULL, "All Accounts");
  insert_account (self, 0, "b", "@bea", FALSE);
  assert_chosen (self, "b", "@bea");
  g_assert_true (gtk_check_button_get_active (check_of (self, "@bea")));
  g_assert_false (gtk_check_button_get_active (check_of (self, "@dora")));
}

/* Its numbers are still there: whoever wants them sees what became of it. */
static void
test_a_removed_account_says_so (Fixture       *self,
                                gconstpointer  data)
{
  g_autoptr(CsItem) bea = g_list_model_get_item (G_LIST_MODEL (self->accounts), 1);
  g_autoptr(GVariant) view = g_variant_ref_sink (g_variant_new_parsed (
    "{'id': <'b'>, 'handle': <'@bea'>, 'network': <'mastodon'>, 'removed': <true>}"));

  cs_item_set_view (bea, view);
  wait_for (check_of (self, "@bea"), GTK_TYPE_LABEL, "Mastodon · removed here");
  assert_chosen (self, NULL, "All Accounts");
  g_assert_false (gtk_check_button_get_active (check_of (self, "@bea")));

  toggle (self, "@bea");
  assert_chosen (self, "a,b,c", "3 of 3 Accounts");
  toggle (self, "@ana");
  assert_chosen (self, "b,c", "2 of 3 Accounts");
  toggle (self, "@cleo");
  assert_chosen (self, "b", "@bea");
}

static void
test_a_renamed_account_shows_its_name (Fixture       *self,
                                       gconstpointer  data)
{
  g_autoptr(CsItem) bea = g_list_model_get_item (G_LIST_MODEL (self->accounts), 1);
  g_autoptr(GVariant) view = g_variant_ref_sink (g_variant_new_parsed (
    "{'id': <'b'>, 'handle': <'@beatrix'>, 'network': <'mastodon'>, 'removed': <false>}"));

  toggle (self, "@ana");
  toggle (self, "@cleo");
  self->changes = 0;
  cs_item_set_view (bea, view);
  assert_chosen (self, "b", "@beatrix");
  g_assert_cmpuint (self->changes, ==, 0);
}

/* Where there is one there is nothing to choose. */
static void
test_one_account_is_no_choice (Fixture       *self,
                               gconstpointer  data)
{
  g_list_store_splice (self->accounts, 0, 2, NULL, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->button)));
  insert_account (self, 1, "d", "@dora", TRUE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (self->button)));
}

static void
add (const char *path,
     void      (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

CS_TESTS (accounts_button)
{
  add ("/ui/analytics/any-of-the-accounts", test_any_of_them);
  add ("/ui/analytics/every-account-is-all", test_every_one_is_all);
  add ("/ui/analytics/never-no-account", test_never_none);
  add ("/ui/analytics/accounts-come-and-go", test_accounts_come_and_go);
  add ("/ui/analytics/a-removed-account-says-so", test_a_removed_account_says_so);
  add ("/ui/analytics/a-renamed-account-shows-its-name",
       test_a_renamed_account_shows_its_name);
  add ("/ui/analytics/one-account-is-no-choice", test_one_account_is_no_choice);
}
