/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"
#include "cs-sidebar.h"
#include "cs-test.h"
#include "display.h"
#include "standstill.h"

/* Where a view is, and what it says when it cannot be read; ids stand for %s. */
typedef struct
{
  const char *name;
  const char *show;       /* an action of the window */
  const char *then;       /* of the page, or of what is in it; NULL: nothing more */
  const char *id;         /* of what: "post", "media", "account"; NULL: none */
  const char *trouble;    /* NULL: it says so elsewhere */
} View;

static const View views[] = {
  { "today", "win.show-page('today')", NULL, NULL, "Today Cannot Be Read" },
  { "agenda", "win.show-page('calendar')", "calendar.show-agenda", NULL,
    "The Month Cannot Be Read" },
  { "drafts", "win.show-page('calendar')", "calendar.toggle-drafts", NULL,
    "Drafts Cannot Be Read" },
  { "posts", "win.show-page('posts')", NULL, NULL, "Posts Cannot Be Read" },
  { "media", "win.show-page('media')", NULL, NULL, "Media Cannot Be Read" },
  { "account", "win.show-account('%s')", NULL, "account", "This Account Cannot Be Read" },
  { "clip", "win.show-media('%s')", NULL, "media", "This Clip Cannot Be Read" },
  { "composer", "win.edit-post('%s')", NULL, "post", "This Post Cannot Be Read" },
  { "picker", "win.new-post-now", "strip.pick", NULL, "The Library Cannot Be Read" },
  { "analytics", "win.show-page('analytics')", NULL, NULL, "The Numbers Cannot Be Read" },
  { "search", "win.search('kiln')", NULL, NULL, "Search Does Not Work" },
  { "month", "win.show-page('calendar')", NULL, NULL, NULL },
};

typedef struct
{
  Display *display;
  char    *account;
  char    *media;
  char    *post;
} Filled;

static void
fill (Filled *self)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "picture.jpg",
                                                 NULL);
  g_autoptr(GVariant) media = NULL;
  g_autoptr(GVariant) post = NULL;

  self->display = display_new ();
  self->account = display_sign_in (self->display);
  media = display_run (self->display, "media.add", "{'path': <'%s'>}", path);
  self->media = g_strdup (cs_view_text (media, "id"));
  post = display_run (self->display, "post.new",
                      "{'text': <'Kiln day'>, 'attachments': <[{'media_id': <'%s'>}]>,"
                      " 'accounts': <['%s']>}",
                      self->media, self->account);
  self->post = g_strdup (cs_view_text (post, "id"));
}

static void
clear (Filled *self)
{
  display_free (self->display);
  g_free (self->account);
  g_free (self->media);
  g_free (self->post);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filled, clear)

/* Of the widget, or of the first in it that has one of that name. */
static gboolean
activate (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  if (gtk_widget_activate_action_variant (widget, name, parameter))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (activate (child, name, parameter))
      return TRUE;

  return FALSE;
}

/* Waits for nothing. */
static void
show (Filled     *self,
      const View *view)
{
  GtkWidget *window = GTK_WIDGET (self->display->window);
  const char *id = g_strcmp0 (view->id, "account") == 0 ? self->account
                   : g_strcmp0 (view->id, "media") == 0 ? self->media : self->post;
  g_autoptr(GString) words = g_string_new (view->show);
  g_autofree char *name = NULL;
  g_autoptr(GVariant) parameter = NULL;

  g_test_message ("%s", view->name);
  g_string_replace (words, "%s", id, 0);
  g_assert_true (g_action_parse_detailed_name (words->str, &name, &parameter, NULL));
  g_assert_true (gtk_widget_activate_action_variant (window, name, parameter));
  if (view->then != NULL)
    g_assert_true (activate (GTK_WIDGET (cs_window_get_page (self->display->window)), view->then,
                             NULL));
}

/* Away from it: the next time it is made anew. */
static void
leave (Filled *self)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (
    ADW_APPLICATION_WINDOW (self->display->window));

  if (dialog != NULL)
    adw_dialog_force_close (dialog);

  display_act (self->display, "win.show-account('nobody')");
}

/* As a disk is that fails: what is asked of the workspace is refused, and why is told. */
static void
set_readable (Filled   *self,
              gboolean  readable)
{
  static const char script[] =
    "import sqlite3, sys\n"
    "database = sqlite3.connect(sys.argv[1], timeout=30)\n"
    "database.execute('PRAGMA legacy_alter_table = ON')\n"
    "for name in ('account', 'media', 'meta', 'outbox', 'post', 'target'):\n"
    "    old, new = (name, name + '_away') if sys.argv[2] == 'away' else (name + '_away', name)\n"
    "    database.execute(f'ALTER TABLE {old} RENAME TO {new}')\n"
    "database.commit()\n";
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (self->display->folder, "main.db", NULL);
  g_autoptr(GSubprocess) python = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "python3",
                                                    "-c", script, path,
                                                    readable ? "back" : "away", NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (python, NULL, &error);
  g_assert_no_error (error);
}

