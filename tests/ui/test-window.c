/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"
#include "cs-loading.h"
#include "cs-month-view.h"
#include "cs-settings.h"
#include "cs-test.h"
#include "cs-zone.h"
#include "display.h"

#include <adwaita.h>
#include <string.h>

static void
test_every_page_comes_and_goes (void)
{
  static const char *const pages[] = { "today", "calendar", "posts", "media", "analytics" };
  g_autoptr(Display) display = display_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gpointer page;

      g_assert_true (cs_window_show_page (display->window, pages[i]));
      wait_for_quiet (display);
      page = cs_window_get_page (display->window);
      g_assert_true (gtk_widget_get_mapped (page));
    }

  g_assert_false (cs_window_show_page (display->window, "nowhere"));
}

static void
test_undo_says_what_it_undid (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) made = display_run (display, "post.new", "{'text': <'Hello'>}");

  display_act (display, "win.undo");
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL, "Undone: Write “Hello”"));
  display_act (display, "win.redo");
}

static gboolean
is_off (gpointer data)
{
  g_autoptr(GVariant) all = display_run (data, "preference.list", NULL);
  const char *value = NULL;

  return g_variant_lookup (all, "notify-published", "&s", &value) && strcmp (value, "off") == 0;
}

static void
test_preferences_are_kept (void)
{
  g_autoptr(Display) display = display_new ();
  GtkWidget *row;

  display_act (display, "win.show-preferences");
  row = find_widget (display->window, ADW_TYPE_SWITCH_ROW, "A Post Is Out");
  g_assert_nonnull (row);
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), FALSE);
  wait_until (is_off, display);
  adw_dialog_force_close (adw_application_window_get_visible_dialog (
    ADW_APPLICATION_WINDOW (display->window)));
  wait_for_quiet (display);
}

static void
test_page_that_is_asked_for_takes_the_focus (void)
{
  static const char *const ways[] = {
    "win.show-page('calendar')", "win.show-page('posts')", "win.show-page('media')",
    "win.show-page('analytics')",
  };
  g_autoptr(Display) display = display_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GtkWidget *first;

      display_act (display, ways[i]);
      first = gtk_window_get_focus (GTK_WINDOW (display->window));
      g_assert_nonnull (first);
      g_assert_true (gtk_widget_is_ancestor (first,
                                             GTK_WIDGET (cs_window_get_page (display->window))));

      /* A second time it stays where it is. */
      display_act (display, ways[i]);
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (display->window)) == first);
    }
}

/* Its arrows are for the days. */
static void
test_calendar_is_ready_for_its_keys (void)
{
  g_autoptr(Display) display = display_new ();
  GtkWidget *grid;

  press_key (display->window, "<Control>2");
  wait_for_quiet (display);
  grid = find_widget (display->window, CS_TYPE_MONTH_VIEW, NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (display->window)),
                                         grid));
}

/* What no window has written is not what one begins with. */
static void
test_a_size_that_is_none_is_not_taken (void)
{
  g_autoptr(Display) display = NULL;
  CsWindowSize size;

  g_settings_set (cs_settings_get (), "window-size", "(ii)", -5, 0);
  size = cs_settings_get_window_size ();
  g_assert_cmpint (size.width, ==, 1100);
  g_assert_cmpint (size.height, ==, 720);
  display = display_new ();
  wait_for_quiet (display);
}

