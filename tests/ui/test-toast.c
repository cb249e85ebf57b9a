/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-toast.h"
#include "display.h"

static GVariant *
remove_args (const char *id)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "id", "s", id);

  return g_variant_dict_end (&args);
}

static char *
write_post (Display    *display,
            const char *text)
{
  g_autoptr(GVariant) post = display_run (display, "post.new", "{'text': <'%s'>}", text);
  char *id = NULL;

  g_assert_true (g_variant_lookup (post, "id", "s", &id));

  return id;
}

static void
delete_post (Display    *display,
             const char *id,
             const char *sentence)
{
  cs_act_run (GTK_WIDGET (display->window), display->library, "post.delete", remove_args (id),
              sentence);
  wait_for_quiet (display);
}

static gboolean
is_said (Display    *display,
         const char *sentence)
{
  return find_widget (display->window, GTK_TYPE_LABEL, sentence) != NULL;
}

/* What stands in line behind it would offer to undo a step that is no longer the last. */
static void
test_newest_undo_replaces_the_older (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *first = write_post (display, "First");
  g_autofree char *second = write_post (display, "Second");

  delete_post (display, first, "First is gone");
  g_assert_true (is_said (display, "First is gone"));
  delete_post (display, second, "Second is gone");
  g_assert_true (is_said (display, "Second is gone"));
  press (display->window, "Undo");
  wait_for_quiet (display);
  g_assert_true (is_said (display, "Undone: Delete “Second”"));
  g_assert_false (is_said (display, "First is gone"));
}

/* Another step may be one that nobody is told of: what is written saves itself. */
static void
test_undo_is_offered_for_the_last_step_alone (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *first = write_post (display, "First");
  g_autofree char *second = NULL;

  delete_post (display, first, "First is gone");
  g_assert_true (is_said (display, "First is gone"));
  second = write_post (display, "Second");
  wait_for_quiet (display);
  g_assert_false (is_said (display, "First is gone"));

  delete_post (display, second, "Second is gone");
  display_act (display, "win.undo");
  g_assert_true (is_said (display, "Undone: Delete “Second”"));
  g_assert_null (find_widget (display->window, GTK_TYPE_BUTTON, "Undo"));
}

/* What is shown now, and what would come after it. */
static void
dismiss_shown (Display *display)
{
  press (find_widget (display->window, ADW_TYPE_TOAST_OVERLAY, NULL), "Dismiss");
  wait_past (500);
}

static gboolean
has_toast (Display *display)
{
  return find_widget (find_widget (display->window, ADW_TYPE_TOAST_OVERLAY, NULL),
                      GTK_TYPE_BUTTON, "Dismiss") != NULL;
}

/* Who goes back ten steps reads where that led, not a minute long which way it went. */
static void
test_steps_do_not_stand_in_line (void)
{
  g_autoptr(Display) display = display_new ();

  g_free (write_post (display, "First"));
  g_free (write_post (display, "Second"));
  g_free (write_post (display, "Third"));
  for (guint i = 0; i < 3; i++)
    display_act (display, "win.undo");
  g_assert_true (is_said (display, "Undone: Write “First”"));
  for (guint i = 0; i < 3; i++)
    display_act (display, "win.redo");
  g_assert_true (is_said (display, "Redone: Write “Third”"));
  dismiss_shown (display);
  g_assert_false (has_toast (display));
}

/* A key that is held does nothing more where nothing is left, and says so once. */
static void
test_the_same_refusal_is_said_once (void)
{
  g_autoptr(Display) display = display_new ();

  for (guint i = 0; i < 5; i++)
    display_act (display, "win.undo");
  g_assert_true (has_toast (display));
  dismiss_shown (display);
  g_assert_false (has_toast (display));
}

static void
test_without_a_window_nothing_is_kept (void)
{
  GtkWidget *nowhere = g_object_ref_sink (gtk_label_new ("Nowhere"));
  AdwToast *toast = cs_toast_new_undo ("Gone");

  g_object_add_weak_pointer (G_OBJECT (toast), (gpointer *) &toast);
  cs_toast_show (nowhere, toast);
  g_assert_null (toast);
  g_object_unref (nowhere);
}

CS_TESTS (toast)
{
  g_test_add_func ("/ui/toast/steps-do-not-stand-in-line", test_steps_do_not_stand_in_line);
  g_test_add_func ("/ui/toast/the-same-refusal-is-said-once", test_the_same_refusal_is_said_once);
  g_test_add_func ("/ui/toast/without-a-window-nothing-is-kept",
                   test_without_a_window_nothing_is_kept);
  g_test_add_func ("/ui/toast/newest-undo-replaces-the-older", test_newest_undo_replaces_the_older);
  g_test_add_func ("/ui/toast/undo-is-offered-for-the-last-step-alone",
                   test_undo_is_offered_for_the_last_step_alone);
}
