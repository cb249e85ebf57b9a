/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-latest-private.h"

#include "cs-counts-private.h"

gboolean
cs_latest_set (CsTx            *tx,
               const CsLatest  *latest,
               const gint64     counts[CS_N_METRICS],
               gboolean         is_first,
               GError         **error)
{
  const gint64 told[] = { latest->taken_at, latest->source };
  const gint64 standing[] = { cs_counts_engagement (counts), latest->tally, latest->account };
  g_autoptr(CsStmt) set = cs_tx_prepare (tx, is_first
    ? "INSERT INTO latest (taken_at, source, " CS_COUNT_COLUMNS ", engagement, tally, account)"
      " VALUES (:taken_at, :source, " CS_COUNT_PARAMETERS ", :engagement, :tally, :account)"
    : "UPDATE latest SET taken_at = :taken_at, source = :source, views = :views, likes = :likes,"
      " comments = :comments, shares = :shares, quotes = :quotes, saves = :saves,"
      " engagement = :engagement WHERE tally = :tally");

  cs_stmt_bind_ints (set, 1, told, G_N_ELEMENTS (told));
  cs_stmt_bind_ints (set, 1 + G_N_ELEMENTS (told), counts, CS_N_METRICS);
  cs_stmt_bind_ints (set, 1 + G_N_ELEMENTS (told) + CS_N_METRICS, standing,
                     is_first ? G_N_ELEMENTS (standing) : G_N_ELEMENTS (standing) - 1);

  return cs_stmt_run (set, error);
}

gboolean
cs_latest_refresh (CsTx    *tx,
                   gint64   tally,
                   gint64   account,
                   GError **error)
{
  CsLatest latest = { tally, account, CS_UNKNOWN, CS_UNKNOWN };
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

  return cs_latest_set (tx, &latest, counts, TRUE, error);
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
