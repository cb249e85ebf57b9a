/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-sample-store.h"

#include "cs-account-day-private.h"
#include "cs-counts-private.h"
#include "cs-error.h"
#include "cs-table-private.h"

/* How its fields are read; they come out of several tables. */
static const CsTable account_sample_table = {
  "account_sample", CS_RECORD_ACCOUNT_SAMPLE, NULL, NULL
};

/* What counts of the moment so far; revision CS_UNKNOWN: nothing. */
static gboolean
find_moment (CsTx                   *tx,
             gint64                  account,
             const CsAccountSample  *sample,
             gint64                 *revision,
             gboolean               *is_equal,
             GError                **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT revision, followers, following, posts FROM account_sample"
    " WHERE account = :account AND taken_at = :taken_at ORDER BY revision DESC LIMIT 1");

  *revision = CS_UNKNOWN;
  *is_equal = FALSE;
  cs_stmt_bind_int (select, ":account", account);
  cs_stmt_bind_int (select, ":taken_at", sample->taken_at);

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error);

  *revision = cs_stmt_get_int (select, 0);
  *is_equal = cs_stmt_get_int (select, 1) == sample->followers
           && cs_stmt_get_int (select, 2) == sample->following
           && cs_stmt_get_int (select, 3) == sample->posts;

  return TRUE;
}

static gboolean
insert (CsTx                   *tx,
        gint64                  account,
        const CsAccountSample  *sample,
        gint64                  revision,
        GError                **error)
{
  g_autoptr(CsStmt) add = NULL;
  gint64 source;

  if (!cs_source_find (tx, sample->origin, sample->source, &source, error))
    return FALSE;

  add = cs_tx_prepare (tx,
    "INSERT INTO account_sample (account, taken_at, revision, source, followers, following, posts)"
    " VALUES (:account, :taken_at, :revision, :source, :followers, :following, :posts)");
  cs_stmt_bind_int (add, ":account", account);
  cs_stmt_bind_int (add, ":taken_at", sample->taken_at);
  cs_stmt_bind_int (add, ":revision", revision);
  cs_stmt_bind_int (add, ":source", source);
  cs_stmt_bind_int (add, ":followers", sample->followers);
  cs_stmt_bind_int (add, ":following", sample->following);
  cs_stmt_bind_int (add, ":posts", sample->posts);

  return cs_stmt_run (add, error);
}

/**
 * cs_account_sample_store_add:
 * @sample: at any moment; its revision is given here
 * @is_new: (out) (optional): FALSE when just this is known of the moment already
 *
 * Other numbers of a moment that is known are a correction of it.
 */
gboolean
cs_account_sample_store_add (CsTx                   *tx,
                             const CsAccountSample  *sample,
                             gboolean               *is_new,
                             GError                **error)
{
  const gint64 numbers[] = { sample->followers, sample->following, sample->posts };
  gint64 account, revision;
  gboolean is_known;

  if (sample->taken_at == CS_UNKNOWN)
    return cs_fail (error, CS_ERROR_INVALID, "A number without its time cannot be kept");

  account = cs_table_find_key (tx, &cs_account_table, sample->account_id, error);

  if (account == CS_UNKNOWN || !cs_counts_check (numbers, G_N_ELEMENTS (numbers), error)
      || !find_moment (tx, account, sample, &revision, &is_known, error))
    return FALSE;

  if (is_new != NULL)
    *is_new = !is_known;

  if (is_known)
    return TRUE;

  if (!insert (tx, account, sample, revision != CS_UNKNOWN ? revision + 1 : 0, error)
      || !cs_account_day_followers (tx, account, cs_utc_day_of (sample->taken_at), error))
    return FALSE;

  cs_tx_touch (tx, CS_RECORD_ACCOUNT_SAMPLE, sample->account_id);

  return TRUE;
}

#define SELECT_SAMPLES \
  "SELECT a.id, s.taken_at, s.revision, o.origin, nullif (o.name, ''), s.followers, s.following," \
  " s.posts FROM account AS a JOIN account_sample AS s ON s.account = a.nr" \
  " JOIN source AS o ON o.nr = s.source" \
  " WHERE a.id = :account AND s.taken_at >= :from AND s.taken_at < :until "

#define THAT_COUNT \
  "AND NOT EXISTS (SELECT 1 FROM account_sample AS n WHERE n.account = s.account" \
  " AND n.taken_at = s.taken_at AND n.revision > s.revision) "

static CsStmt *
prepare (CsTx       *tx,
         const char *sql,
         const char *account_id,
         gint64      from,
         gint64      until)
{
  CsStmt *select = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_int (select, ":from", from != 0 ? from : -G_MAXINT64);
  cs_stmt_bind_int (select, ":until", until != 0 ? until : G_MAXINT64);

  return select;
}

/* Those that count from one second until before another, by time; 0: no such bound. */
GPtrArray *
cs_account_sample_store_list (CsTx        *tx,
                              const char  *account_id,
                              gint64       from,
                              gint64       until,
                              GError     **error)
{
  g_autoptr(CsStmt) select = prepare (tx, SELECT_SAMPLES THAT_COUNT "ORDER BY s.taken_at",
                                      account_id, from, until);

  return cs_table_read_all (&account_sample_table, select, error);
}

/* As cs_account_sample_store_list(), and before each what it corrects. */
GPtrArray *
cs_account_sample_store_list_all (CsTx        *tx,
                                  const char  *account_id,
                                  gint64       from,
                                  gint64       until,
                                  GError     **error)
{
  g_autoptr(CsStmt) select = prepare (tx, SELECT_SAMPLES "ORDER BY s.taken_at, s.revision",
                                      account_id, from, until);

  return cs_table_read_all (&account_sample_table, select, error);
}

/* Whether it could be read; NULL when there is no such sample. */
static gboolean
read_one (CsStmt           *select,
          CsAccountSample **sample,
          GError          **error)
{
  *sample = NULL;

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error);

  *sample = cs_table_read (&account_sample_table, select, error);

  return *sample != NULL;
}

/**
 * cs_account_sample_store_find_last:
 * @before: a moment; 0: none
 * @sample: (out) (nullable) (transfer full): the last before it that tells the
 *   followers; NULL when there is none
 *
 * Returns: whether it could be read
 */
gboolean
cs_account_sample_store_find_last (CsTx             *tx,
                                   const char       *account_id,
                                   gint64            before,
                                   CsAccountSample **sample,
                                   GError          **error)
{
  g_autoptr(CsStmt) select = prepare (tx, SELECT_SAMPLES THAT_COUNT
    "AND s.followers IS NOT NULL ORDER BY s.taken_at DESC LIMIT 1", account_id, 0, before);

  return read_one (select, sample, error);
}

/**
 * cs_account_sample_store_find_near:
 * @within: seconds, before or after
 * @sample: (out) (nullable) (transfer full): the nearest that tells the
 *   followers; NULL when there is none so near
 *
 * Returns: whether it could be read
 */
gboolean
cs_account_sample_store_find_near (CsTx             *tx,
                                   const char       *account_id,
                                   gint64            at,
                                   gint64            within,
                                   CsAccountSample **sample,
                                   GError          **error)
{
  g_autoptr(CsStmt) select = prepare (tx, SELECT_SAMPLES THAT_COUNT
    "AND s.followers IS NOT NULL ORDER BY abs (s.taken_at - :at), s.taken_at LIMIT 1",
    account_id, at - within, at + within + 1);

  cs_stmt_bind_int (select, ":at", at);

  return read_one (select, sample, error);
}
