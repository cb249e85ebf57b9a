/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-store.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <glib/gstdio.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>

/* Posts of ten accounts, published one after another through a year. */
#define N_ACCOUNTS   10
#define N_POSTS      10000
#define ROUND        (6 * 60 * 60)
#define PER_ROUND    7                       /* posts that are published */
#define FIRST_DAY    20000                   /* 4 October 2024 */
#define DAY_READ     (FIRST_DAY + 400)       /* until which days are read */
#define PER_TX       1000
#define N_TIMED      250000                  /* samples whose storing is compared */
#define N_TOP_READ   2000                    /* times that the best of an account are read */

#define METRIC_PEER  "a row a metric with text ids and times"
#define WIDE_PEER    "reckoned from a row a sample"

/* How samples come, and what they tell.
 *
 * The goals of storing and of bytes were measured with the first: six numbers of a post a day, for
 * a hundred days, a post after another, as an import brings them. The others come as they do in
 * life, all posts side by side as time goes by, each counted every six hours for 125 days: five
 * million samples. Of them the last tells only what networks do, half of the accounts what Mastodon
 * tells of a post, half what Bluesky does. */
typedef struct
{
  const char *name;
  gboolean    by_post;
  gboolean    tells_all;
  guint       every;        /* rounds between two counts of a post */
  guint       n_counts;     /* of a post */
  const char *why_slow;     /* what is in the way of a goal, where it is missed */
  const char *why_large;
} Shape;

#define WHY_LARGE "its second and who told it are two bytes of each; the goal's had its day alone"
#define WHY_SLOW "a thousand samples are on as many pages, which go to the log and then to the file"

static const Shape imported =
  { "imported", TRUE, TRUE, 4, 100, "each sample changes the sums of another day", WHY_LARGE };

static const Shape collected_six =
  { "collected-six", FALSE, TRUE, 1, 500, WHY_SLOW, WHY_LARGE };

static const Shape collected =
  { "collected", FALSE, FALSE, 1, 500, WHY_SLOW,
    "four or five of six numbers are told: there are fewer naive rows, and as many of ours" };

/* What one writes first, twice.
 *
 * METRIC_ROWS is the one of which a sample takes 984 bytes, where six numbers are told: a row a
 * metric, with ids and times as text, and the two indexes that a dashboard asks for, of a post and
 * of a time. It is written as ours is: to a log, which does not wait for the disk, a thousand
 * samples a transaction, the same ones; page and cache are those that SQLite has.
 *
 * WIDE_ROWS knows better, a row a sample, with the page size and the cache of the store; what is
 * asked of it is reckoned when it is asked, from the rows. It holds all samples.
 *
 * The limits are the goals, also where they are missed; there the line says what is in the way. */
static const char metric_rows[] =
  "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
  "CREATE TABLE metrics (id INTEGER PRIMARY KEY, post_id TEXT, metric TEXT, recorded_at TEXT,"
  " value INTEGER);"
  "CREATE INDEX metrics_post ON metrics (post_id, recorded_at);"
  "CREATE INDEX metrics_time ON metrics (recorded_at)";

static const char wide_rows[] =
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

typedef struct
{
  char        *folder;
  char        *path;
  CsClock     *clock;
  CsDb        *db;
  const Shape *shape;
  char        *account_ids[N_ACCOUNTS];
  char        *target_ids[N_POSTS];
  gint64       counts[N_POSTS][CS_N_METRICS];
  guint32      random;
} Bench;

static double
cpu_seconds (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &ts);

  return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void
check (gboolean  done,
       GError   *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "SQLite failed");
}

/* A line with a limit that the ratio to the peer must not pass; where it does, why. */
static void
tell (const char *name,
      double      value,
      const char *unit,
      const char *peer,
      double      ratio,
      double      limit,
      const char *why)
{
  g_print ("{\"name\": \"numbers.%s\", \"value\": %.6g, \"unit\": \"%s\", \"peer\": \"%s\","
           " \"ratio\": %.3g, \"limit\": %.3g, \"why\": \"%s\", \"pass\": %s}\n", name, value,
           unit, peer, ratio, limit, why != NULL ? why : "", ratio <= limit ? "true" : "false");
}

