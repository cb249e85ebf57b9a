/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-activity-row.h"
#include "cs-activity.h"
#include "cs-item.h"
#include "cs-test.h"
#include "display.h"
#include "network.h"

#define BUSY        "on POST /xrpc/com.atproto.repo.putRecord nth=1 do status=503 body='{}'"
#define REFUSED     "on POST /xrpc/com.atproto.repo.putRecord nth=1 do status=400 " \
                    "body='{\"error\":\"InvalidRequest\",\"message\":\"No such clay\"}'"
#define SLOW_POST   "on POST /xrpc/com.atproto.repo.putRecord do delay=2h"
#define SLOW_UPLOAD "on POST /xrpc/com.atproto.repo.uploadBlob do delay=2h"

/* Its id. @more: of its arguments. */
static char *
write_post (Display    *display,
            const char *more)
{
  g_autofree char *account = display_sign_in (display);
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'Kiln day'>, 'accounts': <['%s']>%s}",
                                          account, more);

  return g_strdup (cs_view_text (post, "id"));
}

static void
publish (Display    *display,
         const char *id,
         const char *faults)
{
  g_autoptr(GError) error = NULL;

  cs_simulator_add_faults (display->simulator, faults, &error);
  g_assert_no_error (error);
  g_variant_unref (display_run (display, "post.publish", "{'id': <'%s'>}", id));
}

/* What the last row of the sidebar says, in its label and to who cannot see it. */
static void
wait_for_row (Display    *display,
              const char *words)
{
  CsActivity *row = find_widget (display->window, CS_TYPE_ACTIVITY, NULL);
  g_autofree char *name = g_strdup_printf ("Activity: %s", words);
  GtkWidget *button;

  g_assert_nonnull (row);
  wait_for (row, GTK_TYPE_LABEL, words);
  button = find_widget (row, GTK_TYPE_MENU_BUTTON, name);
  g_assert_nonnull (button);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

/* One quiet line, and nothing else. */
static void
assert_quiet (Display *display)
{
  g_assert_null (adw_application_window_get_visible_dialog (
                   ADW_APPLICATION_WINDOW (display->window)));
  g_assert_null (find_widget (display->window, ADW_TYPE_TOAST, NULL));
}

static void
test_it_says_whether_it_is_online (void)
{
  g_autoptr(Display) display = display_new ();

  wait_for_row (display, "Online");
  network_set_online (FALSE);
  wait_for_row (display, "Offline");
  assert_quiet (display);
  network_set_online (TRUE);
  wait_for_row (display, "Online");
}

/* What had no answer waits for another try, and what has none yet waits as well. */
static void
test_offline_it_counts_what_waits (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "");

  publish (display, id, BUSY);
  wait_for_row (display, "1 waiting");
  network_set_online (FALSE);
  wait_for_row (display, "Offline, 1 waiting");
  assert_quiet (display);
  network_set_online (TRUE);
  wait_for_row (display, "1 waiting");
}

static void
test_what_cannot_leave_waits (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "");

  publish (display, id, SLOW_POST);
  wait_for_row (display, "Publishing");
  network_set_online (FALSE);
  wait_for_row (display, "Offline, 1 waiting");
  network_set_online (TRUE);
  wait_for_row (display, "Publishing");
}

/* As far as what was sent: the answer to it is awaited. Calls that go through are believed. */
static void
test_an_upload_says_how_far_it_is (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "picture.jpg",
                                                 NULL);
  g_autoptr(GVariant) media = display_run (display, "media.add", "{'path': <'%s'>}", path);
  g_autofree char *more = g_strdup_printf (
    ", 'attachments': <[{'media_id': <'%s'>, 'alt': <'A kiln'>}]>", cs_view_text (media, "id"));
  g_autofree char *id = write_post (display, more);

  publish (display, id, SLOW_UPLOAD);
  wait_for_row (display, "Publishing 100 %");
  network_set_online (FALSE);
  wait_for_row (display, "Publishing 100 %");
  network_set_online (TRUE);
}

/* Why it was refused is said, and nothing that is over is said to go out. */
static void
test_what_failed_is_not_on_its_way (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "");
  GtkWidget *row;

  publish (display, id, REFUSED);
  display_act (display, "win.show-activity");
  row = wait_for (display->window, CS_TYPE_ACTIVITY_ROW, NULL);
  wait_for (row, GTK_TYPE_LABEL, "Kiln day");
  wait_for (row, GTK_TYPE_LABEL, "127.0.0.1 refuses it: No such clay");
  g_assert_null (find_widget (row, GTK_TYPE_BUTTON, "Cancel"));
  press_key (row, "Delete");
  wait_for_quiet (display);
  wait_for (row, GTK_TYPE_LABEL, "127.0.0.1 refuses it: No such clay");
  wait_for_row (display, "Online");
}

/* Before all else. */
static void
test_what_needs_a_person_comes_first (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "");

  g_variant_unref (display_run (display, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-22 17:00'>, 'zone': <'UTC'>,"
                                " 'late': <'ask'>}", id));
  cs_clock_advance (display->clock, 3 * G_TIME_SPAN_HOUR);
  wait_for_row (display, "Needs you: 1");
  network_set_online (FALSE);
  wait_for_row (display, "Needs you: 1");
  network_set_online (TRUE);
}

CS_TESTS (world)
{
  g_test_add_func ("/ui/world/online-or-not", test_it_says_whether_it_is_online);
  g_test_add_func ("/ui/world/offline-counts-what-waits", test_offline_it_counts_what_waits);
  g_test_add_func ("/ui/world/what-cannot-leave-waits", test_what_cannot_leave_waits);
  g_test_add_func ("/ui/world/an-upload-says-how-far", test_an_upload_says_how_far_it_is);
  g_test_add_func ("/ui/world/failed-is-not-on-its-way", test_what_failed_is_not_on_its_way);
  g_test_add_func ("/ui/world/who-is-needed-comes-first", test_what_needs_a_person_comes_first);
}
