/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-store.h"

#include "cs-account-day-private.h"
#include "cs-counts-private.h"
#include "cs-error.h"
#include "cs-latest-private.h"
#include "cs-table-private.h"

/* How its fields are read; they come out of several tables. */
static const CsTable sample_table = { "sample", CS_RECORD_SAMPLE, NULL, NULL };

/* A run of adding. What days gain is written at its end: many samples are of one day. */
typedef struct
{
  CsTx       *tx;
  GHashTable *days;
  CsOrigin    origin;            /* of the source that was asked for last */
  const char *name;
  gint64      source;            /* CS_UNKNOWN: none was yet */
} Adding;

/* Whom a sample is of, and what is known of it so far. */
typedef struct
{
  gint64 tally;
  gint64 account;
  gint64 thinned_to;
  gint64 latest_at;              /* CS_UNKNOWN: it has no sample yet */
  gint64 latest[CS_N_METRICS];
} Standing;

/* What was told nearest to a moment, on one side of it, a metric each. */
typedef struct
{
  gint64 at[CS_N_METRICS];       /* CS_UNKNOWN: nothing */
  gint64 counts[CS_N_METRICS];
} Neighbours;

static gboolean
find_standing (CsTx        *tx,
               const char  *target_id,
               Standing    *standing,
               GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT t.nr, t.account, t.thinned_to, l.taken_at, l.views, l.likes, l.comments, l.shares,"
    " l.quotes, l.saves FROM tally AS t LEFT JOIN latest AS l ON l.tally = t.nr"
    " WHERE t.target_id = :target");

  cs_stmt_bind_text (select, ":target", target_id);

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error)
        && cs_fail (error, CS_ERROR_NOT_FOUND, "“%s” is not counted", target_id);

  standing->tally = cs_stmt_get_int (select, 0);
  standing->account = cs_stmt_get_int (select, 1);
  standing->thinned_to = cs_stmt_get_int (select, 2);
  standing->latest_at = cs_stmt_get_int (select, 3);
  cs_counts_read (select, 4, standing->latest);

  return TRUE;
}

/* What counts of a moment so far; revision CS_UNKNOWN: nothing was told of it. */
static gboolean
find_moment (CsTx     *tx,
             gint64    tally,
             gint64    taken_at,
             gint64   *revision,
             gint64    counts[CS_N_METRICS],
             GError  **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT revision, " CS_COUNT_COLUMNS " FROM sample"
    " WHERE tally = :tally AND taken_at = :taken_at ORDER BY revision DESC LIMIT 1");

  cs_stmt_bind_int (select, ":tally", tally);
  cs_stmt_bind_int (select, ":taken_at", taken_at);

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error);

  *revision = cs_stmt_get_int (select, 0);
  cs_counts_read (select, 1, counts);

  return TRUE;
}

/* Keeps what the row tells of metrics that were sought in vain; returns how many still are. */
static guint
take_told (CsStmt         *row,
           const gboolean  sought[CS_N_METRICS],
           Neighbours     *found)
{
  guint missing = 0;

  for (guint i = 0; i < CS_N_METRICS; i++)
    if (sought[i] && found->at[i] == CS_UNKNOWN)
      {
        found->counts[i] = cs_stmt_get_int (row, 1 + i);

        if (found->counts[i] != CS_UNKNOWN)
          found->at[i] = cs_stmt_get_int (row, 0);
        else
          missing++;
      }

  return missing;
}

/* Goes from the moment outwards until each metric that is sought was told. */
static gboolean
find_told (CsTx            *tx,
           const char      *sql,
           gint64           tally,
           gint64           taken_at,
           const gboolean   sought[CS_N_METRICS],
           Neighbours      *found,
           GError         **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);
  gint64 seen_at = CS_UNKNOWN;
  guint missing = CS_N_METRICS;

  cs_stmt_bind_int (select, ":tally", tally);
  cs_stmt_bind_int (select, ":taken_at", taken_at);

  while (missing > 0 && cs_stmt_next (select, NULL))
    {
      gint64 at = cs_stmt_get_int (select, 0);

      /* The first of a moment is its highest revision; what that corrects does not count. */
      if (at != seen_at)
        missing = take_told (select, sought, found);

      seen_at = at;
    }

  return cs_stmt_check (select, error);
}

