/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers-naive.h"

#include "cs-clock.h"

/* What one writes first, twice.
 *
 * The rows of metrics are those of which a sample takes 984 bytes, where six numbers are told: a
 * row a metric, with ids and times as text, and the two indexes that a dashboard asks for, of a
 * post and of a time. They are written as ours are: to a log, which does not wait for the disk, the
 * same samples in the same transactions; page and cache are those that SQLite has.
 *
 * The wide rows know better, a row a sample, with the page size and the cache of the store; what is
 * asked of them is reckoned when it is asked. They hold all samples. */
static const char metric_schema[] =
  "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
  "CREATE TABLE metrics (id INTEGER PRIMARY KEY, post_id TEXT, metric TEXT, recorded_at TEXT,"
  " value INTEGER);"
  "CREATE INDEX metrics_post ON metrics (post_id, recorded_at);"
  "CREATE INDEX metrics_time ON metrics (recorded_at)";

static const char wide_schema[] =
  "CREATE TABLE posts (id TEXT PRIMARY KEY, account_id TEXT);"
  "CREATE INDEX posts_account ON posts (account_id);"
  "CREATE TABLE samples (id INTEGER PRIMARY KEY, post_id TEXT, recorded_at TEXT, views INTEGER,"
  " likes INTEGER, comments INTEGER, shares INTEGER, quotes INTEGER, saves INTEGER);"
  "INSERT INTO posts SELECT t.target_id, a.id FROM store.tally AS t"
  " JOIN store.account AS a ON a.nr = t.account;"
  "INSERT INTO samples SELECT NULL, t.target_id, datetime (t.published_at + s.age, 'unixepoch'),"
  " s.views, s.likes, s.comments, s.shares, s.quotes, s.saves FROM store.tally AS t"
  " JOIN store.sample AS s ON s.tally = t.nr;"
  "CREATE INDEX samples_post ON samples (post_id, recorded_at)";

#define WIDE_TOP \
  "SELECT p.id, s.likes + s.comments + s.shares AS engagement, max (s.recorded_at)" \
  " FROM posts AS p JOIN samples AS s ON s.post_id = p.id WHERE p.account_id = ?1 GROUP BY p.id" \
  " ORDER BY engagement DESC LIMIT 20"

/* The day before the first is read for what its samples are compared with. */
#define WIDE_DAYS \
  "SELECT day, count (*), sum (views), sum (likes), sum (comments), sum (shares), sum (quotes)," \
  " sum (saves) FROM (SELECT date (s.recorded_at) AS day," \
  "  s.views - lag (s.views, 1, 0) OVER post AS views," \
  "  s.likes - lag (s.likes, 1, 0) OVER post AS likes," \
  "  s.comments - lag (s.comments, 1, 0) OVER post AS comments," \
  "  s.shares - lag (s.shares, 1, 0) OVER post AS shares," \
  "  s.quotes - lag (s.quotes, 1, 0) OVER post AS quotes," \
  "  s.saves - lag (s.saves, 1, 0) OVER post AS saves" \
  "  FROM posts AS p JOIN samples AS s ON s.post_id = p.id WHERE p.account_id = ?1" \
  "  AND s.recorded_at >= date (?2, 'unixepoch', '-1 day')" \
  "  AND s.recorded_at < date (?3, 'unixepoch')" \
  "  WINDOW post AS (PARTITION BY p.id ORDER BY s.recorded_at))" \
  " WHERE day >= date (?2, 'unixepoch') GROUP BY day ORDER BY day"

static void
check (gboolean  done,
       sqlite3  *handle)
{
  if (!done)
    g_error ("SQLite failed: %s", sqlite3_errmsg (handle));
}

static void
run (sqlite3    *handle,
     const char *sql)
{
  check (sqlite3_exec (handle, sql, NULL, NULL, NULL) == SQLITE_OK, handle);
}

