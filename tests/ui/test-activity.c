/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-activity-row.h"
#include "cs-clip-page.h"
#include "cs-media-task-row.h"
#include "cs-test.h"
#include "cs-toast.h"
#include "display.h"
#include "slow-render.h"

#include <gst/gst.h>

/* A clip that is being fixed, and gets nowhere before it may. */
typedef struct
{
  Display  *display;
  char     *media;
  gboolean  has_ran;
  GError   *error;
} Render;

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Render *self = user_data;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &self->error);

  self->has_ran = TRUE;
}

static Render *
render_new (void)
{
  Render *self = g_new0 (Render, 1);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "ten-bit.mkv",
                                                 NULL);
  g_autoptr(GVariant) media = NULL;

  self->display = display_new ();
  media = display_run (self->display, "media.add", "{'path': <'%s'>}", path);
  g_variant_lookup (media, "id", "s", &self->media);
  slow_render_begin ();

  return self;
}

static gboolean
has_ran (gpointer data)
{
  return ((Render *) data)->has_ran;
}

static void
render_free (Render *self)
{
  display_free (self->display);
  slow_render_end ();
  g_clear_error (&self->error);
  g_free (self->media);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Render, render_free)

static gboolean
has_no_runs (gpointer library)
{
  return g_list_model_get_n_items (cs_library_get_runs (library)) == 0;
}

static GVariant *
fix_args (Render *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  const char *const networks[] = { "mastodon", NULL };

  g_variant_dict_insert (&args, "id", "s", self->media);
  g_variant_dict_insert (&args, "networks", "^as", networks);

  return g_variant_dict_end (&args);
}

static void
start (Render *self)
{
  cs_library_run (self->display->library, "media.fix", fix_args (self), NULL, on_ran, self);
}

static gpointer
start_in_the_activity (Render *self)
{
  g_assert_true (cs_window_show_page (self->display->window, "today"));
  display_act (self->display, "win.show-activity");
  start (self);

  return wait_for (self->display->window, CS_TYPE_ACTIVITY_ROW, NULL);
}

/* What a reader hears of a row and its button is what the eye sees. */
static void
assert_says (gpointer    row,
             const char *words,
             const char *button)
{
  g_autofree char *said = NULL;
  GtkWidget *pause = wait_for (row, GTK_TYPE_BUTTON, button);

  wait_for (row, GTK_TYPE_LABEL, words);
  said = gtk_test_accessible_check_property (GTK_ACCESSIBLE (pause),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, button);
  g_assert_null (said);
}

static void
test_a_render_is_paused_in_its_row (void)
{
  g_autoptr(Render) render = render_new ();
  gpointer row = start_in_the_activity (render);
  GtkWidget *button;

  assert_says (row, "Working", "Pause");
  wait_for (row, GTK_TYPE_LABEL, "Fixing “ten-bit.mkv”");
  button = find_widget (row, GTK_TYPE_BUTTON, "Pause");
  g_assert_true (gtk_widget_get_focusable (button));
  press (row, "Pause");
  assert_says (row, "Paused", "Resume");
  wait_for (render->display->window, GTK_TYPE_LABEL, "1 paused");

  /* The same button, so that the focus stays; and a key for who has none on it. */
  g_assert_true (find_widget (row, GTK_TYPE_BUTTON, "Resume") == button);
  press_key (row, "p");
  assert_says (row, "Working", "Pause");
  press_key (row, "p");
  assert_says (row, "Paused", "Resume");

  slow_render_let_go ();
  wait_past (300);
  g_assert_false (render->has_ran);
  press (row, "Resume");
  wait_until (has_ran, render);
  g_assert_no_error (render->error);
  wait_until (has_no_runs, render->display->library);
}

