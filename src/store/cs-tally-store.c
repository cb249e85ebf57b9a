/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tally-store.h"

#include "cs-account-day-private.h"
#include "cs-account-sample-store.h"
#include "cs-error.h"
#include "cs-meta-store.h"
#include "cs-table-private.h"

#include <inttypes.h>

#define LAST_RECEIPT "tally-receipt"

/* How its fields are read; they come out of several tables. */
static const CsTable tally_table = { "tally", CS_RECORD_TALLY, NULL, NULL };

#define COLUMNS \
  "SELECT t.target_id, t.post_id, a.id, t.remote_id, t.url, t.published_at, t.followers," \
  " t.next_at, t.missing_at, t.gone_at, l.taken_at, coalesce (s.origin, 'network')," \
  " iif (s.name = '', NULL, s.name), l.views, l.likes, l.comments, l.shares, l.quotes, l.saves," \
  " l.engagement"

#define SELECT_TALLIES COLUMNS \
  " FROM tally AS t JOIN account AS a ON a.nr = t.account" \
  " LEFT JOIN latest AS l ON l.tally = t.nr LEFT JOIN source AS s ON s.nr = l.source "

#define THEIR_ACCOUNT "t.account = (SELECT nr FROM account WHERE id = :account)"

static GPtrArray *
read_all (CsStmt  *select,
          GError **error)
{
  return cs_table_read_all (&tally_table, select, error);
}

static void
bind_limit (CsStmt *select,
            guint   limit)
{
  cs_stmt_bind_int (select, ":limit", limit == 0 ? -1 : (gint64) limit);
}

/* A new tally; FALSE in @is_new when the target has one. */
static gboolean
insert (CsTx     *tx,
        CsStmt   *receipt,
        gboolean *is_new,
        GError  **error)
{
  CsDayChange change = { .posts = 1 };
  gint64 published_at = cs_stmt_get_int (receipt, 4);
  gint64 account = cs_stmt_get_int (receipt, 6);
  g_autoptr(CsStmt) add = cs_tx_prepare (tx,
    "INSERT INTO tally (target_id, post_id, remote_id, url, published_at, next_at, thinned_to,"
    " account)"
    " VALUES (:target, :post, :remote, :url, :published_at, :published_at, :published_at,"
    " :account) ON CONFLICT (target_id) DO NOTHING");

  cs_stmt_bind_text (add, ":target", cs_stmt_get_text (receipt, 0));
  cs_stmt_bind_text (add, ":post", cs_stmt_get_text (receipt, 1));
  cs_stmt_bind_text (add, ":remote", cs_stmt_get_text (receipt, 2));
  cs_stmt_bind_text (add, ":url", cs_stmt_get_text (receipt, 3));
  cs_stmt_bind_int (add, ":published_at", published_at);
  cs_stmt_bind_int (add, ":account", account);

  if (!cs_stmt_run (add, error))
    return FALSE;

  *is_new = cs_stmt_get_changes (add) > 0;
  if (!*is_new)
    return TRUE;

  cs_tx_touch (tx, CS_RECORD_TALLY, cs_stmt_get_text (receipt, 0));

  return cs_account_day_change (tx, account, cs_utc_day_of (published_at), &change, error);
}

/**
 * cs_tally_store_adopt:
 * @n_new: (out) (optional): how many posts are counted from now on
 *
 * Makes a tally of what was published since the last time: of the first part of a
 * thread. It is due at once.
 */
gboolean
cs_tally_store_adopt (CsTx    *tx,
                      guint   *n_new,
                      GError **error)
{
  g_autofree char *last = NULL;
  g_autofree char *now_last = NULL;
  g_autoptr(CsStmt) select = NULL;
  gint64 number;
  guint n = 0;

  if (!cs_meta_store_get (tx, LAST_RECEIPT, &last, error))
    return FALSE;

  number = last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0;
  select = cs_tx_prepare (tx,
    "SELECT r.target_id, r.post_id, r.remote_id, r.url, coalesce (r.published_at, :now),"
    " coalesce (r.part, 0), a.nr, r.number"
    " FROM receipt AS r LEFT JOIN account AS a ON a.id = r.account_id"
    " WHERE r.number > :number ORDER BY r.number");
  cs_stmt_bind_int (select, ":number", number);
  cs_stmt_bind_int (select, ":now", cs_tx_get_time (tx));

  while (cs_stmt_next (select, NULL))
    {
      gboolean is_first = cs_stmt_get_int (select, 5) == 0;
      gboolean is_ours = cs_stmt_get_int (select, 6) != CS_UNKNOWN
                      && cs_stmt_get_text (select, 0) != NULL;
      gboolean is_new = FALSE;

      if (is_first && is_ours && !insert (tx, select, &is_new, error))
        return FALSE;

      n += is_new;
      number = cs_stmt_get_int (select, 7);
    }

  if (n_new != NULL)
    *n_new = n;

  now_last = g_strdup_printf ("%" PRId64, number);

  return cs_stmt_check (select, error)
      && (g_strcmp0 (last, now_last) == 0 || cs_meta_store_set (tx, LAST_RECEIPT, now_last, error));
}

