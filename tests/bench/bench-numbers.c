/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-store.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"
#include "numbers-naive.h"
#include "numbers-shape.h"

#include <glib/gstdio.h>
#include <inttypes.h>
#include <time.h>

#define DAY_READ     (FIRST_DAY + 400)       /* until which days are read */
#define N_TIMED      300000                  /* samples whose storing is compared */
#define N_TOP_READ   2000                    /* times that the best of an account are read */

typedef struct
{
  char        *folder;
  char        *path;
  CsClock     *clock;
  CsDb        *db;
  const Shape *shape;
  Collecting   collecting;
  char        *account_ids[N_ACCOUNTS];
  char        *target_ids[N_POSTS];
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

/* A line with a limit that the ratio to the peer must not pass; where it does, why. The limits are
 * the goals, also where they are missed. */
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
      receipt->published_at = published_at (i);
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

static double
add_naively (MetricRows *naive,
             GPtrArray  *samples)
{
  double began = cpu_seconds ();

  metric_rows_add (naive, samples);

  return cpu_seconds () - began;
}

/* What the samples take, all of their pages. */
static double
measure_bytes (Bench *bench,
               guint  n_samples)
{
  sqlite3 *handle;
  double bytes;

  check (sqlite3_open_v2 (bench->path, &handle, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, NULL);
  bytes = naive_number (handle, "SELECT sum (pgsize) FROM dbstat WHERE name = 'sample'");
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
  g_autofree char *naive_path = g_strdup_printf ("%s/naive-%s.db", bench->folder, shape->name);
  guint n_samples = N_POSTS * shape->n_counts;
  double ours = 0, theirs = 0;
  double bytes, naive_bytes;
  MetricRows naive;

  metric_rows_open (&naive, naive_path);
  collecting_begin (&bench->collecting, shape, bench->target_ids);

  for (guint n = 0; n < n_samples; n += shape->per_tx)
    {
      g_autoptr(GPtrArray) samples = collecting_next (&bench->collecting);
      double seconds = ingest (bench, samples);

      if (n < N_TIMED)
        {
          ours += seconds / N_TIMED;
          theirs += add_naively (&naive, samples) / N_TIMED;
        }
    }

  bytes = measure_bytes (bench, n_samples);
  naive_bytes = metric_rows_end (&naive) / N_TIMED;
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

/* Whole posts are read, as they are shown: their texts are what takes the time, not the search. */
static void
bench_top (Bench    *bench,
           WideRows *naive)
{
  double ours = 0, theirs = 0;

  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      double began = cpu_seconds ();
      gint64 naive_best = wide_rows_top (naive, bench->account_ids[i]);
      gint64 best = 0;

      theirs += (cpu_seconds () - began) / N_ACCOUNTS;
      began = cpu_seconds ();
      for (guint n = 0; n < N_TOP_READ; n++)
        best += read_top (bench, i);
      ours += (cpu_seconds () - began) / N_TOP_READ / N_ACCOUNTS;

      if (best != naive_best * N_TOP_READ)
        g_error ("The best have %" PRId64 " and %" PRId64, best, naive_best);
    }

  tell ("top-20.cpu", ours * 1000, "ms CPU", WIDE_PEER, ours / theirs, 1 / 10000.0,
        "twenty whole posts are made of four tables, with their texts");
}

/* Of one account, or of all of them. */
static void
bench_days (Bench      *bench,
            WideRows   *naive,
            const char *name,
            guint       n_days,
            guint       n_accounts)
{
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
    naive_likes += wide_rows_likes (naive, bench->account_ids[a], from, until);
  theirs = cpu_seconds () - began;

  if (likes != naive_likes * 100)
    g_error ("The same days hold %" PRId64 " and %" PRId64 " likes", likes, naive_likes);

  tell (name, ours * 1000, "ms CPU", WIDE_PEER, ours / theirs, 1 / 800.0, NULL);
}

static void
bench_reading (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->folder, "wide.db", NULL);
  WideRows naive;

  wide_rows_open (&naive, path, bench->path);
  bench_top (bench, &naive);
  bench_days (bench, &naive, "totals-30-days.cpu", 30, 1);
  bench_days (bench, &naive, "totals-365-days-10-accounts.cpu", 365, N_ACCOUNTS);
  wide_rows_close (&naive);
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

  make_store (&bench, &shape_imported);
  bench_storing (&bench);
  drop_store (&bench);

  make_store (&bench, &shape_collected_six);
  bench_storing (&bench);
  drop_store (&bench);

  make_store (&bench, &shape_collected);
  bench_storing (&bench);
  bench_reading (&bench);
  drop_store (&bench);

  remove_files (bench.folder);

  return 0;
}
