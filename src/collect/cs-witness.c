/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-witness.h"

#include "cs-collect-rules.h"
#include "cs-desk.h"

/**
 * cs_witness_ask:
 * @desks: of #CsDesk: whose servers are asked, until one agrees
 * @except: (nullable): the server that is not asked, since it is the one that doubts
 *
 * Each question is a request as any other. Blocks.
 */
gboolean
cs_witness_ask (GHashTable    *desks,
                const char    *except,
                CsWitness     *said,
                GCancellable  *cancellable,
                GError       **error)
{
  GHashTableIter iter;
  gpointer desk;

  *said = (CsWitness) { FALSE, FALSE, 0 };
  g_hash_table_iter_init (&iter, desks);

  while (!said->agrees && g_hash_table_iter_next (&iter, NULL, &desk))
    {
      gint64 there = 0;

      if (except != NULL && g_strcmp0 (cs_desk_get_host (desk), except) == 0)
        continue;

      if (!cs_desk_ask_time (desk, &there, cancellable, error))
        return FALSE;

      if (there == CS_UNKNOWN)
        said->is_mute = TRUE;
      else if (there != 0 && ABS (there - cs_desk_now (desk)) <= CS_CLOCK_OFF_MAX)
        said->agrees = TRUE;
      else if (there != 0)
        said->skew = there - cs_desk_now (desk);
    }

  return TRUE;
}
