/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-free.h"

#include "cs-error.h"
#include "cs-outbox-store.h"
#include "cs-target-store.h"

/* TRUE when it ended without going out. */
static gboolean
has_failed (CsOutboxState state)
{
  return state == CS_OUTBOX_FAILED || state == CS_OUTBOX_MISSED || state == CS_OUTBOX_CANCELLED;
}

gboolean
cs_free_check_target (CsTx            *tx,
                      const CsTarget  *target,
                      GError         **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  if (target->state != CS_TARGET_CLAIMED)
    return TRUE;

  rows = cs_outbox_store_list_for (tx, target->id, error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = rows->pdata[i];

      if (row->state == CS_OUTBOX_DONE || row->state == CS_OUTBOX_CONFIRMED)
        return cs_fail (error, CS_ERROR_INVALID,
                        "It has gone out already: write a new post instead");

      if (!has_failed (row->state))
        return cs_fail (error, CS_ERROR_INVALID,
                        "It is on its way out: creatorsync-cli outbox cancel %s stops it", row->id);
    }

  return TRUE;
}

gboolean
cs_free_check_post (CsTx        *tx,
                    const char  *post_id,
                    GError     **error)
{
  g_autoptr(GPtrArray) targets = cs_target_store_list_for (tx, post_id, error);

  if (targets == NULL)
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    if (!cs_free_check_target (tx, targets->pdata[i], error))
      return FALSE;

  return TRUE;
}
