/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-gap-store.h"
#include "cs-outbox-store.h"
#include "cs-post-row-store.h"
#include "cs-post-store.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"
#include "cs-tx-private.h"

#include <sqlite3.h>
#include <string.h>

#define HOUR (60 * 60)
#define DAY  (24 * HOUR)

static const CsPostRowRange every = {
  .from = CS_UNKNOWN, .until = CS_UNKNOWN, .standing = -1, .drafts = TRUE, .now = NOW,
};

static GPtrArray *
list (CsTx                 *tx,
      const CsPostRowRange *range)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *rows = cs_post_row_store_list (tx, range, &error);

  g_assert_no_error (error);

  return rows;
}

static CsPostRow *
row_at (GPtrArray *rows,
        guint      i)
{
  g_assert_cmpuint (i, <, rows->len);

  return rows->pdata[i];
}

/* Titles in order, in one text. */
static void
assert_titles (CsTx                 *tx,
               const CsPostRowRange *range,
               const char           *expected)
{
  g_autoptr(GPtrArray) rows = list (tx, range);
  g_autoptr(GString) titles = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? " " : "", row_at (rows, i)->title);

  g_assert_cmpstr (titles->str, ==, expected);
}

static void
assert_stands (CsTx       *tx,
               CsStanding  expected)
{
  g_autoptr(GPtrArray) rows = list (tx, &every);

  g_assert_cmpint (row_at (rows, 0)->standing, ==, expected);
}

/* A post with a target each due: CS_UNKNOWN a draft, 0 the end of the list. */
static CsPost *
add_post (Store           *store,
          CsTx            *tx,
          const char      *title,
          const CsAccount *account,
          gint64           due,
          gint64           other_due)
{
  CsPost *post = new_post (store, title);
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(CsTarget) other = NULL;

  post->thread = g_strsplit ("and on", "|", -1);
  post->changed_at = cs_clock_now_usec (store->clock);
  save_post (tx, post);
  if (due == 0)
    return post;

  target = new_target (store, post, account, due);
  save_target (tx, target);
  if (other_due == 0)
    return post;

  other = new_target (store, post, account, other_due);
  save_target (tx, other);

  return post;
}

static CsOutboxRow *
new_part (Store          *store,
          const CsTarget *target,
          guint           part,
          CsOutboxState   state)
{
  CsOutboxRow *row = new_row (store, target, part);

  row->state = state;
  row->sentence = g_strdup (part == 0 ? "First" : "Second");
  row->remote_url = g_strdup_printf ("https://example.social/%u", part + 1);

  return row;
}

/* Claims a target that is due, with a row in each of those states; -1: none. */
static CsTarget *
claim (Store           *store,
       CsTx            *tx,
       const CsPost    *post,
       const CsAccount *account,
       gint64           due,
       CsOutboxState    first,
       int              second)
{
  g_autoptr(CsTarget) target = new_target (store, post, account, due);
  g_autoptr(GPtrArray) rows = cs_records_new ();

  g_ptr_array_add (rows, new_part (store, target, 0, first));
  if (second >= 0)
    g_ptr_array_add (rows, new_part (store, target, 1, second));

  save_target (tx, target);
  assert_holds (cs_outbox_store_claim (tx, target, rows, why));

  return g_steal_pointer (&target);
}

static void
prove (CsTx         *tx,
       const CsPost *post,
       gint64        published_at)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT id FROM target WHERE post = (SELECT nr FROM post WHERE id = :post)");
  g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
  g_autoptr(CsReceipt) kept = NULL;

  cs_stmt_bind_text (find, ":post", post->id);
  assert_holds (cs_stmt_next (find, why));
  receipt->id = g_strconcat ("receipt-", post->id, NULL);
  receipt->target_id = g_strdup (cs_stmt_get_text (find, 0));
  receipt->published_at = published_at;
  kept = cs_receipt_store_add (tx, receipt, NULL);
  g_assert_nonnull (kept);
}

