/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "display.h"

#include "cs-item.h"
#include "cs-today-page.h"
#include "cs-workspace.h"

#include <adwaita.h>

/* A post that is due an hour after the start. */
static void
plan_post (Display    *display,
           const char *late)
{
  g_autofree char *account = display_sign_in (display);
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);

  g_variant_unref (display_run (display, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-22 17:00'>, 'zone': <'UTC'>,"
                                " 'late': <'%s'>}", cs_view_text (post, "id"), late));
  wait_for (display->window, GTK_TYPE_LABEL, "Ready");
}

static void
pass_hours (Display *display,
            gint64   hours)
{
  cs_clock_advance (display->clock, hours * 3600 * G_USEC_PER_SEC);
}

static void
test_who_has_nothing_is_welcomed (void)
{
  g_autoptr(Display) display = display_new ();

  g_assert_true (cs_window_show_page (display->window, "today"));
  wait_for (display->window, ADW_TYPE_STATUS_PAGE, "Welcome to Creator Sync");
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_BUTTON, "_Look Around With a Sample"));

  g_variant_unref (display_run (display, "post.new", "{'text': <'Hello'>}"));
  wait_for (display->window, ADW_TYPE_STATUS_PAGE, "Nothing Is Due");
}

static gboolean
has_a_draft (gpointer data)
{
  g_autoptr(GVariant) drafts = display_run (data, "post.rows", "{'state': <'draft'>}");

  return g_variant_n_children (drafts) == 1;
}

static void
test_a_missed_post_becomes_a_draft (void)
{
  g_autoptr(Display) display = display_new ();

  g_assert_true (cs_window_show_page (display->window, "today"));
  plan_post (display, "drop");
  pass_hours (display, 24);
  wait_for (display->window, GTK_TYPE_LABEL, "Its time has passed, and it did not go out");
  wait_for (display->window, GTK_TYPE_LABEL, "1");     /* the badge */
  wait_for (display->window, GTK_TYPE_LABEL, "Nothing goes out in the next seven days");
  press (display->window, "_Drop");
  wait_for (display->window, ADW_TYPE_STATUS_PAGE, "Nothing Is Due");
  wait_until (has_a_draft, display);
}

static void
test_a_question_is_answered (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) receipts = NULL;

  g_assert_true (cs_window_show_page (display->window, "today"));
  plan_post (display, "ask");
  pass_hours (display, 3);
  wait_for (display->window, GTK_TYPE_BUTTON, "_Publish Now…");
  press (display->window, "_Publish Now…");
  wait_for (display->window, GTK_TYPE_BUTTON, "_Publish");
  press (display->window, "_Publish");
  wait_for (display->window, GTK_TYPE_LABEL, "Nothing waits for you");
  wait_for (display->window, ADW_TYPE_BUTTON_CONTENT, "Bluesky");
  receipts = display_run (display, "receipt.list", NULL);
  g_assert_cmpuint (g_variant_n_children (receipts), ==, 1);
}

/* The only thing of the page is the same and stays at its place in the answer. */
static void
test_what_went_out_is_no_longer_due (void)
{
  g_autoptr(Display) display = display_new ();

  g_assert_true (cs_window_show_page (display->window, "today"));
  plan_post (display, "drop");
  pass_hours (display, 1);
  wait_for (display->window, ADW_TYPE_BUTTON_CONTENT, "Bluesky");
  wait_for (display->window, GTK_TYPE_LABEL, "Nothing goes out in the next seven days");
}

static gboolean
is_withdrawn (gpointer data)
{
  return ((Notices *) data)->withdrawn > 0;
}

static gboolean
is_shown (gpointer data)
{
  return ((Notices *) data)->shown->len == 1;
}

static void
test_who_does_not_look_is_told (void)
{
  g_autoptr(Display) display = display_new ();

  g_assert_true (cs_window_show_page (display->window, "today"));
  plan_post (display, "ask");
  gtk_widget_set_visible (GTK_WIDGET (display->window), FALSE);
  pass_hours (display, 3);
  wait_until (is_shown, display->notices);
  g_assert_cmpstr (display->notices->shown->pdata[0], ==, "A Post for alice.test Needs You");

  gtk_window_present (GTK_WINDOW (display->window));
  wait_for (display->window, GTK_TYPE_BUTTON, "_Leave It");
  press (display->window, "_Leave It");
  wait_until (is_withdrawn, display->notices);
  g_assert_cmpuint (display->notices->shown->len, ==, 1);
}

