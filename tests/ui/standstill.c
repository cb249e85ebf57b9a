/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "standstill.h"

static GMutex mutex;
static GCond changed;
static gboolean stands;
static guint n_taken;

/* As cs-job.h says. */
static const guint n_workers[] = { [CS_JOB_SHORT] = 4, [CS_JOB_LONG] = 8 };

static gpointer
stand (CsJob         *job,
       gpointer       input,
       GCancellable  *cancellable,
       GError       **error)
{
  g_mutex_lock (&mutex);
  n_taken++;
  g_cond_broadcast (&changed);
  while (stands)
    g_cond_wait (&changed, &mutex);
  n_taken--;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);

  return NULL;
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
}

void
standstill_begin (CsJobPool pool)
{
  stands = TRUE;
  for (guint i = 0; i < n_workers[pool]; i++)
    cs_job_start (pool, stand, NULL, NULL, NULL, NULL, NULL, on_ended, NULL);

  g_mutex_lock (&mutex);
  while (n_taken < n_workers[pool])
    g_cond_wait (&changed, &mutex);
  g_mutex_unlock (&mutex);
}

void
standstill_end (void)
{
  g_mutex_lock (&mutex);
  stands = FALSE;
  g_cond_broadcast (&changed);
  while (n_taken > 0)
    g_cond_wait (&changed, &mutex);
  g_mutex_unlock (&mutex);
}