static sqlite3_stmt *
prepare (sqlite3    *handle,
         const char *sql)
{
  sqlite3_stmt *stmt;

  check (sqlite3_prepare_v2 (handle, sql, -1, &stmt, NULL) == SQLITE_OK, handle);

  return stmt;
}

/* The first column of the first row. */
double
naive_number (sqlite3    *handle,
              const char *sql)
{
  sqlite3_stmt *stmt = prepare (handle, sql);
  double number;

  check (sqlite3_step (stmt) == SQLITE_ROW, handle);
  number = sqlite3_column_double (stmt, 0);
  sqlite3_finalize (stmt);

  return number;
}

void
metric_rows_open (MetricRows *self,
                  const char *path)
{
  check (sqlite3_open (path, &self->handle) == SQLITE_OK, self->handle);
  run (self->handle, metric_schema);
  self->insert = prepare (self->handle, "INSERT INTO metrics (post_id, metric, recorded_at, value)"
                                        " VALUES (?1, ?2, ?3, ?4)");
}

static void
add (MetricRows     *self,
     const CsSample *sample)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (sample->taken_at);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      if (sample->counts[i] == CS_UNKNOWN)
        continue;

      sqlite3_bind_text (self->insert, 1, sample->target_id, -1, SQLITE_STATIC);
      sqlite3_bind_text (self->insert, 2, cs_metric_names[i], -1, SQLITE_STATIC);
      sqlite3_bind_text (self->insert, 3, text, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (self->insert, 4, sample->counts[i]);
      check (sqlite3_step (self->insert) == SQLITE_DONE, self->handle);
      sqlite3_reset (self->insert);
    }
}

/* In a transaction. */
void
metric_rows_add (MetricRows *self,
                 GPtrArray  *samples)
{
  run (self->handle, "BEGIN");

  for (guint i = 0; i < samples->len; i++)
    add (self, samples->pdata[i]);

  run (self->handle, "COMMIT");
}

/* Returns the bytes of all that it holds. */
double
metric_rows_end (MetricRows *self)
{
  double bytes = naive_number (self->handle, "SELECT page_count * page_size"
                                             " FROM pragma_page_count, pragma_page_size");

  sqlite3_finalize (self->insert);
  sqlite3_close (self->handle);

  return bytes;
}

/* Holds what the store does. */
void
wide_rows_open (WideRows   *self,
                const char *path,
                const char *store)
{
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS store", store);

  check (sqlite3_open (path, &self->handle) == SQLITE_OK, self->handle);
  run (self->handle, "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF;"
                     "PRAGMA cache_size = -32768");
  run (self->handle, attach);
  run (self->handle, wide_schema);
  self->top = prepare (self->handle, WIDE_TOP);
  self->days = prepare (self->handle, WIDE_DAYS);
}

/* The engagement of the best; all twenty are read. */
gint64
wide_rows_top (WideRows   *self,
               const char *account_id)
{
  gint64 best = CS_UNKNOWN;

  sqlite3_bind_text (self->top, 1, account_id, -1, SQLITE_STATIC);

  while (sqlite3_step (self->top) == SQLITE_ROW)
    best = MAX (best, sqlite3_column_int64 (self->top, 1));

  sqlite3_reset (self->top);

  return best;
}

/* Those days' together. */
gint64
wide_rows_likes (WideRows   *self,
                 const char *account_id,
                 gint64      from_day,
                 gint64      until_day)
{
  gint64 likes = 0;

  sqlite3_bind_text (self->days, 1, account_id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->days, 2, from_day * CS_DAY_SECONDS);
  sqlite3_bind_int64 (self->days, 3, until_day * CS_DAY_SECONDS);

  while (sqlite3_step (self->days) == SQLITE_ROW)
    likes += sqlite3_column_int64 (self->days, 3);

  sqlite3_reset (self->days);

  return likes;
}

void
wide_rows_close (WideRows *self)
{
  sqlite3_finalize (self->top);
  sqlite3_finalize (self->days);
  sqlite3_close (self->handle);
}
