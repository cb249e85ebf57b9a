/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-gap-store.h"

#include "cs-error.h"
#include "cs-table-private.h"

/* How its fields are read; they come out of several tables. */
static const CsTable gap_table = { "gap", CS_RECORD_GAP, NULL, NULL };

/* CS_UNKNOWN in @tally when the gap is of the whole account. */
static gboolean
find_subject (CsTx         *tx,
              const CsGap  *gap,
              gint64       *account,
              gint64       *tally,
              GError      **error)
{
  g_autoptr(CsStmt) find = NULL;

  *tally = CS_UNKNOWN;
  *account = cs_table_find_key (tx, &cs_account_table, gap->account_id, error);

  if (*account == CS_UNKNOWN)
    return FALSE;

  if (gap->target_id == NULL)
    return TRUE;

  find = cs_tx_prepare (tx, "SELECT nr FROM tally WHERE target_id = :target");
  cs_stmt_bind_text (find, ":target", gap->target_id);

  if (cs_stmt_next (find, NULL))
    *tally = cs_stmt_get_int (find, 0);

  return *tally != CS_UNKNOWN
      || (cs_stmt_check (find, error)
          && cs_fail (error, CS_ERROR_NOT_FOUND, "“%s” is not counted", gap->target_id));
}

/* A row of the same cause that ends where this one begins, or later; 0 in @nr: there is none. */
static gboolean
find_adjoining (CsTx         *tx,
                const CsGap  *gap,
                gint64        account,
                gint64        tally,
                gint64       *nr,
                GError      **error)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT nr FROM gap WHERE account = :account AND tally IS :tally AND code = :code"
    " AND (until_at IS NULL OR until_at >= :from) AND (:until IS NULL OR from_at <= :until)"
    " ORDER BY from_at DESC LIMIT 1");

  cs_stmt_bind_int (find, ":account", account);
  cs_stmt_bind_int (find, ":tally", tally);
  cs_stmt_bind_text (find, ":code", gap->code);
  cs_stmt_bind_int (find, ":from", gap->from_at);
  cs_stmt_bind_int (find, ":until", gap->until_at);
  *nr = cs_stmt_next (find, NULL) ? cs_stmt_get_int (find, 0) : 0;

  return cs_stmt_check (find, error);
}

/* It begins with the earlier of both; an open one ends when it is told to, and one that is told to
 * be open is. */
static gboolean
extend (CsTx         *tx,
        const CsGap  *gap,
        gint64        nr,
        GError      **error)
{
  g_autoptr(CsStmt) update = cs_tx_prepare (tx,
    "UPDATE gap SET from_at = min (from_at, :from), sentence = :sentence,"
    " until_at = max (coalesce (until_at, :until), :until) WHERE nr = :nr");

  cs_stmt_bind_int (update, ":nr", nr);
  cs_stmt_bind_int (update, ":from", gap->from_at);
  cs_stmt_bind_int (update, ":until", gap->until_at);
  cs_stmt_bind_text (update, ":sentence", gap->sentence);

  return cs_stmt_run (update, error);
}

/* An open one that ended where it began is none. */
static gboolean
drop_empty (CsTx    *tx,
            gint64   nr,
            GError **error)
{
  g_autoptr(CsStmt) drop = cs_tx_prepare (tx,
    "DELETE FROM gap WHERE nr = :nr AND until_at = from_at");

  cs_stmt_bind_int (drop, ":nr", nr);

  return cs_stmt_run (drop, error);
}

static gboolean
insert (CsTx         *tx,
        const CsGap  *gap,
        gint64        account,
        gint64        tally,
        GError      **error)
{
  g_autoptr(CsStmt) add = NULL;

  if (gap->until_at == gap->from_at)
    return TRUE;

  add = cs_tx_prepare (tx,
    "INSERT INTO gap (account, tally, from_at, until_at, code, sentence)"
    " VALUES (:account, :tally, :from, :until, :code, :sentence)");

  cs_stmt_bind_int (add, ":account", account);
  cs_stmt_bind_int (add, ":tally", tally);
  cs_stmt_bind_int (add, ":from", gap->from_at);
  cs_stmt_bind_int (add, ":until", gap->until_at);
  cs_stmt_bind_text (add, ":code", gap->code);
  cs_stmt_bind_text (add, ":sentence", gap->sentence);

  return cs_stmt_run (add, error);
}

/**
 * cs_gap_store_note:
 * @gap: until_at %CS_UNKNOWN: it still is so
 *
 * What adjoins a row of the same account, post and cause makes that longer, with
 * the newer sentence; what tells the end of an open one closes it. Of no length
 * there is none.
 */
