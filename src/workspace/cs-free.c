/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-free.h"

#include "cs-error.h"
#include "cs-outbox-store.h"

#include <glib/gi18n.h>
#include <inttypes.h>

/* What cannot be changed or planned as a whole, in words. */
static gboolean
refuse (CsTx            *tx,
        const CsTarget  *target,
        CsFreedom        freedom,
        GError         **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  if (freedom == CS_FREE_OUT)
    return cs_fail (error, CS_ERROR_INVALID,
                    "It has gone out already: write a new post instead");

  if (freedom == CS_FREE_REST)
    return cs_fail (error, CS_ERROR_INVALID, "The beginning of this thread is out: "
                    "creatorsync-cli post publish sends the rest of it, now");

  rows = cs_outbox_store_list_for (tx, target->id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = rows->pdata[i];

      if (row->state <= CS_OUTBOX_NEEDS_YOU && row->state != CS_OUTBOX_CONFIRMED)
        return cs_fail (error, CS_ERROR_INVALID,
                        "It is on its way out: creatorsync-cli outbox cancel %s stops it", row->id);
    }

  return rows != NULL;
}

/* Refused with CS_ERROR_INVALID unless all of it may be planned. */
gboolean
cs_free_check_target (CsTx            *tx,
                      const CsPost    *post,
                      const CsTarget  *target,
                      GError         **error)
{
  CsFreedom freedom;
  gint64 n_out;

  return cs_freedom_ask (tx, post, target, &freedom, &n_out, error)
      && (freedom == CS_FREE_WHOLE || refuse (tx, target, freedom, error));
}

/**
 * cs_free_check_edit:
 * @next: the post as it is to be
 *
 * Refused with %CS_ERROR_INVALID when a post is out or on its way. Of a thread
 * whose beginning is out the parts that are not may change, also where another
 * account has them: what is out there stays as it is.
 */
gboolean
cs_free_check_edit (CsTx          *tx,
                    const CsPost  *post,
                    const CsPost  *next,
                    GError       **error)
{
  g_autoptr(CsTarget) deciding = NULL;
  CsFreedom freedom;
  gint64 n_kept;

  if (!cs_freedom_ask_edit (tx, post, &freedom, &n_kept, &deciding, error))
    return FALSE;

  if (freedom == CS_FREE_MOVING || freedom == CS_FREE_OUT)
    return refuse (tx, deciding, freedom, error);

  if (freedom == CS_FREE_WHOLE || cs_freedom_keeps (post, next, n_kept))
    return TRUE;

  return n_kept == 1
           ? cs_fail (error, CS_ERROR_INVALID, "The first part is out and stays as it is: only "
                      "those after it can change, each given with --thread")
           : cs_fail (error, CS_ERROR_INVALID,
                      ngettext ("The first %" PRId64 " part is out and stays as it is: give it as "
                                "it was, and change those after it with --thread",
                                "The first %" PRId64 " parts are out and stay as they are: give "
                                "them as they were, and change those after them with --thread",
                                n_kept), n_kept);
}
