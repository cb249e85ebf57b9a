/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-pause.h"

#include "cs-event-store.h"
#include "cs-meta-store.h"

/* Twice the same says it once. */
gboolean
cs_outbox_pause_set (CsTx      *tx,
                     gboolean   paused,
                     GError   **error)
{
  gboolean was;

  if (!cs_outbox_pause_get (tx, &was, error))
    return FALSE;

  if (was == paused)
    return TRUE;

  return cs_meta_store_set (tx, CS_META_PAUSED, paused ? "1" : NULL, error)
      && cs_event_store_add (tx, paused ? "publishing.paused" : "publishing.resumed",
                             CS_RECORD_OUTBOX_ROW, NULL, NULL, error);
}

gboolean
cs_outbox_pause_get (CsTx      *tx,
                     gboolean  *paused,
                     GError   **error)
{
  g_autofree char *value = NULL;

  if (!cs_meta_store_get (tx, CS_META_PAUSED, &value, error))
    return FALSE;

  *paused = value != NULL;

  return TRUE;
}

/* Whether the row's next step brings nothing out that is not out already. */
gboolean
cs_outbox_pause_lets (const CsOutboxRow *row)
{
  return row->state > CS_OUTBOX_INTENT;
}