gboolean
cs_gap_store_note (CsTx         *tx,
                   const CsGap  *gap,
                   GError      **error)
{
  gint64 account, tally, nr;

  if (gap->from_at == CS_UNKNOWN || gap->code == NULL
      || (gap->until_at != CS_UNKNOWN && gap->until_at < gap->from_at))
    return cs_fail (error, CS_ERROR_INVALID, "A gap without beginning or cause cannot be kept");

  if (!find_subject (tx, gap, &account, &tally, error)
      || !find_adjoining (tx, gap, account, tally, &nr, error)
      || !(nr != 0 ? extend (tx, gap, nr, error) && drop_empty (tx, nr, error)
                   : insert (tx, gap, account, tally, error)))
    return FALSE;

  if (gap->target_id != NULL)
    cs_tx_touch (tx, CS_RECORD_TALLY, gap->target_id);
  else
    cs_tx_touch (tx, CS_RECORD_ACCOUNT_SAMPLE, gap->account_id);

  return TRUE;
}

/* What was told of the whole account from then until then, and is over: it was no gap after all. */
gboolean
cs_gap_store_take_back (CsTx        *tx,
                        const char  *account_id,
                        gint64       from,
                        gint64       until,
                        GError     **error)
{
  gint64 account = cs_table_find_key (tx, &cs_account_table, account_id, error);
  g_autoptr(CsStmt) drop = NULL;

  if (account == CS_UNKNOWN)
    return FALSE;

  drop = cs_tx_prepare (tx,
    "DELETE FROM gap WHERE account = :account AND tally IS NULL AND from_at >= :from"
    " AND until_at <= :until");
  cs_stmt_bind_int (drop, ":account", account);
  cs_stmt_bind_int (drop, ":from", from);
  cs_stmt_bind_int (drop, ":until", until);
  cs_tx_touch (tx, CS_RECORD_ACCOUNT_SAMPLE, account_id);

  return cs_stmt_run (drop, error);
}

/**
 * cs_gap_store_cut:
 * @at: what the clock says now that it was set right
 *
 * Rows that reach beyond were written by a clock that was wrong. They end here,
 * and that is their cause; what is all beyond goes.
 */
gboolean
cs_gap_store_cut (CsTx        *tx,
                  const char  *account_id,
                  gint64       at,
                  const char  *code,
                  const char  *sentence,
                  GError     **error)
{
  static const char *const steps[] = {
    "DELETE FROM gap WHERE account = :account AND from_at >= :at",
    "UPDATE gap SET until_at = :at, code = :code, sentence = :sentence"
    " WHERE account = :account AND until_at > :at",
  };
  gint64 account = cs_table_find_key (tx, &cs_account_table, account_id, error);

  if (account == CS_UNKNOWN)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(CsStmt) cut = cs_tx_prepare (tx, steps[i]);

      cs_stmt_bind_int (cut, ":account", account);
      cs_stmt_bind_int (cut, ":at", at);
      if (i == 1)
        {
          cs_stmt_bind_text (cut, ":code", code);
          cs_stmt_bind_text (cut, ":sentence", sentence);
        }

      if (!cs_stmt_run (cut, error))
        return FALSE;
    }

  cs_tx_touch (tx, CS_RECORD_ACCOUNT_SAMPLE, account_id);

  return TRUE;
}

/**
 * cs_gap_store_list:
 * @target_id: (nullable): what explains the absence of this one’s samples: its own
 *   gaps and those of the whole account; NULL: all of the account
 * @from: those that touch the time from this second; 0: no such bound
 * @until: until before this one; 0: no such bound
 *
 * Returns: (transfer full): by time
 */
GPtrArray *
cs_gap_store_list (CsTx        *tx,
                   const char  *account_id,
                   const char  *target_id,
                   gint64       from,
                   gint64       until,
                   GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT a.id, t.target_id, g.from_at, g.until_at, g.code, g.sentence"
    " FROM account AS a JOIN gap AS g ON g.account = a.nr LEFT JOIN tally AS t ON t.nr = g.tally"
    " WHERE a.id = :account AND (:target IS NULL OR t.target_id IS NULL OR t.target_id = :target)"
    " AND (g.until_at IS NULL OR g.until_at > :from) AND g.from_at < :until"
    " ORDER BY g.from_at, g.nr");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":target", target_id);
  cs_stmt_bind_int (select, ":from", from != 0 ? from : -G_MAXINT64);
  cs_stmt_bind_int (select, ":until", until != 0 ? until : G_MAXINT64);

  return cs_table_read_all (&gap_table, select, error);
}