/* The same without a peer: the bytes themselves. */
static void
tell_most (const char *name,
           double      bytes,
           double      most,
           const char *why)
{
  g_print ("{\"name\": \"numbers.%s.most\", \"value\": %.4g, \"unit\": \"bytes a sample\","
           " \"limit\": %g, \"why\": \"%s\", \"pass\": %s}\n", name, bytes, most,
           why != NULL ? why : "", bytes <= most ? "true" : "false");
}

static guint32
next_random (Bench *bench)
{
  bench->random = bench->random * 1664525u + 1013904223u;

  return bench->random >> 16;
}

/* Much at first, less and less later. Neither network tells the views, and one not the saves. */
static void
grow (Bench *bench,
      guint  post,
      guint  age)
{
  static const guint most[CS_N_METRICS] = { 60000, 900, 90, 200, 30, 60 };
  gboolean tells_all = bench->shape->tells_all;
  guint first = tells_all ? CS_METRIC_VIEWS : CS_METRIC_LIKES;
  guint end = tells_all ? CS_N_METRICS : CS_METRIC_SAVES + post % 2;

  if (age == 0)
    for (guint i = first; i < end; i++)
      bench->counts[post][i] = 0;

  for (guint i = first; i < end; i++)
    bench->counts[post][i] += next_random (bench) % (most[i] / (1 + age) + 2);
}

static CsSample *
new_sample (Bench *bench,
            guint  post,
            guint  round)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (bench->target_ids[post]);
  sample->taken_at = (gint64) FIRST_DAY * CS_DAY_SECONDS + (gint64) round * ROUND
                   + post * 7 % ROUND;
  sample->source = g_strdup ("example.social");
  memcpy (sample->counts, bench->counts[post], sizeof sample->counts);

  return sample;
}

/* Where a collecting has got to. */
typedef struct
{
  guint round;
  guint post;
} Place;

static void
begin_collecting (Bench *bench,
                  Place *place)
{
  for (guint i = 0; i < N_POSTS; i++)
    cs_counts_clear (bench->counts[i]);

  bench->random = 20260602;
  *place = (Place) { 0, 0 };
}

/* Which count of the post it would be; as many as there are, or more: it is none. */
static guint
count_at (const Shape *shape,
          const Place *place)
{
  guint published = place->post / PER_ROUND;

  return place->round >= published ? (place->round - published) / shape->every : shape->n_counts;
}

static void
advance (const Shape *shape,
         Place       *place)
{
  if (shape->by_post)
    place->round += shape->every;
  else if (++place->post == N_POSTS)
    *place = (Place) { place->round + 1, 0 };

  if (shape->by_post && count_at (shape, place) >= shape->n_counts)
    *place = (Place) { (place->post + 1) / PER_ROUND, place->post + 1 };
}

/* As many samples from there on as a transaction stores. */
static GPtrArray *
collect (Bench *bench,
         Place *place)
{
  const Shape *shape = bench->shape;
  GPtrArray *samples = cs_records_new ();

  while (samples->len < PER_TX)
    {
      while (count_at (shape, place) >= shape->n_counts)
        advance (shape, place);

      grow (bench, place->post, count_at (shape, place));
      g_ptr_array_add (samples, new_sample (bench, place->post, place->round));
      advance (shape, place);
    }

  return samples;
}

static void
make_accounts (Bench *bench,
               CsTx  *tx)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);

      account->id = g_strdup_printf ("019e0000-0000-7000-8000-%012x", i);
      bench->account_ids[i] = g_strdup (account->id);
      check (cs_account_store_save (tx, account, &error), error);
    }
}

static void
drop_store (Bench *bench)
{
  cs_db_close (bench->db);
  g_clear_object (&bench->db);
  g_clear_pointer (&bench->path, g_free);

  for (guint i = 0; i < N_ACCOUNTS; i++)
    g_clear_pointer (&bench->account_ids[i], g_free);

  for (guint i = 0; i < N_POSTS; i++)
    g_clear_pointer (&bench->target_ids[i], g_free);
}

