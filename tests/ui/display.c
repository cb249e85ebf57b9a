/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "display.h"

#include "cs-item.h"
#include "cs-library.h"
#include "cs-test-folder.h"
#include "keys.h"

#define PATIENCE_SECONDS 40    /* files are read by a sanitized process, on a shared machine */

static void
on_activate (CsApplication *application,
             Display       *self)
{
  self->window = CS_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
}

Display *
display_new (void)
{
  Display *self = g_new0 (Display, 1);
  g_autoptr(GError) error = NULL;

  self->folder = cs_test_folder_new (START, &self->clock);

  self->notices = notices_new ();
  self->application = cs_application_new (G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  cs_application_set_folder (self->application, self->folder);
  g_signal_connect_after (self->application, "activate", G_CALLBACK (on_activate), self);
  g_application_register (G_APPLICATION (self->application), NULL, &error);
  g_assert_no_error (error);
  g_application_activate (G_APPLICATION (self->application));
  g_assert_nonnull (self->window);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  self->library = cs_application_get_library (self->application);

  return self;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static gboolean
on_end (gpointer application)
{
  g_action_group_activate_action (application, "quit", NULL);

  return G_SOURCE_REMOVE;
}

void
display_close (Display *self)
{
  gtk_window_close (GTK_WINDOW (self->window));
  wait_until (is_gone, &self->window);
}

void
display_free (Display *self)
{
  /* A test may have closed it. */
  if (self->window != NULL)
    {
      wait_for_quiet (self);
      display_close (self);
    }

  /* A service is not activated by running; what runs also ends as it should. */
  g_timeout_add (0, on_end, self->application);
  g_application_run (G_APPLICATION (self->application), 0, NULL);
  notices_free (self->notices);
  g_assert_finalize_object (self->application);
  if (self->simulator != NULL)
    cs_simulator_stop (self->simulator);
  g_clear_object (&self->simulator);
  g_clear_object (&self->clock);
  cs_test_folder_free (self->folder);
  g_free (self);
}

void
display_simulate (Display *self)
{
  g_autoptr(GError) error = NULL;

  self->simulator = cs_simulator_new (self->clock);
  g_assert_true (cs_simulator_start (self->simulator, &error));
  g_assert_no_error (error);
}

/* What a person would see instead. */
static void
print_labels (GtkWidget *widget)
{
  if (widget == NULL || !gtk_widget_get_mapped (widget))
    return;

  if (GTK_IS_LABEL (widget))
    g_printerr ("# “%s”\n", gtk_label_get_label (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    print_labels (child);
}

static gboolean
on_late (gpointer user_data)
{
  g_autoptr(GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      print_labels (window);
    }

  g_error ("Waited for %d seconds, and it does not hold", PATIENCE_SECONDS);

  return G_SOURCE_REMOVE;
}

static gboolean
on_look (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* It looks again also where nothing happens here: a truth may be of the publisher’s threads. */
void
wait_until (Truth    truth,
            gpointer data)
{
  guint limit = g_timeout_add_seconds (PATIENCE_SECONDS, on_late, NULL);
  guint look = g_timeout_add (50, on_look, NULL);

  while (!truth (data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (look);
  g_source_remove (limit);
}

typedef struct
{
  GVariant *answer;
  GError   *error;
} Outcome;

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->answer = cs_library_run_finish (CS_LIBRARY (source), result, &outcome->error);
}

static gboolean
has_outcome (gpointer data)
{
  Outcome *outcome = data;

  return outcome->answer != NULL || outcome->error != NULL;
}

GVariant *
display_run (Display    *self,
             const char *command,
             const char *args,
             ...)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) given = NULL;
  Outcome outcome = { NULL, NULL };
  va_list list;

  if (args != NULL)
    {
      g_autofree char *text = NULL;

      va_start (list, args);
      text = g_strdup_vprintf (args, list);
      va_end (list);
      given = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
      g_assert_no_error (error);
    }

  cs_library_run (self->library, command, given, NULL, on_ran, &outcome);
  wait_until (has_outcome, &outcome);
  g_assert_no_error (outcome.error);

  return outcome.answer;
}

char *
display_sign_in (Display *self)
{
  g_autoptr(GVariant) begun = NULL;
  g_autoptr(GVariant) account = NULL;

  display_simulate (self);
  begun = display_run (self, "account.begin-sign-in",
                       "{'network': <'bluesky'>, 'handle': <'alice.test'>,"
                       " 'app_password': <'abcd-efgh-ijkl-mnop'>, 'host': <'%s'>,"
                       " 'endpoints': <{'plc': '%s', 'video': '%s'}>}",
                       cs_simulator_get_url (self->simulator, CS_SIMULATOR_BLUESKY),
                       cs_simulator_get_url (self->simulator, CS_SIMULATOR_PLC),
                       cs_simulator_get_url (self->simulator, CS_SIMULATOR_VIDEO));
  account = display_run (self, "account.finish-sign-in", "{'id': <'%s'>}",
                         cs_view_text (begun, "id"));

  return g_strdup (cs_view_text (account, "id"));
}

static gboolean
has_receipt (gpointer display)
{
  g_autoptr(GVariant) all = display_run (display, "receipt.list", NULL);

  return g_variant_n_children (all) == 1;
}

char *
display_publish_and_count (Display *self)
{
  g_autofree char *account = display_sign_in (self);
  g_autoptr(GVariant) post = display_run (self, "post.new",
                                          "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);
  const char *id = cs_view_text (post, "id");

  g_variant_unref (display_run (self, "post.publish", "{'id': <'%s'>}", id));
  wait_until (has_receipt, self);
  cs_clock_advance (self->clock, 20 * 60 * G_USEC_PER_SEC);
  g_variant_unref (display_run (self, "numbers.refresh", NULL));

  return g_strdup (id);
}

char *
clip_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
}

char *
display_add_clip (Display    *self,
                  const char *name)
{
  g_autofree char *path = clip_path (name);
  g_autoptr(GVariant) media = display_run (self, "media.add", "{'path': <'%s'>}", path);

  return g_strdup (cs_view_text (media, "id"));
}

/* Counted behind the frames, so that a machine that is busy is not taken for calm. */
static void
on_layout (GdkFrameClock *clock,
           guint         *n_ticks)
{
  *n_ticks = 0;
}

static gboolean
is_calm (gpointer data)
{
  return *(guint *) data > 5;
}

static gboolean
on_tick (gpointer data)
{
  (*(guint *) data)++;

  return G_SOURCE_CONTINUE;
}

void
wait_for_quiet (Display *self)
{
  g_autoptr(GVariant) answer = display_run (self, "status", NULL);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  guint n_ticks = 0;
  guint tick = g_timeout_add_full (G_PRIORITY_LOW, 20, on_tick, &n_ticks, NULL);
  gulong handler = g_signal_connect (clock, "layout", G_CALLBACK (on_layout), &n_ticks);

  wait_until (is_calm, &n_ticks);
  g_signal_handler_disconnect (clock, handler);
  g_source_remove (tick);
}

void
display_act (Display    *self,
             const char *detailed_action)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) parameter = NULL;
  g_autofree char *name = NULL;

  g_action_parse_detailed_name (detailed_action, &name, &parameter, &error);
  g_assert_no_error (error);
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (self->window), name, parameter));
  wait_for_quiet (self);
}

