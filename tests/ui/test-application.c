/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"
#include "cs-test.h"
#include "cs-workspace.h"
#include "display.h"

/* As the session does it. */
static void
ask_for (Display    *display,
         const char *action,
         GVariant   *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (display->application), action, parameter);
  wait_for_quiet (display);
}

static AdwDialog *
get_dialog (Display *display)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (display->window));
}

static gboolean
has_no_window (gpointer display)
{
  return ((Display *) display)->window == NULL;
}

/* A page that came up beneath a dialog would neither be seen nor take a key. */
static void
test_what_the_session_asks_for_is_seen (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) post = display_run (display, "post.new", "{'text': <'Kiln day'>}");
  const char *id = cs_view_text (post, "id");
  const struct { const char *action; GVariant *parameter; const char *title; } ways[] = {
    { "open-post", g_variant_new_string (id), "Edit Post" },
    { "show", g_variant_new ("(ss)", "post", id), "Edit Post" },
    { "new-post", NULL, "New Post" },
    { "show-today", NULL, "Today" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      CsPage *page;

      display_act (display, "win.show-preferences");
      display_act (display, "win.search('kiln')");
      g_assert_nonnull (get_dialog (display));

      ask_for (display, ways[i].action, ways[i].parameter);
      g_assert_null (get_dialog (display));
      page = cs_window_get_page (display->window);
      g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (page)), ==,
                       ways[i].title);
    }
}

static void
test_about_needs_no_window (void)
{
  g_autoptr(Display) display = display_new ();
  GtkWindow *window;

  wait_for_quiet (display);
  gtk_window_close (GTK_WINDOW (display->window));
  wait_until (has_no_window, display);
  g_action_group_activate_action (G_ACTION_GROUP (display->application), "about", NULL);

  window = gtk_application_get_active_window (GTK_APPLICATION (display->application));
  g_assert_true (CS_IS_WINDOW (window));
  display->window = CS_WINDOW (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &display->window);
  g_assert_true (ADW_IS_ABOUT_DIALOG (get_dialog (display)));
  adw_dialog_force_close (get_dialog (display));
}

/* What stands before the pages does not stand in the way of the end. */
static void
test_quit_closes_what_has_a_dialog (void)
{
  g_autoptr(Display) display = display_new ();

  display_act (display, "win.show-preferences");
  display_act (display, "win.search('')");
  g_assert_nonnull (get_dialog (display));

  g_action_group_activate_action (G_ACTION_GROUP (display->application), "quit", NULL);
  wait_until (has_no_window, display);
}

static GApplicationFlags
flags_for (const char *workspace)
{
  g_autoptr(CsApplication) application = cs_application_new (G_APPLICATION_DEFAULT_FLAGS);
  g_autoptr(GVariantDict) options = g_variant_dict_new (NULL);
  int code = 0;

  if (workspace != NULL)
    g_variant_dict_insert (options, "workspace", "^ay", workspace);
  g_signal_emit_by_name (application, "handle-local-options", options, &code);
  g_assert_cmpint (code, ==, -1);

  return g_application_get_flags (G_APPLICATION (application));
}

/* Else it would be the running one that answers, with the workspace that it has. */
static void
test_another_workspace_has_a_process_of_its_own (void)
{
  g_autofree char *usual = cs_workspace_default_folder ();
  g_autofree char *roundabout = g_build_filename (usual, "..", "creatorsync", NULL);

  g_assert_cmpint (flags_for (NULL) & G_APPLICATION_NON_UNIQUE, ==, 0);
  g_assert_cmpint (flags_for (usual) & G_APPLICATION_NON_UNIQUE, ==, 0);
  g_assert_cmpint (flags_for (roundabout) & G_APPLICATION_NON_UNIQUE, ==, 0);
  g_assert_cmpint (flags_for ("elsewhere") & G_APPLICATION_NON_UNIQUE, !=, 0);
}

CS_TESTS (application)
{
  g_test_add_func ("/ui/application/what-is-asked-for-is-seen",
                   test_what_the_session_asks_for_is_seen);
  g_test_add_func ("/ui/application/about-needs-no-window", test_about_needs_no_window);
  g_test_add_func ("/ui/application/quit-closes-what-has-a-dialog",
                   test_quit_closes_what_has_a_dialog);
  g_test_add_func ("/ui/application/another-workspace-has-a-process-of-its-own",
                   test_another_workspace_has_a_process_of_its_own);
}
