/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-counted.h"
#include "cs-error.h"
#include "cs-numbers-import.h"
#include "cs-receipt-store.h"
#include "cs-report-samples.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <string.h>

#define OUT (NOW - 30 * CS_DAY_SECONDS)

typedef struct
{
  Store      store;
  CsAccount *ana;
  char      *target;    /* of a post that nobody has begun to count */
  char      *url;
} Import;

static void
set_up (Import        *import,
        gconstpointer  data)
{
  g_autoptr(CsReceipt) receipt = NULL;
  CsTx *tx;

  store_set_up (&import->store, data);
  import->ana = new_account (&import->store, "@ana@example.social");
  receipt = new_receipt (&import->store, import->ana, OUT);
  import->target = g_strdup (receipt->target_id);
  import->url = g_strdup (receipt->url);
  tx = begin (&import->store);
  save_account (tx, import->ana);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  commit (&tx);
}

static void
tear_down (Import        *import,
           gconstpointer  data)
{
  cs_record_unref (import->ana);
  g_free (import->target);
  g_free (import->url);
  store_tear_down (&import->store, data);
}

static CsNumbersFile *
read_text (Import     *import,
           const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(GPtrArray) accounts = NULL;
  CsTx *tx = begin_read (&import->store);

  posts = cs_counted_list (tx, &(CsCountedRange) { .is_whole = TRUE }, NULL);
  accounts = cs_account_store_list_any (tx, NULL);
  cs_tx_free (tx);

  return cs_numbers_read (bytes, posts, accounts, NOW);
}

/* A table of so many samples, 20 seconds apart. */
static CsNumbersFile *
read_many (Import *import,
           guint   n)
{
  g_autoptr(GString) text = g_string_new ("post,taken_at,likes\n");
  CsNumbersFile *file;

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text, "%s,%" G_GINT64_FORMAT ",%u\n", import->target, OUT + i * 20, i);
  file = read_text (import, text->str);
  g_assert_cmpuint (file->n_read, ==, n);

  return file;
}

static gboolean
take (Import         *import,
      CsNumbersFile  *file,
      gboolean        is_dry,
      guint           n_new,
      guint           n_same,
      guint           n_corrections)
{
  g_autoptr(GError) error = NULL;
  CsNumbersResult result;
  gboolean ok;

  g_assert_cmpuint (file->bad->len, ==, 0);
  ok = cs_numbers_import (import->store.db, file, "numbers.csv", is_dry, &result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_new, ==, n_new);
  g_assert_cmpuint (result.n_same, ==, n_same);
  g_assert_cmpuint (g_variant_n_children (result.corrections), ==, n_corrections);
  g_variant_unref (result.corrections);

  return ok;
}

static gboolean
take_text (Import     *import,
           const char *text,
           guint       n_new,
           guint       n_same,
           guint       n_corrections)
{
  g_autoptr(CsNumbersFile) file = read_text (import, text);

  return take (import, file, FALSE, n_new, n_same, n_corrections);
}

static guint
count_samples (Import *import)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsTx *tx = begin_read (&import->store);

  samples = cs_sample_store_list_all (tx, import->target, 0, 0, NULL);
  cs_tx_free (tx);

  return samples->len;
}

static gboolean
is_counted (Import *import)
{
  g_autoptr(GPtrArray) waiting = NULL;
  CsTx *tx = begin_read (&import->store);

  waiting = cs_tally_store_list_new (tx, NULL);
  cs_tx_free (tx);

  return waiting->len == 0;
}

/* What fails after thousands of samples, and what is cancelled, leaves nothing behind; and what was
 * stored whole brings nothing a second time. */
