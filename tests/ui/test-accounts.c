/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-numbers.h"
#include "cs-analytics-page.h"
#include "cs-chart-view.h"
#include "cs-connect-dialog.h"
#include "cs-item.h"
#include "cs-settings.h"
#include "cs-test.h"
#include "display.h"
#include "numbers.h"

static void
enter (gpointer    root,
       GType       type,
       const char *title,
       const char *text)
{
  gpointer row = find_widget (root, type, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
choose (gpointer    root,
        const char *title)
{
  gpointer row = find_widget (root, ADW_TYPE_ACTION_ROW, title);

  g_assert_nonnull (row);
  adw_action_row_activate (row);
}

/* The dialog at Bluesky’s page, with everything that it asks for. */
static GtkWidget *
fill_in (Display    *display,
         const char *password)
{
  GtkWidget *dialog;

  display_act (display, "win.connect-account");
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (
                         ADW_APPLICATION_WINDOW (display->window)));
  g_assert_true (CS_IS_CONNECT_DIALOG (dialog));
  choose (dialog, "Bluesky");
  wait_for_quiet (display);
  enter (dialog, ADW_TYPE_ENTRY_ROW, "Handle, as ana.bsky.social", "alice.test");
  enter (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "App Password", password);
  adw_expander_row_set_expanded (find_widget (dialog, ADW_TYPE_EXPANDER_ROW, "Another Server"),
                                 TRUE);
  wait_for_quiet (display);
  enter (dialog, ADW_TYPE_ENTRY_ROW, "Server",
         cs_simulator_get_url (display->simulator, CS_SIMULATOR_BLUESKY));
  enter (dialog, ADW_TYPE_ENTRY_ROW, "Identity Directory",
         cs_simulator_get_url (display->simulator, CS_SIMULATOR_PLC));
  enter (dialog, ADW_TYPE_ENTRY_ROW, "Video Service",
         cs_simulator_get_url (display->simulator, CS_SIMULATOR_VIDEO));
  enter (dialog, ADW_TYPE_ENTRY_ROW, "AppView",
         cs_simulator_get_url (display->simulator, CS_SIMULATOR_APPVIEW));

  return dialog;
}

static gboolean
shows_account (gpointer data)
{
  Display *display = data;

  return find_widget (display->window, GTK_TYPE_LABEL, "Connected alice.test") != NULL;
}

static void
test_an_app_password_connects (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) accounts = NULL;
  g_autofree char *told = NULL;
  GtkWidget *dialog;

  display_simulate (display);
  dialog = fill_in (display, "abcd-efgh-ijkl-mnop");
  press (dialog, "_Sign In");
  wait_until (shows_account, display);
  wait_for_quiet (display);

  accounts = display_run (display, "account.list", NULL);
  g_assert_cmpuint (g_variant_n_children (accounts), ==, 1);
  told = g_variant_print (accounts, FALSE);
  g_assert_nonnull (strstr (told, cs_simulator_get_url (display->simulator,
                                                        CS_SIMULATOR_APPVIEW)));
  g_assert_nonnull (find_widget (cs_window_get_page (display->window), GTK_TYPE_LABEL, "Ready"));
}

static gboolean
shows_trouble (gpointer dialog)
{
  return find_widget (dialog, GTK_TYPE_LABEL,
                      "127.0.0.1 does not accept this app password: make a new one in its settings")
         != NULL;
}

static void
test_a_wrong_password_is_told_at_its_place (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) accounts = NULL;
  GtkWidget *dialog;

  display_simulate (display);
  dialog = fill_in (display, "wrong-wrong-wrong-wron");
  press (dialog, "_Sign In");
  wait_until (shows_trouble, dialog);

  accounts = display_run (display, "account.list", NULL);
  g_assert_cmpuint (g_variant_n_children (accounts), ==, 0);
  g_assert_true (gtk_widget_get_sensitive (find_widget (dialog, GTK_TYPE_BUTTON, "_Sign In")));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (display->window)),
                                         find_widget (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW,
                                                      "App Password")));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_without_a_server_nothing_is_asked (void)
{
  g_autoptr(Display) display = display_new ();
  GtkWidget *dialog;

  display_act (display, "win.connect-account");
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (
                         ADW_APPLICATION_WINDOW (display->window)));
  choose (dialog, "Mastodon");
  wait_for_quiet (display);
  press (dialog, "_Continue");
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL,
                                 "Enter the server that your account is on."));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

