/* What is counted becomes a file: by the page's menu and the dialog that asks where to, and what is
 * told when it cannot be written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-export.h"

#include "cs-test.h"
#include "display.h"

#include <glib/gstdio.h>
#include <string.h>

/* Each format from its first bytes to its last, so that it is whole. */
static const struct
{
  const char *ending;
  const char *begins;
  const char *has;
  const char *ends;
} formats[] = {
  { ".csv", "network,account,", "followers", "\r\n" },
  { ".json", "{\"format\":\"creatorsync-numbers-1\"", "followers", "]}\n" },
  { ".svg", "<?xml", "<svg ", "</svg>\n" },
  { ".pdf", "%PDF-", "/Type /Page", "%%EOF\n" },
  { ".png", "\x89PNG\r\n\x1a\n", "IDAT", "IEND\xae\x42\x60\x82" },
};

static gboolean
has_bytes (const char *contents,
           gsize       length,
           const char *bytes)
{
  return memmem (contents, length, bytes, strlen (bytes)) != NULL;
}

/* Whether what is there is what its name says, and all of it. */
static gboolean
is_whole (gpointer path)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (path, formats[i].ending))
      return length > strlen (formats[i].ends) && g_str_has_prefix (contents, formats[i].begins)
          && has_bytes (contents, length, formats[i].has)
          && memcmp (contents + length - strlen (formats[i].ends), formats[i].ends,
                     strlen (formats[i].ends)) == 0;

  g_error ("There is no telling what %s is", (char *) path);
}

/* The person at the dialog: saves in this folder, under the name that is offered. */
static const char *answer_folder;    /* NULL: thinks better of it */
static char *answered;               /* where it is saved; NULL: nobody was asked */

/* Instead of GTK’s own: what the file dialog looks like is not of this program, and what its answer
 * leads to is. The walks of the window have the real one. */
void
gtk_file_dialog_save (GtkFileDialog       *self,
                      GtkWindow           *parent,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_clear_pointer (&answered, g_free);
  if (answer_folder == NULL)
    {
      g_task_return_new_error (task, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED, "Dismissed");
      return;
    }

  answered = g_build_filename (answer_folder, gtk_file_dialog_get_initial_name (self), NULL);
  g_task_return_pointer (task, g_file_new_for_path (answered), g_object_unref);
}

GFile *
gtk_file_dialog_save_finish (GtkFileDialog  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef void (*Choice) (Display    *display,
                        const char *action,
                        GVariant   *target,
                        gpointer    data);

/* Each item of a menu and of what is in it. */
static void
choose_each (Display    *display,
             GMenuModel *menu,
             Choice      choose,
             gpointer    data)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr(GMenuModel) below = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *action = NULL;
      g_autoptr(GVariant) target = NULL;

      if (section != NULL || below != NULL)
        {
          choose_each (display, section != NULL ? section : below, choose, data);
          continue;
        }

      g_assert_true (g_menu_model_get_item_attribute (menu, i, "action", "s", &action));
      target = g_menu_model_get_item_attribute_value (menu, i, "target", NULL);
      choose (display, action, target, data);
    }
}

static void
take_along (Display    *display,
            const char *action,
            GVariant   *target,
            gpointer    data)
{
  GPtrArray *files = data;

  g_assert_true (gtk_widget_activate_action_variant (
    GTK_WIDGET (cs_window_get_page (display->window)), action, target));
  g_assert_nonnull (answered);
  g_ptr_array_add (files, g_steal_pointer (&answered));
  wait_until (is_whole, g_ptr_array_index (files, files->len - 1));
}

/* There is a line, for it was counted twice. */
static GMenuModel *
show_exports (Display *display)
{
  g_autofree char *post = display_publish_and_count (display);
  gpointer button;

  cs_clock_advance (display->clock, G_TIME_SPAN_HOUR);
  g_variant_unref (display_run (display, "numbers.refresh", NULL));
  display_act (display, "win.show-page('analytics')");
  button = wait_for (cs_window_get_page (display->window), GTK_TYPE_MENU_BUTTON, "Export");

  return gtk_menu_button_get_menu_model (button);
}

/* Whatever the menu has; each becomes a file of its own kind, under the name that is offered. */
static void
test_each_format_becomes_a_file_of_its_kind (void)
{
  static const char *const names[] = {
    "numbers.csv", "numbers.json", "followers.svg", "followers.pdf", "followers.png",
    "posts.svg", "posts.pdf", "posts.png",
  };
  g_autoptr(Display) display = display_new ();
  GMenuModel *menu = show_exports (display);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_dir_make_tmp ("cs-export-XXXXXX", NULL);

  answer_folder = folder;
  choose_each (display, menu, take_along, files);
  answer_folder = NULL;
  wait_for (display->window, GTK_TYPE_LABEL, "Saved as “numbers.csv”");

  g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_path_get_basename (files->pdata[i]);

      g_assert_cmpstr (name, ==, names[i]);
      g_assert_no_errno (g_unlink (files->pdata[i]));
    }

  g_assert_no_errno (g_rmdir (folder));
}

/* What is not written is told, with what to do; the name is enough. */
static void
test_a_file_that_cannot_be_written_is_told (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *place = g_dir_make_tmp ("cs-export-XXXXXX", NULL);
  g_autofree char *no_folder = g_build_filename (place, "not there", "numbers.csv", NULL);
  g_autofree char *folder = g_build_filename (place, "numbers.csv", NULL);
  g_autoptr(GFile) nowhere = g_file_new_for_path (no_folder);
  g_autoptr(GFile) no_file = g_file_new_for_path (folder);

  cs_export_to (GTK_WIDGET (display->window), display->library, "numbers.export",
                g_variant_new_parsed ("{'format': <'csv'>}"), nowhere);
  wait_for (display->window, GTK_TYPE_LABEL,
            "The folder for “numbers.csv” is not there: choose another one");

  g_assert_no_errno (g_mkdir (folder, 0700));
  cs_export_to (GTK_WIDGET (display->window), display->library, "numbers.export",
                g_variant_new_parsed ("{'format': <'csv'>}"), no_file);
  wait_for (display->window, GTK_TYPE_LABEL,
            "“numbers.csv” is a folder there: choose another name");

  g_assert_no_errno (g_rmdir (folder));
  g_assert_no_errno (g_rmdir (place));
}

/* The dialog asks whether a file is replaced; nobody may say so of the workspace’s own. */
static void
test_the_own_files_are_not_written_over (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *own = g_build_filename (display->folder, "main.db", NULL);
  g_autofree char *sentence = g_strdup_printf ("“%s” is in the folder of a workspace, where only "
                                               "Creator Sync writes: name a file elsewhere", own);
  g_autoptr(GFile) file = g_file_new_for_path (own);
  g_autofree char *there = NULL;

  cs_export_to (GTK_WIDGET (display->window), display->library, "numbers.export",
                g_variant_new_parsed ("{'format': <'csv'>}"), file);
  wait_for (display->window, GTK_TYPE_LABEL, sentence);
  g_assert_true (g_file_load_contents (file, NULL, &there, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (there, "SQLite format 3"));
}

CS_TESTS (export)
{
  g_test_add_func ("/ui/export/each-format-becomes-a-file-of-its-kind",
                   test_each_format_becomes_a_file_of_its_kind);
  g_test_add_func ("/ui/export/a-file-that-cannot-be-written-is-told",
                   test_a_file_that_cannot_be_written_is_told);
  g_test_add_func ("/ui/export/the-own-files-are-not-written-over",
                   test_the_own_files_are_not_written_over);
}
