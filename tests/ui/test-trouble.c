/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-ask.h"
#include "cs-here.h"
#include "cs-test.h"
#include "cs-trouble.h"
#include "cs-workspace.h"
#include "display.h"
#include "standstill.h"

#include <glib/gstdio.h>
#include <string.h>

/* A second window of the same application, on a folder that is in trouble. */
typedef struct
{
  Display   *display;
  char      *folder;
  CsLibrary *library;
  CsWindow  *window;
} Second;

static void
write_and_back_up (const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsWorkspace) workspace = cs_workspace_open (folder, CS_WORKSPACE_OWN, NULL, &error);
  g_autoptr(GVariant) made = NULL;
  g_autoptr(GVariant) chosen = NULL;
  g_autoptr(GVariant) kept = NULL;

  g_assert_no_error (error);
  made = cs_workspace_run (workspace, "post.new", g_variant_new_parsed ("{'text': <'Before'>}"),
                           NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  chosen = cs_workspace_run (workspace, "preference.set",
                             g_variant_new_parsed ("{'name': <'zone'>, 'value': <'Asia/Tokyo'>}"),
                             NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  kept = cs_workspace_run (workspace, "workspace.backup", NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  cs_workspace_close (workspace);
}

static gboolean
is_over (gpointer data)
{
  CsLibraryState state = cs_library_get_state (((Second *) data)->library);

  return state == CS_LIBRARY_OPEN || state == CS_LIBRARY_FAILED;
}

static gboolean
is_open (gpointer data)
{
  return cs_library_get_state (((Second *) data)->library) == CS_LIBRARY_OPEN;
}

static gboolean
is_in_tokyo (gpointer data)
{
  g_autofree char *zone = cs_here_dup_zone ();

  return g_str_equal (zone, "Asia/Tokyo");
}

static gboolean
is_asking (gpointer data)
{
  return find_widget (((Second *) data)->window, ADW_TYPE_ALERT_DIALOG, NULL) != NULL;
}

static gboolean
has_answered (gpointer data)
{
  GtkWidget *button = find_widget (((Second *) data)->window, GTK_TYPE_BUTTON,
                                   "_Go Back to a Backup…");

  return button != NULL && gtk_widget_get_sensitive (button);
}

static gboolean
is_gone (gpointer data)
{
  return ((Second *) data)->window == NULL;
}

static void
open_second (Second  *self,
             Display *display,
             gboolean has_backup)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  self->display = display;
  self->folder = g_build_filename (display->folder, "clay & <salt>", "second", NULL);
  path = g_build_filename (self->folder, "main.db", NULL);

  if (has_backup)
    write_and_back_up (self->folder);
  else
    g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);

  g_assert_true (g_file_set_contents (path, "This is no database, and long enough to tell it by",
                                      -1, &error));
  self->library = cs_library_new (self->folder);
  cs_library_open (self->library);
  self->window = cs_window_new (display->application, self->library);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_over, self);
}

static void
close_second (Second *self)
{
  gtk_window_close (GTK_WINDOW (self->window));
  wait_until (is_gone, self);
  cs_library_close (self->library);
  g_object_unref (self->library);
  g_free (self->folder);
}

static CsTrouble *
seen_trouble (Second *self)
{
  return find_widget (self->window, CS_TYPE_TROUBLE, NULL);
}

/* What is told is for a window: what happened, and no command to type. */
static void
test_a_damaged_workspace_comes_back (void)
{
  g_autoptr(Display) display = display_new ();
  Second second;
  GtkWidget *dialog;

  wait_for_quiet (display);
  open_second (&second, display, TRUE);
  g_assert_cmpint (cs_library_get_state (second.library), ==, CS_LIBRARY_FAILED);
  g_assert_nonnull (strstr (cs_library_get_reason (second.library), "damaged"));
  g_assert_null (strstr (cs_library_get_reason (second.library), "creatorsync-cli"));
  g_assert_nonnull (seen_trouble (&second));

  press (second.window, "_Go Back to a Backup…");
  wait_until (is_asking, &second);
  dialog = find_widget (second.window, ADW_TYPE_ALERT_DIALOG, NULL);
  g_signal_emit_by_name (dialog, "response::" CS_ASK_YES, CS_ASK_YES);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  wait_until (is_open, &second);
  g_assert_null (seen_trouble (&second));

  /* What was refused while it was in trouble is asked again. */
  wait_until (is_in_tokyo, NULL);
  close_second (&second);
}

static void
damage_backups (Second *self)
{
  g_autofree char *folder = g_build_filename (self->folder, "backups", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_true (g_file_set_contents (path, "This is none either", -1, NULL));
    }
}

/* None is offered that is not there. */
static void
test_without_a_backup_none_is_offered (void)
{
  g_autoptr(Display) display = display_new ();
  Second second;

  wait_for_quiet (display);
  open_second (&second, display, FALSE);
  g_assert_nonnull (seen_trouble (&second));
  g_assert_nonnull (find_widget (second.window, GTK_TYPE_BUTTON, "_Try Again"));
  g_assert_null (find_widget (second.window, GTK_TYPE_BUTTON, "_Go Back to a Backup…"));
  close_second (&second);
}

/* None that can be gone back to: that is said, and a later try may do; none is begun meanwhile. */
static void
test_without_a_good_backup_it_says_so (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *away = NULL;
  Second second;
  GtkWidget *dialog;

  wait_for_quiet (display);
  open_second (&second, display, TRUE);
  damage_backups (&second);
  press (second.window, "_Go Back to a Backup…");
  wait_until (is_asking, &second);
  dialog = find_widget (second.window, ADW_TYPE_ALERT_DIALOG, NULL);
  standstill_begin (CS_JOB_LONG);
  g_signal_emit_by_name (dialog, "response::" CS_ASK_YES, CS_ASK_YES);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  wait_for (second.window, GTK_TYPE_LABEL, "Going back to the newest good backup…");
  wait_for (seen_trouble (&second), ADW_TYPE_SPINNER, NULL);
  g_assert_false (has_answered (&second));
  g_assert_false (gtk_widget_get_sensitive (find_widget (second.window, GTK_TYPE_BUTTON,
                                                         "_Try Again")));
  standstill_end ();
  wait_until (has_answered, &second);
  g_assert_null (find_widget (second.window, ADW_TYPE_SPINNER, NULL));
  g_assert_nonnull (seen_trouble (&second));

  away = g_strconcat (second.folder, ".away", NULL);
  g_assert_cmpint (g_rename (second.folder, away), ==, 0);
  press (second.window, "_Try Again");
  wait_until (is_open, &second);
  g_assert_null (seen_trouble (&second));
  close_second (&second);
}

CS_TESTS (trouble)
{
  g_test_add_func ("/ui/trouble/a-damaged-workspace-comes-back",
                   test_a_damaged_workspace_comes_back);
  g_test_add_func ("/ui/trouble/without-a-backup-none-is-offered",
                   test_without_a_backup_none_is_offered);
  g_test_add_func ("/ui/trouble/without-a-good-backup-it-says-so",
                   test_without_a_good_backup_it_says_so);
}