/* Who opens pages for this person: one that presses the button there and follows it back. */
static void
install_browser (void)
{
  g_autofree char *browser = g_test_build_filename (G_TEST_DIST, "journey", "browser.py", NULL);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *entry = g_build_filename (folder, "browser.desktop", NULL);
  g_autofree char *choice = g_build_filename (g_get_user_config_dir (), "mimeapps.list", NULL);
  g_autofree char *text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\n"
                                           "Exec=python3 -B %s %%u\n", browser);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (entry, text, -1, NULL));
  g_assert_true (g_file_set_contents (choice, "[Default Applications]\n"
                                      "x-scheme-handler/http=browser.desktop\n", -1, NULL));
}

static gboolean
has_browser (gpointer data)
{
  g_autoptr(GAppInfo) browser = g_app_info_get_default_for_uri_scheme ("http");

  return browser != NULL && g_strcmp0 (g_app_info_get_id (browser), "browser.desktop") == 0;
}

static gboolean
has_account (gpointer data)
{
  g_autoptr(GVariant) accounts = display_run (data, "account.list", NULL);

  return g_variant_n_children (accounts) == 1;
}

/* The dialog opens the server’s page, waits, and hears what the person decided there. */
static void
test_the_browser_connects (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  install_browser ();
  wait_until (has_browser, NULL);
  display_simulate (display);
  cs_simulator_set (display->simulator, "mastodon.auto-approve=yes", &error);
  g_assert_no_error (error);
  display_act (display, "win.connect-account");
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (
                         ADW_APPLICATION_WINDOW (display->window)));
  choose (dialog, "Mastodon");
  wait_for_quiet (display);
  enter (dialog, ADW_TYPE_ENTRY_ROW, "Server",
         cs_simulator_get_url (display->simulator, CS_SIMULATOR_MASTODON));
  press (dialog, "_Continue");
  wait_until (has_account, display);
  wait_for_quiet (display);
  g_assert_null (adw_application_window_get_visible_dialog (
                   ADW_APPLICATION_WINDOW (display->window)));
  g_assert_nonnull (find_widget (cs_window_get_page (display->window), GTK_TYPE_LABEL, "Ready"));
}

/* What is left of what the server takes is what the workspace knows, and goes down. */
static char *
dup_calls (Display    *display,
           const char *account)
{
  g_autoptr(GVariant) shown = display_run (display, "account.show", "{'id': <'%s'>}", account);
  gint64 most = cs_view_int (shown, "calls_max", -1);

  return most < 0 ? NULL : g_strdup_printf ("%d of %d", (int) cs_view_int (shown, "calls_left", -1),
                                            (int) most);
}

static gboolean
has_receipt (gpointer data)
{
  g_autoptr(GVariant) receipts = display_run (data, "receipt.list", NULL);

  return g_variant_n_children (receipts) == 1;
}

static char *
write_post (Display    *display,
            const char *account)
{
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);

  return g_strdup (cs_view_text (post, "id"));
}

static void
show_account (Display    *display,
              const char *account)
{
  g_autofree char *action = g_strdup_printf ("win.show-account('%s')", account);

  display_act (display, action);
}

typedef struct
{
  Display    *display;
  const char *account;
  const char *before;
} Calls;

/* What was published is counted soon, too, and that takes calls: they are looked up each time. */
static gboolean
shows_fewer_calls (gpointer data)
{
  Calls *calls = data;
  g_autofree char *now = dup_calls (calls->display, calls->account);
  AdwActionRow *row = find_widget (calls->display->window, ADW_TYPE_ACTION_ROW,
                                   "Posts the Server Takes Now");

  return row != NULL && now != NULL && g_strcmp0 (now, calls->before) != 0
      && g_strcmp0 (adw_action_row_get_subtitle (row), now) == 0;
}