static void
test_a_row_is_a_post_at_a_moment (Store         *store,
                                  gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) same = NULL;
  g_autoptr(CsPost) split = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  CsPostRowRange range = every;

  save_account (tx, account);
  same = add_post (store, tx, "Same", account, NOW + HOUR, NOW + HOUR);
  split = add_post (store, tx, "Split", account, NOW + HOUR, NOW + DAY);
  range.order = CS_POST_ROW_BY_TIME;
  assert_titles (tx, &range, "Same Split Split");

  rows = list (tx, &range);
  g_assert_cmpuint (row_at (rows, 0)->targets->len, ==, 2);
  g_assert_false (row_at (rows, 0)->is_split);
  g_assert_cmpuint (row_at (rows, 1)->targets->len, ==, 1);
  g_assert_true (row_at (rows, 1)->is_split);
  g_assert_cmpint (row_at (rows, 1)->due, ==, NOW + HOUR);
  g_assert_cmpint (row_at (rows, 2)->due, ==, NOW + DAY);
  g_assert_cmpint (row_at (rows, 2)->standing, ==, CS_STANDING_SCHEDULED);
  g_assert_cmpstr (row_at (rows, 2)->text, ==, "About Split");

  range.reverse = TRUE;
  assert_titles (tx, &range, "Split Split Same");
}

static void
test_drafts_come_last_or_not_at_all (Store         *store,
                                     gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) nowhere = NULL;
  g_autoptr(CsPost) draft = NULL;
  g_autoptr(CsPost) planned = NULL;
  g_autoptr(CsPost) half = NULL;
  CsPostRowRange range = every;

  save_account (tx, account);
  nowhere = add_post (store, tx, "Nowhere", account, 0, 0);
  draft = add_post (store, tx, "Draft", account, CS_UNKNOWN, 0);
  planned = add_post (store, tx, "Planned", account, NOW + HOUR, 0);
  half = add_post (store, tx, "Half", account, NOW + DAY, CS_UNKNOWN);

  range.order = CS_POST_ROW_BY_TIME;
  assert_titles (tx, &range, "Planned Half Half Draft Nowhere");
  range.standing = CS_STANDING_DRAFT;
  assert_titles (tx, &range, "Half Draft Nowhere");
  range.standing = CS_STANDING_SCHEDULED;
  assert_titles (tx, &range, "Planned Half");
  range.standing = -1;
  range.drafts = FALSE;
  assert_titles (tx, &range, "Planned Half");
  range.from = NOW;
  range.until = NOW + 2 * HOUR;
  assert_titles (tx, &range, "Planned");
  range.drafts = TRUE;
  assert_titles (tx, &range, "Planned Half Draft Nowhere");
}

/* Pages by change cut between posts as they come, and nothing is twice. */
static void
test_pages (Store         *store,
            gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CsPostRowRange range = every;

  save_account (tx, account);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *title = g_strdup_printf ("%03u", i);
      g_autoptr(CsPost) post = add_post (store, tx, title, account, NOW + HOUR,
                                         i % 3 == 0 ? NOW + DAY : 0);
    }

  range.order = CS_POST_ROW_BY_CHANGE;
  range.limit = 3;
  assert_titles (tx, &range, "299 298 297");
  range.reverse = TRUE;
  assert_titles (tx, &range, "000 000 001");
  range.limit = 7;

  for (range.offset = 0; range.offset < 400; range.offset += 7)
    {
      g_autoptr(GPtrArray) rows = list (tx, &range);

      g_assert_cmpuint (rows->len, ==, MIN (7, 400 - range.offset));
      for (guint i = 0; i < rows->len; i++)
        g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s %" G_GINT64_FORMAT,
                                                                row_at (rows, i)->title,
                                                                row_at (rows, i)->due)));
    }
}

static void
test_how_far_it_got (Store         *store,
                     gconstpointer  data)
{
  static const struct
  {
    const char    *title;
    CsOutboxState  first;
    int            second;
    CsStanding     standing;
    const char    *sentence;
  } cases[] = {
    { "out", CS_OUTBOX_DONE, CS_OUTBOX_DONE, CS_STANDING_PUBLISHED, "First" },
    { "under-way", CS_OUTBOX_DONE, CS_OUTBOX_CLAIMED, CS_STANDING_PUBLISHING, "Second" },
    { "asks", CS_OUTBOX_NEEDS_YOU, CS_OUTBOX_CLAIMED, CS_STANDING_NEEDS_YOU, "First" },
    { "failed", CS_OUTBOX_DONE, CS_OUTBOX_FAILED, CS_STANDING_FAILED, "Second" },
    { "missed", CS_OUTBOX_MISSED, CS_OUTBOX_MISSED, CS_STANDING_MISSED, "First" },
    { "held", CS_OUTBOX_HANDED_OFF, -1, CS_STANDING_WAITING, "First" },
    { "called-off", CS_OUTBOX_CANCELLED, -1, CS_STANDING_DRAFT, "First" },
  };
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  CsPostRowRange range = every;

  save_account (tx, account);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsPost) post = add_post (store, tx, cases[i].title, account, 0, 0);
      g_autoptr(CsTarget) target = claim (store, tx, post, account, NOW - 60, cases[i].first,
                                          cases[i].second);
    }

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) rows = NULL;
      const CsPostRowTarget *target;

      range.standing = cases[i].standing;
      rows = list (tx, &range);
      g_assert_cmpuint (rows->len, ==, 1);
      g_assert_cmpstr (row_at (rows, 0)->title, ==, cases[i].title);
      target = row_at (rows, 0)->targets->pdata[0];
      g_assert_cmpstr (target->url, ==, "https://example.social/1");
      g_assert_cmpstr (target->sentence, ==, cases[i].sentence);
      g_assert_true (target->claimed);
      if (cases[i].standing == CS_STANDING_DRAFT)
        g_assert_cmpint (row_at (rows, 0)->due, ==, CS_UNKNOWN);
    }
}

