/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-csv.h"
#include "cs-json.h"
#include "cs-receipt-store.h"
#include "cs-report-samples.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <string.h>

static void
add_sample (CsTx       *tx,
            const char *target_id,
            gint64      at,
            gint64      likes)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (target_id);
  sample->taken_at = at;
  sample->source = g_strdup ("@example.social");
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_SHARES] = 1;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
}

/* A post that was counted twice, the second time corrected, and followers once. */
static void
fill (Store *store,
      CsTx  *tx)
{
  g_autoptr(CsAccount) ana = new_account (store, "@ana@example.social");
  g_autoptr(CsReceipt) receipt = new_receipt (store, ana, NOW);
  g_autoptr(CsAccountSample) followers = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);

  save_account (tx, ana);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  add_sample (tx, receipt->target_id, NOW + 60, 3);
  add_sample (tx, receipt->target_id, NOW + 120, 9);
  add_sample (tx, receipt->target_id, NOW + 120, 8);
  followers->account_id = g_strdup (ana->id);
  followers->taken_at = NOW + 90;
  followers->followers = 77;
  assert_holds (cs_account_sample_store_add (tx, followers, NULL, why));
}

static CsReport
report (CsTx           *tx,
        CsReportFormat  format,
        gint64          from)
{
  g_autoptr(GPtrArray) accounts = cs_account_store_list (tx, NULL);
  g_autoptr(GPtrArray) posts = cs_counted_list (tx, &(CsCountedRange) { NULL, }, NULL);
  CsReport made = { NULL, };

  assert_holds (cs_report_samples (tx, &(CsReportRange) { accounts, posts, from, 0 }, format, &made,
                                   NULL, why));

  return made;
}

static void
assert_row (CsCsv      *csv,
            const char *expected)
{
  g_autoptr(GString) told = g_string_new (NULL);

  g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
  g_assert_cmpuint (cs_csv_n_cells (csv), ==, 14);
  for (guint i = 7; i < 13; i++)
    g_string_append_printf (told, "%s%s", i > 7 ? " " : "", cs_csv_get_cell (csv, i));
  g_assert_cmpstr (told->str, ==, expected);
  g_assert_cmpuint (strlen (cs_csv_get_cell (csv, 13)), >, 10);
  g_assert_cmpstr (cs_csv_get_cell (csv, 1), ==, "'@ana@example.social");
}

/* A row each value that was told, and none for what was not. */
static void
test_table (Store         *store,
            gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(CsCsv) csv = NULL;
  CsReport made;

  fill (store, tx);
  made = report (tx, CS_REPORT_CSV, 0);
  bytes = g_string_free_to_bytes (made.text);
  csv = cs_csv_new (bytes, NULL);

  g_assert_cmpint (made.n_samples, ==, 4);
  g_assert_cmpint (made.n_values, ==, 7);
  g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_ROW);
  g_assert_cmpstr (cs_csv_get_cell (csv, 13), ==, "definition");
  assert_row (csv, "2026-06-02T12:01:30Z 0 followers 77 network ");
  assert_row (csv, "2026-06-02T12:01:00Z 0 likes 3 network '@example.social");
  assert_row (csv, "2026-06-02T12:01:00Z 0 shares 1 network '@example.social");
  assert_row (csv, "2026-06-02T12:02:00Z 0 likes 9 network '@example.social");
  assert_row (csv, "2026-06-02T12:02:00Z 0 shares 1 network '@example.social");
  assert_row (csv, "2026-06-02T12:02:00Z 1 likes 8 network '@example.social");
  assert_row (csv, "2026-06-02T12:02:00Z 1 shares 1 network '@example.social");
  g_assert_cmpint (cs_csv_next (csv, NULL), ==, CS_CSV_END);
}

static void
test_json (Store         *store,
           gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(JsonObject) whole = NULL;
  JsonArray *samples;
  JsonObject *last;
  CsReport made, again;

  fill (store, tx);
  made = report (tx, CS_REPORT_JSON, 0);
  again = report (tx, CS_REPORT_JSON, 0);
  g_assert_cmpstr (made.text->str, ==, again.text->str);

  whole = cs_json_parse_object (made.text->str, -1, 0, NULL);
  samples = cs_json_get_array (whole, "samples");
  last = cs_json_at_object (samples, 3);
  g_assert_cmpuint (json_array_get_length (samples), ==, 4);
  g_assert_cmpuint (json_array_get_length (cs_json_get_array (whole, "definitions")), ==, 5);
  g_assert_cmpint (cs_json_get_int (last, "values.likes", -1), ==, 8);
  g_assert_false (cs_json_has (last, "values.views"));
  g_assert_cmpint (cs_json_get_int (last, "revision", -1), ==, 1);
  g_assert_cmpstr (cs_json_get_text (last, "source"), ==, "@example.social");
  g_string_free (made.text, TRUE);
  g_string_free (again.text, TRUE);
}

static void
test_from (Store         *store,
           gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  CsReport made;

  fill (store, tx);
  made = report (tx, CS_REPORT_JSON, NOW + 91);
  g_assert_cmpint (made.n_samples, ==, 2);
  g_string_free (made.text, TRUE);
}

CS_TESTS (report_samples)
{
  STORE_TEST ("/report/samples/table", test_table);
  STORE_TEST ("/report/samples/json", test_json);
  STORE_TEST ("/report/samples/from-a-moment", test_from);
}