static void
test_a_quota_is_shown (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_autofree char *post = write_post (display, account);
  g_autofree char *before = NULL;
  AdwActionRow *row;

  show_account (display, account);
  before = dup_calls (display, account);
  row = find_widget (display->window, ADW_TYPE_ACTION_ROW, "Posts the Server Takes Now");
  g_assert_cmpint (before != NULL, ==, row != NULL);
  if (before != NULL)
    g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, before);

  g_variant_unref (display_run (display, "post.publish", "{'id': <'%s'>}", post));
  wait_until (has_receipt, display);
  wait_until (shows_fewer_calls, &(Calls) { display, account, before });
}

static AdwAlertDialog *
ask_to_sign_out (Display *display)
{
  gtk_widget_activate (find_widget (display->window, ADW_TYPE_BUTTON_ROW, "_Sign Out…"));
  wait_for (display->window, GTK_TYPE_LABEL, "Sign Out of alice.test?");

  return ADW_ALERT_DIALOG (adw_application_window_get_visible_dialog (
                             ADW_APPLICATION_WINDOW (display->window)));
}

static gboolean
has_no_account (gpointer data)
{
  g_autoptr(GVariant) accounts = display_run (data, "account.list", NULL);

  return g_variant_n_children (accounts) == 0;
}

static guint
count_posts (Display    *display,
             const char *state)
{
  g_autoptr(GVariant) rows = display_run (display, "post.rows", "{'state': <'%s'>}", state);

  return g_variant_n_children (rows);
}

static void
test_who_signs_out_is_gone (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  AdwAlertDialog *dialog;

  show_account (display, account);
  dialog = ask_to_sign_out (display);
  g_assert_true (g_str_has_prefix (adw_alert_dialog_get_body (dialog),
                                   "What was published there stays."));
  press (dialog, "_Sign Out");
  wait_until (has_no_account, display);
  wait_for (display->window, GTK_TYPE_LABEL, "Signed out of alice.test");
  wait_for_quiet (display);
  g_assert_null (find_widget (display->window, GTK_TYPE_LABEL, "alice.test"));
  display_act (display, "win.show-page('today')");
}

/* What waits is told of, and is given up only by who says so. */
static void
test_who_signs_out_is_told_what_waits (void)
{
  static const char waits[] = "1 planned post will not go out there. Its text stays as a draft, "
                              "and what was published there stays.";
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_autofree char *post = write_post (display, account);
  AdwAlertDialog *dialog;

  g_variant_unref (display_run (display, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-30 17:00'>, 'zone': <'UTC'>}",
                                post));
  show_account (display, account);
  dialog = ask_to_sign_out (display);
  g_assert_cmpstr (adw_alert_dialog_get_body (dialog), ==, waits);
  press (dialog, "_Cancel");
  wait_for_quiet (display);
  g_assert_false (has_no_account (display));
  g_assert_cmpuint (count_posts (display, "scheduled"), ==, 1);

  press (ask_to_sign_out (display), "_Sign Out");
  wait_until (has_no_account, display);
  g_assert_cmpuint (count_posts (display, "scheduled"), ==, 0);
  g_assert_cmpuint (count_posts (display, "draft"), ==, 1);
  display_act (display, "win.show-page('today')");
}

/* Of the account with that number in the answer. */
static GVariant *
overview_of (gsize nr)
{
  g_autoptr(GVariant) all = numbers_overview ();
  g_autoptr(GVariant) accounts = g_variant_lookup_value (all, "accounts", NULL);
  g_autoptr(GVariant) account = g_variant_get_child_value (accounts, nr);

  return numbers_with (g_steal_pointer (&all), "accounts", g_variant_new_array (NULL, &account, 1));
}

static CsAccountNumbers *
show_numbers (GtkWindow *window,
              GVariant  *overview)
{
  CsAccountNumbers *numbers = g_object_new (CS_TYPE_ACCOUNT_NUMBERS, NULL);

  cs_account_numbers_show (numbers, overview, NULL);
  gtk_window_set_child (window, GTK_WIDGET (numbers));
  gtk_window_present (window);

  return numbers;
}

typedef struct
{
  char     *sentence;
  gboolean  moved;
} Said;

static void
take_sentence (CsChartView *chart,
               const char  *sentence,
               gboolean     moved,
               Said        *last)
{
  g_set_str (&last->sentence, sentence);
  last->moved = moved;
}

