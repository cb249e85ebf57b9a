/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-process.h"

#include "cs-brake.h"
#include "cs-channel.h"
#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#define CHANNEL 3

struct _CsMediaProcess
{
  GSubprocess *process;
  int          channel;
  guint        answers;
};

/* The tests and a run from the source tree name another program than the installed one. */
static const char *
program (void)
{
  const char *named = g_getenv ("CREATORSYNC_MEDIA_HELPER");

  return named != NULL ? named : CS_MEDIA_HELPER;
}

/* What GLib, GStreamer, the loader and the sanitizers look at. Who breaks into the helper shall not
 * find there what else the program was started with, and hide it in a clip that is published. */
static GStrv
environment (void)
{
  static const char *const prefixes[] = { "G_", "GST_", "LC_", "LD_", "ASAN_", "LSAN_", "UBSAN_" };
  g_autoptr(GStrvBuilder) kept = g_strv_builder_new ();
  g_auto(GStrv) names = g_listenv ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean is_kept = g_str_equal (names[i], "LANG") || g_str_equal (names[i], "LANGUAGE")
                         || g_str_equal (names[i], "LOCPATH")
                         || g_str_equal (names[i], "CREATORSYNC_LOCALE_DIR")
                         || g_str_equal (names[i], "PATH") || g_str_equal (names[i], "TMPDIR");

      for (guint j = 0; j < G_N_ELEMENTS (prefixes) && !is_kept; j++)
        is_kept = g_str_has_prefix (names[i], prefixes[j]);

      if (g_str_equal (names[i], "LC_ALL") || g_str_equal (names[i], "LC_MESSAGES"))
        continue;

      if (is_kept && g_getenv (names[i]) != NULL)
        g_strv_builder_take (kept, g_strconcat (names[i], "=", g_getenv (names[i]), NULL));
    }

  /* It speaks the language that this program speaks now. */
  g_strv_builder_take (kept, g_strconcat ("LC_MESSAGES=", setlocale (LC_MESSAGES, NULL), NULL));

  return g_strv_builder_end (kept);
}

/**
 * cs_media_process_new:
 * @scratch: (nullable): the one folder that the process may write to
 *
 * Returns: the process, or NULL with %CS_ERROR_NEEDS_YOU
 */
CsMediaProcess *
cs_media_process_new (const char  *scratch,
                      GError     **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_auto(GStrv) kept = environment ();
  CsMediaProcess *self;
  int ends[2];

  if (!cs_channel_pair (ends, error))
    return NULL;

  g_subprocess_launcher_set_environ (launcher, kept);
  g_subprocess_launcher_take_fd (launcher, ends[1], CHANNEL);
  process = g_subprocess_launcher_spawn (launcher, &cause, program (),
                                         scratch != NULL ? "--scratch" : NULL, scratch, NULL);
  if (process == NULL)
    {
      close (ends[0]);
      return cs_fail_null (error, CS_ERROR_NEEDS_YOU,
                           "The media engine “%s” cannot be started: %s. Install it again",
                           program (), cause->message);
    }

  self = g_new0 (CsMediaProcess, 1);
  self->process = g_steal_pointer (&process);
  self->channel = ends[0];

  return self;
}

static void
end (CsMediaProcess *self)
{
  if (self->channel < 0)
    return;

  close (self->channel);
  self->channel = -1;
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
}

void
cs_media_process_free (CsMediaProcess *self)
{
  end (self);
  g_object_unref (self->process);
  g_free (self);
}

gboolean
cs_media_process_is_gone (CsMediaProcess *self)
{
  return self->channel < 0;
}

/* How many requests it has answered: one that answered before may have died for another reason. */
guint
cs_media_process_answers (CsMediaProcess *self)
{
  return self->answers;
}