static void
test_what_is_paused_can_be_cancelled (void)
{
  g_autoptr(Render) render = render_new ();
  gpointer row = start_in_the_activity (render);

  press (row, "Pause");
  assert_says (row, "Paused", "Resume");
  press (row, "Cancel");
  wait_until (has_ran, render);
  g_assert_error (render->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wait_until (has_no_runs, render->display->library);
}

static char *
job_id (Render *self)
{
  g_autoptr(GVariant) jobs = display_run (self->display, "job.list", NULL);
  g_autoptr(GVariant) job = NULL;
  char *id = NULL;

  g_assert_cmpuint (g_variant_n_children (jobs), ==, 1);
  job = g_variant_get_child_value (jobs, 0);
  g_variant_lookup (job, "id", "s", &id);

  return id;
}

/* Where its progress is shown on the clip's page, too, whoever paused it. */
static void
test_a_clip_says_that_it_is_paused (void)
{
  g_autoptr(Render) render = render_new ();
  CsMediaWork *work = cs_media_work_get (render->display->library);
  g_autofree char *act = g_strdup_printf ("win.show-media('%s')", render->media);
  g_autofree char *id = NULL;
  gpointer row;

  /* The first time it reads every plugin, which may take longer than a test waits. */
  gst_init (NULL, NULL);
  display_act (render->display, act);
  cs_media_work_run (work, "media.fix", render->media, "Making versions", fix_args (render));
  row = wait_for (render->display->window, CS_TYPE_MEDIA_TASK_ROW, NULL);
  wait_for (row, GTK_TYPE_BUTTON, "Pause");

  id = job_id (render);
  g_variant_unref (display_run (render->display, "job.pause", "{'id': <'%s'>}", id));
  assert_says (row, "Paused", "Resume");
  press (row, "Resume");
  assert_says (row, "Reading the file", "Pause");
  slow_render_let_go ();
  wait_until (has_no_runs, render->display->library);
}

static gboolean
is_shown (gpointer notices)
{
  return ((Notices *) notices)->shown->len > 0;
}

static gboolean
shows_clip (gpointer window)
{
  return CS_IS_CLIP_PAGE (cs_window_get_page (window));
}

static void
test_who_does_not_look_is_told_of_its_end (void)
{
  g_autoptr(Render) render = render_new ();
  Notices *notices = render->display->notices;

  g_assert_true (cs_window_show_page (render->display->window, "today"));
  wait_for_quiet (render->display);
  gtk_widget_set_visible (GTK_WIDGET (render->display->window), FALSE);
  start (render);
  slow_render_let_go ();
  wait_until (is_shown, notices);
  g_assert_cmpstr (notices->shown->pdata[0], ==, "Clip Fixed");
  g_assert_cmpstr (notices->bodies->pdata[0], ==, "ten-bit.mkv");
  g_assert_no_error (render->error);

  gst_init (NULL, NULL);
  notices_click (notices, "default");
  wait_until (shows_clip, render->display->window);
}

static void
test_who_looks_is_not_told (void)
{
  g_autoptr(Render) render = render_new ();
  GtkWindow *window = GTK_WINDOW (render->display->window);

  g_assert_true (cs_window_show_page (render->display->window, "today"));
  wait_until ((Truth) gtk_window_is_active, window);
  start (render);
  slow_render_let_go ();
  wait_until (has_ran, render);
  g_assert_no_error (render->error);
  wait_past (500);
  wait_for_quiet (render->display);
  g_assert_cmpuint (render->display->notices->shown->len, ==, 0);
}

CS_TESTS (activity)
{
  g_test_add_func ("/ui/activity/a-render-is-paused-in-its-row",
                   test_a_render_is_paused_in_its_row);
  g_test_add_func ("/ui/activity/what-is-paused-can-be-cancelled",
                   test_what_is_paused_can_be_cancelled);
  g_test_add_func ("/ui/activity/a-clip-says-that-it-is-paused",
                   test_a_clip_says_that_it_is_paused);
  g_test_add_func ("/ui/activity/who-does-not-look-is-told-of-its-end",
                   test_who_does_not_look_is_told_of_its_end);
  g_test_add_func ("/ui/activity/who-looks-is-not-told", test_who_looks_is_not_told);
}
