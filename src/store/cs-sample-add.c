/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-store.h"

#include "cs-account-day-private.h"
#include "cs-counts-private.h"
#include "cs-error.h"
#include "cs-latest-private.h"

#include <string.h>

/* Whom samples are of, and what is known of it so far. */
typedef struct
{
  gint64   tally;
  gint64   account;
  gint64   published_at;
  gint64   thinned_to;
  gint64   latest_at;              /* CS_UNKNOWN: it has no sample yet */
  gint64   source;                 /* of the latest */
  gint64   latest[CS_N_METRICS];
  gint64   engagement;             /* in its latest row */
  gboolean is_listed;              /* it has one */
  gboolean is_changed;             /* some of its samples are new */
  gboolean is_latest_changed;
  gboolean is_set_back;            /* thinning has to look at it again */
} Standing;

/* A run of adding. What stands of a post is read once, and written at the end with what days
 * gained: many samples are of one day, and some of one post. */
typedef struct
{
  CsTx           *tx;
  CsStmt         *select;
  CsStmt         *insert;
  CsLatestWriter  writer;
  GHashTable     *days;
  GHashTable     *standings;     /* by the id of the target, which is the sample's */
  GPtrArray      *order;         /* of them, as they came */
  CsOrigin        origin;        /* of the source that was asked for last */
  const char     *name;
  gint64          source;        /* CS_UNKNOWN: none was yet */
} Adding;

/* What was told nearest to a moment, on one side of it, a metric each. */
typedef struct
{
  gint64 at[CS_N_METRICS];       /* CS_UNKNOWN: nothing */
  gint64 counts[CS_N_METRICS];
} Neighbours;

static void
begin (Adding *adding,
       CsTx   *tx)
{
  *adding = (Adding) { .tx = tx, .writer.tx = tx, .source = CS_UNKNOWN };
  adding->days = cs_days_new ();
  adding->standings = g_hash_table_new (g_str_hash, g_str_equal);
  adding->order = g_ptr_array_new_with_free_func (g_free);
  adding->select = cs_tx_prepare (tx,
    "SELECT t.nr, t.account, t.published_at, t.thinned_to, l.taken_at, l.source, l.views, l.likes,"
    " l.comments, l.shares, l.quotes, l.saves FROM tally AS t LEFT JOIN latest AS l"
    " ON l.tally = t.nr WHERE t.target_id = :target");
  adding->insert = cs_tx_prepare (tx,
    "INSERT INTO sample (tally, age, source, " CS_COUNT_COLUMNS ")"
    " VALUES (:tally, :age, :source, " CS_COUNT_PARAMETERS ")");
}

static void
end (Adding *adding)
{
  cs_stmt_free (adding->select);
  cs_stmt_free (adding->insert);
  cs_latest_writer_clear (&adding->writer);
  g_hash_table_unref (adding->days);
  g_hash_table_unref (adding->standings);
  g_ptr_array_unref (adding->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adding, end)

static Standing *
read_standing (Adding      *adding,
               const char  *target_id,
               GError     **error)
{
  CsStmt *row = adding->select;
  Standing *standing;

  cs_stmt_bind_text (row, ":target", target_id);

  if (!cs_stmt_next (row, NULL))
    return cs_stmt_check (row, error)
         ? cs_fail_null (error, CS_ERROR_NOT_FOUND, "“%s” is not counted", target_id) : NULL;

  standing = g_new0 (Standing, 1);
  standing->tally = cs_stmt_get_int (row, 0);
  standing->account = cs_stmt_get_int (row, 1);
  standing->published_at = cs_stmt_get_int (row, 2);
  standing->thinned_to = cs_stmt_get_int (row, 3);
  standing->latest_at = cs_stmt_get_int (row, 4);
  standing->source = cs_stmt_get_int (row, 5);
  cs_counts_read (row, 6, standing->latest);
  standing->engagement = cs_counts_engagement (standing->latest);
  standing->is_listed = standing->latest_at != CS_UNKNOWN;
  cs_stmt_reset (row);

  g_ptr_array_add (adding->order, standing);
  g_hash_table_insert (adding->standings, (gpointer) target_id, standing);

  return standing;
}

static Standing *
find_standing (Adding      *adding,
               const char  *target_id,
               GError     **error)
{
  Standing *standing = g_hash_table_lookup (adding->standings, target_id);

  return standing != NULL ? standing : read_standing (adding, target_id, error);
}

/* What counts of a moment so far. */
static gboolean
find_moment (CsTx            *tx,
             const Standing  *standing,
             gint64           taken_at,
             gboolean        *is_told,
             gint64           counts[CS_N_METRICS],
             GError         **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT " CS_COUNT_COLUMNS " FROM sample WHERE tally = :tally AND age = :age");

  cs_stmt_bind_int (select, ":tally", standing->tally);
  cs_stmt_bind_int (select, ":age", taken_at - standing->published_at);
  *is_told = cs_stmt_next (select, NULL);

  if (*is_told)
    cs_counts_read (select, 0, counts);

  return cs_stmt_check (select, error);
}

/* Keeps what the row tells of metrics that were sought in vain; returns how many still are. */
static guint
take_told (CsStmt         *row,
           gint64          at,
           const gboolean  sought[CS_N_METRICS],
           Neighbours     *found)
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
find_told (CsTx            *tx,
           const char      *sql,
           const Standing  *standing,
           gint64           taken_at,
           const gboolean   sought[CS_N_METRICS],
           Neighbours      *found,
           GError         **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);
  guint missing = CS_N_METRICS;

  cs_stmt_bind_int (select, ":tally", standing->tally);
  cs_stmt_bind_int (select, ":age", taken_at - standing->published_at);

  while (missing > 0 && cs_stmt_next (select, NULL))
    missing = take_told (select, standing->published_at + cs_stmt_get_int (select, 0), sought,
                         found);

  return cs_stmt_check (select, error);
}

