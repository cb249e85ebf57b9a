/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-task.h"

#include "cs-words.h"

#include <glib/gi18n.h>

struct _CsMediaTask
{
  GObject           parent_instance;

  char             *command;
  char             *subject;      /* a path, or the id of a file */
  char             *title;
  GVariant         *args;
  CsMediaTaskState  state;
  gint64            done;
  gint64            total;        /* 0: not known */
  gboolean          is_paused;
  char             *sentence;
  GTimer           *timer;        /* stands while it is paused */
  GCancellable     *cancellable;
};

G_DEFINE_FINAL_TYPE (CsMediaTask, cs_media_task, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (CsMediaTask      *self,
           CsMediaTaskState  state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_pause (CsMediaTask *self,
            gboolean     is_paused)
{
  if (is_paused == self->is_paused)
    return;

  self->is_paused = is_paused;
  if (is_paused)
    g_timer_stop (self->timer);
  else
    g_timer_continue (self->timer);
}

/* Of everything that is done in the library. */
static void
on_progress (CsLibrary   *library,
             const char  *id,
             const char  *title,
             gint64       done,
             gint64       total,
             CsMediaTask *self)
{
  CsItem *run;

  if (self->state != CS_MEDIA_TASK_RUNNING || g_strcmp0 (id, self->subject) != 0
      || g_strcmp0 (title, self->command) != 0)
    return;

  self->done = done;
  self->total = total;
  run = cs_library_find_run (library, self->command, self->subject);
  take_pause (self, run != NULL && cs_item_get_bool (run, "paused"));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(CsMediaTask) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  g_signal_handlers_disconnect_by_func (source, on_progress, self);
  if (answer != NULL)
    {
      set_state (self, CS_MEDIA_TASK_DONE);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_state (self, CS_MEDIA_TASK_CANCELLED);
    }
  else
    {
      g_set_str (&self->sentence, error->message);
      set_state (self, CS_MEDIA_TASK_FAILED);
    }
}

static void
cs_media_task_finalize (GObject *object)
{
  CsMediaTask *self = CS_MEDIA_TASK (object);

  g_free (self->command);
  g_free (self->subject);
  g_free (self->title);
  g_free (self->sentence);
  g_variant_unref (self->args);
  g_timer_destroy (self->timer);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (cs_media_task_parent_class)->finalize (object);
}

static void
cs_media_task_class_init (CsMediaTaskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_media_task_finalize;

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_MEDIA_TASK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
cs_media_task_init (CsMediaTask *self)
{
  self->timer = g_timer_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * cs_media_task_new:
 * @command: of the workspace
 * @subject: what it is about: a path, or the id of a file
 * @title: what a person calls that
 * @args: of the command; sunk if floating
 *
 * Returns: (transfer full): a task that waits
 */
CsMediaTask *
cs_media_task_new (const char *command,
                   const char *subject,
                   const char *title,
                   GVariant   *args)
{
  CsMediaTask *self = g_object_new (CS_TYPE_MEDIA_TASK, NULL);

  self->command = g_strdup (command);
  self->subject = g_strdup (subject);
  self->title = g_strdup (title);
  self->args = g_variant_ref_sink (args);

  return self;
}

const char *
cs_media_task_get_command (CsMediaTask *self)
{
  return self->command;
}

const char *
cs_media_task_get_subject (CsMediaTask *self)
{
  return self->subject;
}

const char *
cs_media_task_get_title (CsMediaTask *self)
{
  return self->title;
}

CsMediaTaskState
cs_media_task_get_state (CsMediaTask *self)
{
  return self->state;
}

/* From 0 to 1; negative while it is not known. */
double
cs_media_task_get_fraction (CsMediaTask *self)
{
  if (self->state == CS_MEDIA_TASK_DONE)
    return 1;

  return self->total > 0 ? CLAMP ((double) self->done / self->total, 0, 1) : -1;
}

gboolean
cs_media_task_is_paused (CsMediaTask *self)
{
  return self->state == CS_MEDIA_TASK_RUNNING && self->is_paused;
}

/* Why it failed. */
const char *
cs_media_task_get_sentence (CsMediaTask *self)
{
  return self->sentence;
}

/* How far it is, or how it ended. */
char *
cs_media_task_dup_words (CsMediaTask *self)
{
  double fraction = cs_media_task_get_fraction (self);

  switch (self->state)
    {
    case CS_MEDIA_TASK_WAITING:
      return g_strdup (_("Waiting"));

    case CS_MEDIA_TASK_DONE:
      return g_strdup (_("Done"));

    case CS_MEDIA_TASK_FAILED:
      return g_strdup (self->sentence);

    case CS_MEDIA_TASK_CANCELLED:
      return g_strdup (_("Cancelled"));

    case CS_MEDIA_TASK_RUNNING:
    default:
      break;
    }

  if (fraction >= 0)
    return cs_words_progress (fraction, g_timer_elapsed (self->timer, NULL), self->is_paused);

  return g_strdup (self->is_paused ? _("Paused") : _("Reading the file"));
}

gboolean
cs_media_task_has_ended (CsMediaTask *self)
{
  return self->state >= CS_MEDIA_TASK_DONE;
}

void
cs_media_task_start (CsMediaTask *self,
                     CsLibrary   *library)
{
  g_return_if_fail (self->state == CS_MEDIA_TASK_WAITING);

  g_timer_start (self->timer);
  set_state (self, CS_MEDIA_TASK_RUNNING);
  g_signal_connect_object (library, "progress", G_CALLBACK (on_progress), self, G_CONNECT_DEFAULT);
  cs_library_run (library, self->command, self->args, self->cancellable, on_ran,
                  g_object_ref (self));
}

void
cs_media_task_cancel (CsMediaTask *self)
{
  if (self->state == CS_MEDIA_TASK_WAITING)
    set_state (self, CS_MEDIA_TASK_CANCELLED);
  else
    g_cancellable_cancel (self->cancellable);
}
