/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-within.h"
#include "cs-error.h"
#include "cs-test.h"

/* What the call waits for, and what is counted when it has ended. */
typedef struct
{
  GMutex   lock;
  GCond    change;
  gboolean open;
  int      ended;
} Gate;

static Gate *
gate_new (void)
{
  Gate *self = g_new0 (Gate, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->change);

  return self;
}

static void
gate_free (Gate *self)
{
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->change);
  g_free (self);
}

static void
gate_open (Gate *self)
{
  g_mutex_lock (&self->lock);
  self->open = TRUE;
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
}

static void
gate_wait_for_ends (Gate *self,
                    int   n)
{
  g_mutex_lock (&self->lock);
  while (self->ended < n)
    g_cond_wait (&self->change, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
count_end (gpointer data)
{
  Gate *self = data;

  g_mutex_lock (&self->lock);
  self->ended++;
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
}

/* Deaf to its cancellable, as the worst of services are. */
static gpointer
hang (gpointer       input,
      GCancellable  *cancellable,
      GError       **error)
{
  Gate *gate = input;

  g_mutex_lock (&gate->lock);
  while (!gate->open)
    g_cond_wait (&gate->change, &gate->lock);
  g_mutex_unlock (&gate->lock);
  g_assert_true (g_cancellable_is_cancelled (cancellable));

  return gate;
}

static gpointer
answer (gpointer       input,
        GCancellable  *cancellable,
        GError       **error)
{
  return g_strdup (input);
}

static gpointer
refuse (gpointer       input,
        GCancellable  *cancellable,
        GError       **error)
{
  return cs_fail_null (error, CS_ERROR_INVALID, "no");
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_answer_comes_back (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *result = cs_run_within (60000, answer, g_strdup ("a"), g_free, g_free,
                                            NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (result, ==, "a");
}

static void
test_refusal_comes_back (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_run_within (60000, refuse, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_deaf_call_is_given_up_and_its_result_freed (void)
{
  g_autoptr(GError) error = NULL;
  Gate *gate = gate_new ();

  g_assert_null (cs_run_within (1, hang, gate, count_end, count_end, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);

  gate_open (gate);
  gate_wait_for_ends (gate, 2);
  gate_free (gate);
}

static void
test_cancel_ends_the_wait (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Gate *gate = gate_new ();
  GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);

  g_assert_null (cs_run_within (600000, hang, gate, count_end, count_end, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);

  gate_open (gate);
  gate_wait_for_ends (gate, 2);
  gate_free (gate);
}

CS_TESTS (within)
{
  g_test_add_func ("/within/answer-comes-back", test_answer_comes_back);
  g_test_add_func ("/within/refusal-comes-back", test_refusal_comes_back);
  g_test_add_func ("/within/deaf-call-is-given-up-and-its-result-freed",
                   test_deaf_call_is_given_up_and_its_result_freed);
  g_test_add_func ("/within/cancel-ends-the-wait", test_cancel_ends_the_wait);
}