static void
test_all_or_nothing (Import        *import,
                     gconstpointer  data)
{
  g_autoptr(CsNumbersFile) file = read_many (import, 3500);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  CsNumbersRow *row = &g_array_index (file->rows, CsNumbersRow, 3200);
  gint64 likes = row->counts[CS_METRIC_LIKES];
  CsNumbersResult result;

  row->counts[CS_METRIC_LIKES] = CS_COUNT_MAX + 1;
  assert_fails (cs_numbers_import (import->store.db, file, "a", FALSE, &result, NULL, why),
                CS_ERROR_INVALID);
  g_assert_cmpuint (count_samples (import), ==, 0);
  g_assert_false (is_counted (import));

  row->counts[CS_METRIC_LIKES] = likes;
  g_cancellable_cancel (cancellable);
  g_assert_false (cs_numbers_import (import->store.db, file, "a", FALSE, &result, cancellable,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_samples (import), ==, 0);

  g_assert_true (take (import, file, FALSE, 3500, 0, 0));
  g_assert_cmpuint (count_samples (import), ==, 3500);
  g_assert_true (is_counted (import));
  g_assert_true (take (import, file, FALSE, 0, 3500, 0));
  g_assert_cmpuint (count_samples (import), ==, 3500);
}

/* It tells what would be, and writes nothing: also not that the post is counted from now on. */
static void
test_dry (Import        *import,
          gconstpointer  data)
{
  g_autoptr(CsNumbersFile) file = read_many (import, 3);

  g_assert_true (take (import, file, TRUE, 3, 0, 0));
  g_assert_cmpuint (count_samples (import), ==, 0);
  g_assert_false (is_counted (import));
}

/* One transaction has to hold it. */
static void
test_too_many (Import        *import,
               gconstpointer  data)
{
  g_autoptr(CsNumbersFile) most = read_many (import, CS_NUMBERS_SAMPLES_MAX);
  g_autoptr(CsNumbersFile) more = read_many (import, CS_NUMBERS_SAMPLES_MAX + 1);

  g_assert_cmpuint (most->bad->len, ==, 0);
  g_assert_cmpuint (more->bad->len, ==, 1);
  g_assert_cmpuint (g_array_index (more->bad, CsNumbersBad, 0).line, ==,
                    CS_NUMBERS_SAMPLES_MAX + 2);
}

static char *
export (Import *import)
{
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(GPtrArray) accounts = NULL;
  CsReport report = { NULL, };
  CsTx *tx = begin_read (&import->store);

  posts = cs_counted_list (tx, &(CsCountedRange) { NULL, }, NULL);
  accounts = cs_account_store_list_any (tx, NULL);
  assert_holds (cs_report_samples (tx, &(CsReportRange) { accounts, posts, 0, 0 }, CS_REPORT_CSV,
                                   &report, NULL, why));
  cs_tx_free (tx);

  return g_string_free_and_steal (report.text);
}

/* As if nobody had counted anything. */
static void
forget (Import *import)
{
  static const char *const tables[] = { "sample", "corrected", "settled", "account_sample",
                                        "latest", "account_day" };
  CsTx *tx = begin (&import->store);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i]);

      assert_holds (cs_tx_exec (tx, sql, why));
    }

  commit (&tx);
}

/* What was counted, corrected twice, and followers; as a table it says the same in a workspace
 * where it is read, in whatever order its rows come, and nothing more when it is read again. */
static void
test_an_export_comes_back (Import        *import,
                           gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *table = NULL;
  g_autoptr(GString) turned = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;
  guint n_lines;

  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *text = g_strdup_printf (
        "post,account,taken_at,likes,shares,comments,followers\n"
        "%s,,%" G_GINT64_FORMAT ",%u,2,,\n,ana@example.social,%" G_GINT64_FORMAT ",,,,%u\n",
        import->target, OUT + 60, 10 - i, OUT + 90, 100 + i);

      g_assert_true (take_text (import, text, i == 1 ? 2 : 0, 0, i == 1 ? 0 : 2));
    }
  first = export (import);
  g_assert_cmpuint (count_samples (import), ==, 3);

  lines = g_strsplit (first, "\r\n", -1);
  n_lines = g_strv_length (lines) - 1;
  g_assert_cmpuint (n_lines, ==, 1 + 3 + 3 * 2);
  g_string_append_printf (turned, "%s\r\n", lines[0]);
  for (guint i = n_lines - 1; i > 0; i--)
    g_string_append_printf (turned, "%s\r\n", lines[i]);
  g_assert_true (take_text (import, turned->str, 0, 2, 0));
  again = export (import);
  g_assert_cmpstr (again, ==, first);

  /* The same folder once more, where nothing is known of it. */
  forget (import);
  g_assert_cmpuint (count_samples (import), ==, 0);
  g_assert_true (take_text (import, turned->str, 6, 0, 0));
  table = export (import);
  g_assert_cmpstr (table, ==, first);
  g_assert_true (take_text (import, first, 0, 2, 0));
}

