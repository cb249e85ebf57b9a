/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"
#include "cs-test.h"
#include "display.h"
#include "writing.h"

/* As another window or the command line does. */
static void
delete_elsewhere (Display *display)
{
  g_autoptr(GVariant) posts = display_run (display, "post.list", NULL);
  g_autoptr(GVariant) post = g_variant_get_child_value (posts, 0);
  g_autoptr(GVariant) answer = display_run (display, "post.delete", "{'id': <'%s'>}",
                                            cs_view_text (post, "id"));

  wait_for (display->window, GTK_TYPE_LABEL, "This post was deleted");
  wait_for (display->window, GTK_TYPE_LABEL, "Not saved");
}

static void
write_and_lose (Display *display)
{
  display_act (display, "win.new-post-now");
  writing_type (display, "Gone");
  wait_until (writing_is_saved, display->window);
  delete_elsewhere (display);
}

/* Who only looks at what is left of it does not write it. */
static void
test_what_was_deleted_stays_deleted (void)
{
  g_autoptr(Display) display = display_new ();

  write_and_lose (display);
  display_act (display, "win.show-page('posts')");
  wait_for_quiet (display);
  g_assert_cmpuint (writing_count (display, "post.list"), ==, 0);

  write_and_lose (display);
  display_close (display);
  g_assert_cmpuint (writing_count (display, "post.list"), ==, 0);
}

static void
test_what_was_deleted_is_kept_when_asked (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *kept = NULL;
  g_autofree char *longer = NULL;

  write_and_lose (display);
  press (display->window, "_Save as New Post");
  wait_until (writing_is_saved, display->window);
  kept = writing_text (display);
  g_assert_cmpstr (kept, ==, "Gone");

  /* To write on is to keep it, too. */
  delete_elsewhere (display);
  writing_type (display, " and back");
  wait_until (writing_is_saved, display->window);
  longer = writing_text (display);
  g_assert_cmpstr (longer, ==, "Gone and back");
}

/* With its accounts and its time. */
static void
test_what_was_deleted_can_be_scheduled (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) target = NULL;

  g_free (display_sign_in (display));
  display_act (display, "win.new-post({'wall': <int64 29924310>, 'zone': <'Europe/Berlin'>})");
  writing_type (display, "On Monday");
  wait_until (writing_is_saved, display->window);
  delete_elsewhere (display);
  gtk_widget_activate_action (GTK_WIDGET (writing_view (display)), "composer.primary", NULL);
  wait_until (writing_has_left, display->window);

  target = writing_target (display);
  g_assert_cmpstr (cs_view_text (target, "state"), ==, "scheduled");
  g_assert_cmpint (cs_view_int (target, "wall", 0), ==, 29924310);
}

static gboolean
says_nothing_of_it (gpointer window)
{
  return writing_is_saved (window)
      && find_widget (window, GTK_TYPE_LABEL, "This post was deleted") == NULL;
}

/* Undone and done again, it is the same post. */
static void
test_what_was_undone_comes_back (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) undone = NULL;
  g_autoptr(GVariant) redone = NULL;
  g_autofree char *text = NULL;

  display_act (display, "win.new-post-now");
  writing_type (display, "There");
  wait_until (writing_is_saved, display->window);
  undone = display_run (display, "undo", NULL);
  wait_for (display->window, GTK_TYPE_LABEL, "This post was deleted");
  redone = display_run (display, "redo", NULL);
  wait_until (says_nothing_of_it, display->window);

  writing_type (display, " and here");
  wait_for (display->window, GTK_TYPE_LABEL, "Saving…");
  wait_until (writing_is_saved, display->window);
  text = writing_text (display);
  g_assert_cmpstr (text, ==, "There and here");
}

CS_TESTS (deleted)
{
  g_test_add_func ("/ui/deleted/deleted-stays-deleted", test_what_was_deleted_stays_deleted);
  g_test_add_func ("/ui/deleted/deleted-is-kept-when-asked",
                   test_what_was_deleted_is_kept_when_asked);
  g_test_add_func ("/ui/deleted/deleted-can-be-scheduled",
                   test_what_was_deleted_can_be_scheduled);
  g_test_add_func ("/ui/deleted/undone-comes-back", test_what_was_undone_comes_back);
}
