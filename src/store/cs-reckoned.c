/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-reckoned-private.h"

#include "cs-account-day-private.h"
#include "cs-counts-private.h"

#include <string.h>

gboolean
cs_reckoned_read (CsStmt *row,
                  int     column,
                  gint64  told[CS_N_METRICS],
                  gint64  reckoned[CS_N_METRICS])
{
  gboolean is_settled = cs_stmt_get_int (row, column + CS_N_METRICS) != CS_UNKNOWN;

  cs_counts_read (row, column, told);
  cs_counts_read (row, is_settled ? column + CS_N_METRICS + 1 : column, reckoned);

  return is_settled;
}

/* What counts of a moment so far; later than the latest there is nothing. */
gboolean
cs_moment_find (CsMoment          *self,
                CsTx              *tx,
                const CsReckoned  *post,
                gint64             taken_at,
                GError           **error)
{
  g_autoptr(CsStmt) select = NULL;

  *self = (CsMoment) { FALSE, };
  cs_counts_clear (self->was);
  cs_counts_clear (self->stood);

  if (post->latest_at == CS_UNKNOWN || taken_at > post->latest_at)
    return TRUE;

  select = cs_tx_prepare (tx,
    "SELECT " CS_RECKONED_COLUMNS " FROM " CS_RECKONED_SAMPLES
    " WHERE s.tally = :tally AND s.age = :age");
  cs_stmt_bind_int (select, ":tally", post->tally);
  cs_stmt_bind_int (select, ":age", taken_at - post->published_at);
  self->is_told = cs_stmt_next (select, NULL);

  if (self->is_told)
    self->is_settled = cs_reckoned_read (select, 0, self->was, self->stood);

  return cs_stmt_check (select, error);
}

/* Keeps what the row tells of metrics that were sought in vain; returns how many still are. */
static guint
take_told (CsStmt         *row,
           gint64          at,
           const gboolean  sought[CS_N_METRICS],
           CsNeighbours   *found)
{
  guint missing = 0;

  for (guint i = 0; i < CS_N_METRICS; i++)
    if (sought[i] && found->at[i] == CS_UNKNOWN)
      {
        found->counts[i] = cs_stmt_get_int (row, 1 + i);

        if (found->counts[i] != CS_UNKNOWN)
          found->at[i] = at;
        else
          missing++;
      }

  return missing;
}

/* Goes from the moment outwards until each metric that is sought was told. */
static gboolean
find_told (CsTx              *tx,
           const char        *sql,
           const CsReckoned  *post,
           gint64             taken_at,
           const gboolean     sought[CS_N_METRICS],
           CsNeighbours      *found,
           GError           **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);
  guint missing = CS_N_METRICS;

  cs_stmt_bind_int (select, ":tally", post->tally);
  cs_stmt_bind_int (select, ":age", taken_at - post->published_at);

  while (missing > 0 && cs_stmt_next (select, NULL))
    missing = take_told (select, post->published_at + cs_stmt_get_int (select, 0), sought, found);

  return cs_stmt_check (select, error);
}

static gboolean
find_before (CsTx              *tx,
             const CsReckoned  *post,
             gint64             taken_at,
             const gboolean     sought[CS_N_METRICS],
             CsNeighbours      *found,
             GError           **error)
{
  return find_told (tx,
    "SELECT age, " CS_COUNT_COLUMNS " FROM reckoned"
    " WHERE tally = :tally AND age < :age ORDER BY age DESC",
    post, taken_at, sought, found, error);
}

static gboolean
find_after (CsTx              *tx,
            const CsReckoned  *post,
            gint64             taken_at,
            const gboolean     sought[CS_N_METRICS],
            CsNeighbours      *found,
            GError           **error)
{
  return find_told (tx,
    "SELECT age, " CS_COUNT_COLUMNS " FROM reckoned"
    " WHERE tally = :tally AND age > :age ORDER BY age",
    post, taken_at, sought, found, error);
}

static gboolean
any (const gboolean sought[CS_N_METRICS])
{
  gboolean is_any = FALSE;

  for (guint i = 0; i < CS_N_METRICS; i++)
    is_any = is_any || sought[i];

  return is_any;
}

/* What stood before the moment and what came after it, for the metrics that change. Of a sample
 * that is later than all others the latest row knows most of it. */
