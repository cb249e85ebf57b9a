/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-media-tool.h"
#include "cs-test.h"
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* A render that is under way, and does not get anywhere before somebody lets it. */
typedef struct
{
  Fixture      *fixture;
  CsWorkspace  *guest;       /* another process, as far as the owner can see */
  char         *helper;      /* the real one */
  char         *script;
  char         *go;
  char         *media;
  char         *job;
  GCancellable *cancellable;
  guint         n_heard;     /* changes of jobs, by the guest */
  gboolean      has_ran;
  gboolean      is_closed;
  GVariant     *answer;
  GError       *error;
} Render;

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Render *self = user_data;
  g_autoptr(GError) error = NULL;

  self->guest = cs_workspace_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
on_changed (CsWorkspace *guest,
            const char  *kind,
            GStrv        ids,
            Render      *self)
{
  if (strcmp (kind, "job") != 0)
    return;

  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  if (self->job == NULL)
    self->job = g_strdup (ids[0]);
  g_assert_cmpstr (ids[0], ==, self->job);
  self->n_heard++;
}

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Render *self = user_data;

  self->answer = cs_workspace_run_finish (result, &self->error);
  self->has_ran = TRUE;
}

static void
wait_for_news (Render *self,
               guint   n_heard)
{
  while (self->n_heard < n_heard)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (self->n_heard, ==, n_heard);
}

/* A render's own helper is started with two words; it waits until it may go. */
static void
slow_down (Render *self)
{
  g_autofree char *text = NULL;

  self->helper = g_strdup (g_getenv ("CREATORSYNC_MEDIA_HELPER"));
  self->script = g_build_filename (self->fixture->folder, "helper", NULL);
  self->go = g_build_filename (self->fixture->folder, "go", NULL);
  text = g_strdup_printf ("#!/bin/sh\n[ $# -eq 2 ] && while [ ! -e '%s' ]; do sleep 0.01; done\n"
                          "exec '%s' \"$@\"\n", self->go, self->helper);
  g_assert_true (g_file_set_contents_full (self->script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700,
                                           NULL));
  g_setenv ("CREATORSYNC_MEDIA_HELPER", self->script, TRUE);
}

static void
let_go (Render *self)
{
  g_assert_true (g_file_set_contents (self->go, "", 0, NULL));
}

static Render *
render_new (void)
{
  Render *self = g_new0 (Render, 1);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  const char *const networks[] = { "mastodon", NULL };

  self->fixture = fixture_new ();
  self->cancellable = g_cancellable_new ();
  self->media = add_media (self->fixture, "ten-bit.mkv");
  cs_workspace_open_async (self->fixture->folder, CS_WORKSPACE_JOIN, NULL, on_opened, self);
  while (self->guest == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (self->guest, "changed", G_CALLBACK (on_changed), self);

  slow_down (self);
  g_variant_dict_insert (&args, "id", "s", self->media);
  g_variant_dict_insert (&args, "networks", "^as", networks);
  cs_workspace_run_async (self->fixture->owner, "media.fix", g_variant_dict_end (&args), NULL,
                          self->cancellable, on_ran, self);
  wait_for_news (self, 1);

  return self;
}

static void
render_free (Render *self)
{
  g_assert_true (self->has_ran);
  g_setenv ("CREATORSYNC_MEDIA_HELPER", self->helper, TRUE);
  g_signal_handlers_disconnect_by_data (self->guest, self);
  cs_workspace_close (self->guest);
  g_object_unref (self->guest);
  fixture_free (self->fixture);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->answer, g_variant_unref);
  g_clear_error (&self->error);
  g_free (self->helper);
  g_free (self->script);
  g_free (self->go);
  g_free (self->media);
  g_free (self->job);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Render, render_free)

static void
wait_for_end (Render *self)
{
  while (!self->has_ran)
    g_main_context_iteration (NULL, TRUE);
}

static void
pause_job (Render     *self,
           const char *command)
{
  g_variant_unref (run_command (self->guest, command, "{'id': <'%s'>}", self->job));
}

