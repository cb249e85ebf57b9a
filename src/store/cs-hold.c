/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-hold-private.h"

#include "cs-error.h"
#include "cs-freedom.h"
#include "cs-post-store.h"

#include <glib/gi18n.h>
#include <string.h>

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

/* Whether it says what it said; when it was changed is not said of it. */
static gboolean
is_same (const CsPost *post,
         const CsPost *next)
{
  g_autoptr(CsPost) then = cs_record_copy (next);

  then->changed_at = post->changed_at;

  return cs_record_equal (post, then);
}

/* As an edit: what is out stays, and of a thread whose beginning is out the rest is free. */
static gboolean
find_edit (CsTx          *tx,
           const CsPost  *post,
           const CsPost  *next,
           const char   **hold,
           GError       **error)
{
  CsFreedom freedom;
  gint64 n_kept;
  Fate fate;

  if (!cs_freedom_ask_edit (tx, post, &freedom, &n_kept, NULL, error))
    return FALSE;

  if (freedom == CS_FREE_WHOLE || is_same (post, next)
      || (freedom == CS_FREE_REST && cs_freedom_keeps (post, next, n_kept)))
    return TRUE;

  if (!read_fate (tx, CS_RECORD_POST, post->id, &fate, error))
    return FALSE;

  *hold = words_of (&fate);

  return TRUE;
}

/* FALSE: the store failed; post is NULL when there is none of that id. */
static gboolean
find_post (CsTx        *tx,
           const char  *id,
           CsPost     **post,
           GError     **error)
{
  g_autoptr(GError) failure = NULL;

  *post = cs_post_store_find (tx, id, &failure);

  if (*post != NULL || g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* Adds the post to those that are about to be changed, as it is now. */
gboolean
cs_hold_keep (CsTx        *tx,
              GPtrArray   *posts,
              const char  *id,
              GError     **error)
{
  CsPost *post;

  for (guint i = 0; i < posts->len; i++)
    if (strcmp (((CsPost *) posts->pdata[i])->id, id) == 0)
      return TRUE;

  if (!find_post (tx, id, &post, error))
    return FALSE;

  if (post != NULL)
    g_ptr_array_add (posts, post);

  return TRUE;
}

/**
 * cs_hold_find_changed:
 * @posts: as they were before they were changed
 * @hold: (out) (nullable): why one of them may not be as it is now, and what can be done instead
 */
gboolean
cs_hold_find_changed (CsTx          *tx,
                      GPtrArray     *posts,
                      const char   **hold,
                      GError       **error)
{
  *hold = NULL;

  for (guint i = 0; i < posts->len && *hold == NULL; i++)
    {
      const CsPost *post = posts->pdata[i];
      g_autoptr(CsPost) next = NULL;

      if (!find_post (tx, post->id, &next, error)
          || (next != NULL && !find_edit (tx, post, next, hold, error)))
        return FALSE;
    }

  return TRUE;
}
