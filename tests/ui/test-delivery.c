/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-page.h"
#include "cs-item.h"
#include "cs-target-row.h"
#include "cs-test.h"
#include "cs-text-field.h"
#include "display.h"

#include <string.h>

#define SECOND_REFUSED \
  "on POST /xrpc/com.atproto.repo.putRecord nth=2 do status=400 " \
  "body='{\"error\":\"InvalidRequest\",\"message\":\"Not this word\"}'"
#define BUSY \
  "on POST /xrpc/com.atproto.repo.putRecord nth=1 do status=503 body='{}'"

static const char out[] = "This post is published: it can no longer be changed";
static const char moving[] = "This post is on its way or out: it can no longer be changed";
static const char begun[] =
  "The beginning of this thread is out: the parts that are not can be changed and sent";

/* Its id. @more: of its arguments. */
static char *
write_post (Display    *display,
            const char *text,
            const char *more)
{
  g_autofree char *account = display_sign_in (display);
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'%s'>, 'accounts': <['%s']>%s}", text,
                                          account, more);

  return g_strdup (cs_view_text (post, "id"));
}

static void
publish (Display    *display,
         const char *id)
{
  g_variant_unref (display_run (display, "post.publish", "{'id': <'%s'>}", id));
}

static CsTargetRow *
open_post (Display    *display,
           const char *id)
{
  g_autofree char *action = g_strdup_printf ("win.edit-post('%s')", id);
  CsTargetRow *row;

  display_act (display, action);
  row = wait_for (cs_window_get_page (display->window), CS_TYPE_TARGET_ROW, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  wait_for_quiet (display);

  return row;
}

static void
add_faults (Display    *display,
            const char *script)
{
  g_autoptr(GError) error = NULL;

  cs_simulator_add_faults (display->simulator, script, &error);
  g_assert_no_error (error);
}

static gsize
count (Display    *display,
       const char *command)
{
  g_autoptr(GVariant) all = display_run (display, command, NULL);

  return g_variant_n_children (all);
}

static gboolean
has_receipt (gpointer display)
{
  return count (display, "receipt.list") == 1;
}

static gboolean
has_three_receipts (gpointer display)
{
  return count (display, "receipt.list") == 3;
}

static gboolean
is_any_row (Display    *display,
            const char *state)
{
  g_autoptr(GVariant) rows = display_run (display, "outbox.list", NULL);
  gboolean is = FALSE;

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);

      is |= g_strcmp0 (cs_view_text (row, "state"), state) == 0;
    }

  return is;
}

static gboolean
is_in_question (gpointer display)
{
  return is_any_row (display, "needs-you");
}

static gboolean
is_tried (gpointer display)
{
  g_autoptr(GVariant) rows = display_run (display, "outbox.list", NULL);
  g_autoptr(GVariant) row = NULL;

  if (g_variant_n_children (rows) == 0)
    return FALSE;

  row = g_variant_get_child_value (rows, 0);

  return cs_view_int (row, "not_before", 0) > 0;
}

/* It looks first whether it is out already, which takes its time. */
static gboolean
is_cancelled (gpointer display)
{
  cs_clock_advance (((Display *) display)->clock, 5 * G_USEC_PER_SEC);

  return is_any_row (display, "cancelled");
}

static gboolean
has_failed (gpointer display)
{
  cs_clock_advance (((Display *) display)->clock, G_USEC_PER_SEC / 2);

  return is_any_row (display, "failed");
}

/* @title: of a part after the first; NULL: the text */
static GtkTextView *
text_of_part (Display    *display,
              const char *title)
{
  GtkWidget *head = NULL;

  if (title == NULL)
    return find_widget (find_widget (cs_window_get_page (display->window), CS_TYPE_TEXT_FIELD,
                                     NULL), GTK_TYPE_TEXT_VIEW, NULL);

  head = gtk_widget_get_parent (find_widget (display->window, GTK_TYPE_LABEL, title));

  return find_widget (gtk_widget_get_next_sibling (head), GTK_TYPE_TEXT_VIEW, NULL);
}

static void
activate (gpointer    row,
          const char *title)
{
  g_signal_emit_by_name (wait_for (row, ADW_TYPE_BUTTON_ROW, title), "activated");
}

/* What is out is told of, with the way to it, and nothing can be done to it any more. */
static void
test_what_is_out_is_read_only (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "Out", "");
  g_autoptr(GVariant) receipts = NULL;
  g_autoptr(GVariant) receipt = NULL;
  CsTargetRow *row;
  AdwActionRow *result;
  GtkWidget *link;

  publish (display, id);
  wait_until (has_receipt, display);
  receipts = display_run (display, "receipt.list", NULL);
  receipt = g_variant_get_child_value (receipts, 0);
  row = open_post (display, id);
  wait_for (display->window, ADW_TYPE_BANNER, out);
  result = wait_for (row, ADW_TYPE_ACTION_ROW, "Published");
  g_assert_cmpstr (adw_action_row_get_subtitle (result), ==, "Today 16:00");
  link = find_widget (row, GTK_TYPE_BUTTON, "Open");
  g_assert_nonnull (link);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (link), ==, cs_view_text (receipt, "url"));

  g_assert_false (gtk_text_view_get_editable (text_of_part (display, NULL)));
  g_assert_null (find_widget (display->window, ADW_TYPE_SPLIT_BUTTON, NULL));
  g_assert_null (find_widget (row, GTK_TYPE_SWITCH, NULL));
  g_assert_null (find_widget (row, ADW_TYPE_BUTTON_ROW, NULL));
  g_assert_null (find_widget (display->window, GTK_TYPE_BUTTON, "Add Files"));
  gtk_widget_activate_action (GTK_WIDGET (row), "composer.publish", NULL);
  press_key (row, "<Control>Return");
  wait_for_quiet (display);
  g_assert_null (find_widget (display->window, ADW_TYPE_ALERT_DIALOG, NULL));
  g_assert_cmpuint (count (display, "outbox.list"), ==, 1);
}