/* What an earlier plan ended in says nothing of the try after it. */
static void
test_only_the_last_try_counts (Store         *store,
                               gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(GPtrArray) again = cs_records_new ();

  save_account (tx, account);
  post = add_post (store, tx, "Cat", account, 0, 0);
  target = claim (store, tx, post, account, NOW - HOUR, CS_OUTBOX_FAILED, -1);
  assert_stands (tx, CS_STANDING_FAILED);

  assert_holds (cs_outbox_store_replan (tx, target, why));
  assert_stands (tx, CS_STANDING_WAITING);

  g_ptr_array_add (again, new_part (store, target, 0, CS_OUTBOX_DONE));
  assert_holds (cs_outbox_store_claim (tx, target, again, why));
  assert_stands (tx, CS_STANDING_PUBLISHED);
}

/* The rest of a thread is sent again: what ended before counts no more. */
static void
test_a_resumed_thread (Store         *store,
                       gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(GPtrArray) rest = cs_records_new ();

  save_account (tx, account);
  post = add_post (store, tx, "Cat", account, 0, 0);
  target = claim (store, tx, post, account, NOW - HOUR, CS_OUTBOX_DONE, CS_OUTBOX_FAILED);
  assert_stands (tx, CS_STANDING_FAILED);

  g_ptr_array_add (rest, new_part (store, target, 1, CS_OUTBOX_DONE));
  assert_holds (cs_outbox_store_resume (tx, target, rest, why));
  assert_stands (tx, CS_STANDING_PUBLISHED);
}

/* A post stands on the day on which it went out, not on that for which it was planned. */
static void
test_what_was_late_stands_where_it_went_out (Store         *store,
                                             gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) late = NULL;
  g_autoptr(CsPost) planned = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  CsPostRowRange range = every;

  save_account (tx, account);
  late = add_post (store, tx, "Late", account, 0, 0);
  target = claim (store, tx, late, account, NOW - 2 * DAY, CS_OUTBOX_DONE, -1);
  prove (tx, late, NOW - HOUR);
  planned = add_post (store, tx, "Planned", account, NOW - 2 * HOUR, 0);

  range.from = NOW - DAY;
  range.until = NOW;
  assert_titles (tx, &range, "Planned Late");
  rows = list (tx, &range);
  g_assert_cmpint (row_at (rows, 1)->done_at, ==, NOW - HOUR);
  range.from = NOW - 3 * DAY;
  range.until = NOW - DAY;
  assert_titles (tx, &range, "");
}

static void
test_search_and_account (Store         *store,
                         gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) ana = new_account (store, "@ana@example.social");
  g_autoptr(CsAccount) ben = new_account (store, "@ben@example.social");
  g_autoptr(CsPost) glaze = NULL;
  g_autoptr(CsPost) wheel = NULL;
  CsPostRowRange range = every;

  save_account (tx, ana);
  save_account (tx, ben);
  glaze = add_post (store, tx, "Glaze", ana, NOW + HOUR, NOW + DAY);
  wheel = add_post (store, tx, "Wheel", ben, CS_UNKNOWN, 0);
  commit (&tx);
  tx = begin_read (store);

  range.account_id = ben->id;
  assert_titles (tx, &range, "Wheel");
  range.account_id = NULL;
  range.search = "about gl";
  assert_titles (tx, &range, "Glaze Glaze");
  range.search = "nothing like it";
  assert_titles (tx, &range, "");
  range.search = "?!";
  assert_titles (tx, &range, "");
  range.search = NULL;
  range.ids = (const char *[]) { wheel->id, "nobody", NULL };
  assert_titles (tx, &range, "Wheel");
}