static void
make_store (Bench       *bench,
            const Shape *shape)
{
  g_autofree char *name = g_strconcat (shape->name, ".db", NULL);
  g_autoptr(GError) error = NULL;
  CsTx *tx;

  bench->shape = shape;
  bench->path = g_build_filename (bench->folder, name, NULL);
  bench->db = cs_db_open (bench->path, bench->clock, &error);
  check (bench->db != NULL, error);
  tx = cs_tx_begin (bench->db, &error);
  check (tx != NULL, error);
  make_accounts (bench, tx);

  for (guint i = 0; i < N_POSTS; i++)
    {
      g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
      g_autoptr(CsReceipt) kept = NULL;

      receipt->id = g_strdup_printf ("019e0003-0000-7000-8000-%012x", i);
      receipt->target_id = g_strdup_printf ("019e0001-0000-7000-8000-%012x", i);
      receipt->post_id = g_strdup_printf ("019e0002-0000-7000-8000-%012x", i);
      receipt->account_id = g_strdup (bench->account_ids[i % N_ACCOUNTS]);
      receipt->published_at = (gint64) FIRST_DAY * CS_DAY_SECONDS + i / PER_ROUND * ROUND;
      bench->target_ids[i] = g_strdup (receipt->target_id);
      kept = cs_receipt_store_add (tx, receipt, &error);
      check (kept != NULL, error);
    }

  check (cs_tally_store_adopt (tx, NULL, &error), error);
  check (cs_tx_commit (&tx, &error), error);
}

/* Returns the seconds of CPU that it took. */
static double
ingest (Bench     *bench,
        GPtrArray *samples)
{
  double began = cpu_seconds ();
  g_autoptr(GError) error = NULL;
  CsTx *tx = cs_tx_begin_ingest (bench->db, &error);

  check (tx != NULL, error);
  check (cs_sample_store_add_all (tx, samples, NULL, &error), error);
  check (cs_tx_commit (&tx, &error), error);

  return cpu_seconds () - began;
}

static sqlite3 *
open_naive (Bench      *bench,
            const char *name)
{
  g_autofree char *path = g_build_filename (bench->folder, name, NULL);
  sqlite3 *handle;

  check (sqlite3_open (path, &handle) == SQLITE_OK, NULL);

  return handle;
}

typedef struct
{
  sqlite3      *handle;
  sqlite3_stmt *insert;
} Naive;

static void
begin_naively (Bench *bench,
               Naive *naive)
{
  g_autofree char *name = g_strdup_printf ("naive-%s.db", bench->shape->name);

  naive->handle = open_naive (bench, name);
  check (sqlite3_exec (naive->handle, metric_rows, NULL, NULL, NULL) == SQLITE_OK, NULL);
  check (sqlite3_prepare_v2 (naive->handle, "INSERT INTO metrics (post_id, metric, recorded_at,"
                             " value) VALUES (?1, ?2, ?3, ?4)", -1, &naive->insert, NULL)
         == SQLITE_OK, NULL);
}

static void
add_naively (Naive          *naive,
             const CsSample *sample)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (sample->taken_at);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      if (sample->counts[i] == CS_UNKNOWN)
        continue;

      sqlite3_bind_text (naive->insert, 1, sample->target_id, -1, SQLITE_STATIC);
      sqlite3_bind_text (naive->insert, 2, cs_metric_names[i], -1, SQLITE_STATIC);
      sqlite3_bind_text (naive->insert, 3, text, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (naive->insert, 4, sample->counts[i]);
      check (sqlite3_step (naive->insert) == SQLITE_DONE, NULL);
      sqlite3_reset (naive->insert);
    }
}

