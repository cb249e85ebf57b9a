/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"

#include "cs-table-private.h"

/* How its fields are read; they come out of several tables. */
static const CsTable account_day_table = { "account_day", CS_RECORD_ACCOUNT_DAY, NULL, NULL };

/* From one day until before another, by time; 0: no such bound. A day of which nothing is known
 * is not among them. */
GPtrArray *
cs_account_day_store_list (CsTx        *tx,
                           const char  *account_id,
                           gint64       from_day,
                           gint64       until_day,
                           GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT a.id, d.day, d.posts, iif (d.told_views, d.views, NULL),"
    " iif (d.told_likes, d.likes, NULL), iif (d.told_comments, d.comments, NULL),"
    " iif (d.told_shares, d.shares, NULL), iif (d.told_quotes, d.quotes, NULL),"
    " iif (d.told_saves, d.saves, NULL), d.followers, d.frozen"
    " FROM account AS a JOIN account_day AS d ON d.account = a.nr"
    " WHERE a.id = :account AND d.day >= :from AND d.day < :until ORDER BY d.day");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_int (select, ":from", from_day != 0 ? from_day : -G_MAXINT64);
  cs_stmt_bind_int (select, ":until", until_day != 0 ? until_day : G_MAXINT64);

  return cs_table_read_all (&account_day_table, select, error);
}
