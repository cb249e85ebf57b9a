/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-store.h"

#include "cs-account-day-private.h"
#include "cs-counts-private.h"
#include "cs-error.h"
#include "cs-latest-private.h"
#include "cs-reckoned-private.h"

#include <string.h>

/* Whom samples are of, and what is known of it so far. */
typedef struct
{
  CsReckoned post;
  gint64     thinned_to;
  gint64     source;               /* of the latest */
  gint64     latest[CS_N_METRICS];
  gint64     engagement;           /* in its latest row */
  gboolean   is_listed;            /* it has one */
  gboolean   is_changed;           /* some of its samples are new */
  gboolean   is_latest_changed;
  gboolean   is_set_back;          /* thinning has to look at it again */
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

static void
begin (Adding *adding,
       CsTx   *tx)
{
  *adding = (Adding) { .tx = tx, .writer.tx = tx, .source = CS_UNKNOWN };
  adding->days = cs_days_new ();
  adding->standings = g_hash_table_new (g_str_hash, g_str_equal);
  adding->order = g_ptr_array_new_with_free_func (g_free);
  adding->select = cs_tx_prepare (tx,
    "SELECT t.nr, t.account, t.published_at, t.thinned_to, s.taken_at, s.source, "
    CS_RECKONED_COLUMNS " FROM tally AS t LEFT JOIN latest AS s ON s.tally = t.nr"
    " LEFT JOIN settled AS o ON o.tally = t.nr AND o.age = s.taken_at - t.published_at"
    " WHERE t.target_id = :target");
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
  standing->post.tally = cs_stmt_get_int (row, 0);
  standing->post.account = cs_stmt_get_int (row, 1);
  standing->post.published_at = cs_stmt_get_int (row, 2);
  standing->thinned_to = cs_stmt_get_int (row, 3);
  standing->post.latest_at = cs_stmt_get_int (row, 4);
  standing->source = cs_stmt_get_int (row, 5);
  cs_reckoned_read (row, 6, standing->latest, standing->post.reckoned);
  standing->engagement = cs_counts_engagement (standing->latest);
  standing->is_listed = standing->post.latest_at != CS_UNKNOWN;
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

/* Takes what counts of the moment out of the samples, to stand behind what corrects it. */
static gboolean
put_behind (CsTx            *tx,
            const Standing  *standing,
            gint64           taken_at,
            GError         **error)
{
  const gint64 key[] = { standing->post.tally, taken_at - standing->post.published_at };
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
  const gint64 key[] = { standing->post.tally, sample->taken_at - standing->post.published_at,
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
             const CsMoment *moment,
             gint64          source)
{
  standing->is_changed = TRUE;

  if (sample->taken_at < standing->thinned_to)
    {
      standing->thinned_to = sample->taken_at;
      standing->is_set_back = TRUE;
    }

  if (standing->post.latest_at != CS_UNKNOWN && sample->taken_at < standing->post.latest_at)
    return;

  standing->post.latest_at = sample->taken_at;
  standing->source = source;
  memcpy (standing->latest, sample->counts, sizeof standing->latest);
  memcpy (standing->post.reckoned, moment->stands, sizeof standing->post.reckoned);
  standing->is_latest_changed = TRUE;
}

/* FALSE in @is_new: just this is known of the moment. */
static gboolean
look_at (Adding          *adding,
         const Standing  *standing,
         const CsSample  *sample,
         CsMoment        *moment,
         gboolean        *is_new,
         GError         **error)
{
  if (!cs_moment_find (moment, adding->tx, &standing->post, sample->taken_at, error))
    return FALSE;

  *is_new = !moment->is_told || !cs_counts_equal (moment->was, sample->counts);

  return TRUE;
}

static gboolean
add (Adding          *adding,
     const CsSample  *sample,
     gboolean        *is_new,
     GError         **error)
{
  Standing *standing;
  CsMoment moment;

  if (sample->taken_at == CS_UNKNOWN)
    return cs_fail (error, CS_ERROR_INVALID, "A number without its time cannot be kept");

  if (!cs_counts_check (sample->counts, CS_N_METRICS, error))
    return FALSE;

  standing = find_standing (adding, sample->target_id, error);

  if (standing == NULL || !look_at (adding, standing, sample, &moment, is_new, error))
    return FALSE;

  if (!*is_new)
    return TRUE;

  if (!find_source (adding, sample, error)
      || !cs_moment_settle (&moment, adding->tx, &standing->post, sample, adding->days, error)
      || (moment.is_told && !put_behind (adding->tx, standing, sample->taken_at, error))
      || !insert (adding, standing, sample, error)
      || !cs_moment_keep (&moment, adding->tx, &standing->post, sample, error))
    return FALSE;

  cs_moment_change_days (&moment, &standing->post, sample->taken_at, adding->days);
  take_notice (standing, sample, &moment, adding->source);

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
  cs_stmt_bind_int (set, ":tally", standing->post.tally);

  return cs_stmt_run (set, error);
}

static gboolean
write_latest (Adding          *adding,
              const Standing  *standing,
              GError         **error)
{
  const CsReckoned *post = &standing->post;
  const CsLatest latest = { post->tally, post->account, post->latest_at, standing->source };
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

/* Of a post that is out and not counted yet, its account is known from the receipt. */
static gboolean
find_uncounted (CsTx        *tx,
                const char  *target_id,
                Standing    *standing,
                GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT a.nr FROM receipt AS r JOIN account AS a ON a.id = r.account_id"
    " WHERE r.target_id = :target ORDER BY r.number LIMIT 1");

  *standing = (Standing) { .post = { .tally = CS_UNKNOWN, .latest_at = CS_UNKNOWN } };
  cs_counts_clear (standing->post.reckoned);
  cs_stmt_bind_text (select, ":target", target_id);

  if (cs_stmt_next (select, NULL))
    standing->post.account = cs_stmt_get_int (select, 0);

  return cs_stmt_check (select, error);
}

/* Whether the sums of days cannot take in all that it tells. */
static gboolean
is_late (Adding          *adding,
         const CsSample  *sample,
         gboolean        *is_late,
         GError         **error)
{
  g_autoptr(GError) failure = NULL;
  const Standing *standing = find_standing (adding, sample->target_id, &failure);
  Standing uncounted;
  gboolean is_new;
  CsMoment moment;

  if (g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND))
    {
      if (!find_uncounted (adding->tx, sample->target_id, &uncounted, error))
        return FALSE;

      standing = &uncounted;
    }
  else if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (!look_at (adding, standing, sample, &moment, &is_new, error)
      || !cs_moment_settle (&moment, adding->tx, &standing->post, sample, adding->days, error))
    return FALSE;

  *is_late = is_new && !cs_counts_equal (moment.stands, sample->counts);

  return TRUE;
}

/**
 * cs_sample_store_count_late:
 * @samples: of posts that are out, at any moments
 * @n_late: (out): of how many that are new the sums of days would not take in all: their days, or
 *   days after them, are frozen
 *
 * It reads only.
 */
gboolean
cs_sample_store_count_late (CsTx       *tx,
                            GPtrArray  *samples,
                            guint      *n_late,
                            GError    **error)
{
  g_auto(Adding) adding;

  begin (&adding, tx);
  *n_late = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      gboolean late = FALSE;

      if (!is_late (&adding, samples->pdata[i], &late, error))
        return FALSE;

      *n_late += late;
    }

  return TRUE;
}
