/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sign-in.h"

#include "cs-error.h"

struct _CsSignIns
{
  GMutex      lock;
  CsClock    *clock;
  GHashTable *waiting;   /* id → CsSignIn */
};

void
cs_sign_in_free (CsSignIn *self)
{
  g_free (self->id);
  g_clear_pointer (&self->pending, g_variant_unref);
  g_clear_pointer (&self->redirect, cs_redirect_free);
  g_free (self->account_id);
  g_free (self);
}

CsSignIns *
cs_sign_ins_new (CsClock *clock)
{
  CsSignIns *self = g_new0 (CsSignIns, 1);

  g_mutex_init (&self->lock);
  self->clock = g_object_ref (clock);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) cs_sign_in_free);

  return self;
}

static gboolean
is_over (gpointer key,
         gpointer value,
         gpointer now)
{
  const CsSignIn *sign_in = value;

  return sign_in->begun + CS_SIGN_IN_SECONDS < *(gint64 *) now;
}

/* Takes it. Those that were never finished end here. */
void
cs_sign_ins_add (CsSignIns *self,
                 CsSignIn  *sign_in)
{
  gint64 now = cs_clock_now (self->clock);

  sign_in->begun = now;

  g_mutex_lock (&self->lock);
  g_hash_table_foreach_remove (self->waiting, is_over, &now);
  g_hash_table_replace (self->waiting, sign_in->id, sign_in);
  g_mutex_unlock (&self->lock);
}

CsSignIn *
cs_sign_ins_take (CsSignIns   *self,
                  const char  *id,
                  GError     **error)
{
  gint64 now = cs_clock_now (self->clock);
  CsSignIn *found = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_foreach_remove (self->waiting, is_over, &now);
  g_hash_table_steal_extended (self->waiting, id, NULL, (gpointer *) &found);
  g_mutex_unlock (&self->lock);

  if (found == NULL)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "That sign-in is not waiting any more: begin it again");

  return found;
}

void
cs_sign_ins_free (CsSignIns *self)
{
  g_hash_table_unref (self->waiting);
  g_object_unref (self->clock);
  g_mutex_clear (&self->lock);
  g_free (self);
}
