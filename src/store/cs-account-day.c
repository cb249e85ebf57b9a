/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-private.h"

#include "cs-counts-private.h"

#include <string.h>

/* Of UTC; moments before 1970 are of days below 0. */
gint64
cs_utc_day_of (gint64 seconds)
{
  return seconds >= 0 ? seconds / CS_DAY_SECONDS : (seconds + 1) / CS_DAY_SECONDS - 1;
}

void
cs_day_change_negate (CsDayChange *self)
{
  self->posts = -self->posts;

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      self->gained[i] = -self->gained[i];
      self->told[i] = -self->told[i];
    }
}

static guint
hash_key (gconstpointer data)
{
  const CsDayKey *key = data;

  return (guint) key->account * 65599u + (guint) key->day;
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, sizeof (CsDayKey)) == 0;
}

GHashTable *
cs_days_new (void)
{
  return g_hash_table_new_full (hash_key, equal_keys, g_free, g_free);
}

/* The day's change, made when it is asked for the first time. */
CsDayChange *
cs_days_get (GHashTable *days,
             gint64      account,
             gint64      day)
{
  const CsDayKey key = { account, day };
  CsDayChange *change = g_hash_table_lookup (days, &key);

  if (change == NULL)
    {
      change = g_new0 (CsDayChange, 1);
      g_hash_table_insert (days, g_memdup2 (&key, sizeof key), change);
    }

  return change;
}

/* What the sample gained over the last that is known, which it is from now on. */
static void
reckon_sample (GHashTable   *days,
               gint64        account,
               gint64        taken_at,
               const gint64  counts[CS_N_METRICS],
               gint64        known[CS_N_METRICS])
{
  CsDayChange *change = cs_days_get (days, account, cs_utc_day_of (taken_at));

  for (guint i = 0; i < CS_N_METRICS; i++)
    if (counts[i] != CS_UNKNOWN)
      {
        change->gained[i] += counts[i] - known[i];
        change->told[i]++;
        known[i] = counts[i];
      }
}

/* Adds all that a tally brings, from its samples. */
gboolean
cs_days_reckon (CsTx        *tx,
                GHashTable  *days,
                gint64       account,
                gint64       tally,
                gint64       published_at,
                GError     **error)
{
  gint64 known[CS_N_METRICS] = { 0, };
  gint64 counts[CS_N_METRICS];
  gint64 taken_at = CS_UNKNOWN;
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT age, " CS_COUNT_COLUMNS " FROM sample WHERE tally = :tally ORDER BY age, revision");

  cs_stmt_bind_int (select, ":tally", tally);
  cs_days_get (days, account, cs_utc_day_of (published_at))->posts++;

  while (cs_stmt_next (select, NULL))
    {
      gint64 next_at = published_at + cs_stmt_get_int (select, 0);

      /* Of one moment the last revision counts. */
      if (taken_at != CS_UNKNOWN && next_at != taken_at)
        reckon_sample (days, account, taken_at, counts, known);

      taken_at = next_at;
      cs_counts_read (select, 1, counts);
    }

  if (taken_at != CS_UNKNOWN)
    reckon_sample (days, account, taken_at, counts, known);

  return cs_stmt_check (select, error);
}

static CsStmt *
prepare_for_day (CsTx       *tx,
                 const char *sql,
                 gint64      account,
                 gint64      day)
{
  CsStmt *stmt = cs_tx_prepare (tx, sql);

  cs_stmt_bind_int (stmt, ":account", account);
  cs_stmt_bind_int (stmt, ":day", day);

  return stmt;
}

/* A day of which nothing is known any more is as if it had never been. */
static gboolean
drop_if_empty (CsTx    *tx,
               gint64   account,
               gint64   day,
               GError **error)
{
  g_autoptr(CsStmt) drop = prepare_for_day (tx,
    "DELETE FROM account_day WHERE account = :account AND day = :day AND NOT frozen AND posts = 0"
    " AND followers IS NULL AND told_views + told_likes + told_comments + told_shares"
    " + told_quotes + told_saves = 0", account, day);

  return cs_stmt_run (drop, error);
}

static gboolean
takes_away (const CsDayChange *change)
{
  gboolean takes = change->posts < 0;

  for (guint i = 0; i < CS_N_METRICS; i++)
    takes = takes || change->told[i] < 0;

  return takes;
}