static gboolean
says (GtkWidget  *widget,
      const char *words)
{
  static const char *const properties[] = { "title", "label", "text", "tooltip-text" };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), properties[i]);
      g_autofree char *text = NULL;

      if (spec == NULL || spec->value_type != G_TYPE_STRING)
        continue;

      g_object_get (widget, properties[i], &text, NULL);
      if (g_strcmp0 (text, words) == 0)
        return TRUE;
    }

  return FALSE;
}

gpointer
find_widget (gpointer    root,
             GType       type,
             const char *words)
{
  GtkWidget *widget = root;

  if (!gtk_widget_get_mapped (widget))
    return NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (words == NULL || says (widget, words)))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_widget (child, type, words);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
on_past (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
is_past (gpointer data)
{
  return *(gboolean *) data;
}

void
wait_past (guint msec)
{
  gboolean past = FALSE;

  g_timeout_add (msec, on_past, &past);
  wait_until (is_past, &past);
}

typedef struct
{
  gpointer    root;
  GType       type;
  const char *words;
  gpointer    found;
} Seen;

static gboolean
is_seen (gpointer data)
{
  Seen *seen = data;

  seen->found = find_widget (seen->root, seen->type, seen->words);

  return seen->found != NULL;
}

gpointer
wait_for (gpointer    root,
          GType       type,
          const char *words)
{
  Seen seen = { root, type, words, NULL };

  wait_until (is_seen, &seen);

  return seen.found;
}

/* A button by its label, with the underline of its mnemonic. */
void
press (gpointer    root,
       const char *label)
{
  GtkWidget *button = find_widget (root, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

void
press_key (gpointer    widget,
           const char *key)
{
  if (!keys_press (widget, key))
    g_error ("Nothing listens to %s", key);
}

void
drop (GtkWidget    *widget,
      const GValue *value)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr(GtkEventController) target = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (target)
          && gdk_content_formats_contain_gtype (
               gtk_drop_target_get_formats (GTK_DROP_TARGET (target)), G_VALUE_TYPE (value)))
        g_signal_emit_by_name (target, "drop", value, 0.0, 0.0, &taken);
    }

  g_assert_true (taken);
}
