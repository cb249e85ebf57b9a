/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-receipt-store.h"

#include "cs-error.h"
#include "cs-meta-store.h"
#include "cs-table-private.h"

#include <inttypes.h>
#include <string.h>

#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

const CsTable cs_receipt_table = { "receipt", CS_RECORD_RECEIPT, NULL, NULL };

/* What the hash covers, in this order for ever: fields that come later are not in it. */
static const char *const chained[] = {
  "number", "id", "target_id", "post_id", "account_id", "network", "handle", "part", "remote_id",
  "url", "published_at", "body_sha256", "previous",
};

/* Name, length and value of each field, so that no two receipts read the same. */
static char *
hash_receipt (const CsReceipt *receipt)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GVariant) values = g_variant_ref_sink (cs_record_to_variant (receipt));

  for (guint i = 0; i < G_N_ELEMENTS (chained); i++)
    {
      g_autoptr(GVariant) value = g_variant_lookup_value (values, chained[i], NULL);
      g_autofree char *text = value != NULL ? g_variant_print (value, FALSE) : g_strdup ("-");
      g_autofree char *line = g_strdup_printf ("%s %zu %s\n", chained[i], strlen (text), text);

      g_checksum_update (sum, (const guchar *) line, -1);
    }

  return g_strdup (g_checksum_get_string (sum));
}

/* The last link, as the workspace remembers it: "number hash". */
static gboolean
read_head (CsTx    *tx,
           gint64  *number,
           char   **hash,
           GError **error)
{
  g_autofree char *head = NULL;
  char *space;

  if (!cs_meta_store_get (tx, "receipt-head", &head, error))
    return FALSE;

  space = head != NULL ? strchr (head, ' ') : NULL;
  *number = space != NULL ? g_ascii_strtoll (head, NULL, 10) : 0;
  *hash = g_strdup (space != NULL ? space + 1 : NO_HASH);

  return TRUE;
}

/**
 * cs_receipt_store_add:
 * @receipt: what went out; its number and hashes are filled in here
 *
 * Returns: (transfer full): the receipt as it is kept
 */
CsReceipt *
cs_receipt_store_add (CsTx             *tx,
                      const CsReceipt  *receipt,
                      GError          **error)
{
  g_autoptr(CsReceipt) kept = cs_record_copy (receipt);
  g_autofree char *head = NULL;

  g_clear_pointer (&kept->previous, g_free);
  g_clear_pointer (&kept->hash, g_free);

  if (!read_head (tx, &kept->number, &kept->previous, error))
    return NULL;

  kept->number++;
  kept->hash = hash_receipt (kept);
  head = g_strdup_printf ("%" PRId64 " %s", kept->number, kept->hash);

  if (!cs_table_insert (tx, &cs_receipt_table, kept, error)
      || !cs_meta_store_set (tx, "receipt-head", head, error))
    return NULL;

  cs_tx_touch (tx, CS_RECORD_RECEIPT, kept->id);

  return g_steal_pointer (&kept);
}

/* What was published from one second until before another, the newest first; 0: no such bound. */
GPtrArray *
cs_receipt_store_list (CsTx     *tx,
                       gint64    from,
                       gint64    until,
                       guint     limit,
                       GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_receipt_table,
    "WHERE (:from = 0 OR t.published_at >= :from) AND (:until = 0 OR t.published_at < :until)"
    " ORDER BY t.number DESC LIMIT :limit");

  cs_stmt_bind_int (select, ":from", from);
  cs_stmt_bind_int (select, ":until", until);
  cs_stmt_bind_int (select, ":limit", limit == 0 ? -1 : (gint64) limit);

  return cs_table_read_all (&cs_receipt_table, select, error);
}

/* Those of a target, by the part of the thread. */
GPtrArray *
cs_receipt_store_find_for (CsTx        *tx,
                           const char  *target_id,
                           GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_receipt_table,
    "WHERE t.target_id = :target ORDER BY t.part, t.number");

  cs_stmt_bind_text (select, ":target", target_id);

  return cs_table_read_all (&cs_receipt_table, select, error);
}

/* Only a copy from before can tell what was there. */
static gboolean
fail_missing (gint64    number,
              GError  **error)
{
  return cs_fail (error, CS_ERROR_STORE, "Receipt %" PRId64 " is missing: put back a copy of the "
                  "workspace from before, and trust what the network shows until then", number);
}

static gboolean
verify_link (const CsReceipt  *receipt,
             gint64            number,
             const char       *previous,
             GError          **error)
{
  g_autofree char *hash = hash_receipt (receipt);

  if (receipt->number != number)
    return fail_missing (number, error);

  return (g_strcmp0 (receipt->previous, previous) == 0 && g_strcmp0 (receipt->hash, hash) == 0)
      || cs_fail (error, CS_ERROR_STORE, "Receipt %" PRId64 " was changed after it was "
                  "written: put back a copy of the workspace from before, and trust what the "
                  "network shows until then", number);
}

/**
 * cs_receipt_store_verify:
 * @n_checked: (out) (optional): how many receipts hold
 *
 * Returns: whether every receipt is as it was written and none is missing
 */
gboolean
cs_receipt_store_verify (CsTx    *tx,
                         gint64  *n_checked,
                         GError **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_receipt_table, "ORDER BY t.number");
  g_autofree char *previous = g_strdup (NO_HASH);
  g_autofree char *head = NULL;
  gint64 head_number, number = 0;

  while (cs_stmt_next (select, NULL))
    {
      g_autoptr(CsReceipt) receipt = cs_table_read (&cs_receipt_table, select, error);

      if (receipt == NULL || !verify_link (receipt, ++number, previous, error))
        return FALSE;

      g_set_str (&previous, receipt->hash);
    }

  if (!cs_stmt_check (select, error))
    return FALSE;

  if (!read_head (tx, &head_number, &head, error))
    return FALSE;

  if (n_checked != NULL)
    *n_checked = number;

  return (head_number == number && strcmp (head, previous) == 0)
      || fail_missing (number + 1, error);
}
