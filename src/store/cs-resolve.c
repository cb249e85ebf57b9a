/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-resolve.h"

#include "cs-error.h"
#include "cs-id.h"
#include "cs-table-private.h"

#include <string.h>

#define SHORTEST 4

static const CsTable *
table_of (CsRecordKind kind)
{
  static const CsTable *const tables[] = {
    &cs_account_table, &cs_post_table, &cs_target_table, &cs_media_table, &cs_rendition_table,
    &cs_outbox_table, &cs_receipt_table,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (tables[i]->kind == kind)
      return tables[i];

  return NULL;
}

static gboolean
could_be_part (const char *text)
{
  return strlen (text) >= SHORTEST && strlen (text) <= CS_ID_LENGTH
      && strspn (text, "0123456789abcdef-") == strlen (text);
}

/**
 * cs_store_resolve_id:
 * @text: an id, or as much of its beginning or its end as names one alone: ids
 *   made in one minute begin alike
 *
 * Returns: (transfer full): the whole id; NULL with %CS_ERROR_NOT_FOUND, or with
 *   %CS_ERROR_INVALID when several fit
 */
char *
cs_store_resolve_id (CsTx          *tx,
                     CsRecordKind   kind,
                     const char    *text,
                     GError       **error)
{
  const CsTable *table = table_of (kind);
  const char *name = cs_record_noun (kind);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *start = g_strconcat (lower, "*", NULL);
  g_autofree char *end = g_strconcat ("*", lower, NULL);
  g_autofree char *sql = NULL;
  g_autofree char *found = NULL;
  g_autoptr(CsStmt) select = NULL;

  g_return_val_if_fail (table != NULL, NULL);

  if (!could_be_part (lower))
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, "There is no %s “%s”", name, text);

  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE (id GLOB :start OR id GLOB :end)%s LIMIT 2",
                         table->name, kind == CS_RECORD_ACCOUNT ? " AND NOT removed" : "");
  select = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (select, ":start", start);
  cs_stmt_bind_text (select, ":end", end);

  if (cs_stmt_next (select, NULL))
    found = g_strdup (cs_stmt_get_text (select, 0));

  if (found != NULL && cs_stmt_next (select, NULL))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” fits more than one %s: give more of the id",
                         text, name);

  if (!cs_stmt_check (select, error))
    return NULL;

  return found != NULL ? g_steal_pointer (&found)
         : cs_fail_null (error, CS_ERROR_NOT_FOUND, "There is no %s “%s”", name, text);
}