static gboolean
has_the_focus (gpointer widget)
{
  return gtk_widget_has_focus (widget);
}

/* The number in words, its course as a line that says what each of its points is. */
static void
test_followers_are_told (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = overview_of (0);
  Said last = { NULL, FALSE };
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  CsAccountNumbers *numbers = show_numbers (window, overview);
  AdwActionRow *row = wait_for (numbers, ADW_TYPE_ACTION_ROW, "Followers");
  GtkWidget *chart = wait_for (row, CS_TYPE_CHART_VIEW, NULL);

  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "1270\nCounted: Today 00:00");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Followers in the Last 30 Days");
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (chart),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));

  g_signal_connect (chart, "said", G_CALLBACK (take_sentence), &last);
  gtk_widget_grab_focus (chart);
  wait_until (has_the_focus, chart);
  g_assert_true (last.moved);
  last.moved = FALSE;
  press_key (chart, "Home");
  press_key (chart, "Right");
  press_key (chart, "Right");
  g_assert_true (last.moved);
  g_assert_nonnull (strstr (last.sentence, "There was no network"));
  gtk_window_destroy (window);
  g_assert_null (last.sentence);
}

/* Why nobody counts is said instead of a line. */
static void
test_why_nobody_counts_is_told (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = overview_of (1);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  CsAccountNumbers *numbers;
  AdwActionRow *row;

  overview = numbers_with (g_steal_pointer (&overview), "tiles",
                           g_variant_new_parsed ("{'followers': <{'n': <@x 0>}>}"));
  overview = numbers_with (g_steal_pointer (&overview), "too_little",
                           g_variant_new_parsed ("{'followers': <'Nobody has counted'>}"));
  numbers = show_numbers (window, overview);
  row = wait_for (numbers, ADW_TYPE_ACTION_ROW, "Followers");
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "This server has no AppView");
  g_assert_null (find_widget (row, CS_TYPE_CHART_VIEW, NULL));

  overview = numbers_with (g_steal_pointer (&overview), "accounts",
                           g_variant_new_parsed ("[{'id': <'b'>}]"));
  cs_account_numbers_show (numbers, overview, NULL);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Nobody has counted");

  cs_account_numbers_show (numbers, NULL, &(GError) { 0, 0, (char *) "Not readable" });
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Not readable");
  gtk_window_destroy (window);
}

/* Of this account alone. */
static void
test_its_numbers_are_in_analytics (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_auto(GStrv) chosen = NULL;

  show_account (display, account);
  gtk_widget_activate (wait_for (cs_window_get_page (display->window), ADW_TYPE_BUTTON_ROW,
                                 "Show in _Analytics"));
  wait_for_quiet (display);
  g_assert_true (CS_IS_ANALYTICS_PAGE (cs_window_get_page (display->window)));
  chosen = cs_settings_dup_numbers_accounts ();
  g_assert_cmpuint (g_strv_length (chosen), ==, 1);
  g_assert_cmpstr (chosen[0], ==, account);
  cs_settings_set_numbers_accounts ((const char *const[]) { NULL });
}

CS_TESTS (accounts)
{
  g_test_add_func ("/ui/accounts/followers-are-told", test_followers_are_told);
  g_test_add_func ("/ui/accounts/why-nobody-counts-is-told", test_why_nobody_counts_is_told);
  g_test_add_func ("/ui/accounts/its-numbers-are-in-analytics", test_its_numbers_are_in_analytics);
  g_test_add_func ("/ui/accounts/a-quota-is-shown", test_a_quota_is_shown);
  g_test_add_func ("/ui/accounts/who-signs-out-is-gone", test_who_signs_out_is_gone);
  g_test_add_func ("/ui/accounts/who-signs-out-is-told-what-waits",
                   test_who_signs_out_is_told_what_waits);
  g_test_add_func ("/ui/accounts/an-app-password-connects", test_an_app_password_connects);
  g_test_add_func ("/ui/accounts/a-wrong-password-is-told-at-its-place",
                   test_a_wrong_password_is_told_at_its_place);
  g_test_add_func ("/ui/accounts/the-browser-connects", test_the_browser_connects);
  g_test_add_func ("/ui/accounts/without-a-server-nothing-is-asked",
                   test_without_a_server_nothing_is_asked);
}