static GtkWidget *
front (Filled *self)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (
    ADW_APPLICATION_WINDOW (self->display->window));

  return dialog != NULL ? GTK_WIDGET (dialog)
                        : GTK_WIDGET (cs_window_get_page (self->display->window));
}

static gboolean
has_no_spinner (gpointer root)
{
  return find_widget (root, ADW_TYPE_SPINNER, NULL) == NULL;
}

/* Each view tells that it waits, and shows what it waited for. */
static void
test_what_takes_long_says_so (void)
{
  g_auto(Filled) filled = { NULL, };

  fill (&filled);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      leave (&filled);
      standstill_begin (CS_JOB_SHORT);
      show (&filled, &views[i]);
      wait_for (front (&filled), ADW_TYPE_SPINNER, NULL);
      standstill_end ();
      wait_until (has_no_spinner, front (&filled));
    }

  leave (&filled);
}

/* It is neither called new nor acted upon. */
static void
test_what_is_not_known_is_not_acted_on (void)
{
  g_auto(Filled) filled = { NULL, };
  const View *clip = &views[6];
  const View *composer = &views[7];
  GtkWidget *button;

  fill (&filled);
  standstill_begin (CS_JOB_SHORT);
  show (&filled, clip);
  button = wait_for (front (&filled), GTK_TYPE_BUTTON, "New _Post");
  g_assert_false (gtk_widget_is_sensitive (button));
  show (&filled, composer);
  g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (front (&filled))), ==,
                   "Post");
  standstill_end ();
  wait_for (front (&filled), GTK_TYPE_LABEL, "Edit Post");

  show (&filled, clip);
  wait_for (front (&filled), GTK_TYPE_LABEL, "picture.jpg");
  button = wait_for (front (&filled), GTK_TYPE_BUTTON, "New _Post");
  g_assert_true (gtk_widget_is_sensitive (button));
  leave (&filled);
}

typedef struct
{
  GtkWidget  *root;
  const char *trouble;
} Told;

static gboolean
is_told_no_more (gpointer data)
{
  Told *told = data;

  return find_widget (told->root, ADW_TYPE_STATUS_PAGE, told->trouble) == NULL;
}

/* What, why, and a way on. */
static void
test_what_cannot_be_read_is_tried_again (void)
{
  g_auto(Filled) filled = { NULL, };

  fill (&filled);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      Told told = { NULL, views[i].trouble };
      AdwStatusPage *page;

      if (views[i].trouble == NULL)
        continue;

      leave (&filled);
      set_readable (&filled, FALSE);
      show (&filled, &views[i]);
      told.root = front (&filled);
      page = wait_for (told.root, ADW_TYPE_STATUS_PAGE, told.trouble);
      g_assert_cmpstr (adw_status_page_get_description (page), !=, "");

      set_readable (&filled, TRUE);
      press (page, "_Try Again");
      wait_until (is_told_no_more, &told);
    }

  leave (&filled);
}

static gboolean
has_banner (gpointer root)
{
  return find_widget (root, GTK_TYPE_BUTTON, "_Try Again") != NULL;
}

static gboolean
has_no_banner (gpointer root)
{
  return !has_banner (root);
}

/* It may be old, and says why; it is not taken away. */
static void
test_what_was_known_stays (void)
{
  static const struct
  {
    const char *view;
    const char *kind;     /* of what changes */
    const char *known;    /* a label */
  } pages[] = {
    { "posts", "post", "Kiln day" },
    { "media", "media", "picture.jpg" },
    { "account", "account", "alice.test" },
    { "clip", "media", "Used In" },
    { "month", "post", NULL },
  };
  g_auto(Filled) filled = { NULL, };
  const char *nobody[] = { "nobody", NULL };

  fill (&filled);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      guint k = 0;
      GtkWidget *page;

      while (g_strcmp0 (views[k].name, pages[i].view) != 0)
        k++;

      leave (&filled);
      show (&filled, &views[k]);
      wait_for_quiet (filled.display);
      page = front (&filled);
      g_assert_false (has_banner (page));
      set_readable (&filled, FALSE);
      g_signal_emit_by_name (filled.display->library, "changed", pages[i].kind, nobody);
      wait_until (has_banner, page);
      if (pages[i].known != NULL)
        g_assert_nonnull (find_widget (page, GTK_TYPE_LABEL, pages[i].known));

      set_readable (&filled, TRUE);
      press (page, "_Try Again");
      wait_until (has_no_banner, page);
    }

  leave (&filled);
}