static void
test_files_are_shown (Store         *store,
                      gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsMedia) picture = new_media (store, "/clips/a.png");
  g_autoptr(CsMedia) clip = new_media (store, "/clips/b.mp4");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(GPtrArray) rows = NULL;
  const char *const thumbnails[] = { "media/it’s.jpg", "media/b.jpg", NULL };

  picture->thumbnails = g_strdupv ((GStrv) thumbnails);
  picture->facts = cs_record_new (CS_RECORD_FACTS);
  picture->facts->kind = CS_MEDIA_IMAGE;
  clip->facts = cs_record_new (CS_RECORD_FACTS);
  clip->facts->kind = CS_MEDIA_VIDEO;
  save_media (tx, picture);
  save_media (tx, clip);

  post->attachments = cs_records_new ();
  for (guint i = 0; i < 2; i++)
    {
      CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

      attachment->media_id = g_strdup (i == 0 ? picture->id : clip->id);
      attachment->part = 0;
      g_ptr_array_add (post->attachments, attachment);
      save_post (tx, post);
      g_clear_pointer (&rows, g_ptr_array_unref);
      rows = list (tx, &every);
      g_assert_cmpint (row_at (rows, 0)->has_clip, ==, i == 1);
    }

  g_assert_cmpstr (row_at (rows, 0)->thumbnail, ==, thumbnails[0]);
  g_assert_cmpstr (row_at (rows, 0)->file, ==, "/clips/a.png");
}

/* A walk over a whole table; over an index of the few that are planned or not ended is none. */
static gboolean
is_scan (const char *step)
{
  static const char *const short_ones[] = { "VIRTUAL TABLE", "INDEX target_scheduled",
                                            "INDEX outbox_active", "INDEX outbox_ended" };

  if (!g_str_has_prefix (step, "SCAN"))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (short_ones); i++)
    if (strstr (step, short_ones[i]) != NULL)
      return FALSE;

  return TRUE;
}

/* Every statement that a list prepared, as SQLite means to run it. */
static void
assert_no_scan (CsTx *tx)
{
  sqlite3 *handle = tx->conn->handle;
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);

  for (sqlite3_stmt *stmt = sqlite3_next_stmt (handle, NULL); stmt != NULL;
       stmt = sqlite3_next_stmt (handle, stmt))
    g_ptr_array_add (statements, g_strdup (sqlite3_sql (stmt)));

  g_assert_cmpuint (statements->len, >=, 4);

  for (guint i = 0; i < statements->len; i++)
    {
      g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", statements->pdata[i], NULL);
      g_autoptr(CsStmt) plan = NULL;

      if (!g_str_has_prefix (statements->pdata[i], "SELECT"))
        continue;

      plan = cs_tx_prepare (tx, sql);
      while (cs_stmt_next (plan, NULL))
        {
          const char *step = cs_stmt_get_text (plan, 3);

          if (is_scan (step))
            g_error ("“%s” in %s", step, sql);
        }
    }
}

static void
test_a_month_scans_no_table (Store         *store,
                             gconstpointer  data)
{
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = NULL;
  CsPostRowRange range = every;

  tx = begin (store);
  save_account (tx, account);
  post = add_post (store, tx, "Cat", account, NOW + HOUR, 0);
  commit (&tx);

  tx = begin_read (store);
  range.from = NOW;
  range.until = NOW + 30 * DAY;
  range.drafts = FALSE;
  assert_titles (tx, &range, "Cat");
  range.standing = CS_STANDING_NEEDS_YOU;
  assert_titles (tx, &range, "");
  range.standing = CS_STANDING_SCHEDULED;
  assert_titles (tx, &range, "Cat");
  assert_no_scan (tx);
}

static char *
publish (Store           *store,
         CsTx            *tx,
         const CsPost    *post,
         const CsAccount *account)
{
  g_autoptr(CsTarget) target = claim (store, tx, post, account, NOW - HOUR, CS_OUTBOX_DONE,
                                      CS_OUTBOX_DONE);
  g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
  g_autoptr(CsReceipt) kept = NULL;

  receipt->id = new_id (store);
  receipt->target_id = g_strdup (target->id);
  receipt->post_id = g_strdup (post->id);
  receipt->account_id = g_strdup (account->id);
  receipt->published_at = NOW - HOUR;
  kept = cs_receipt_store_add (tx, receipt, NULL);
  g_assert_nonnull (kept);
  assert_holds (cs_tally_store_adopt (tx, NULL, why));

  return g_strdup (target->id);
}