static void
test_publishing_is_paused_in_the_activity (void)
{
  g_autoptr(Display) display = display_new ();

  g_assert_true (cs_window_show_page (display->window, "today"));
  display_act (display, "win.show-activity");
  press (find_widget (display->window, GTK_TYPE_POPOVER, NULL), "_Pause Publishing");
  wait_for (display->window, GTK_TYPE_LABEL, "Publishing paused");
  wait_for (display->window, ADW_TYPE_BANNER, "Publishing is paused");
  press (display->window, "_Resume Publishing");
  wait_for (display->window, GTK_TYPE_BUTTON, "_Pause Publishing");
}

/* The workspace to look around in, as it is when it was made before. */
static void
make_sample (Display *display)
{
  g_autofree char *folder = cs_workspace_sample_folder ();
  g_autoptr(CsLibrary) library = cs_library_new (folder);
  Display sample = *display;
  g_autoptr(GVariant) post = NULL;

  cs_library_open (library);
  sample.library = library;
  post = display_run (&sample, "post.new", "{'text': <'A potter’s post'>}");
  cs_library_close (library);
}

static GtkWindow *
front (Display *display)
{
  return gtk_application_get_active_window (GTK_APPLICATION (display->application));
}

static gboolean
is_in_sample (gpointer data)
{
  Display *display = data;
  GtkWindow *window = front (display);

  return display->window == NULL && window != NULL
      && cs_window_get_library (CS_WINDOW (window)) != display->library;
}

static gboolean
is_at_home (gpointer data)
{
  Display *display = data;
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (display->application));

  return g_list_length (windows) == 1
      && cs_window_get_library (windows->data) == display->library;
}

static guint
count_posts (Display   *display,
             CsLibrary *library)
{
  Display other = *display;
  g_autoptr(GVariant) rows = NULL;

  other.library = library;
  rows = display_run (&other, "post.rows", "{'drafts': <true>}");

  return g_variant_n_children (rows);
}

/* What is written while looking around is not in the person’s own workspace. */
static void
test_looking_around_leaves_ones_own_alone (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) own = display_run (display, "post.new", "{'text': <'My own'>}");
  g_autoptr(GVariant) theirs = NULL;
  g_autoptr(CsLibrary) sample = NULL;
  Display other;

  make_sample (display);
  gtk_widget_activate_action (GTK_WIDGET (display->window), "app.open-sample", NULL);
  wait_until (is_in_sample, display);
  sample = g_object_ref (cs_window_get_library (CS_WINDOW (front (display))));
  other = *display;
  other.library = sample;
  other.window = CS_WINDOW (front (display));
  wait_for (other.window, ADW_TYPE_BANNER, NULL);
  theirs = display_run (&other, "post.new", "{'text': <'Written while looking around'>}");
  g_assert_cmpuint (count_posts (display, sample), ==, 2);
  g_assert_cmpuint (count_posts (display, display->library), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (front (display)), "app.leave-sample", NULL);
  wait_until (is_at_home, display);
  display->window = CS_WINDOW (front (display));
  g_object_add_weak_pointer (G_OBJECT (display->window), (gpointer *) &display->window);
  wait_for_quiet (display);
  g_assert_cmpuint (count_posts (display, display->library), ==, 1);
}

/* Given up before it is made: one stays where one was. */
static void
test_looking_around_is_given_up (void)
{
  g_autoptr(Display) display = display_new ();
  CsWindow *window = display->window;

  gtk_widget_activate_action (GTK_WIDGET (window), "app.open-sample", NULL);
  wait_for (window, GTK_TYPE_BUTTON, "_Cancel");
  press (window, "_Cancel");
  wait_for_quiet (display);
  g_assert_true (is_at_home (display));
  g_assert_true (display->window == window);
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
}

CS_TESTS (today)
{
  g_test_add_func ("/ui/today/who-has-nothing-is-welcomed", test_who_has_nothing_is_welcomed);
  g_test_add_func ("/ui/today/a-missed-post-becomes-a-draft", test_a_missed_post_becomes_a_draft);
  g_test_add_func ("/ui/today/what-went-out-is-no-longer-due",
                   test_what_went_out_is_no_longer_due);
  g_test_add_func ("/ui/today/a-question-is-answered", test_a_question_is_answered);
  g_test_add_func ("/ui/today/who-does-not-look-is-told", test_who_does_not_look_is_told);
  g_test_add_func ("/ui/today/looking-around-is-given-up", test_looking_around_is_given_up);
  g_test_add_func ("/ui/today/looking-around-leaves-ones-own-alone",
                   test_looking_around_leaves_ones_own_alone);
  g_test_add_func ("/ui/today/publishing-is-paused-in-the-activity",
                   test_publishing_is_paused_in_the_activity);
}