static void
assert_job (CsWorkspace *workspace,
            Render      *self,
            const char  *state)
{
  g_autoptr(GVariant) jobs = run_command (workspace, "job.list", "{}");
  g_autoptr(GVariant) job = NULL;
  g_autofree char *id = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *title = NULL;
  g_autofree char *said = NULL;

  g_assert_cmpuint (g_variant_n_children (jobs), ==, 1);
  job = g_variant_get_child_value (jobs, 0);
  id = text_of (job, "id");
  subject = text_of (job, "subject");
  title = text_of (job, "title");
  said = text_of (job, "state");
  g_assert_cmpstr (id, ==, self->job);
  g_assert_cmpstr (subject, ==, self->media);
  g_assert_cmpstr (title, ==, "ten-bit.mkv");
  g_assert_cmpstr (said, ==, state);
}

static void
test_another_process_pauses_and_resumes_it (void)
{
  g_autoptr(Render) render = render_new ();
  g_autoptr(GVariant) none = NULL;

  assert_job (render->fixture->owner, render, "running");
  pause_job (render, "job.pause");
  wait_for_news (render, 2);
  assert_job (render->fixture->owner, render, "paused");
  assert_job (render->guest, render, "paused");

  /* Once more changes nothing, and nothing is told. */
  pause_job (render, "job.pause");
  let_go (render);
  for (guint i = 0; i < 300; i++)
    {
      cs_pause (1, NULL, NULL);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_false (render->has_ran);
  g_assert_cmpuint (render->n_heard, ==, 2);

  pause_job (render, "job.resume");
  wait_for_end (render);
  g_assert_no_error (render->error);
  g_assert_cmpuint (g_variant_n_children (render->answer), ==, 1);
  wait_for_news (render, 4);
  none = run_command (render->guest, "job.list", "{}");
  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
  refuse_command (render->guest, "job.pause", CS_ERROR_NOT_FOUND, "{'id': <'%s'>}", render->job);
}

/* Of those that nobody looked at, in order. */
static void
assert_notices (Fixture    *fixture,
                const char *kinds,
                const char *title)
{
  g_autoptr(GVariant) all = run_command (fixture->owner, "notice.list", "{}");
  g_autoptr(GString) line = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) notice = g_variant_get_child_value (all, i);
      g_autofree char *kind = text_of (notice, "kind");
      g_autofree char *of = text_of (notice, "title");
      g_autofree char *sentence = text_of (notice, "sentence");

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", kind);
      g_assert_cmpstr (of, ==, title);
      g_assert_true ((sentence != NULL) == (strcmp (kind, "unfit") == 0));
    }

  g_assert_cmpstr (line->str, ==, kinds);
}

static void
test_a_cancel_ends_what_is_paused (void)
{
  g_autoptr(Render) render = render_new ();

  pause_job (render, "job.pause");
  g_cancellable_cancel (render->cancellable);
  wait_for_end (render);
  g_assert_error (render->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_notices (render->fixture, "", NULL);
}

/* Another run of the same, behind the one that is under way. */
typedef struct
{
  GCancellable *cancellable;
  GVariant     *answer;
  GError       *error;
} Second;

static void
on_second_ran (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Second *second = user_data;

  second->answer = cs_workspace_run_finish (result, &second->error);
}

static gsize
count_jobs (Render *self)
{
  g_autoptr(GVariant) jobs = run_command (self->guest, "job.list", "{}");

  return g_variant_n_children (jobs);
}

static void
begin_second (Render *self,
              Second *second)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  const char *const networks[] = { "mastodon", NULL };

  g_signal_handlers_disconnect_by_data (self->guest, self);
  second->cancellable = g_cancellable_new ();
  g_variant_dict_insert (&args, "id", "s", self->media);
  g_variant_dict_insert (&args, "networks", "^as", networks);
  cs_workspace_run_async (self->guest, "media.fix", g_variant_dict_end (&args), NULL,
                          second->cancellable, on_second_ran, second);
  while (count_jobs (self) < 2)
    ;
}