static void
count (CsTx       *tx,
       const char *target_id,
       gint64      likes)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (target_id);
  sample->taken_at = NOW;
  sample->source = g_strdup ("example.social");
  cs_counts_clear (sample->counts);
  sample->counts[CS_METRIC_LIKES] = likes;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
}

static void
note_gap (CsTx            *tx,
          const CsAccount *account,
          const char      *target_id,
          gint64           until,
          const char      *sentence)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);

  gap->account_id = g_strdup (account->id);
  gap->target_id = g_strdup (target_id);
  gap->code = g_strdup (until == CS_UNKNOWN ? "config" : "server");
  gap->from_at = NOW - HOUR;
  gap->until_at = until;
  gap->sentence = g_strdup (sentence);
  assert_holds (cs_gap_store_note (tx, gap, why));
}

/* Each account by itself: what was told, what is in the way of it, and what is gone. */
static void
test_what_it_did (Store         *store,
                  gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) ana = new_account (store, "@ana@example.social");
  g_autoptr(CsAccount) bo = new_account (store, "@bo@example.social");
  g_autoptr(CsPost) post = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *hindered = NULL;
  g_autofree char *stopped = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  const CsPostRowTarget *target;

  save_account (tx, ana);
  save_account (tx, bo);
  post = add_post (store, tx, "Out", ana, 0, 0);
  counted = publish (store, tx, post, ana);
  hindered = publish (store, tx, post, ana);
  stopped = publish (store, tx, post, bo);
  count (tx, counted, 7);
  note_gap (tx, ana, hindered, CS_UNKNOWN, "No AppView");
  note_gap (tx, ana, hindered, NOW, "Over");
  note_gap (tx, bo, NULL, CS_UNKNOWN, "Signed out");
  assert_holds (cs_tally_store_set_gone (tx, counted, NOW, why));

  rows = list (tx, &every);
  g_assert_cmpuint (rows->len, ==, 1);
  target = row_at (rows, 0)->targets->pdata[0];
  g_assert_true (cs_post_row_target_is_out (target));
  g_assert_cmpint (target->counted_at, ==, NOW);
  g_assert_cmpint (target->counts[CS_METRIC_LIKES], ==, 7);
  g_assert_cmpint (target->counts[CS_METRIC_SHARES], ==, CS_UNKNOWN);
  g_assert_cmpint (target->gone_at, ==, NOW);
  g_assert_null (target->obstacle);

  target = row_at (rows, 0)->targets->pdata[1];
  g_assert_cmpint (target->counted_at, ==, CS_UNKNOWN);
  g_assert_cmpint (target->counts[CS_METRIC_LIKES], ==, CS_UNKNOWN);
  g_assert_cmpint (target->gone_at, ==, CS_UNKNOWN);
  g_assert_cmpstr (target->obstacle, ==, "No AppView");

  target = row_at (rows, 0)->targets->pdata[2];
  g_assert_cmpstr (target->obstacle, ==, "Signed out");
}

CS_TESTS (post_row_store)
{
  STORE_TEST ("/store/post-rows/what-it-did", test_what_it_did);
  STORE_TEST ("/store/post-rows/a-row-is-a-post-at-a-moment", test_a_row_is_a_post_at_a_moment);
  STORE_TEST ("/store/post-rows/drafts-come-last-or-not-at-all",
              test_drafts_come_last_or_not_at_all);
  STORE_TEST ("/store/post-rows/pages", test_pages);
  STORE_TEST ("/store/post-rows/how-far-it-got", test_how_far_it_got);
  STORE_TEST ("/store/post-rows/only-the-last-try-counts", test_only_the_last_try_counts);
  STORE_TEST ("/store/post-rows/a-resumed-thread", test_a_resumed_thread);
  STORE_TEST ("/store/post-rows/what-was-late-stands-where-it-went-out",
              test_what_was_late_stands_where_it_went_out);
  STORE_TEST ("/store/post-rows/search-and-account", test_search_and_account);
  STORE_TEST ("/store/post-rows/files-are-shown", test_files_are_shown);
  STORE_TEST ("/store/post-rows/a-month-scans-no-table", test_a_month_scans_no_table);
}