static gboolean
find_before (CsTx            *tx,
             gint64           tally,
             gint64           taken_at,
             const gboolean   sought[CS_N_METRICS],
             Neighbours      *found,
             GError         **error)
{
  return find_told (tx,
    "SELECT taken_at, " CS_COUNT_COLUMNS " FROM sample"
    " WHERE tally = :tally AND taken_at < :taken_at ORDER BY taken_at DESC, revision DESC",
    tally, taken_at, sought, found, error);
}

static gboolean
find_after (CsTx            *tx,
            gint64           tally,
            gint64           taken_at,
            const gboolean   sought[CS_N_METRICS],
            Neighbours      *found,
            GError         **error)
{
  return find_told (tx,
    "SELECT taken_at, " CS_COUNT_COLUMNS " FROM sample"
    " WHERE tally = :tally AND taken_at > :taken_at ORDER BY taken_at, revision DESC",
    tally, taken_at, sought, found, error);
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
find_neighbours (CsTx            *tx,
                 const Standing  *standing,
                 gint64           taken_at,
                 const gboolean   changes[CS_N_METRICS],
                 Neighbours      *before,
                 Neighbours      *after,
                 GError         **error)
{
  gboolean is_last = standing->latest_at == CS_UNKNOWN || taken_at > standing->latest_at;
  gboolean sought[CS_N_METRICS];

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      gboolean is_known = is_last && standing->latest_at != CS_UNKNOWN
                       && standing->latest[i] != CS_UNKNOWN;

      before->at[i] = is_known ? standing->latest_at : CS_UNKNOWN;
      before->counts[i] = is_known ? standing->latest[i] : CS_UNKNOWN;
      after->at[i] = CS_UNKNOWN;
      sought[i] = changes[i] && !is_known && standing->latest_at != CS_UNKNOWN;
    }

  if (!any (sought))
    return TRUE;

  return find_before (tx, standing->tally, taken_at, sought, before, error)
      && (is_last || find_after (tx, standing->tally, taken_at, sought, after, error));
}

/* The day of the moment gains over what stood before it; the day of what comes after is compared
 * with the moment from now on. */
static gboolean
change_days (Adding          *adding,
             const Standing  *standing,
             gint64           taken_at,
             const gint64     was[CS_N_METRICS],
             const gint64     is[CS_N_METRICS],
             GError         **error)
{
  CsDayChange *today = cs_days_get (adding->days, standing->account, cs_utc_day_of (taken_at));
  gboolean changes[CS_N_METRICS];
  Neighbours before, after;

  for (guint i = 0; i < CS_N_METRICS; i++)
    changes[i] = was[i] != is[i];

  if (!find_neighbours (adding->tx, standing, taken_at, changes, &before, &after, error))
    return FALSE;

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      gint64 base = before.at[i] != CS_UNKNOWN ? before.counts[i] : 0;
      gint64 old = was[i] != CS_UNKNOWN ? was[i] : base;
      gint64 new = is[i] != CS_UNKNOWN ? is[i] : base;

      today->gained[i] += new - old;
      today->told[i] += (is[i] != CS_UNKNOWN) - (was[i] != CS_UNKNOWN);

      if (after.at[i] != CS_UNKNOWN)
        cs_days_get (adding->days, standing->account, cs_utc_day_of (after.at[i]))->gained[i]
          += old - new;
    }

  return TRUE;
}