static double
ingest_naively (Naive     *naive,
                GPtrArray *samples)
{
  double began = cpu_seconds ();

  check (sqlite3_exec (naive->handle, "BEGIN", NULL, NULL, NULL) == SQLITE_OK, NULL);

  for (guint i = 0; i < samples->len; i++)
    add_naively (naive, samples->pdata[i]);

  check (sqlite3_exec (naive->handle, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, NULL);

  return cpu_seconds () - began;
}

static double
number_of (sqlite3    *handle,
           const char *sql)
{
  sqlite3_stmt *stmt;
  double number;

  check (sqlite3_prepare_v2 (handle, sql, -1, &stmt, NULL) == SQLITE_OK, NULL);
  check (sqlite3_step (stmt) == SQLITE_ROW, NULL);
  number = sqlite3_column_double (stmt, 0);
  sqlite3_finalize (stmt);

  return number;
}

/* Returns the bytes of all that it holds. */
static double
end_naively (Naive *naive)
{
  double bytes = number_of (naive->handle, "SELECT page_count * page_size"
                                           " FROM pragma_page_count, pragma_page_size");

  sqlite3_finalize (naive->insert);
  sqlite3_close (naive->handle);

  return bytes;
}

/* What the samples take, all of their pages. */
static double
measure_bytes (Bench *bench,
               guint  n_samples)
{
  sqlite3 *handle;
  double bytes;

  check (sqlite3_open_v2 (bench->path, &handle, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, NULL);
  bytes = number_of (handle, "SELECT sum (pgsize) FROM dbstat WHERE name = 'sample'");
  sqlite3_close (handle);

  return bytes / n_samples;
}

/* Stores all samples of the shape. The first of them are stored naively, too: the two go by turns,
 * so that both are measured while the machine does the same beside them. */
static void
bench_storing (Bench *bench)
{
  const Shape *shape = bench->shape;
  g_autofree char *ingest_name = g_strconcat (shape->name, ".ingest.cpu", NULL);
  g_autofree char *bytes_name = g_strconcat (shape->name, ".bytes", NULL);
  guint n_samples = N_POSTS * shape->n_counts;
  double ours = 0, theirs = 0;
  double bytes, naive_bytes;
  Naive naive;
  Place place;

  begin_naively (bench, &naive);
  begin_collecting (bench, &place);

  for (guint n = 0; n < n_samples; n += PER_TX)
    {
      g_autoptr(GPtrArray) samples = collect (bench, &place);
      double seconds = ingest (bench, samples);

      if (n < N_TIMED)
        {
          ours += seconds / N_TIMED;
          theirs += ingest_naively (&naive, samples) / N_TIMED;
        }
    }

  bytes = measure_bytes (bench, n_samples);
  naive_bytes = end_naively (&naive) / N_TIMED;
  tell (ingest_name, 1 / ours, "samples a second of CPU", METRIC_PEER, ours / theirs, 1 / 7.6,
        shape->why_slow);
  tell (bytes_name, bytes, "bytes a sample", METRIC_PEER, bytes / naive_bytes, 1 / 32.0,
        shape->why_large);
  tell_most (bytes_name, bytes, 32, shape->why_large);
}

static guint
read_top (Bench *bench,
          guint  account)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (bench->db, &error);
  g_autoptr(GPtrArray) top = NULL;

  check (tx != NULL, error);
  top = cs_tally_store_list_top (tx, bench->account_ids[account], CS_METRIC_ENGAGEMENT, 20, &error);
  check (top != NULL, error);

  return ((CsTally *) top->pdata[0])->engagement;
}

/* The likes of those days. */
static gint64
read_days (Bench  *bench,
           guint   account,
           gint64  from,
           gint64  until)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (bench->db, &error);
  g_autoptr(GPtrArray) days = NULL;
  gint64 likes = 0;

  check (tx != NULL, error);
  days = cs_account_day_store_list (tx, bench->account_ids[account], from, until, &error);
  check (days != NULL, error);

  for (guint i = 0; i < days->len; i++)
    likes += ((CsAccountDay *) days->pdata[i])->counts[CS_METRIC_LIKES];

  return likes;
}

static gint64
read_naive (Bench        *bench,
            sqlite3_stmt *stmt,
            guint         account,
            gint64        from,
            gint64        until,
            int           column)
{
  gint64 sum = 0;

  sqlite3_bind_text (stmt, 1, bench->account_ids[account], -1, SQLITE_STATIC);

  if (from != 0)
    {
      sqlite3_bind_int64 (stmt, 2, from * CS_DAY_SECONDS);
      sqlite3_bind_int64 (stmt, 3, until * CS_DAY_SECONDS);
    }

  while (sqlite3_step (stmt) == SQLITE_ROW)
    if (from != 0 || sum == 0)
      sum += sqlite3_column_int64 (stmt, column);

  sqlite3_reset (stmt);

  return sum;
}