/* Those that cs_tally_store_adopt() would make, in their order; it reads only. */
GPtrArray *
cs_tally_store_list_new (CsTx    *tx,
                         GError **error)
{
  g_autofree char *last = NULL;
  g_autoptr(CsStmt) select = NULL;

  if (!cs_meta_store_get (tx, LAST_RECEIPT, &last, error))
    return NULL;

  select = cs_tx_prepare (tx,
    "SELECT r.target_id, r.post_id, a.id, r.remote_id, r.url, coalesce (r.published_at, :now),"
    " NULL, NULL, NULL, NULL, NULL, 'network', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
    " FROM receipt AS r JOIN account AS a ON a.id = r.account_id"
    " WHERE r.number > :number AND coalesce (r.part, 0) = 0 AND r.target_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM tally AS t WHERE t.target_id = r.target_id)"
    " GROUP BY r.target_id ORDER BY min (r.number)");
  cs_stmt_bind_int (select, ":number", last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0);
  cs_stmt_bind_int (select, ":now", cs_tx_get_time (tx));

  return read_all (select, error);
}

CsTally *
cs_tally_store_find (CsTx        *tx,
                     const char  *target_id,
                     GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, SELECT_TALLIES "WHERE t.target_id = :target");

  cs_stmt_bind_text (select, ":target", target_id);

  return cs_table_read_first (&tally_table, select, target_id, error);
}

/* What is to be counted by now, the longest overdue first; limit 0: all. */
GPtrArray *
cs_tally_store_list_due (CsTx        *tx,
                         const char  *account_id,
                         gint64       now,
                         guint        limit,
                         GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    SELECT_TALLIES "WHERE " THEIR_ACCOUNT " AND t.next_at <= :now"
    " ORDER BY t.next_at, t.nr LIMIT :limit");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_int (select, ":now", now);
  bind_limit (select, limit);

  return read_all (select, error);
}

/* A post's, an account each. */
GPtrArray *
cs_tally_store_list_for_post (CsTx        *tx,
                              const char  *post_id,
                              GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    SELECT_TALLIES "WHERE t.post_id = :post ORDER BY t.published_at, t.nr");

  cs_stmt_bind_text (select, ":post", post_id);

  return read_all (select, error);
}

/* What was published from one second until before another, the newest first; 0: no such bound. */
GPtrArray *
cs_tally_store_list_out (CsTx        *tx,
                         const char  *account_id,
                         gint64       from,
                         gint64       until,
                         guint        limit,
                         GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    SELECT_TALLIES "WHERE " THEIR_ACCOUNT " AND t.published_at >= :from AND t.published_at < :until"
    " ORDER BY t.published_at DESC, t.nr DESC LIMIT :limit");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_int (select, ":from", from);
  cs_stmt_bind_int (select, ":until", until != 0 ? until : G_MAXINT64);
  bind_limit (select, limit);

  return read_all (select, error);
}

/**
 * cs_tally_store_list_top:
 * @metric: a CsMetric or %CS_METRIC_ENGAGEMENT; where it is unknown the post is left out
 *
 * Returns: (transfer full): those with the most of it, the first first
 */
GPtrArray *
cs_tally_store_list_top (CsTx        *tx,
                         const char  *account_id,
                         guint        metric,
                         guint        limit,
                         GError     **error)
{
  const char *by = metric != CS_METRIC_ENGAGEMENT ? cs_metric_names[metric] : "engagement";
  g_autofree char *sql = g_strdup_printf (COLUMNS
    " FROM account AS a JOIN latest AS l ON l.account = a.nr JOIN tally AS t ON t.nr = l.tally"
    " JOIN source AS s ON s.nr = l.source WHERE a.id = :account AND l.%s IS NOT NULL"
    " ORDER BY l.%s DESC, l.tally LIMIT :limit", by, by);
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (select, ":account", account_id);
  bind_limit (select, limit);

  return read_all (select, error);
}