static void
assert_late (Import     *import,
             const char *text,
             gboolean    is_dry,
             guint       n_late)
{
  g_autoptr(CsNumbersFile) file = read_text (import, text);
  CsNumbersResult result;

  g_assert_cmpuint (file->bad->len, ==, 0);
  assert_holds (cs_numbers_import (import->store.db, file, "numbers.csv", is_dry, &result, NULL,
                                   why));
  g_assert_cmpuint (result.n_late, ==, n_late);
  g_variant_unref (result.corrections);
}

/* What falls on days that thinning has settled is named, before it is stored and when it is. */
static void
test_late (Import        *import,
           gconstpointer  data)
{
  gint64 old = OUT + 3 * CS_DAY_SECONDS;
  g_autoptr(GString) text = g_string_new ("post,taken_at,likes\n");
  g_autofree char *late = g_strdup_printf (
    "post,account,taken_at,likes,followers\n%s,,%" G_GINT64_FORMAT ",500,\n"
    ",ana@example.social,%" G_GINT64_FORMAT ",,100\n%s,,%" G_GINT64_FORMAT ",7,\n",
    import->target, old + 6601, old + 6601, import->target, NOW - 60);
  CsTx *tx;
  guint n;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, "%s,%" G_GINT64_FORMAT ",%u\n", import->target, old + i * 600, i);
  assert_late (import, text->str, TRUE, 0);
  assert_late (import, text->str, FALSE, 0);

  tx = begin (&import->store);
  assert_holds (cs_sample_store_thin (tx, NOW, 1000, &n, why));
  commit (&tx);
  assert_late (import, late, TRUE, 2);
  assert_late (import, late, FALSE, 2);
  assert_late (import, late, FALSE, 0);
}

/* A rate needs the followers of the moment of publication: a file may be the first to know them. */
static void
test_followers (Import        *import,
                gconstpointer  data)
{
  g_autofree char *text = g_strdup_printf (
    "post,account,taken_at,likes,followers\n%s,,%" G_GINT64_FORMAT ",500,\n"
    ",ana@example.social,%" G_GINT64_FORMAT ",,100\n,ana@example.social,%" G_GINT64_FORMAT
    ",,90\n", import->target, OUT + CS_DAY_SECONDS, OUT + 7200, OUT - 3600);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(CsNumbersFile) file = read_text (import, text);
      g_autoptr(GPtrArray) tallies = NULL;
      const CsTally *tally;
      CsTx *tx;

      g_assert_true (take (import, file, FALSE, i == 0 ? 3 : 0, i == 0 ? 0 : 3, 0));

      tx = begin_read (&import->store);
      tallies = cs_tally_store_list_out (tx, import->ana->id, 0, 0, 0, NULL);
      cs_tx_free (tx);
      g_assert_cmpuint (tallies->len, ==, 1);
      tally = g_ptr_array_index (tallies, 0);
      g_assert_cmpint (tally->followers, ==, 90);
    }
}

CS_TESTS (numbers_import)
{
#define IMPORT_TEST(path, func) g_test_add (path, Import, NULL, set_up, func, tear_down)
  IMPORT_TEST ("/workspace/numbers-import/all-or-nothing", test_all_or_nothing);
  IMPORT_TEST ("/workspace/numbers-import/a-dry-run-writes-nothing", test_dry);
  IMPORT_TEST ("/workspace/numbers-import/too-many", test_too_many);
  IMPORT_TEST ("/workspace/numbers-import/late", test_late);
  IMPORT_TEST ("/workspace/numbers-import/followers", test_followers);
  IMPORT_TEST ("/workspace/numbers-import/an-export-comes-back", test_an_export_comes_back);
}
