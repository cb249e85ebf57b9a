/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-page.h"
#include "cs-item.h"
#include "cs-preview.h"
#include "cs-target-row.h"
#include "cs-test.h"
#include "cs-text-field.h"
#include "display.h"
#include "network.h"
#include "writing.h"

#include <string.h>

static void
test_what_is_written_saves_itself (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *text = NULL;
  gint64 began;

  display_act (display, "win.new-post-now");
  g_assert_cmpuint (writing_count (display, "post.list"), ==, 0);

  began = g_get_monotonic_time ();
  writing_type (display, "Hello");
  wait_until (writing_is_saved, display->window);
  g_test_message ("saved after %d ms", (int) ((g_get_monotonic_time () - began) / 1000));
  writing_type (display, " world");
  wait_for_quiet (display);
  wait_until (writing_is_saved, display->window);

  text = writing_text (display);
  g_assert_cmpstr (text, ==, "Hello world");
  g_assert_cmpuint (writing_count (display, "history.list"), ==, 1);
}

/* What is written is safe without a network, and says that it has not left. */
static void
test_offline_it_is_saved_here (void)
{
  g_autoptr(Display) display = display_new ();

  display_act (display, "win.new-post-now");
  network_set_online (FALSE);
  writing_type (display, "Hello");
  wait_for (display->window, GTK_TYPE_LABEL, "Saved on this device · offline");
  g_assert_cmpuint (writing_count (display, "post.list"), ==, 1);
  network_set_online (TRUE);
  wait_for (display->window, GTK_TYPE_LABEL, "Saved");
  network_set_online (FALSE);
  wait_for (display->window, GTK_TYPE_LABEL, "Saved on this device · offline");
  network_set_online (TRUE);
}

/* What is not saved yet is, when the page is left before its time. */
static void
test_leaving_saves (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *text = NULL;

  display_act (display, "win.new-post-now");
  writing_type (display, "In a hurry");
  display_act (display, "win.show-page('posts')");
  text = writing_text (display);
  g_assert_cmpstr (text, ==, "In a hurry");
}

static void
test_what_was_never_written_leaves_nothing (void)
{
  g_autoptr(Display) display = display_new ();

  display_act (display, "win.new-post-now");
  display_act (display, "win.show-page('posts')");
  g_assert_cmpuint (writing_count (display, "post.list"), ==, 0);

  /* Begun, saved, and emptied again. */
  display_act (display, "win.new-post-now");
  writing_type (display, "No");
  wait_until (writing_is_saved, display->window);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (writing_view (display)), "", -1);
  wait_for_quiet (display);
  wait_until (writing_is_saved, display->window);
  display_act (display, "win.show-page('posts')");
  wait_for_quiet (display);
  g_assert_cmpuint (writing_count (display, "post.list"), ==, 0);
  g_assert_cmpuint (writing_count (display, "history.list"), ==, 0);
}

/* A window that is closed in the middle of a word. */
static void
test_closing_saves (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *text = NULL;

  display_act (display, "win.new-post-now");
  writing_type (display, "Mid sen");
  display_close (display);
  text = writing_text (display);
  g_assert_cmpstr (text, ==, "Mid sen");
}

static gboolean
is_blocked (gpointer data)
{
  return find_widget (data, GTK_TYPE_LABEL, "Blocked") != NULL;
}

static gboolean
is_ready (gpointer data)
{
  return find_widget (data, GTK_TYPE_LABEL, "Ready") != NULL;
}

