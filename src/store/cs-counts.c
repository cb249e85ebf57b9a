/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-counts-private.h"

#include "cs-error.h"

#include <inttypes.h>

void
cs_counts_read (CsStmt *stmt,
                int     column,
                gint64  counts[CS_N_METRICS])
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    counts[i] = cs_stmt_get_int (stmt, column + i);
}

gboolean
cs_counts_check (const gint64  *counts,
                 guint          n,
                 GError       **error)
{
  for (guint i = 0; i < n; i++)
    if (counts[i] != CS_UNKNOWN && (counts[i] < 0 || counts[i] > CS_COUNT_MAX))
      return cs_fail (error, CS_ERROR_INVALID, "%" PRId64 " is not a number of anything that is "
                      "counted: leave it out where it is unknown", counts[i]);

  return TRUE;
}

static gboolean
add_source (CsTx        *tx,
            CsOrigin     origin,
            const char  *name,
            gint64      *nr,
            GError     **error)
{
  g_autoptr(CsStmt) add = cs_tx_prepare (tx,
    "INSERT INTO source (origin, name) VALUES (:origin, :name) RETURNING nr");

  cs_stmt_bind_text (add, ":origin", cs_origin_names[origin]);
  cs_stmt_bind_text (add, ":name", name);

  if (!cs_stmt_next (add, error))
    return FALSE;

  *nr = cs_stmt_get_int (add, 0);

  return cs_stmt_run (add, error);
}

/* The key of who told, made when it is the first time. */
gboolean
cs_source_find (CsTx        *tx,
                CsOrigin     origin,
                const char  *name,
                gint64      *nr,
                GError     **error)
{
  const char *told = name != NULL ? name : "";
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT nr FROM source WHERE origin = :origin AND name = :name");

  cs_stmt_bind_text (find, ":origin", cs_origin_names[origin]);
  cs_stmt_bind_text (find, ":name", told);

  if (cs_stmt_next (find, NULL))
    {
      *nr = cs_stmt_get_int (find, 0);
      return TRUE;
    }

  return cs_stmt_check (find, error) && add_source (tx, origin, told, nr, error);
}