static GtkWidget *
find_class (GtkWidget  *widget,
            const char *css_class)
{
  if (gtk_widget_has_css_class (widget, css_class))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_class (child, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The words of the first label below what has that class: a day’s number, a weekday. */
static const char *
words_of (Display    *display,
          const char *css_class)
{
  GtkWidget *page = GTK_WIDGET (cs_window_get_page (display->window));
  GtkWidget *found = find_class (find_widget (page, CS_TYPE_MONTH_VIEW, NULL), css_class);
  GtkLabel *label = found != NULL ? find_widget (found, GTK_TYPE_LABEL, NULL) : NULL;

  return label != NULL ? gtk_label_get_label (label) : NULL;
}

static gboolean
is_monday (gpointer data)
{
  return g_strcmp0 (words_of (data, "today"), "23") == 0;
}

static void
choose (Display    *display,
        const char *title,
        const char *value)
{
  AdwComboRow *row = find_widget (display->window, ADW_TYPE_COMBO_ROW, title);
  GListModel *model;
  guint i = 0;

  g_assert_nonnull (row);
  model = adw_combo_row_get_model (row);
  while (i < g_list_model_get_n_items (model)
         && strcmp (gtk_string_list_get_string (GTK_STRING_LIST (model), i), value) != 0)
    i++;
  g_assert_cmpuint (i, <, g_list_model_get_n_items (model));
  adw_combo_row_set_selected (row, i);
  wait_for_quiet (display);
}

/* 16:00 UTC is the next day in Tokyo; the calendar behind the dialog follows at once. */
static void
test_the_calendar_follows_the_preferred_clock (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *local = cs_zone_dup_local ();
  g_autofree char *automatic = g_strdup_printf ("Automatic (%s)", local);
  g_autoptr(GVariant) all = NULL;

  cs_window_show_page (display->window, "calendar");
  wait_for_quiet (display);
  g_assert_cmpstr (words_of (display, "today"), ==, "22");
  display_act (display, "win.show-preferences");
  wait_for_quiet (display);
  choose (display, "Time Zone", "Asia/Tokyo");
  choose (display, "Usual Time", "07:30");
  wait_until (is_monday, display);
  all = display_run (display, "preference.list", NULL);
  g_assert_cmpstr (cs_view_text (all, "zone"), ==, "Asia/Tokyo");
  g_assert_cmpstr (cs_view_text (all, "time"), ==, "07:30");

  choose (display, "First Day of the Week", "Saturday");
  g_assert_cmpstr (words_of (display, "header"), ==, "Sat");
  choose (display, "First Day of the Week", "Automatic (Sunday)");
  g_assert_cmpstr (words_of (display, "header"), ==, "Sun");

  choose (display, "Time Zone", automatic);
  adw_dialog_force_close (adw_application_window_get_visible_dialog (
    ADW_APPLICATION_WINDOW (display->window)));
  wait_for_quiet (display);
}

/* Where no program shows help, that is said. */
static void
test_help_that_cannot_be_shown_says_so (void)
{
  g_autoptr(GAppInfo) viewer = g_app_info_get_default_for_uri_scheme ("help");
  g_autoptr(Display) display = NULL;

  if (viewer != NULL)
    {
      g_test_skip ("this computer has a help viewer");
      return;
    }

  display = display_new ();
  g_action_group_activate_action (G_ACTION_GROUP (display->application), "help", NULL);
  wait_for (display->window, GTK_TYPE_LABEL,
            "Help cannot be shown: install a help viewer, for example Yelp");
}

/* Every key of the application is in the window of keys, which GTK loads by itself. */
static void
test_every_key_is_told (void)
{
  g_autoptr(Display) display = display_new ();
  g_auto(GStrv) actions = gtk_application_list_action_descriptions (
    GTK_APPLICATION (display->application));
  g_autoptr(GBytes) told = g_resources_lookup_data (
    "/io/github/creatorsync/CreatorSync/gtk/help-overlay.ui", 0, NULL);
  const char *text = g_bytes_get_data (told, NULL);

  g_assert_nonnull (g_action_map_lookup_action (G_ACTION_MAP (display->window),
                                                "show-help-overlay"));

  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto(GStrv) keys = gtk_application_get_accels_for_action (
        GTK_APPLICATION (display->application), actions[i]);

      for (guint k = 0; keys[k] != NULL; k++)
        {
          g_autofree char *escaped = g_markup_escape_text (keys[k], -1);
          g_autofree char *shown = g_strdup_printf (">%s<", escaped);

          g_test_message ("%s %s", actions[i], keys[k]);
          g_assert_nonnull (strstr (text, shown));
        }
    }
}

/* What the window of keys tells, each as gtk_accelerator_name() writes it. */
static GHashTable *
told_keys (void)
{
  g_autoptr(GBytes) markup = g_resources_lookup_data (
    "/io/github/creatorsync/CreatorSync/gtk/help-overlay.ui", 0, NULL);
  g_autoptr(GRegex) regex = g_regex_new ("name=\"accelerator\">([^<]*)<", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  GHashTable *told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (g_regex_match (regex, g_bytes_get_data (markup, NULL), 0, &match);
       g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *escaped = g_match_info_fetch (match, 1);
      g_autoptr(GString) text = g_string_new (escaped);
      g_auto(GStrv) keys = NULL;

      g_string_replace (text, "&lt;", "<", 0);
      g_string_replace (text, "&gt;", ">", 0);
      keys = g_strsplit (text->str, " ", -1);
      for (guint i = 0; keys[i] != NULL; i++)
        {
          GdkModifierType modifiers;
          guint key;

          g_assert_true (gtk_accelerator_parse (keys[i], &key, &modifiers));
          g_hash_table_add (told, gtk_accelerator_name (key, modifiers));
        }
    }

  return told;
}

/* The same key of a number pad, or with a lock, is not told of by itself. */
static gboolean
is_another_way (guint key,
                guint modifiers)
{
  return g_str_has_prefix (gdk_keyval_name (key), "KP_") || key == GDK_KEY_ISO_Enter
      || (modifiers == GDK_SHIFT_MASK && g_unichar_isalpha (gdk_keyval_to_unicode (key)));
}

static guint
assert_told (GListModel *keys,
             GHashTable *told,
             const char *page)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (keys); i++)
    {
      g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (keys, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
      g_autofree char *name = NULL;
      guint key, modifiers;

      if (!GTK_IS_KEYVAL_TRIGGER (trigger))
        continue;

      key = gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger));
      modifiers = gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger));
      if (is_another_way (key, modifiers))
        continue;

      n++;
      name = gtk_accelerator_name (key, modifiers);
      g_test_message ("%s: %s", page, name);
      g_assert_true (g_hash_table_contains (told, name));
    }

  return n;
}

