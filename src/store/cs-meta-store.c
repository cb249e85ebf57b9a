/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-meta-store.h"

/* A NULL value forgets the name. */
gboolean
cs_meta_store_set (CsTx        *tx,
                   const char  *name,
                   const char  *value,
                   GError     **error)
{
  g_autoptr(CsStmt) set = cs_tx_prepare (tx, value != NULL
    ? "INSERT INTO meta (name, value) VALUES (:name, :value)"
      " ON CONFLICT (name) DO UPDATE SET value = :value"
    : "DELETE FROM meta WHERE name = :name");

  cs_stmt_bind_text (set, ":name", name);

  if (value != NULL)
    cs_stmt_bind_text (set, ":value", value);

  return cs_stmt_run (set, error);
}

/**
 * cs_meta_store_get:
 * @value: (out): what was set, or NULL when nothing was
 *
 * Returns: whether it could be read
 */
gboolean
cs_meta_store_get (CsTx        *tx,
                   const char  *name,
                   char       **value,
                   GError     **error)
{
  g_autoptr(CsStmt) get = cs_tx_prepare (tx, "SELECT value FROM meta WHERE name = :name");

  cs_stmt_bind_text (get, ":name", name);
  *value = cs_stmt_next (get, NULL) ? g_strdup (cs_stmt_get_text (get, 0)) : NULL;

  return cs_stmt_check (get, error);
}