/* Bluesky takes 300: what is too much is selected by the finding’s button. */
static void
test_lights_follow_and_fixes_show (void)
{
  g_autoptr(Display) display = NULL;
  g_autofree char *text = g_strnfill (312, 'x');
  GtkTextIter start, end;
  CsTargetRow *row;

  display = display_new ();
  g_free (display_sign_in (display));
  display_act (display, "win.new-post-now");
  writing_type (display, "Short");
  wait_until (is_ready, display->window);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (writing_view (display)), text, -1);
  wait_until (is_blocked, display->window);
  row = find_widget (display->window, CS_TYPE_TARGET_ROW, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  wait_for_quiet (display);
  press (row, "Shorten");
  g_assert_true (gtk_text_buffer_get_selection_bounds (
                   gtk_text_view_get_buffer (writing_view (display)), &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 300);
  g_assert_cmpint (gtk_text_iter_get_offset (&end), ==, 312);
}

static void
activate_row (Display    *display,
              const char *title)
{
  gpointer row = find_widget (display->window, ADW_TYPE_BUTTON_ROW, title);

  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "activated");
  wait_for_quiet (display);
}

static void
test_an_account_may_say_something_else (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) differs = NULL;
  g_autoptr(GVariant) same = NULL;
  g_autoptr(GVariant) again = NULL;
  CsTargetRow *row;
  GtkTextView *own;

  g_free (display_sign_in (display));
  display_act (display, "win.new-post-now");
  writing_type (display, "For all");
  wait_until (writing_is_saved, display->window);
  row = find_widget (display->window, CS_TYPE_TARGET_ROW, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  wait_for_quiet (display);

  activate_row (display, "Use Another Text Here");
  own = find_widget (row, GTK_TYPE_TEXT_VIEW, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (own), "For Alice’s", -1);
  wait_until (writing_is_saved, display->window);
  differs = writing_target (display);
  g_assert_cmpstr (cs_view_text (differs, "text"), ==, "For Alice’s");

  activate_row (display, "Use the Base Text");
  wait_until (writing_is_saved, display->window);
  same = writing_target (display);
  g_assert_null (cs_view_text (same, "text"));

  press (display->window, "Undo");
  wait_for_quiet (display);
  wait_until (writing_is_saved, display->window);
  again = writing_target (display);
  g_assert_cmpstr (cs_view_text (again, "text"), ==, "For Alice’s");
}

/* 2026-11-23 18:30: a day that was typed on in the calendar. */
static void
test_a_post_is_scheduled (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) target = NULL;

  g_free (display_sign_in (display));
  display_act (display, "win.new-post({'wall': <int64 29924310>, 'zone': <'Europe/Berlin'>})");
  writing_type (display, "On Monday");
  wait_until (writing_is_saved, display->window);
  gtk_widget_activate_action (GTK_WIDGET (writing_view (display)), "composer.primary", NULL);
  wait_until (writing_has_left, display->window);

  target = writing_target (display);
  g_assert_cmpstr (cs_view_text (target, "state"), ==, "scheduled");
  g_assert_cmpstr (cs_view_text (target, "zone"), ==, "Europe/Berlin");
  g_assert_cmpint (cs_view_int (target, "wall", 0), ==, 29924310);
}

