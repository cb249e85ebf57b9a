/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-hold-private.h"

#include <glib/gi18n.h>

/* What became in the outbox of a row's subject, in rows there. */
typedef struct
{
  gint64   out;       /* known to be there */
  gint64   moving;
  gint64   ended;     /* without going out */
  gboolean held;      /* by a row that has not come to its end */
} Fate;

static gboolean
read_fate (CsTx          *tx,
           CsRecordKind   kind,
           const char    *id,
           Fate          *fate,
           GError       **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT count (*) FILTER (WHERE state IN (60, 100)),"
    " count (*) FILTER (WHERE state < 90 AND state <> 60),"
    " count (*) FILTER (WHERE state IN (90, 110, 120)),"
    " count (*) FILTER (WHERE state < 90) FROM outbox WHERE %s = :id",
    kind == CS_RECORD_TARGET ? "target_id" : "post_id");
  g_autoptr(CsStmt) ask = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (ask, ":id", id);

  if (!cs_stmt_next (ask, error))
    return FALSE;

  fate->out = cs_stmt_get_int (ask, 0);
  fate->moving = cs_stmt_get_int (ask, 1);
  fate->ended = cs_stmt_get_int (ask, 2);
  fate->held = cs_stmt_get_int (ask, 3) > 0;

  return TRUE;
}

/* Why a plan stands as it is, and what can be done instead. */
static const char *
words_of (const Fate *fate)
{
  if (fate->out > 0 && fate->moving > 0)
    return _("a part of the post is out and the rest is on its way out; the rest can be stopped");

  if (fate->out > 0 && fate->ended > 0)
    return _("a part of the post is out; delete it on the network, or publish the rest");

  if (fate->out > 0)
    return _("the post is out; to take it back, delete it on the network");

  if (fate->moving > 0)
    return _("the post is already on its way out; it can still be stopped");

  return _("the post was tried and did not go out; plan it anew instead");
}

static gboolean
is_claimed (CsTx        *tx,
            const char  *target_id,
            gboolean    *is,
            GError     **error)
{
  g_autoptr(CsStmt) ask = cs_tx_prepare (tx, "SELECT count (*) FROM target"
                                             " WHERE id = :id AND state = 'claimed'");

  cs_stmt_bind_text (ask, ":id", target_id);

  if (!cs_stmt_next (ask, error))
    return FALSE;

  *is = cs_stmt_get_int (ask, 0) > 0;

  return TRUE;
}

/**
 * cs_hold_find:
 * @kind: of what is to be changed; what is no post or target is free
 * @deletes_again: it was deleted before, after it had gone out: that takes
 *   nothing from under the outbox
 * @hold: (out) (nullable): why it stands as it is and what can be done instead;
 *   NULL: it is free
 */
gboolean
cs_hold_find (CsTx          *tx,
              CsRecordKind   kind,
              const char    *id,
              gboolean       deletes_again,
              const char   **hold,
              GError       **error)
{
  Fate fate;
  gboolean holds;

  *hold = NULL;

  if (kind != CS_RECORD_TARGET && kind != CS_RECORD_POST)
    return TRUE;

  if (!read_fate (tx, kind, id, &fate, error))
    return FALSE;

  holds = fate.held;

  if (kind == CS_RECORD_TARGET && !deletes_again && !is_claimed (tx, id, &holds, error))
    return FALSE;

  if (holds)
    *hold = words_of (&fate);

  return TRUE;
}
