/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-latest-private.h"

#include "cs-counts-private.h"

#define UPDATE_LATEST(engagement) \
  "UPDATE latest SET taken_at = ?1, source = ?2, views = ?3, likes = ?4, comments = ?5," \
  " shares = ?6, quotes = ?7, saves = ?8" engagement " WHERE tally = ?9"

/* Where engagement is named SQLite writes its index anew, also with the same number. */
static const char *const write_latest[CS_LATEST_N_WRITES] = {
  [CS_LATEST_FIRST] =
    "INSERT INTO latest (taken_at, source, " CS_COUNT_COLUMNS ", tally, engagement, account)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
  [CS_LATEST_MOVED] = UPDATE_LATEST (", engagement = ?10"),
  [CS_LATEST_STAYED] = UPDATE_LATEST (""),
};

static const guint n_of_place[CS_LATEST_N_WRITES] = { 3, 2, 1 };

void
cs_latest_writer_clear (CsLatestWriter *self)
{
  for (guint i = 0; i < CS_LATEST_N_WRITES; i++)
    g_clear_pointer (&self->stmts[i], cs_stmt_free);
}

gboolean
cs_latest_write (CsLatestWriter  *self,
                 CsLatestWrite    write,
                 const CsLatest  *latest,
                 const gint64     counts[CS_N_METRICS],
                 GError         **error)
{
  const gint64 told[] = { latest->taken_at, latest->source };
  const gint64 place[] = { latest->tally, cs_counts_engagement (counts), latest->account };
  const guint n = G_N_ELEMENTS (told);
  CsStmt *stmt = self->stmts[write];

  if (stmt == NULL)
    stmt = self->stmts[write] = cs_tx_prepare (self->tx, write_latest[write]);

  cs_stmt_bind_ints (stmt, 1, told, n);
  cs_stmt_bind_ints (stmt, 1 + n, counts, CS_N_METRICS);
  cs_stmt_bind_ints (stmt, 1 + n + CS_N_METRICS, place, n_of_place[write]);

  return cs_stmt_run (stmt, error);
}

gboolean
cs_latest_refresh (CsTx    *tx,
                   gint64   tally,
                   gint64   account,
                   GError **error)
{
  CsLatest latest = { tally, account, CS_UNKNOWN, CS_UNKNOWN };
  g_auto(CsLatestWriter) writer = { tx, { NULL, } };
  gint64 counts[CS_N_METRICS];
  g_autoptr(CsStmt) drop = cs_tx_prepare (tx, "DELETE FROM latest WHERE tally = :tally");
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT t.published_at + s.age, s.source, " CS_COUNT_COLUMNS " FROM tally AS t"
    " JOIN sample AS s ON s.tally = t.nr WHERE t.nr = :tally"
    " ORDER BY s.age DESC LIMIT 1");

  cs_stmt_bind_int (drop, ":tally", tally);
  cs_stmt_bind_int (find, ":tally", tally);

  if (!cs_stmt_run (drop, error))
    return FALSE;

  if (!cs_stmt_next (find, NULL))
    return cs_stmt_check (find, error);

  latest.taken_at = cs_stmt_get_int (find, 0);
  latest.source = cs_stmt_get_int (find, 1);
  cs_counts_read (find, 2, counts);

  return cs_latest_write (&writer, CS_LATEST_FIRST, &latest, counts, error);
}

/* Moment, source, counts and engagement as they stand, and moment, source and counts of the last
 * sample. */
#define SELECT_BOTH \
  "SELECT t.nr, l.taken_at, l.source, l.views, l.likes, l.comments, l.shares, l.quotes, l.saves," \
  " l.engagement, t.published_at + s.age, s.source, s.views, s.likes, s.comments, s.shares," \
  " s.quotes, s.saves" \
  " FROM tally AS t LEFT JOIN latest AS l ON l.tally = t.nr AND l.account = t.account" \
  " LEFT JOIN sample AS s ON s.tally = t.nr" \
  "  AND s.age = (SELECT max (o.age) FROM sample AS o WHERE o.tally = t.nr)" \
  " WHERE t.account = :account"

static gboolean
is_right (CsStmt *both)
{
  gint64 stand[CS_N_METRICS];
  gint64 last[CS_N_METRICS];

  cs_counts_read (both, 3, stand);
  cs_counts_read (both, 12, last);

  return cs_stmt_get_int (both, 1) == cs_stmt_get_int (both, 10)
      && cs_stmt_get_int (both, 2) == cs_stmt_get_int (both, 11)
      && cs_counts_equal (stand, last)
      && cs_stmt_get_int (both, 9) == cs_counts_engagement (last);
}

GArray *
cs_latest_verify (CsTx    *tx,
                  gint64   account,
                  GError **error)
{
  g_autoptr(GArray) wrong = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(CsStmt) both = cs_tx_prepare (tx, SELECT_BOTH);

  cs_stmt_bind_int (both, ":account", account);

  while (cs_stmt_next (both, NULL))
    {
      gint64 tally = cs_stmt_get_int (both, 0);

      if (!is_right (both))
        g_array_append_val (wrong, tally);
    }

  return cs_stmt_check (both, error) ? g_steal_pointer (&wrong) : NULL;
}