static gboolean
find_before (CsTx            *tx,
             const Standing  *standing,
             gint64           taken_at,
             const gboolean   sought[CS_N_METRICS],
             Neighbours      *found,
             GError         **error)
{
  return find_told (tx,
    "SELECT age, " CS_COUNT_COLUMNS " FROM sample"
    " WHERE tally = :tally AND age < :age ORDER BY age DESC",
    standing, taken_at, sought, found, error);
}

static gboolean
find_after (CsTx            *tx,
            const Standing  *standing,
            gint64           taken_at,
            const gboolean   sought[CS_N_METRICS],
            Neighbours      *found,
            GError         **error)
{
  return find_told (tx,
    "SELECT age, " CS_COUNT_COLUMNS " FROM sample"
    " WHERE tally = :tally AND age > :age ORDER BY age",
    standing, taken_at, sought, found, error);
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

  return find_before (tx, standing, taken_at, sought, before, error)
      && (is_last || find_after (tx, standing, taken_at, sought, after, error));
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

/* Takes what counts of the moment out of the samples, to stand behind what corrects it. */
static gboolean
put_behind (CsTx            *tx,
            const Standing  *standing,
            gint64           taken_at,
            GError         **error)
{
  const gint64 key[] = { standing->tally, taken_at - standing->published_at };
  g_autoptr(CsStmt) keep = cs_tx_prepare (tx,
    "INSERT INTO corrected (tally, age, revision, source, " CS_COUNT_COLUMNS ")"
    " SELECT tally, age, (SELECT count (*) FROM corrected AS c WHERE c.tally = s.tally"
    " AND c.age = s.age), source, " CS_COUNT_COLUMNS " FROM sample AS s"
    " WHERE tally = :tally AND age = :age");
  g_autoptr(CsStmt) drop = cs_tx_prepare (tx,
    "DELETE FROM sample WHERE tally = :tally AND age = :age");

  cs_stmt_bind_ints (keep, 1, key, G_N_ELEMENTS (key));
  cs_stmt_bind_ints (drop, 1, key, G_N_ELEMENTS (key));

  return cs_stmt_run (keep, error) && cs_stmt_run (drop, error);
}

static gboolean
insert (Adding          *adding,
        const Standing  *standing,
        const CsSample  *sample,
        GError         **error)
{
  const gint64 key[] = { standing->tally, sample->taken_at - standing->published_at,
                         adding->source };

  cs_stmt_bind_ints (adding->insert, 1, key, G_N_ELEMENTS (key));
  cs_stmt_bind_ints (adding->insert, 1 + G_N_ELEMENTS (key), sample->counts, CS_N_METRICS);

  return cs_stmt_run (adding->insert, error);
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

/* What the post stands at behind the sample. What comes before the place that thinning has got to
 * has to be looked at again. */
static void
take_notice (Standing       *standing,
             const CsSample *sample,
             gint64          source)
{
  standing->is_changed = TRUE;

  if (sample->taken_at < standing->thinned_to)
    {
      standing->thinned_to = sample->taken_at;
      standing->is_set_back = TRUE;
    }

  if (standing->latest_at != CS_UNKNOWN && sample->taken_at < standing->latest_at)
    return;

  standing->latest_at = sample->taken_at;
  standing->source = source;
  memcpy (standing->latest, sample->counts, sizeof standing->latest);
  standing->is_latest_changed = TRUE;
}

static gboolean
add (Adding          *adding,
     const CsSample  *sample,
     gboolean        *is_new,
     GError         **error)
{
  gint64 was[CS_N_METRICS];
  gboolean is_told = FALSE;
  Standing *standing;

  if (sample->taken_at == CS_UNKNOWN)
    return cs_fail (error, CS_ERROR_INVALID, "A number without its time cannot be kept");

  if (!cs_counts_check (sample->counts, CS_N_METRICS, error))
    return FALSE;

  cs_counts_clear (was);
  standing = find_standing (adding, sample->target_id, error);

  if (standing == NULL
      || (standing->latest_at != CS_UNKNOWN && sample->taken_at <= standing->latest_at
          && !find_moment (adding->tx, standing, sample->taken_at, &is_told, was, error)))
    return FALSE;

  *is_new = !is_told || !cs_counts_equal (was, sample->counts);
  if (!*is_new)
    return TRUE;

  if (!find_source (adding, sample, error)
      || !change_days (adding, standing, sample->taken_at, was, sample->counts, error)
      || (is_told && !put_behind (adding->tx, standing, sample->taken_at, error))
      || !insert (adding, standing, sample, error))
    return FALSE;

  take_notice (standing, sample, adding->source);

  return TRUE;
}

static gboolean
set_back_thinning (CsTx            *tx,
                   const Standing  *standing,
                   GError         **error)
{
  g_autoptr(CsStmt) set = cs_tx_prepare (tx,
    "UPDATE tally SET thinned_to = :taken_at WHERE nr = :tally");

  cs_stmt_bind_int (set, ":taken_at", standing->thinned_to);
  cs_stmt_bind_int (set, ":tally", standing->tally);

  return cs_stmt_run (set, error);
}

static gboolean
write_latest (Adding          *adding,
              const Standing  *standing,
              GError         **error)
{
  const CsLatest latest = { standing->tally, standing->account, standing->latest_at,
                            standing->source };
  gboolean stays = cs_counts_engagement (standing->latest) == standing->engagement;

  return cs_latest_write (&adding->writer,
                          !standing->is_listed ? CS_LATEST_FIRST
                          : stays ? CS_LATEST_STAYED : CS_LATEST_MOVED,
                          &latest, standing->latest, error);
}

static gboolean
write_standing (Adding          *adding,
                const Standing  *standing,
                GError         **error)
{
  return (!standing->is_latest_changed || write_latest (adding, standing, error))
      && (!standing->is_set_back || set_back_thinning (adding->tx, standing, error));
}

static gboolean
write_standings (Adding  *adding,
                 GError **error)
{
  GHashTableIter iter;
  gpointer target_id, standing;

  for (guint i = 0; i < adding->order->len; i++)
    if (!write_standing (adding, adding->order->pdata[i], error))
      return FALSE;

  g_hash_table_iter_init (&iter, adding->standings);
  while (g_hash_table_iter_next (&iter, &target_id, &standing))
    if (((Standing *) standing)->is_changed)
      cs_tx_touch (adding->tx, CS_RECORD_TALLY, target_id);

  return TRUE;
}

/**
 * cs_sample_store_add_all:
 * @samples: of posts that are counted, at any moments; their revisions are given here
 * @n_new: (out) (optional): how many there were of which not just this was known already
 *
 * Other counts of a moment that is known are a correction of it. The samples are
 * written as they come, and behind the last of them each post's latest row and each
 * day once, so that many at once are cheaper. When it fails, samples may be written of
 * which latest rows and days know nothing: the transaction must be given up, and then
 * nothing of it was.
 */
gboolean
cs_sample_store_add_all (CsTx       *tx,
                         GPtrArray  *samples,
                         guint      *n_new,
                         GError    **error)
{
  g_auto(Adding) adding;
  guint n = 0;

  begin (&adding, tx);

  for (guint i = 0; i < samples->len; i++)
    {
      gboolean is_new = FALSE;

      if (!add (&adding, samples->pdata[i], &is_new, error))
        return FALSE;

      n += is_new;
    }

  if (n_new != NULL)
    *n_new = n;

  return write_standings (&adding, error) && cs_days_apply (tx, adding.days, error);
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