/* What does that when it is pressed. */
static GtkWidget *
find_acting (GtkWidget  *root,
             const char *action)
{
  if (GTK_IS_ACTIONABLE (root)
      && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_acting (child, action);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static char *
shown_time (Display *display)
{
  GtkWidget *button = find_acting (GTK_WIDGET (cs_window_get_page (display->window)),
                                   "composer.choose-time");
  AdwButtonContent *when = find_widget (button, ADW_TYPE_BUTTON_CONTENT, NULL);

  return g_strdup (adw_button_content_get_label (when));
}

static void
leave_and_return (Display *display)
{
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) post = NULL;
  g_autofree char *action = NULL;

  display_act (display, "win.show-page('posts')");
  posts = display_run (display, "post.list", NULL);
  post = g_variant_get_child_value (posts, 0);
  action = g_strdup_printf ("win.edit-post('%s')", cs_view_text (post, "id"));
  display_act (display, action);
}

/* Not scheduled yet: it is kept with what is written. */
static void
test_a_time_that_was_chosen_stays (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *chosen = NULL;
  g_autofree char *again = NULL;
  g_autoptr(GVariant) target = NULL;

  g_free (display_sign_in (display));
  display_act (display, "win.new-post-now");
  writing_type (display, "Some day");
  gtk_widget_activate_action (GTK_WIDGET (writing_view (display)), "composer.choose-time", NULL);
  wait_for_quiet (display);
  press (display->window, "_Done");
  chosen = shown_time (display);
  g_assert_cmpstr (chosen, !=, "Choose a Time");
  leave_and_return (display);
  again = shown_time (display);
  g_assert_cmpstr (again, ==, chosen);

  target = writing_target (display);
  g_assert_cmpstr (cs_view_text (target, "state"), ==, "draft");
}

/* 2026-11-20 18:30, two days ago. */
static void
test_a_time_that_has_passed_is_none (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) accounts = NULL;
  g_autoptr(GVariant) account = NULL;
  g_autoptr(GVariant) post = NULL;
  g_autofree char *shown = NULL;

  g_free (display_sign_in (display));
  accounts = display_run (display, "account.list", NULL);
  account = g_variant_get_child_value (accounts, 0);
  post = display_run (display, "post.new",
                      "{'text': <'Old'>, 'accounts': <['%s']>,"
                      " 'moment': <{'wall': <int64 29919990>, 'zone': <'UTC'>}>}",
                      cs_view_text (account, "id"));
  leave_and_return (display);
  shown = shown_time (display);
  g_assert_cmpstr (shown, ==, "Choose a Time");
}

/* A part that is begun is no fault of a draft; one that is taken away is gone. */
static void
test_a_thread_grows_and_shrinks (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *text = NULL;

  display_act (display, "win.new-post-now");
  writing_type (display, "One");
  gtk_widget_activate_action (GTK_WIDGET (writing_view (display)), "composer.add-part", NULL);
  wait_for_quiet (display);
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL, "Part 2"));
  wait_until (writing_is_saved, display->window);
  press (display->window, "Remove Part 2");
  wait_for_quiet (display);
  g_assert_null (find_widget (display->window, GTK_TYPE_LABEL, "Part 2"));
  wait_until (writing_is_saved, display->window);
  text = writing_text (display);
  g_assert_cmpstr (text, ==, "One");
}

static GtkTextBuffer *
part_buffer (Display *display)
{
  GtkWidget *head = gtk_widget_get_parent (wait_for (display->window, GTK_TYPE_LABEL, "Part 2"));

  return gtk_text_view_get_buffer (find_widget (gtk_widget_get_next_sibling (head),
                                                GTK_TYPE_TEXT_VIEW, NULL));
}

static gboolean
says_two (gpointer data)
{
  Display *display = data;
  g_autofree char *text = NULL;

  if (find_widget (display->window, GTK_TYPE_LABEL, "Part 2") == NULL)
    return FALSE;

  g_object_get (part_buffer (display), "text", &text, NULL);

  return strcmp (text, "Two") == 0;
}

/* At once and without a question, so that it can be taken back, until something else is done. */
static void
test_a_removed_part_comes_back (void)
{
  g_autoptr(Display) display = display_new ();

  display_act (display, "win.new-post-now");
  writing_type (display, "One");
  gtk_widget_activate_action (GTK_WIDGET (writing_view (display)), "composer.add-part", NULL);
  gtk_text_buffer_insert_at_cursor (part_buffer (display), "Two", -1);
  press (display->window, "Remove Part 2");
  g_assert_null (find_widget (display->window, GTK_TYPE_LABEL, "Part 2"));
  press (display->window, "Undo");
  wait_until (says_two, display);

  press (display->window, "Remove Part 2");
  writing_type (display, " more");
  wait_for_quiet (display);
  g_assert_null (find_widget (display->window, GTK_TYPE_BUTTON, "Undo"));
}

/* A text is seen whole, though the page is then longer than the window; a long one scrolls. */
static void
test_a_text_takes_the_room_it_needs (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *long_text = NULL;
  GtkAdjustment *lines;

  display_act (display, "win.new-post-now");
  wait_for_quiet (display);
  lines = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (writing_view (display)));
  writing_type (display, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16");
  wait_for_quiet (display);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (lines), >=, gtk_adjustment_get_upper (lines));

  long_text = g_strnfill (40, '\n');
  writing_type (display, long_text);
  wait_for_quiet (display);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (lines), <, gtk_adjustment_get_upper (lines));
}