static gboolean
find_neighbours (CsMoment          *self,
                 CsTx              *tx,
                 const CsReckoned  *post,
                 const CsSample    *sample,
                 GError           **error)
{
  gint64 at = sample->taken_at;
  gboolean is_last = post->latest_at == CS_UNKNOWN || at > post->latest_at;
  gboolean sought[CS_N_METRICS];

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      gboolean is_known = is_last && post->latest_at != CS_UNKNOWN
                       && post->reckoned[i] != CS_UNKNOWN;

      self->before.at[i] = is_known ? post->latest_at : CS_UNKNOWN;
      self->before.counts[i] = is_known ? post->reckoned[i] : CS_UNKNOWN;
      sought[i] = self->stood[i] != sample->counts[i] && !is_known
               && post->latest_at != CS_UNKNOWN;
    }

  if (!any (sought))
    return TRUE;

  return find_before (tx, post, at, sought, &self->before, error)
      && (is_last || find_after (tx, post, at, sought, &self->after, error));
}

/**
 * cs_moment_settle:
 * @days: of an account each, by CsDayKey
 *
 * What days are reckoned from of the moment once this is told of it. One that is frozen
 * takes nothing in, and what comes after the moment on such a day holds already all that
 * was gained until then: what is told then stays as it stood.
 */
gboolean
cs_moment_settle (CsMoment          *self,
                  CsTx              *tx,
                  const CsReckoned  *post,
                  const CsSample    *sample,
                  GHashTable        *days,
                  GError           **error)
{
  gint64 day = cs_utc_day_of (sample->taken_at);
  gboolean is_frozen;

  memcpy (self->stands, self->stood, sizeof self->stands);
  cs_counts_clear (self->before.at);
  cs_counts_clear (self->after.at);

  if (!cs_days_is_frozen (tx, days, post->account, day, &is_frozen, error))
    return FALSE;

  if (is_frozen)
    return TRUE;

  if (!find_neighbours (self, tx, post, sample, error))
    return FALSE;

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      if (self->after.at[i] != CS_UNKNOWN
          && !cs_days_is_frozen (tx, days, post->account, cs_utc_day_of (self->after.at[i]),
                                 &is_frozen, error))
        return FALSE;

      if (self->after.at[i] == CS_UNKNOWN || !is_frozen)
        self->stands[i] = sample->counts[i];
    }

  return TRUE;
}

/* What days are reckoned from, where that is not what is told. */
gboolean
cs_moment_keep (const CsMoment    *self,
                CsTx              *tx,
                const CsReckoned  *post,
                const CsSample    *sample,
                GError           **error)
{
  const gint64 key[] = { post->tally, sample->taken_at - post->published_at };
  const guint n = G_N_ELEMENTS (key);
  gboolean is_settled = !cs_counts_equal (self->stands, sample->counts);
  g_autoptr(CsStmt) stmt = NULL;

  if (!is_settled && !self->is_settled)
    return TRUE;

  stmt = cs_tx_prepare (tx, is_settled
    ? "INSERT OR REPLACE INTO settled (tally, age, " CS_COUNT_COLUMNS ")"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    : "DELETE FROM settled WHERE tally = ?1 AND age = ?2");
  cs_stmt_bind_ints (stmt, 1, key, n);
  if (is_settled)
    cs_stmt_bind_ints (stmt, 1 + n, self->stands, CS_N_METRICS);

  return cs_stmt_run (stmt, error);
}

/* The day of the moment gains over what stood before it; the day of what comes after is compared
 * with the moment from now on. */
void
cs_moment_change_days (const CsMoment    *self,
                       const CsReckoned  *post,
                       gint64             taken_at,
                       GHashTable        *days)
{
  CsDayChange *today = cs_days_get (days, post->account, cs_utc_day_of (taken_at));

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      gint64 base = self->before.at[i] != CS_UNKNOWN ? self->before.counts[i] : 0;
      gint64 old = self->stood[i] != CS_UNKNOWN ? self->stood[i] : base;
      gint64 new = self->stands[i] != CS_UNKNOWN ? self->stands[i] : base;

      today->gained[i] += new - old;
      today->told[i] += (self->stands[i] != CS_UNKNOWN) - (self->stood[i] != CS_UNKNOWN);

      if (self->after.at[i] != CS_UNKNOWN)
        cs_days_get (days, post->account, cs_utc_day_of (self->after.at[i]))->gained[i]
          += old - new;
    }
}