static CsErrorCode
code_from_name (const char *name)
{
  for (CsErrorCode code = CS_ERROR_FAILED; code <= CS_ERROR_NEEDS_YOU; code++)
    if (g_strcmp0 (cs_error_code_name (code), name) == 0)
      return code;

  return CS_ERROR_FAILED;
}

/* While its brake is on nothing may be used but memory: the process is stopped, wherever it is.
 * Killing it, and the death of this one, end it all the same. */
static gboolean
wait_for_brake (CsMediaProcess  *self,
                GCancellable    *cancellable,
                GError         **error)
{
  gboolean let_off;

  if (!cs_brake_is_on (cancellable))
    return !g_cancellable_set_error_if_cancelled (cancellable, error);

  g_subprocess_send_signal (self->process, SIGSTOP);
  let_off = cs_brake_wait (cancellable, error);
  g_subprocess_send_signal (self->process, SIGCONT);

  return let_off;
}

/* Waits until there is something to read. Time that it was stopped does not count. */
static gboolean
wait_for_word (CsMediaProcess  *self,
               guint            patience_msec,
               GCancellable    *cancellable,
               GError         **error)
{
  CsWake wake;

  do
    {
      if (!wait_for_brake (self, cancellable, error))
        return FALSE;

      wake = cs_brake_poll (cancellable, self->channel, patience_msec);
    }
  while (wake == CS_WAKE_TOLD);

  if (wake == CS_WAKE_LATE)
    return cs_fail (error, CS_ERROR_INVALID,
                    "Nothing has moved for %u seconds: the file is too large or broken",
                    patience_msec / 1000);

  return TRUE;
}

/* Whether this was the last message; TRUE leaves a result or an error. */
static gboolean
take_message (CsMediaProcess  *self,
              JsonObject      *message,
              CsProgressFunc   on_progress,
              gpointer         user_data,
              JsonObject     **result,
              GError         **error)
{
  JsonObject *fault = cs_json_get_object (message, "error");
  JsonObject *answer = cs_json_get_object (message, "result");
  const char *sentence;

  if (fault == NULL && answer == NULL)
    {
      if (on_progress != NULL)
        on_progress (cs_json_get_int (message, "progress.done", 0),
                     cs_json_get_int (message, "progress.total", 0), user_data);

      return FALSE;
    }

  self->answers++;
  if (answer != NULL)
    {
      *result = json_object_ref (answer);
    }
  else
    {
      sentence = cs_json_get_text (fault, "sentence");
      cs_fail (error, code_from_name (cs_json_get_text (fault, "code")), "%s",
               sentence != NULL ? sentence : _("The media engine failed"));
    }

  return TRUE;
}

/**
 * cs_media_process_ask:
 * @fds: descriptors that go along; they stay the caller's
 * @patience_msec: how long nothing may move before the process is ended
 *
 * Blocks until the process has answered. While the brake of @cancellable is on it
 * is stopped. After a cancel, a death or a standstill the process is gone.
 *
 * Returns: (transfer full): the result, or NULL
 */
JsonObject *
cs_media_process_ask (CsMediaProcess  *self,
                      JsonObject      *request,
                      const int       *fds,
                      guint            n_fds,
                      guint            patience_msec,
                      CsProgressFunc   on_progress,
                      gpointer         user_data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  JsonObject *result = NULL;
  gboolean alive = cs_channel_send (self->channel, request, fds, n_fds, NULL);

  while (alive)
    {
      g_auto(CsChannelFds) unwanted = CS_CHANNEL_NO_FDS;
      g_autoptr(JsonObject) message = NULL;

      if (!wait_for_word (self, patience_msec, cancellable, error))
        {
          end (self);
          return NULL;
        }

      message = cs_channel_receive (self->channel, &unwanted, NULL);
      alive = message != NULL;

      if (alive && take_message (self, message, on_progress, user_data, &result, error))
        return result;
    }

  end (self);

  return cs_fail_null (error, CS_ERROR_INVALID,
                       "The file is too large or broken: the media engine ended while reading it");
}