static CsAccount *
mastodon_account (const char *id)
{
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);

  account->id = g_strdup (id);
  account->network = CS_NETWORK_MASTODON;

  return account;
}

static GtkToggleButton *
warning_button (CsPreview *preview)
{
  return find_widget (preview, GTK_TYPE_TOGGLE_BUTTON, "Show More");
}

/* While its author writes on; another account has a reader of its own. */
static void
test_an_opened_preview_stays_open (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(CsDraft) draft = cs_draft_new (display->library, NULL);
  g_autoptr(CsAccount) account = mastodon_account ("one");
  g_autoptr(CsAccount) other = mastodon_account ("other");
  g_autoptr(GHashTable) media = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget *window = gtk_window_new ();
  CsPreview *preview = g_object_new (CS_TYPE_PREVIEW, NULL);

  cs_draft_set_field (draft, CS_DRAFT_WARNING, "Mice");
  cs_draft_set_text (draft, 0, "They came back");
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (preview));
  gtk_window_present (GTK_WINDOW (window));
  cs_preview_show (preview, draft, account, media, display->folder);
  wait_for (preview, GTK_TYPE_TOGGLE_BUTTON, "Show More");
  g_assert_null (find_widget (preview, GTK_TYPE_LABEL, "They came back"));

  gtk_toggle_button_set_active (warning_button (preview), TRUE);
  wait_for (preview, GTK_TYPE_LABEL, "They came back");
  gtk_widget_grab_focus (GTK_WIDGET (warning_button (preview)));
  cs_draft_set_text (draft, 0, "They came back, all of them");
  cs_preview_show (preview, draft, account, media, display->folder);
  wait_for (preview, GTK_TYPE_LABEL, "They came back, all of them");
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (warning_button (preview))));

  cs_preview_show (preview, draft, other, media, display->folder);
  wait_for_quiet (display);
  g_assert_false (gtk_toggle_button_get_active (warning_button (preview)));

  cs_draft_close (draft);
  gtk_window_destroy (GTK_WINDOW (window));
}

CS_TESTS (composer)
{
  g_test_add_func ("/ui/composer/an-opened-preview-stays-open", test_an_opened_preview_stays_open);
  g_test_add_func ("/ui/composer/what-is-written-saves-itself", test_what_is_written_saves_itself);
  g_test_add_func ("/ui/composer/a-text-takes-the-room-it-needs",
                   test_a_text_takes_the_room_it_needs);
  g_test_add_func ("/ui/composer/offline-it-is-saved-here", test_offline_it_is_saved_here);
  g_test_add_func ("/ui/composer/leaving-saves", test_leaving_saves);
  g_test_add_func ("/ui/composer/what-was-never-written-leaves-nothing",
                   test_what_was_never_written_leaves_nothing);
  g_test_add_func ("/ui/composer/closing-saves", test_closing_saves);
  g_test_add_func ("/ui/composer/lights-follow-and-fixes-show", test_lights_follow_and_fixes_show);
  g_test_add_func ("/ui/composer/an-account-may-say-something-else",
                   test_an_account_may_say_something_else);
  g_test_add_func ("/ui/composer/a-post-is-scheduled", test_a_post_is_scheduled);
  g_test_add_func ("/ui/composer/a-time-that-was-chosen-stays", test_a_time_that_was_chosen_stays);
  g_test_add_func ("/ui/composer/a-time-that-has-passed-is-none",
                   test_a_time_that_has_passed_is_none);
  g_test_add_func ("/ui/composer/a-thread-grows-and-shrinks", test_a_thread_grows_and_shrinks);
  g_test_add_func ("/ui/composer/a-removed-part-comes-back", test_a_removed_part_comes_back);
}
