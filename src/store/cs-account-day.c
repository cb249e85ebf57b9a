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

gboolean
cs_day_change_is_nothing (const CsDayChange *self)
{
  gboolean is_nothing = self->posts == 0;

  for (guint i = 0; i < CS_N_METRICS; i++)
    is_nothing = is_nothing && self->gained[i] == 0 && self->told[i] == 0;

  return is_nothing;
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

/* Whether nothing that is told from now on changes the day; asked once of each. */
gboolean
cs_days_is_frozen (CsTx        *tx,
                   GHashTable  *days,
                   gint64       account,
                   gint64       day,
                   gboolean    *is_frozen,
                   GError     **error)
{
  CsDayChange *change = cs_days_get (days, account, day);

  if (change->state == CS_DAY_UNASKED)
    {
      g_autoptr(CsStmt) select = prepare_for_day (tx,
        "SELECT 1 FROM account_day WHERE account = :account AND day = :day AND frozen",
        account, day);
      gboolean is_there = cs_stmt_next (select, NULL);

      if (!cs_stmt_check (select, error))
        return FALSE;

      change->state = is_there ? CS_DAY_FROZEN : CS_DAY_OPEN;
    }

  *is_frozen = change->state == CS_DAY_FROZEN;

  return TRUE;
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

/* Adds all that a tally brings, from what of its samples days are reckoned from. */
gboolean
cs_days_reckon (CsTx        *tx,
                GHashTable  *days,
                gint64       account,
                gint64       tally,
                gint64       published_at,
                GError     **error)
{
  gint64 known[CS_N_METRICS] = { 0, };
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT age, " CS_COUNT_COLUMNS " FROM reckoned WHERE tally = :tally ORDER BY age");

  cs_stmt_bind_int (select, ":tally", tally);
  cs_days_get (days, account, cs_utc_day_of (published_at))->posts++;

  while (cs_stmt_next (select, NULL))
    {
      gint64 counts[CS_N_METRICS];

      cs_counts_read (select, 1, counts);
      reckon_sample (days, account, published_at + cs_stmt_get_int (select, 0), counts, known);
    }

  return cs_stmt_check (select, error);
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

static void
bind_change (CsStmt             *stmt,
             const CsDayKey     *key,
             const CsDayChange  *change)
{
  const gint64 posts[] = { key->account, key->day, change->posts };
  guint n = G_N_ELEMENTS (posts);

  cs_stmt_bind_ints (stmt, 1, posts, n);
  cs_stmt_bind_ints (stmt, 1 + n, change->gained, CS_N_METRICS);
  cs_stmt_bind_ints (stmt, 1 + n + CS_N_METRICS, change->told, CS_N_METRICS);
}

/* The first change of a day makes it; one that is frozen is there and stays as it is. */
static gboolean
make_day (CsTx               *tx,
          const CsDayKey     *key,
          const CsDayChange  *change,
          GError            **error)
{
  g_autoptr(CsStmt) make = cs_tx_prepare (tx,
    "INSERT INTO account_day (account, day, posts, " CS_COUNT_COLUMNS ", told_views, told_likes,"
    " told_comments, told_shares, told_quotes, told_saves)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
    " ON CONFLICT (account, day) DO NOTHING");

  bind_change (make, key, change);

  return cs_stmt_run (make, error);
}

/* Mostly there is the day, which an upsert would try to insert first. */
static CsStmt *
prepare_change (CsTx *tx)
{
  return cs_tx_prepare (tx,
    "UPDATE account_day SET posts = posts + ?3, views = views + ?4, likes = likes + ?5,"
    " comments = comments + ?6, shares = shares + ?7, quotes = quotes + ?8, saves = saves + ?9,"
    " told_views = told_views + ?10, told_likes = told_likes + ?11,"
    " told_comments = told_comments + ?12, told_shares = told_shares + ?13,"
    " told_quotes = told_quotes + ?14, told_saves = told_saves + ?15"
    " WHERE account = ?1 AND day = ?2 AND NOT frozen");
}

static gboolean
change_day (CsTx               *tx,
            CsStmt             *add,
            const CsDayKey     *key,
            const CsDayChange  *change,
            GError            **error)
{
  if (cs_day_change_is_nothing (change))
    return TRUE;

  bind_change (add, key, change);

  return cs_stmt_run (add, error)
      && (cs_stmt_get_changes (add) > 0 || make_day (tx, key, change, error))
      && (!takes_away (change) || drop_if_empty (tx, key->account, key->day, error));
}

gboolean
cs_account_day_change (CsTx               *tx,
                       gint64              account,
                       gint64              day,
                       const CsDayChange  *change,
                       GError            **error)
{
  const CsDayKey key = { account, day };
  g_autoptr(CsStmt) add = prepare_change (tx);

  return change_day (tx, add, &key, change, error);
}

/* Changes all of these days. */
gboolean
cs_days_apply (CsTx        *tx,
               GHashTable  *days,
               GError     **error)
{
  g_autoptr(CsStmt) add = prepare_change (tx);
  GHashTableIter iter;
  gpointer key, change;

  g_hash_table_iter_init (&iter, days);

  while (g_hash_table_iter_next (&iter, &key, &change))
    if (!change_day (tx, add, key, change, error))
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