static sqlite3_stmt *
prepare (sqlite3    *handle,
         const char *sql)
{
  sqlite3_stmt *stmt;

  check (sqlite3_prepare_v2 (handle, sql, -1, &stmt, NULL) == SQLITE_OK, NULL);

  return stmt;
}

/* Whole posts are read, as they are shown: their texts are what takes the time, not the search. */
static void
bench_top (Bench   *bench,
           sqlite3 *handle)
{
  sqlite3_stmt *stmt = prepare (handle, WIDE_TOP);
  double ours = 0, theirs = 0;

  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      double began = cpu_seconds ();
      gint64 naive_best = read_naive (bench, stmt, i, 0, 0, 1);
      gint64 best = 0;

      theirs += (cpu_seconds () - began) / N_ACCOUNTS;
      began = cpu_seconds ();
      for (guint n = 0; n < N_TOP_READ; n++)
        best += read_top (bench, i);
      ours += (cpu_seconds () - began) / N_TOP_READ / N_ACCOUNTS;

      if (best != naive_best * N_TOP_READ)
        g_error ("The best have %" PRId64 " and %" PRId64, best, naive_best);
    }

  sqlite3_finalize (stmt);
  tell ("top-20.cpu", ours * 1000, "ms CPU", WIDE_PEER, ours / theirs, 1 / 10000.0,
        "twenty whole posts are made of four tables, with their texts");
}

/* Of one account, or of all of them. */
static void
bench_days (Bench      *bench,
            sqlite3    *handle,
            const char *name,
            guint       n_days,
            guint       n_accounts)
{
  sqlite3_stmt *stmt = prepare (handle, WIDE_DAYS);
  gint64 from = DAY_READ - n_days;
  gint64 until = DAY_READ;
  double began, ours, theirs;
  gint64 likes = 0, naive_likes = 0;

  read_days (bench, 0, from, until);
  began = cpu_seconds ();
  for (guint i = 0; i < 100; i++)
    for (guint a = 0; a < n_accounts; a++)
      likes += read_days (bench, a, from, until);
  ours = (cpu_seconds () - began) / 100;

  began = cpu_seconds ();
  for (guint a = 0; a < n_accounts; a++)
    naive_likes += read_naive (bench, stmt, a, from, until, 3);
  theirs = cpu_seconds () - began;
  sqlite3_finalize (stmt);

  if (likes != naive_likes * 100)
    g_error ("The same days hold %" PRId64 " and %" PRId64 " likes", likes, naive_likes);

  tell (name, ours * 1000, "ms CPU", WIDE_PEER, ours / theirs, 1 / 800.0, NULL);
}

static void
bench_reading (Bench *bench)
{
  sqlite3 *handle = open_naive (bench, "wide.db");
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS store", bench->path);

  check (sqlite3_exec (handle, "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF;"
                       "PRAGMA cache_size = -32768", NULL, NULL, NULL) == SQLITE_OK, NULL);
  check (sqlite3_exec (handle, attach, NULL, NULL, NULL) == SQLITE_OK, NULL);
  check (sqlite3_exec (handle, wide_rows, NULL, NULL, NULL) == SQLITE_OK, NULL);

  bench_top (bench, handle);
  bench_days (bench, handle, "totals-30-days.cpu", 30, 1);
  bench_days (bench, handle, "totals-365-days-10-accounts.cpu", 365, N_ACCOUNTS);
  sqlite3_close (handle);
}

static void
remove_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  static Bench bench;

  bench.folder = g_dir_make_tmp ("cs-bench-XXXXXX", NULL);
  bench.clock = cs_clock_new_system ();

  make_store (&bench, &imported);
  bench_storing (&bench);
  drop_store (&bench);

  make_store (&bench, &collected_six);
  bench_storing (&bench);
  drop_store (&bench);

  make_store (&bench, &collected);
  bench_storing (&bench);
  bench_reading (&bench);
  drop_store (&bench);

  remove_files (bench.folder);

  return 0;
}
