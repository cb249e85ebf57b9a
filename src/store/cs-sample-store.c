/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-store.h"

#include "cs-table-private.h"

/* Before or after all that can be told. */
#define EVER (G_GINT64_CONSTANT (1) << 60)

/* How its fields are read; they come out of several tables. */
static const CsTable sample_table = { "sample", CS_RECORD_SAMPLE, NULL, NULL };

/* The age is there to sort by: that is the order of their keys. */
#define SELECT_FROM(table, revision) \
  "SELECT t.target_id, t.published_at + s.age, " revision ", o.origin, nullif (o.name, '')," \
  " s.views, s.likes, s.comments, s.shares, s.quotes, s.saves, s.age" \
  " FROM tally AS t" \
  " JOIN " table " AS s ON s.tally = t.nr JOIN source AS o ON o.nr = s.source" \
  " WHERE t.target_id = :target AND s.age >= :from - t.published_at" \
  " AND s.age < :until - t.published_at "

#define SELECT_SAMPLES SELECT_FROM ("sample", \
  "(SELECT count (*) FROM corrected AS c WHERE c.tally = s.tally AND c.age = s.age)")

#define SELECT_CORRECTED SELECT_FROM ("corrected", "s.revision")

static void
bind (CsStmt     *select,
      const char *target_id,
      gint64      from,
      gint64      until)
{
  cs_stmt_bind_text (select, ":target", target_id);
  cs_stmt_bind_int (select, ":from", from != 0 ? from : -EVER);
  cs_stmt_bind_int (select, ":until", until != 0 ? until : EVER);
}

static GPtrArray *
list (CsTx        *tx,
      const char  *sql,
      const char  *target_id,
      gint64       from,
      gint64       until,
      GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);

  bind (select, target_id, from, until);

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
  return list (tx, SELECT_SAMPLES "ORDER BY s.age", target_id, from, until, error);
}

/* As cs_sample_store_list(), and before each what it corrects. */
GPtrArray *
cs_sample_store_list_all (CsTx        *tx,
                          const char  *target_id,
                          gint64       from,
                          gint64       until,
                          GError     **error)
{
  return list (tx, SELECT_CORRECTED "UNION ALL " SELECT_SAMPLES "ORDER BY 12, 3",
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
  g_autoptr(GPtrArray) found = list (tx, SELECT_SAMPLES "ORDER BY s.age DESC LIMIT 1",
                                     target_id, 0, before, error);

  *sample = found != NULL && found->len > 0 ? cs_record_ref (found->pdata[0]) : NULL;

  return found != NULL;
}