gboolean
cs_account_day_change (CsTx               *tx,
                       gint64              account,
                       gint64              day,
                       const CsDayChange  *change,
                       GError            **error)
{
  static const CsDayChange nothing = { 0, };
  g_autoptr(CsStmt) add = NULL;

  if (memcmp (change, &nothing, sizeof nothing) == 0)
    return TRUE;

  add = prepare_for_day (tx,
    "INSERT INTO account_day (account, day, posts, " CS_COUNT_COLUMNS ", told_views, told_likes,"
    " told_comments, told_shares, told_quotes, told_saves)"
    " VALUES (:account, :day, :posts, " CS_COUNT_PARAMETERS ", :told_views, :told_likes,"
    " :told_comments, :told_shares, :told_quotes, :told_saves)"
    " ON CONFLICT (account, day) DO UPDATE SET posts = posts + excluded.posts,"
    " views = views + excluded.views, told_views = told_views + excluded.told_views,"
    " likes = likes + excluded.likes, told_likes = told_likes + excluded.told_likes,"
    " comments = comments + excluded.comments,"
    " told_comments = told_comments + excluded.told_comments,"
    " shares = shares + excluded.shares, told_shares = told_shares + excluded.told_shares,"
    " quotes = quotes + excluded.quotes, told_quotes = told_quotes + excluded.told_quotes,"
    " saves = saves + excluded.saves, told_saves = told_saves + excluded.told_saves"
    " WHERE NOT frozen", account, day);

  cs_stmt_bind_int (add, ":posts", change->posts);
  cs_counts_bind (add, change->gained);
  cs_stmt_bind_int (add, ":told_views", change->told[CS_METRIC_VIEWS]);
  cs_stmt_bind_int (add, ":told_likes", change->told[CS_METRIC_LIKES]);
  cs_stmt_bind_int (add, ":told_comments", change->told[CS_METRIC_COMMENTS]);
  cs_stmt_bind_int (add, ":told_shares", change->told[CS_METRIC_SHARES]);
  cs_stmt_bind_int (add, ":told_quotes", change->told[CS_METRIC_QUOTES]);
  cs_stmt_bind_int (add, ":told_saves", change->told[CS_METRIC_SAVES]);

  return cs_stmt_run (add, error)
      && (!takes_away (change) || drop_if_empty (tx, account, day, error));
}

/* Changes all of these days. */
gboolean
cs_days_apply (CsTx        *tx,
               GHashTable  *days,
               GError     **error)
{
  GHashTableIter iter;
  gpointer key, change;

  g_hash_table_iter_init (&iter, days);

  while (g_hash_table_iter_next (&iter, &key, &change))
    if (!cs_account_day_change (tx, ((CsDayKey *) key)->account, ((CsDayKey *) key)->day, change,
                                error))
      return FALSE;

  return TRUE;
}

/* Looks again for the last followers that were told that day. */
gboolean
cs_account_day_followers (CsTx    *tx,
                          gint64   account,
                          gint64   day,
                          GError **error)
{
  g_autoptr(CsStmt) set = prepare_for_day (tx,
    "INSERT INTO account_day (account, day, followers)"
    " VALUES (:account, :day, (SELECT s.followers FROM account_sample AS s"
    "   WHERE s.account = :account AND s.taken_at >= :from AND s.taken_at < :until"
    "   AND s.followers IS NOT NULL AND s.revision = (SELECT max (o.revision)"
    "     FROM account_sample AS o WHERE o.account = s.account AND o.taken_at = s.taken_at)"
    "   ORDER BY s.taken_at DESC LIMIT 1))"
    " ON CONFLICT (account, day) DO UPDATE SET followers = excluded.followers WHERE NOT frozen",
    account, day);

  cs_stmt_bind_int (set, ":from", day * CS_DAY_SECONDS);
  cs_stmt_bind_int (set, ":until", (day + 1) * CS_DAY_SECONDS);

  return cs_stmt_run (set, error) && drop_if_empty (tx, account, day, error);
}

/* From now on it stays what it is: some of what it was reckoned from goes. */
gboolean
cs_account_day_freeze (CsTx    *tx,
                       gint64   account,
                       gint64   day,
                       GError **error)
{
  g_autoptr(CsStmt) freeze = prepare_for_day (tx,
    "INSERT INTO account_day (account, day, frozen) VALUES (:account, :day, 1)"
    " ON CONFLICT (account, day) DO UPDATE SET frozen = 1 WHERE NOT frozen", account, day);

  return cs_stmt_run (freeze, error);
}