/* Accounts that cannot be read are not none. */
static void
test_the_sidebar_says_what_it_cannot_read (void)
{
  g_auto(Filled) filled = { NULL, };
  const char *nobody[] = { "nobody", NULL };
  GtkWidget *sidebar;

  fill (&filled);
  sidebar = wait_for (filled.display->window, CS_TYPE_SIDEBAR, NULL);
  wait_for (sidebar, GTK_TYPE_LABEL, "alice.test");
  g_assert_false (has_banner (sidebar));
  set_readable (&filled, FALSE);
  g_signal_emit_by_name (filled.display->library, "changed", "account", nobody);
  wait_until (has_banner, sidebar);
  g_assert_nonnull (find_widget (sidebar, GTK_TYPE_LABEL, "alice.test"));

  set_readable (&filled, TRUE);
  press (sidebar, "_Try Again");
  wait_until (has_no_banner, sidebar);
}

/* What is being written is not lost to sight. */
static void
test_what_is_written_stays (void)
{
  g_auto(Filled) filled = { NULL, };
  const char *nobody[] = { "nobody", NULL };
  const View *composer = &views[7];
  GtkWidget *page;

  fill (&filled);
  show (&filled, composer);
  page = front (&filled);
  wait_for (page, GTK_TYPE_LABEL, "Saved");
  set_readable (&filled, FALSE);
  g_signal_emit_by_name (filled.display->library, "changed", "post", nobody);
  wait_past (200);
  g_assert_null (find_widget (page, ADW_TYPE_STATUS_PAGE, composer->trouble));
  g_assert_nonnull (find_widget (page, GTK_TYPE_TEXT_VIEW, NULL));
  set_readable (&filled, TRUE);
  leave (&filled);
}

/* There it would be a lie that nothing is on its way. */
static void
test_the_activity_says_what_it_does_not_know (void)
{
  g_auto(Filled) filled = { NULL, };
  const char *nobody[] = { "nobody", NULL };
  GtkWidget *popover;

  fill (&filled);
  display_act (filled.display, "win.show-activity");
  popover = wait_for (filled.display->window, GTK_TYPE_POPOVER, NULL);
  wait_for (popover, GTK_TYPE_LABEL, "Nothing is on its way");
  set_readable (&filled, FALSE);
  g_signal_emit_by_name (filled.display->library, "changed", "outbox-row", nobody);
  wait_until (has_banner, popover);
  g_assert_null (find_widget (popover, GTK_TYPE_LABEL, "Nothing is on its way"));
  set_readable (&filled, TRUE);
  press (popover, "_Try Again");
  wait_for (popover, GTK_TYPE_LABEL, "Nothing is on its way");
  gtk_popover_popdown (GTK_POPOVER (popover));
}

/* What cannot be read cannot be changed; it can be asked for again. */
static void
test_preferences_are_tried_again (void)
{
  g_auto(Filled) filled = { NULL, };
  GtkWidget *row;

  fill (&filled);
  set_readable (&filled, FALSE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (filled.display->window),
                                             "win.show-preferences", NULL));
  wait_until (has_banner, front (&filled));
  row = find_widget (front (&filled), ADW_TYPE_SWITCH_ROW, "A Post Is Out");
  g_assert_false (gtk_widget_is_sensitive (row));
  set_readable (&filled, TRUE);
  press (front (&filled), "_Try Again");
  wait_until (has_no_banner, front (&filled));
  g_assert_true (gtk_widget_is_sensitive (row));
  leave (&filled);
}

CS_TESTS (states)
{
  g_test_add_func ("/ui/states/what-takes-long-says-so", test_what_takes_long_says_so);
  g_test_add_func ("/ui/states/what-cannot-be-read-is-tried-again",
                   test_what_cannot_be_read_is_tried_again);
  g_test_add_func ("/ui/states/what-is-not-known-is-not-acted-on",
                   test_what_is_not_known_is_not_acted_on);
  g_test_add_func ("/ui/states/what-was-known-stays", test_what_was_known_stays);
  g_test_add_func ("/ui/states/the-sidebar-says-what-it-cannot-read",
                   test_the_sidebar_says_what_it_cannot_read);
  g_test_add_func ("/ui/states/what-is-written-stays", test_what_is_written_stays);
  g_test_add_func ("/ui/states/preferences-are-tried-again", test_preferences_are_tried_again);
  g_test_add_func ("/ui/states/the-activity-says-what-it-does-not-know",
                   test_the_activity_says_what_it_does_not_know);
}
