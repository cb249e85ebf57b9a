/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-search-dialog.h"
#include "cs-test.h"
#include "display.h"

static gboolean
is_closed (gpointer data)
{
  return find_widget (((Display *) data)->window, CS_TYPE_SEARCH_DIALOG, NULL) == NULL;
}

static GtkWidget *
open_search (Display    *display,
             const char *typed)
{
  g_autofree char *action = g_strdup_printf ("win.search('%s')", typed);

  display_act (display, action);

  return wait_for (display->window, CS_TYPE_SEARCH_DIALOG, NULL);
}

static void
type (Display    *display,
      GtkWidget  *dialog,
      const char *text)
{
  GtkWidget *entry = wait_for (dialog, GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  wait_for_quiet (display);
}

static void
test_it_finds_as_one_types (void)
{
  Display *display = display_new ();
  GtkWidget *dialog;

  g_variant_unref (display_run (display, "post.new", "{'text': <'Zebra <crossing>\\nfor two'>}"));
  dialog = open_search (display, "");
  wait_for (dialog, ADW_TYPE_STATUS_PAGE, "Search Everything");
  type (display, dialog, "zeb");
  wait_for (dialog, GTK_TYPE_LABEL, "Posts");
  wait_for (dialog, ADW_TYPE_ACTION_ROW, "<b>Zebra</b> &lt;crossing&gt;");
  type (display, dialog, "zeb tw");
  wait_for (dialog, ADW_TYPE_ACTION_ROW, "<b>Zebra</b> &lt;crossing&gt;");
  type (display, dialog, "giraffe");
  wait_for (dialog, ADW_TYPE_STATUS_PAGE, "No Results Found");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  display_free (display);
}

static void
test_choosing_closes_it (void)
{
  Display *display = display_new ();
  GtkWidget *dialog;
  GtkWidget *entry;

  g_variant_unref (display_run (display, "post.new", "{'text': <'Zebra'>}"));
  dialog = open_search (display, "zebra");
  wait_for (dialog, ADW_TYPE_ACTION_ROW, "<b>Zebra</b>");
  entry = wait_for (dialog, GTK_TYPE_SEARCH_ENTRY, NULL);
  g_signal_emit_by_name (entry, "activate");
  wait_until (is_closed, display);
  display_free (display);
}

CS_TESTS (search)
{
  g_test_add_func ("/ui/search/it-finds-as-one-types", test_it_finds_as_one_types);
  g_test_add_func ("/ui/search/choosing-closes-it", test_choosing_closes_it);
}
