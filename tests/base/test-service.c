/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-service.h"
#include "cs-test.h"

#define START    G_GINT64_CONSTANT (1800000000)
#define NAP      60
#define DEADLINE (30 * G_USEC_PER_SEC)

typedef struct
{
  CsClock   *clock;
  CsService *service;

  GMutex     lock;
  GCond      changed;
  guint      n_runs;
  gint64     last_at;      /* of the clock, when the last run began */
  gint64     next_at;      /* what each run says */
  gboolean   fails;
  gboolean   hangs;        /* until it is cancelled */
  guint      n_holds;      /* runs that wait until they are let go */
} Fixture;

static gboolean
run (gpointer       user_data,
     gint64        *next_at,
     GCancellable  *cancellable,
     GError       **error)
{
  Fixture *self = user_data;
  gboolean fails, hangs;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    self->n_runs++;
    self->last_at = cs_clock_now (self->clock);
    *next_at = self->next_at;
    fails = self->fails;
    hangs = self->hangs;
    g_cond_broadcast (&self->changed);

    while (self->n_holds > 0)
      g_cond_wait (&self->changed, &self->lock);
  }

  if (hangs)
    {
      GPollFD fd;

      g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
      g_poll (&fd, 1, 30000);
      g_cancellable_release_fd (cancellable);

      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    }

  return !fails || cs_fail (error, CS_ERROR_FAILED, "It does not work");
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->clock = cs_clock_new_virtual (START * G_USEC_PER_SEC);
  self->service = cs_service_new ("test", self->clock, NAP, run, self);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cs_service_stop (self->service);
  cs_service_free (self->service);
  g_object_unref (self->clock);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
}

static void
wait_for_run (Fixture *self,
              guint    n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  while (self->n_runs < n)
    g_assert_true (g_cond_wait_until (&self->changed, &self->lock, deadline));
}

/* The clock goes on, second by second as the service looks at it, until it runs again. */
static gint64
find_next_run (Fixture *self)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  guint n;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);
    n = self->n_runs;
  }

  while (g_get_monotonic_time () < deadline)
    {
      {
        gint64 until = g_get_monotonic_time () + 20 * 1000;
        G_MUTEX_AUTO_LOCK (&self->lock, locker);

        while (self->n_runs == n && g_cond_wait_until (&self->changed, &self->lock, until))
          continue;

        if (self->n_runs > n)
          return self->last_at;
      }

      cs_clock_advance (self->clock, G_USEC_PER_SEC);
    }

  g_assert_not_reached ();
}

/* What the runs after this one say. */
static void
say (Fixture *self,
     gint64   next_at)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  self->next_at = next_at;
}

/* It runs at once, then when the run said, and no later than after its longest nap. */
static void
test_runs_when_it_is_time (Fixture       *self,
                           gconstpointer  data)
{
  gint64 from;

  self->next_at = START + 20;
  cs_service_start (self->service);
  wait_for_run (self, 1);
  g_assert_cmpint (self->last_at, ==, START);
  g_assert_cmpint (find_next_run (self), >=, START + 20);

  /* What is overdue waits a second. */
  say (self, START + 100000);
  from = find_next_run (self);
  g_assert_cmpint (from, >=, START + 21);
  g_assert_cmpint (find_next_run (self), >=, from + NAP);
}

/* One that failed is tried again a while later, and each time longer after. */
static void
test_waits_after_trouble (Fixture       *self,
                          gconstpointer  data)
{
  gint64 first, second;

  self->fails = TRUE;
  self->next_at = START + 1;
  cs_service_start (self->service);
  wait_for_run (self, 1);
  first = find_next_run (self);
  g_assert_cmpint (first, >=, START + 15);
  second = find_next_run (self);
  g_assert_cmpint (second - first, >=, 2 * 15);
}

/* A wake ends the nap, also one that came while it ran. */
static void
test_is_woken (Fixture       *self,
               gconstpointer  data)
{
  self->next_at = START + 50;
  self->n_holds = 1;
  cs_service_start (self->service);
  wait_for_run (self, 1);
  cs_service_wake (self->service);

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    self->n_holds = 0;
    g_cond_broadcast (&self->changed);
  }

  wait_for_run (self, 2);
  g_assert_cmpint (cs_clock_now (self->clock), ==, START);
}

/* A stop ends a run and a nap; it may be started again, and starting twice is starting once. */
static void
test_stops (Fixture       *self,
            gconstpointer  data)
{
  self->hangs = TRUE;
  cs_service_stop (self->service);
  cs_service_start (self->service);
  wait_for_run (self, 1);
  cs_service_stop (self->service);
  g_assert_cmpuint (self->n_runs, ==, 1);

  self->hangs = FALSE;
  cs_service_start (self->service);
  cs_service_start (self->service);
  wait_for_run (self, 2);
  cs_service_stop (self->service);
  g_assert_cmpuint (self->n_runs, ==, 2);
}

#define ADD(name, func) \
  g_test_add ("/base/service/" name, Fixture, NULL, set_up, func, tear_down)

CS_TESTS (service)
{
  ADD ("runs-when-it-is-time", test_runs_when_it_is_time);
  ADD ("waits-after-trouble", test_waits_after_trouble);
  ADD ("is-woken", test_is_woken);
  ADD ("stops", test_stops);
}
