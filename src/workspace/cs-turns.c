/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-turns.h"

struct _CsTurns
{
  GMutex      lock;
  GCond       cond;      /* a turn has ended, or somebody who waits was cancelled */
  GHashTable *taken;     /* names */
};

struct _CsTurn
{
  CsTurns *turns;
  char    *name;
};

CsTurns *
cs_turns_new (void)
{
  CsTurns *self = g_new0 (CsTurns, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  CsTurns *self = user_data;
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  g_cond_broadcast (&self->cond);
}

static CsTurn *
wait_for_turn (CsTurns       *self,
               const char    *name,
               GCancellable  *cancellable,
               GError       **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  CsTurn *turn;

  while (g_hash_table_contains (self->taken, name) && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->cond, &self->lock);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  turn = g_new0 (CsTurn, 1);
  turn->turns = self;
  turn->name = g_strdup (name);
  g_hash_table_add (self->taken, turn->name);

  return turn;
}

/**
 * cs_turns_take:
 *
 * Blocks while another has the turn of this name, and not for longer than until
 * it is cancelled.
 *
 * Returns: (transfer full): the turn, for cs_turn_end(); NULL when it was cancelled
 */
CsTurn *
cs_turns_take (CsTurns       *self,
               const char    *name,
               GCancellable  *cancellable,
               GError       **error)
{
  gulong handler = cancellable != NULL
                     ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL)
                     : 0;
  CsTurn *turn = wait_for_turn (self, name, cancellable, error);

  /* Without the lock: a handler that runs now is waited for, and takes it. */
  g_cancellable_disconnect (cancellable, handler);

  return turn;
}

void
cs_turns_free (CsTurns *self)
{
  g_hash_table_unref (self->taken);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
cs_turn_end (CsTurn *self)
{
  {
    G_MUTEX_AUTO_LOCK (&self->turns->lock, locker);

    g_hash_table_remove (self->turns->taken, self->name);
    g_cond_broadcast (&self->turns->cond);
  }

  g_free (self->name);
  g_free (self);
}
