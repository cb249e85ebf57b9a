/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-within.h"

/* Shared by who waits and who works; the last of them frees it. */
typedef struct
{
  GMutex          lock;
  GCond           change;
  GCancellable   *cancellable;   /* the call's own */
  gboolean        cancelled;
  gboolean        done;
  CsWithinFunc    func;
  gpointer        input;
  GDestroyNotify  input_free;
  gpointer        result;
  GDestroyNotify  result_free;
  GError         *error;
} Call;

static void
call_clear (gpointer data)
{
  Call *self = data;

  if (self->result != NULL && self->result_free != NULL)
    self->result_free (self->result);
  if (self->input_free != NULL)
    self->input_free (self->input);

  g_clear_error (&self->error);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->change);
}

static void
call_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, call_clear);
}

static gpointer
call_run (gpointer data)
{
  Call *self = data;
  GError *error = NULL;
  gpointer result = self->func (self->input, self->cancellable, &error);

  g_mutex_lock (&self->lock);
  self->result = result;
  self->error = error;
  self->done = TRUE;
  g_cond_signal (&self->change);
  g_mutex_unlock (&self->lock);
  call_unref (self);

  return NULL;
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  Call *self = user_data;

  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  g_cond_signal (&self->change);
  g_mutex_unlock (&self->lock);
}

static gboolean
wait_for_end (Call  *self,
              guint  msec)
{
  gint64 until = g_get_monotonic_time () + msec * G_TIME_SPAN_MILLISECOND;
  gboolean in_time = TRUE;

  g_mutex_lock (&self->lock);

  while (!self->done && !self->cancelled && in_time)
    in_time = g_cond_wait_until (&self->change, &self->lock, until);

  in_time = self->done;
  g_mutex_unlock (&self->lock);

  return in_time;
}

/**
 * cs_run_within:
 * @msec: the longest that the caller waits
 * @func: what blocks; it should heed the cancellable that it is given, which is
 *   cancelled when nobody waits any more
 * @input: (transfer full): for @func; freed when that has returned
 * @result_free: (nullable): frees a result that came too late
 *
 * Any thread may call. A call that is given up goes on until it returns; what
 * it did then is not known.
 *
 * Returns: (transfer full): what @func returned; or NULL with its error,
 *   %G_IO_ERROR_TIMED_OUT or %G_IO_ERROR_CANCELLED
 */
gpointer
cs_run_within (guint            msec,
               CsWithinFunc     func,
               gpointer         input,
               GDestroyNotify   input_free,
               GDestroyNotify   result_free,
               GCancellable    *cancellable,
               GError         **error)
{
  Call *self = g_atomic_rc_box_new0 (Call);
  gpointer result = NULL;
  gulong handler = 0;

  g_mutex_init (&self->lock);
  g_cond_init (&self->change);
  self->cancellable = g_cancellable_new ();
  self->func = func;
  self->input = input;
  self->input_free = input_free;
  self->result_free = result_free;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);

  g_thread_unref (g_thread_new ("cs-within", call_run, g_atomic_rc_box_acquire (self)));

  if (wait_for_end (self, msec))
    {
      result = g_steal_pointer (&self->result);

      if (self->error != NULL)
        g_propagate_error (error, g_steal_pointer (&self->error));
    }
  else
    {
      g_cancellable_cancel (self->cancellable);

      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        /* not translated: who asked says it in a sentence of its own */
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No answer in %u ms", msec);
    }

  g_cancellable_disconnect (cancellable, handler);
  call_unref (self);

  return result;
}