/* A post that was due an hour after the start, and was not sent. */
static CsTargetRow *
open_question (Display *display,
               char   **id)
{
  CsTargetRow *row;

  *id = write_post (display, "Late", "");
  g_variant_unref (display_run (display, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-22 17:00'>, 'zone': <'UTC'>,"
                                " 'late': <'ask'>}", *id));
  cs_clock_advance (display->clock, 3 * G_TIME_SPAN_HOUR);
  wait_until (is_in_question, display);
  row = open_post (display, *id);
  wait_for (row, ADW_TYPE_ENTRY_ROW, "Its Link, if It Is There");

  return row;
}

static void
test_a_question_is_answered_with_again (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = NULL;
  CsTargetRow *row = open_question (display, &id);

  activate (row, "Send It Again");
  wait_until (has_receipt, display);
  wait_for (row, ADW_TYPE_ACTION_ROW, "Published");
  g_assert_null (find_widget (row, ADW_TYPE_BUTTON_ROW, NULL));
}

/* It is the author’s again. */
static void
test_a_question_is_answered_with_no (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = NULL;
  CsTargetRow *row = open_question (display, &id);

  activate (row, "Do Not Send It");
  wait_until (is_cancelled, display);
  wait_for (display->window, ADW_TYPE_SPLIT_BUTTON, "_Schedule");
  wait_for (row, ADW_TYPE_ACTION_ROW, "Draft");
  g_assert_true (gtk_text_view_get_editable (text_of_part (display, NULL)));
  g_assert_cmpuint (count (display, "receipt.list"), ==, 0);
}

/* The network is busy: it would be tried again. */
static void
test_what_is_on_its_way_is_stopped (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "Wait", "");
  CsTargetRow *row;

  add_faults (display, BUSY);
  publish (display, id);
  wait_until (is_tried, display);
  row = open_post (display, id);
  wait_for (display->window, ADW_TYPE_BANNER, moving);
  activate (row, "Stop Sending");
  wait_until (is_cancelled, display);
  wait_for_quiet (display);
  g_assert_null (find_widget (row, ADW_TYPE_BUTTON_ROW, "Stop Sending"));
  g_assert_true (gtk_text_view_get_editable (text_of_part (display, NULL)));
}

/* What is out of a thread stays; the rest is mended, and goes out behind it. */
static void
test_the_rest_of_a_thread_is_sent (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = write_post (display, "One", ", 'thread': <['Two', 'Three']>");
  CsTargetRow *row;
  AdwActionRow *first;
  GtkTextView *second;

  add_faults (display, SECOND_REFUSED);
  publish (display, id);
  wait_until (has_failed, display);
  row = open_post (display, id);
  wait_for (display->window, ADW_TYPE_BANNER, begun);
  first = wait_for (row, ADW_TYPE_ACTION_ROW, "Part 1: Published");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (first), "Today 16:"));
  wait_for (row, ADW_TYPE_ACTION_ROW, "Part 2: Failed");
  g_assert_false (gtk_text_view_get_editable (text_of_part (display, NULL)));
  second = text_of_part (display, "Part 2");
  g_assert_true (gtk_text_view_get_editable (second));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (second), "Another two", -1);
  wait_for (display->window, GTK_TYPE_LABEL, "Saved");

  gtk_widget_activate_action (GTK_WIDGET (second), "composer.primary", NULL);
  g_assert_nonnull (wait_for (display->window, GTK_TYPE_LABEL, "Send the Rest Now?"));
  press (display->window, "_Send");
  wait_until (has_three_receipts, display);
  wait_for (display->window, ADW_TYPE_BANNER, out);
  g_assert_cmpuint (cs_simulator_count (display->simulator, CS_SIMULATOR_BLUESKY), ==, 3);
}

CS_TESTS (delivery)
{
  g_test_add_func ("/ui/delivery/what-is-out-is-read-only", test_what_is_out_is_read_only);
  g_test_add_func ("/ui/delivery/a-question-is-answered-with-again",
                   test_a_question_is_answered_with_again);
  g_test_add_func ("/ui/delivery/a-question-is-answered-with-no",
                   test_a_question_is_answered_with_no);
  g_test_add_func ("/ui/delivery/what-is-on-its-way-is-stopped",
                   test_what_is_on_its_way_is_stopped);
  g_test_add_func ("/ui/delivery/the-rest-of-a-thread-is-sent",
                   test_the_rest_of_a_thread_is_sent);
}