/* Of this program’s own widgets, without what GTK’s do by themselves. */
static guint
assert_told_below (GtkWidget  *widget,
                   GHashTable *told,
                   const char *page)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);
  GType parent = g_type_parent (G_OBJECT_TYPE (widget));
  guint n = 0;

  if (g_str_has_prefix (type, "Cs") && (parent == CS_TYPE_PAGE || parent == GTK_TYPE_WIDGET
                                        || parent == ADW_TYPE_BIN))
    {
      g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr(GListModel) keys = g_list_model_get_item (controllers, i);

          if (GTK_IS_SHORTCUT_CONTROLLER (keys))
            n += assert_told (keys, told, type);
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += assert_told_below (child, told, page);

  return n;
}

static void
test_every_key_of_a_page_is_told (void)
{
  static const char *const pages[] = { "today", "calendar", "posts", "media", "analytics" };
  g_autoptr(Display) display = display_new ();
  g_autoptr(GHashTable) told = told_keys ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "picture.jpg",
                                                 NULL);
  g_autoptr(GVariant) media = display_run (display, "media.add", "{'path': <'%s'>}", path);
  g_autofree char *show = NULL;
  const char *id = NULL;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *key = g_strdup_printf ("<Control>%u", i + 1);

      g_assert_true (g_hash_table_contains (told, key));
      cs_window_show_page (display->window, pages[i]);
      wait_for_quiet (display);
      n += assert_told_below (GTK_WIDGET (cs_window_get_page (display->window)), told, pages[i]);
    }

  display_act (display, "win.new-post-now");
  n += assert_told_below (GTK_WIDGET (cs_window_get_page (display->window)), told, "composer");
  g_variant_lookup (media, "id", "&s", &id);
  show = g_strdup_printf ("win.show-media('%s')", id);
  display_act (display, show);
  n += assert_told_below (GTK_WIDGET (cs_window_get_page (display->window)), told, "clip");
  g_assert_cmpuint (n, >=, 30);
}

static void
test_narrow_window_has_room_for_all (void)
{
  g_autoptr(Display) display = display_new ();
  int least;

  wait_for_quiet (display);
  gtk_widget_measure (GTK_WIDGET (display->window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, 360 + 20);    /* what the shadow of a window takes */
}

static gboolean
is_told (gpointer loading)
{
  return ADW_IS_SPINNER (adw_bin_get_child (loading));
}

static void
test_slow_page_says_so (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *loading = cs_loading_new ();

  gtk_window_set_child (GTK_WINDOW (window), loading);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (gtk_widget_get_mapped (loading));
  g_assert_false (is_told (loading));
  wait_until (is_told, loading);

  /* The next time it may be fast. */
  gtk_widget_set_visible (loading, FALSE);
  g_assert_false (is_told (loading));
  gtk_window_destroy (GTK_WINDOW (window));
}

CS_TESTS (window)
{
  g_test_add_func ("/ui/window/calendar-is-ready-for-its-keys",
                   test_calendar_is_ready_for_its_keys);
  g_test_add_func ("/ui/window/a-size-that-is-none-is-not-taken",
                   test_a_size_that_is_none_is_not_taken);
  g_test_add_func ("/ui/window/every-page-comes-and-goes", test_every_page_comes_and_goes);
  g_test_add_func ("/ui/window/page-that-is-asked-for-takes-the-focus",
                   test_page_that_is_asked_for_takes_the_focus);
  g_test_add_func ("/ui/window/undo-says-what-it-undid", test_undo_says_what_it_undid);
  g_test_add_func ("/ui/window/preferences-are-kept", test_preferences_are_kept);
  g_test_add_func ("/ui/window/the-calendar-follows-the-preferred-clock",
                   test_the_calendar_follows_the_preferred_clock);
  g_test_add_func ("/ui/window/help-that-cannot-be-shown-says-so",
                   test_help_that_cannot_be_shown_says_so);
  g_test_add_func ("/ui/window/every-key-is-told", test_every_key_is_told);
  g_test_add_func ("/ui/window/every-key-of-a-page-is-told", test_every_key_of_a_page_is_told);
  g_test_add_func ("/ui/window/slow-page-says-so", test_slow_page_says_so);
  g_test_add_func ("/ui/window/narrow-window-has-room-for-all",
                   test_narrow_window_has_room_for_all);
}