static void
wait_for_second (Second *second)
{
  while (second->answer == NULL && second->error == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
second_clear (Second *second)
{
  g_clear_object (&second->cancellable);
  g_clear_pointer (&second->answer, g_variant_unref);
  g_clear_error (&second->error);
}

static void
test_two_at_once_are_one_render (void)
{
  g_autoptr(Render) render = render_new ();
  g_autoptr(GVariant) media = NULL;
  g_autoptr(GVariant) made = NULL;
  Second second = { NULL, };

  begin_second (render, &second);
  let_go (render);
  wait_for_end (render);
  wait_for_second (&second);
  g_assert_no_error (render->error);
  g_assert_no_error (second.error);
  g_assert_true (g_variant_equal (render->answer, second.answer));

  media = run_command (render->guest, "media.show", "{'id': <'%s'>}", render->media);
  made = g_variant_lookup_value (media, "renditions", G_VARIANT_TYPE ("aa{sv}"));
  g_assert_cmpuint (g_variant_n_children (made), ==, 1);
  assert_notices (render->fixture, "fitted", "ten-bit.mkv");
  second_clear (&second);
}

/* Who waits for the first to end can be called off, and the first goes on. */
static void
test_a_cancel_ends_what_waits (void)
{
  g_autoptr(Render) render = render_new ();
  Second second = { NULL, };

  begin_second (render, &second);
  g_cancellable_cancel (second.cancellable);
  wait_for_second (&second);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (count_jobs (render) > 1)
    ;

  let_go (render);
  wait_for_end (render);
  g_assert_no_error (render->error);
  second_clear (&second);
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Render *self = user_data;

  cs_workspace_close_finish (CS_WORKSPACE (source), result);
  self->is_closed = TRUE;
}

static void
test_a_close_ends_what_is_paused (void)
{
  g_autoptr(Render) render = render_new ();

  pause_job (render, "job.pause");
  cs_workspace_close_async (render->fixture->owner, on_closed, render);
  while (!render->is_closed)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (render->has_ran);
  g_assert_error (render->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A render's own helper is started with two words; this one ends without a word. */
static void
break_renders (Fixture    *fixture,
               const char *helper)
{
  g_autofree char *script = g_build_filename (fixture->folder, "broken", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n[ $# -eq 2 ] && exit 1\nexec '%s' \"$@\"\n",
                                           helper);

  g_assert_true (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("CREATORSYNC_MEDIA_HELPER", script, TRUE);
}

static void
test_how_a_render_ended_is_told (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *helper = g_strdup (g_getenv ("CREATORSYNC_MEDIA_HELPER"));
  g_autofree char *id = add_media (fixture, "ten-bit.mkv");
  g_autofree char *args = g_strdup_printf ("{'id': <'%s'>, 'networks': <['mastodon']>}", id);

  break_renders (fixture, helper);
  refuse_command (fixture->owner, "media.fix", CS_ERROR_INVALID, "%s", args);
  g_setenv ("CREATORSYNC_MEDIA_HELPER", helper, TRUE);
  assert_notices (fixture, "unfit", "ten-bit.mkv");
  g_variant_unref (run_command (fixture->owner, "media.fix", "%s", args));
  assert_notices (fixture, "unfit fitted", "ten-bit.mkv");

  /* What fits already is nothing to tell of; nor is what nobody wants to hear. */
  g_variant_unref (run_command (fixture->owner, "media.fix", "%s", args));
  assert_notices (fixture, "unfit fitted", "ten-bit.mkv");
  g_variant_unref (run_command (fixture->owner, "preference.set",
                                "{'name': <'notify-fixed'>, 'value': <'off'>}"));
  assert_notices (fixture, "", NULL);
}

/* A sign-in or a search cannot be paused, so it is none. */
static void
test_other_runs_are_no_jobs (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) none = run_command (fixture->owner, "job.list", "{}");

  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
  refuse_command (fixture->owner, "job.resume", CS_ERROR_NOT_FOUND, "{'id': <'nobody'>}");
  refuse_command (fixture->owner, "job.pause", CS_ERROR_INVALID, "{}");
}

CS_TESTS (jobs)
{
  g_test_add_func ("/workspace/jobs/another-process-pauses-and-resumes-it",
                   test_another_process_pauses_and_resumes_it);
  g_test_add_func ("/workspace/jobs/a-cancel-ends-what-is-paused",
                   test_a_cancel_ends_what_is_paused);
  g_test_add_func ("/workspace/jobs/two-at-once-are-one-render", test_two_at_once_are_one_render);
  g_test_add_func ("/workspace/jobs/a-cancel-ends-what-waits", test_a_cancel_ends_what_waits);
  g_test_add_func ("/workspace/jobs/a-close-ends-what-is-paused", test_a_close_ends_what_is_paused);
  g_test_add_func ("/workspace/jobs/how-a-render-ended-is-told", test_how_a_render_ended_is_told);
  g_test_add_func ("/workspace/jobs/other-runs-are-no-jobs", test_other_runs_are_no_jobs);
}