static gboolean
insert (CsTx            *tx,
        const Standing  *standing,
        const CsSample  *sample,
        gint64           revision,
        gint64           source,
        GError         **error)
{
  g_autoptr(CsStmt) add = cs_tx_prepare (tx,
    "INSERT INTO sample (tally, taken_at, revision, source, " CS_COUNT_COLUMNS ")"
    " VALUES (:tally, :taken_at, :revision, :source, " CS_COUNT_PARAMETERS ")");

  cs_stmt_bind_int (add, ":tally", standing->tally);
  cs_stmt_bind_int (add, ":taken_at", sample->taken_at);
  cs_stmt_bind_int (add, ":revision", revision);
  cs_stmt_bind_int (add, ":source", source);
  cs_counts_bind (add, sample->counts);

  return cs_stmt_run (add, error);
}

/* What comes before the place that thinning has got to has to be looked at again. */
static gboolean
set_back_thinning (CsTx            *tx,
                   const Standing  *standing,
                   gint64           taken_at,
                   GError         **error)
{
  g_autoptr(CsStmt) set = cs_tx_prepare (tx,
    "UPDATE tally SET thinned_to = :taken_at WHERE nr = :tally");

  cs_stmt_bind_int (set, ":taken_at", taken_at);
  cs_stmt_bind_int (set, ":tally", standing->tally);

  return cs_stmt_run (set, error);
}

static gboolean
find_source (Adding          *adding,
             const CsSample  *sample,
             GError         **error)
{
  if (adding->source != CS_UNKNOWN && adding->origin == sample->origin
      && g_strcmp0 (adding->name, sample->source) == 0)
    return TRUE;

  adding->origin = sample->origin;
  adding->name = sample->source;

  return cs_source_find (adding->tx, sample->origin, sample->source, &adding->source, error);
}

static gboolean
store (Adding          *adding,
       const Standing  *standing,
       const CsSample  *sample,
       gint64           revision,
       const gint64     was[CS_N_METRICS],
       GError         **error)
{
  CsLatest latest = { standing->tally, standing->account, sample->taken_at, CS_UNKNOWN };
  gboolean is_first = standing->latest_at == CS_UNKNOWN;

  if (!find_source (adding, sample, error))
    return FALSE;

  latest.source = adding->source;

  return change_days (adding, standing, sample->taken_at, was, sample->counts, error)
      && insert (adding->tx, standing, sample, revision, latest.source, error)
      && ((!is_first && sample->taken_at < standing->latest_at)
          || cs_latest_set (adding->tx, &latest, sample->counts, is_first, error))
      && (sample->taken_at >= standing->thinned_to
          || set_back_thinning (adding->tx, standing, sample->taken_at, error));
}

static gboolean
add (Adding          *adding,
     const CsSample  *sample,
     gboolean        *is_new,
     GError         **error)
{
  gint64 was[CS_N_METRICS];
  gint64 revision = CS_UNKNOWN;
  Standing standing;

  if (sample->taken_at == CS_UNKNOWN)
    return cs_fail (error, CS_ERROR_INVALID, "A number without its time cannot be kept");

  cs_counts_clear (was);

  if (!cs_counts_check (sample->counts, CS_N_METRICS, error)
      || !find_standing (adding->tx, sample->target_id, &standing, error))
    return FALSE;

  if (standing.latest_at != CS_UNKNOWN && sample->taken_at <= standing.latest_at
      && !find_moment (adding->tx, standing.tally, sample->taken_at, &revision, was, error))
    return FALSE;

  *is_new = revision == CS_UNKNOWN || !cs_counts_equal (was, sample->counts);
  if (!*is_new)
    return TRUE;

  cs_tx_touch (adding->tx, CS_RECORD_TALLY, sample->target_id);

  return store (adding, &standing, sample, revision != CS_UNKNOWN ? revision + 1 : 0, was, error);
}