static gboolean
set_number (CsTx        *tx,
            const char  *target_id,
            const char  *sql,
            gint64       value,
            GError     **error)
{
  g_autoptr(CsStmt) update = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (update, ":target", target_id);
  cs_stmt_bind_int (update, ":value", value);

  if (!cs_stmt_run (update, error))
    return FALSE;

  if (cs_stmt_get_changes (update) == 0)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "“%s” is not counted", target_id);

  cs_tx_touch (tx, CS_RECORD_TALLY, target_id);

  return TRUE;
}

/* CS_UNKNOWN: it is not counted again. */
gboolean
cs_tally_store_plan (CsTx        *tx,
                     const char  *target_id,
                     gint64       next_at,
                     GError     **error)
{
  return set_number (tx, target_id, "UPDATE tally SET next_at = :value WHERE target_id = :target",
                     next_at, error);
}

/* CS_UNKNOWN: it was found. */
gboolean
cs_tally_store_set_missing (CsTx        *tx,
                            const char  *target_id,
                            gint64       at,
                            GError     **error)
{
  return set_number (tx, target_id,
                     "UPDATE tally SET missing_at = :value WHERE target_id = :target", at, error);
}

/* CS_UNKNOWN: it is there. */
gboolean
cs_tally_store_set_gone (CsTx        *tx,
                         const char  *target_id,
                         gint64       at,
                         GError     **error)
{
  return set_number (tx, target_id, "UPDATE tally SET gone_at = :value WHERE target_id = :target",
                     at, error);
}

gboolean
cs_tally_store_set_followers (CsTx        *tx,
                              const char  *target_id,
                              gint64       followers,
                              GError     **error)
{
  return set_number (tx, target_id, "UPDATE tally SET followers = :value WHERE target_id = :target",
                     followers, error);
}

/* The followers that a rate is divided by are those of the moment of publication: what was told
 * nearest to it, within a day. */
gboolean
cs_tally_store_find_followers (CsTx           *tx,
                               const CsTally  *tally,
                               GError        **error)
{
  g_autoptr(CsAccountSample) sample = NULL;

  if (tally->followers != CS_UNKNOWN)
    return TRUE;

  if (!cs_account_sample_store_find_near (tx, tally->account_id, tally->published_at,
                                          CS_DAY_SECONDS, &sample, error))
    return FALSE;

  return sample == NULL
      || cs_tally_store_set_followers (tx, tally->target_id, sample->followers, error);
}

/* Takes what the post brought out of the days that are not frozen. */
static gboolean
lower_days (CsTx    *tx,
            gint64   account,
            gint64   tally,
            gint64   published_at,
            GError **error)
{
  g_autoptr(GHashTable) days = cs_days_new ();
  GHashTableIter iter;
  gpointer change;

  if (!cs_days_reckon (tx, days, account, tally, published_at, error))
    return FALSE;

  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    cs_day_change_negate (change);

  return cs_days_apply (tx, days, error);
}

static gboolean
delete_rows (CsTx    *tx,
             gint64   tally,
             GError **error)
{
  static const char *const deletes[] = {
    "DELETE FROM sample WHERE tally = :tally",
    "DELETE FROM corrected WHERE tally = :tally",
    "DELETE FROM settled WHERE tally = :tally",
    "DELETE FROM latest WHERE tally = :tally",
    "DELETE FROM gap WHERE tally = :tally",
    "DELETE FROM tally WHERE nr = :tally",
  };

  for (guint i = 0; i < G_N_ELEMENTS (deletes); i++)
    {
      g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, deletes[i]);

      cs_stmt_bind_int (stmt, ":tally", tally);

      if (!cs_stmt_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

/* With all that was counted of it. Days that are frozen keep what it brought. */
gboolean
cs_tally_store_remove (CsTx        *tx,
                       const char  *target_id,
                       GError     **error)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT nr, account, published_at FROM tally WHERE target_id = :target");
  gint64 tally;

  cs_stmt_bind_text (find, ":target", target_id);

  if (!cs_stmt_next (find, NULL))
    return cs_stmt_check (find, error)
        && cs_fail (error, CS_ERROR_NOT_FOUND, "“%s” is not counted", target_id);

  tally = cs_stmt_get_int (find, 0);

  if (!lower_days (tx, cs_stmt_get_int (find, 1), tally, cs_stmt_get_int (find, 2), error)
      || !delete_rows (tx, tally, error))
    return FALSE;

  cs_tx_touch (tx, CS_RECORD_TALLY, target_id);

  return TRUE;
}