/**
 * cs_sample_store_add_all:
 * @samples: of posts that are counted, at any moments; their revisions are given here
 * @n_new: (out) (optional): how many there were of which not just this was known already
 *
 * Other counts of a moment that is known are a correction of it. When it fails the
 * transaction is of no use any more.
 */
gboolean
cs_sample_store_add_all (CsTx       *tx,
                         GPtrArray  *samples,
                         guint      *n_new,
                         GError    **error)
{
  g_autoptr(GHashTable) days = cs_days_new ();
  Adding adding = { tx, days, CS_ORIGIN_NETWORK, NULL, CS_UNKNOWN };
  guint n = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      gboolean is_new = FALSE;

      if (!add (&adding, samples->pdata[i], &is_new, error))
        return FALSE;

      n += is_new;
    }

  if (n_new != NULL)
    *n_new = n;

  return cs_days_apply (tx, days, error);
}

/* One of them, as cs_sample_store_add_all(). */
gboolean
cs_sample_store_add (CsTx            *tx,
                     const CsSample  *sample,
                     gboolean        *is_new,
                     GError         **error)
{
  g_autoptr(GPtrArray) samples = g_ptr_array_new ();
  guint n_new;

  g_ptr_array_add (samples, (gpointer) sample);

  if (!cs_sample_store_add_all (tx, samples, &n_new, error))
    return FALSE;

  if (is_new != NULL)
    *is_new = n_new > 0;

  return TRUE;
}

#define SELECT_SAMPLES \
  "SELECT t.target_id, s.taken_at, s.revision, o.origin, nullif (o.name, ''), s.views, s.likes," \
  " s.comments, s.shares, s.quotes, s.saves FROM tally AS t JOIN sample AS s ON s.tally = t.nr" \
  " JOIN source AS o ON o.nr = s.source" \
  " WHERE t.target_id = :target AND s.taken_at >= :from AND s.taken_at < :until "

static GPtrArray *
list (CsTx        *tx,
      const char  *sql,
      const char  *target_id,
      gint64       from,
      gint64       until,
      GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (select, ":target", target_id);
  cs_stmt_bind_int (select, ":from", from != 0 ? from : -G_MAXINT64);
  cs_stmt_bind_int (select, ":until", until != 0 ? until : G_MAXINT64);

  return cs_table_read_all (&sample_table, select, error);
}

/* Those that count from one second until before another, by time; 0: no such bound. */
GPtrArray *
cs_sample_store_list (CsTx        *tx,
                      const char  *target_id,
                      gint64       from,
                      gint64       until,
                      GError     **error)
{
  return list (tx, SELECT_SAMPLES
    "AND NOT EXISTS (SELECT 1 FROM sample AS n WHERE n.tally = s.tally"
    " AND n.taken_at = s.taken_at AND n.revision > s.revision) ORDER BY s.taken_at",
    target_id, from, until, error);
}

/* As cs_sample_store_list(), and before each what it corrects. */
GPtrArray *
cs_sample_store_list_all (CsTx        *tx,
                          const char  *target_id,
                          gint64       from,
                          gint64       until,
                          GError     **error)
{
  return list (tx, SELECT_SAMPLES "ORDER BY s.taken_at, s.revision",
               target_id, from, until, error);
}

/**
 * cs_sample_store_find_last:
 * @before: a moment; 0: none
 * @sample: (out) (nullable) (transfer full): the last before it that counts; NULL
 *   when there is none
 *
 * Returns: whether it could be read
 */
gboolean
cs_sample_store_find_last (CsTx        *tx,
                           const char  *target_id,
                           gint64       before,
                           CsSample   **sample,
                           GError     **error)
{
  g_autoptr(GPtrArray) found = list (tx, SELECT_SAMPLES
    "ORDER BY s.taken_at DESC, s.revision DESC LIMIT 1", target_id, 0, before, error);

  *sample = found != NULL && found->len > 0 ? cs_record_ref (found->pdata[0]) : NULL;

  return found != NULL;
}
