/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-receipt-store.h"
#include "cs-rendition-store.h"
#include "cs-resolve.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* Every field of every kind comes back as it was: a field without a column fails here. */
static void
test_every_field_comes_back (Store         *store,
                             gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  g_autoptr(CsMedia) media = cs_record_new (CS_RECORD_MEDIA);
  g_autoptr(CsRendition) rendition = cs_record_new (CS_RECORD_RENDITION);
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);
  g_autoptr(CsAccount) account_back = NULL;
  g_autoptr(CsMedia) media_back = NULL;
  g_autoptr(GPtrArray) renditions = NULL;
  g_autoptr(CsPost) post_back = NULL;
  g_autoptr(CsTarget) target_back = NULL;
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

  fill_record (account, 100);
  fill_record (media, 200);
  fill_record (rendition, 300);
  fill_record (post, 400);
  fill_record (target, 500);
  fill_record (attachment, 600);
  g_set_str (&rendition->media_id, media->id);
  g_set_str (&attachment->media_id, media->id);
  g_set_str (&target->post_id, post->id);
  g_set_str (&target->account_id, account->id);
  post->attachments = cs_records_new ();
  g_ptr_array_add (post->attachments, attachment);

  save_account (tx, account);
  save_media (tx, media);
  assert_holds (cs_rendition_store_save (tx, rendition, why));
  save_post (tx, post);
  save_target (tx, target);

  account_back = cs_account_store_find (tx, account->id, NULL);
  media_back = cs_media_store_find (tx, media->id, NULL);
  renditions = cs_rendition_store_list_for (tx, media->id, NULL);
  post_back = cs_post_store_find (tx, post->id, NULL);
  target_back = cs_target_store_find (tx, target->id, NULL);
  g_assert_true (cs_record_equal (account, account_back));
  g_assert_true (cs_record_equal (media, media_back));
  g_assert_cmpuint (renditions->len, ==, 1);
  g_assert_true (cs_record_equal (rendition, renditions->pdata[0]));
  g_assert_true (cs_record_equal (post, post_back));
  g_assert_true (cs_record_equal (target, target_back));
}

static void
test_outbox_rows_and_receipts_come_back (Store         *store,
                                         gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  g_autoptr(GPtrArray) rows = cs_records_new ();
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
  g_autoptr(CsReceipt) kept = NULL;
  g_autoptr(CsOutboxRow) back = NULL;
  CsOutboxRow *row = cs_record_new (CS_RECORD_OUTBOX_ROW);

  fill_record (row, 700);
  row->state = CS_OUTBOX_UNKNOWN;
  g_set_str (&row->target_id, target->id);
  g_ptr_array_add (rows, row);
  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);
  assert_holds (cs_outbox_store_claim (tx, target, rows, why));
  back = cs_outbox_store_find (tx, row->id, NULL);
  g_assert_true (cs_record_equal (row, back));

  fill_record (receipt, 800);
  g_set_str (&receipt->target_id, target->id);
  kept = cs_receipt_store_add (tx, receipt, NULL);
  g_assert_cmpint (kept->number, ==, 1);
  found = cs_receipt_store_find_for (tx, target->id, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (cs_record_equal (kept, g_ptr_array_index (found, 0)));
}

/* Nothing given: NULL, not zero or an empty text. */
static void
test_empty_records_come_back (Store         *store,
                              gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsMedia) media = cs_record_new (CS_RECORD_MEDIA);
  g_autoptr(CsMedia) back = NULL;

  assert_fails (cs_media_store_save (tx, media, why), CS_ERROR_INVALID);
  media->id = new_id (store);
  save_media (tx, media);
  back = cs_media_store_find (tx, media->id, NULL);
  g_assert_true (cs_record_equal (media, back));
  g_assert_cmpint (back->size, ==, CS_UNKNOWN);
}

static void
test_what_is_not_there_is_not_found (Store         *store,
                                     gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);

  assert_fails (cs_post_store_find (tx, post->id, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_account_store_find (tx, account->id, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_post_store_remove (tx, post->id, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_account_store_remove (tx, account->id, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_target_store_remove (tx, target->id, why), CS_ERROR_NOT_FOUND);

  /* Nor can a record refer to it. */
  assert_fails (cs_target_store_save (tx, target, why), CS_ERROR_NOT_FOUND);
}

static void
test_saving_again_changes (Store         *store,
                           gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsMedia) media = new_media (store, "/clips/cat.mkv");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsPost) next = NULL;
  g_autoptr(CsPost) back = NULL;
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

  attachment->media_id = g_strdup (media->id);
  post->attachments = cs_records_new ();
  g_ptr_array_add (post->attachments, attachment);
  save_media (tx, media);
  save_post (tx, post);

  next = cs_record_copy (post);
  g_clear_pointer (&next->attachments, g_ptr_array_unref);
  g_set_str (&next->text, "Another");
  save_post (tx, next);
  back = cs_post_store_find (tx, post->id, NULL);
  g_assert_true (cs_record_equal (next, back));
}

static void
test_removing_a_post_takes_its_children (Store         *store,
                                         gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsMedia) media = new_media (store, "/clips/cat.mkv");
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

  attachment->media_id = g_strdup (media->id);
  post->attachments = cs_records_new ();
  g_ptr_array_add (post->attachments, attachment);
  save_media (tx, media);
  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);

  assert_fails (cs_media_store_remove (tx, media->id, why), CS_ERROR_INVALID);
  assert_holds (cs_post_store_remove (tx, post->id, why));
  assert_fails (cs_target_store_find (tx, target->id, why), CS_ERROR_NOT_FOUND);
  assert_holds (cs_media_store_remove (tx, media->id, why));
}

static void
test_account_goes_when_nothing_is_planned (Store         *store,
                                           gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) planned = new_target (store, post, account, NOW);
  g_autoptr(CsTarget) draft = new_target (store, post, account, CS_UNKNOWN);
  g_autoptr(GPtrArray) accounts = NULL;

  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, planned);
  save_target (tx, draft);
  assert_fails (cs_account_store_remove (tx, account->id, why), CS_ERROR_INVALID);

  assert_holds (cs_target_store_remove (tx, planned->id, why));
  assert_holds (cs_account_store_remove (tx, account->id, why));
  assert_fails (cs_account_store_find (tx, account->id, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_target_store_find (tx, draft->id, why), CS_ERROR_NOT_FOUND);

  save_account (tx, account);
  accounts = cs_account_store_list (tx, NULL);
  g_assert_cmpuint (accounts->len, ==, 1);
}

static void
test_posts_by_range_and_words (Store         *store,
                               gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  static const struct { CsPostRange range; guint n; } asked[] = {
    { { 0, }, 4 }, { { .limit = 3 }, 3 }, { { .from = NOW + 120 }, 2 },
    { { .until = NOW + 120 }, 2 }, { { .search = "CAT 1" }, 1 }, { { .search = "100%" }, 0 },
    { { .search = "t_1" }, 0 }, { { .search = "about" , .from = NOW + 60, .until = NOW + 180 }, 2 },
  };

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *title = g_strdup_printf ("Cat %u", i);
      g_autoptr(CsPost) post = new_post (store, title);

      post->created_at = NOW + 60 * i;
      save_post (tx, post);
    }

  commit (&tx);
  tx = begin_read (store);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr(GPtrArray) posts = cs_post_store_list (tx, &asked[i].range, NULL);

      g_assert_cmpuint (posts->len, ==, asked[i].n);
      if (posts->len > 0 && asked[i].range.until == 0 && asked[i].range.search == NULL)
        g_assert_cmpstr (((CsPost *) g_ptr_array_index (posts, 0))->title, ==, "Cat 3");
    }
}

static void
test_targets_by_time (Store         *store,
                      gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) first = new_target (store, post, account, NOW);
  g_autoptr(CsTarget) second = new_target (store, post, account, NOW + 60);
  g_autoptr(CsTarget) draft = new_target (store, post, account, CS_UNKNOWN);
  g_autoptr(GPtrArray) due = NULL;
  g_autoptr(GPtrArray) range = NULL;
  g_autoptr(GPtrArray) all = NULL;
  guint n_scheduled, n_due;

  save_account (tx, account);
  save_post (tx, post);
  g_assert_cmpint (cs_target_store_next_due (tx, NULL), ==, CS_UNKNOWN);
  save_target (tx, second);
  save_target (tx, first);
  save_target (tx, draft);
  g_assert_cmpint (cs_target_store_next_due (tx, NULL), ==, NOW);
  assert_holds (cs_target_store_count (tx, NOW, &n_scheduled, &n_due, why));
  g_assert_cmpuint (n_scheduled, ==, 2);
  g_assert_cmpuint (n_due, ==, 1);

  due = cs_target_store_list_due (tx, NOW, NULL);
  g_assert_cmpuint (due->len, ==, 1);
  g_assert_true (cs_record_equal (g_ptr_array_index (due, 0), first));
  range = cs_target_store_list_range (tx, NOW, NOW + 61, NULL);
  g_assert_cmpuint (range->len, ==, 2);
  g_assert_true (cs_record_equal (g_ptr_array_index (range, 1), second));
  all = cs_target_store_list_for (tx, post->id, NULL);
  g_assert_cmpuint (all->len, ==, 3);
}

static void
test_month_is_read_from_the_index_alone (Store         *store,
                                         gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autoptr(CsStmt) plan = cs_tx_prepare (tx,
    "EXPLAIN QUERY PLAN SELECT id, post, account, state, text, warning, wall, zone, fold, due,"
    " lateness, late_limit FROM target WHERE due >= 1 AND due < 2 ORDER BY due, id");

  assert_holds (cs_stmt_next (plan, why));
  g_assert_cmpstr (cs_stmt_get_text (plan, 3), ==,
                   "SEARCH target USING COVERING INDEX target_calendar (due>? AND due<?)");
  g_assert_false (cs_stmt_next (plan, NULL));
}

static void
test_ids_as_people_type_them (Store         *store,
                              gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsPost) first = new_post (store, "Cat");
  g_autoptr(CsPost) second = new_post (store, "Dog");
  g_autofree char *start = g_strndup (first->id, 13);
  g_autofree char *whole = NULL;
  g_autofree char *tail = NULL;

  save_post (tx, first);
  save_post (tx, second);
  whole = cs_store_resolve_id (tx, CS_RECORD_POST, first->id, NULL);
  g_assert_cmpstr (whole, ==, first->id);
  tail = cs_store_resolve_id (tx, CS_RECORD_POST, second->id + 28, NULL);
  g_assert_cmpstr (tail, ==, second->id);
  start[8] = '\0';
  assert_fails (cs_store_resolve_id (tx, CS_RECORD_POST, start, why), CS_ERROR_INVALID);
  assert_fails (cs_store_resolve_id (tx, CS_RECORD_POST, "*", why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_store_resolve_id (tx, CS_RECORD_POST, "deadbeef", why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_store_resolve_id (tx, CS_RECORD_MEDIA, first->id, why), CS_ERROR_NOT_FOUND);
}

static void
test_events_in_order (Store         *store,
                      gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) rest = NULL;
  const CsEvent *event;

  g_assert_cmpint (cs_event_store_last (tx, NULL), ==, 0);
  assert_holds (cs_event_store_add (tx, "media.added", CS_RECORD_MEDIA, "a", NULL, why));
  assert_holds (cs_event_store_add (tx, "post.published", CS_RECORD_POST, "b",
                                    g_variant_new_parsed ("{'url': <'https://x'>}"), why));
  all = cs_event_store_list_after (tx, 0, 0, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  event = g_ptr_array_index (all, 0);
  rest = cs_event_store_list_after (tx, event->number, 10, NULL);
  g_assert_cmpuint (rest->len, ==, 1);
  event = g_ptr_array_index (rest, 0);
  g_assert_cmpstr (event->name, ==, "post.published");
  g_assert_cmpstr (event->kind, ==, "post");
  g_assert_cmpint (event->at, ==, NOW);
  g_assert_true (g_variant_lookup (event->detail, "url", "s", NULL));
  g_assert_cmpint (cs_event_store_last (tx, NULL), ==, event->number);
}

static void
load_fixture (Store      *store,
              const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "store", "fixtures", name, NULL);
  g_autofree char *sql = NULL;
  sqlite3 *handle;

  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_cmpint (g_unlink (store->path), ==, 0);
  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  g_assert_cmpint (sqlite3_open (store->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  store->db = cs_db_open (store->path, store->clock, NULL);
  g_assert_nonnull (store->db);
  g_assert_false (cs_db_is_read_only (store->db));
}

static char *
dump_schema (Store *store)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
  GString *schema = g_string_new (NULL);

  while (cs_stmt_next (select, NULL))
    g_string_append_printf (schema, "%s: %s\n", cs_stmt_get_text (select, 0),
                            cs_stmt_get_text (select, 1));

  return g_string_free (schema, FALSE);
}

/* Updated, an old file is like a new one, and what was in it is what it was. */
static void
test_schema_1_is_read (Store         *store,
                       gconstpointer  data)
{
  g_autofree char *fresh = dump_schema (store);
  g_autofree char *updated = NULL;
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(CsMedia) media = NULL;
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) renditions = NULL;

  load_fixture (store, "schema-1.sql");
  updated = dump_schema (store);
  g_assert_cmpstr (fresh, ==, updated);

  tx = begin_read (store);
  post = cs_post_store_find (tx, "019e0000-0004-7000-8000-000000000001", NULL);
  g_assert_cmpstr (post->text, ==, "A cat “sat”");
  g_assert_cmpstr (post->thread[1], ==, "slept");
  g_assert_cmpint (post->visibility, ==, CS_VISIBILITY_UNLISTED);
  g_assert_cmpstr (((CsAttachment *) post->attachments->pdata[0])->alt, ==, "A cat on a mat");
  media = cs_media_store_find (tx, ((CsAttachment *) post->attachments->pdata[0])->media_id, NULL);
  g_assert_cmpint (media->facts->width, ==, 1920);
  g_assert_cmpint (media->facts->height, ==, CS_UNKNOWN);
  renditions = cs_rendition_store_list_for (tx, media->id, NULL);
  g_assert_cmpuint (renditions->len, ==, 1);
  target = cs_target_store_find (tx, "019e0000-0005-7000-8000-000000000001", NULL);
  g_assert_cmpint (target->state, ==, CS_TARGET_CLAIMED);
  g_assert_cmpint (target->lateness, ==, CS_LATE_PUBLISH);
  account = cs_account_store_find (tx, target->account_id, NULL);
  g_assert_cmpint (account->video_way, ==, CS_VIDEO_BLOB);
  rows = cs_outbox_store_list_for (tx, target->id, NULL);
  g_assert_cmpint (((CsOutboxRow *) rows->pdata[0])->state, ==, CS_OUTBOX_UNKNOWN);
}

CS_TESTS (stores)
{
  STORE_TEST ("/store/stores/schema-1-is-read", test_schema_1_is_read);
  STORE_TEST ("/store/stores/every-field-comes-back", test_every_field_comes_back);
  STORE_TEST ("/store/stores/outbox-rows-and-receipts-come-back",
              test_outbox_rows_and_receipts_come_back);
  STORE_TEST ("/store/stores/empty-records-come-back", test_empty_records_come_back);
  STORE_TEST ("/store/stores/what-is-not-there-is-not-found", test_what_is_not_there_is_not_found);
  STORE_TEST ("/store/stores/saving-again-changes", test_saving_again_changes);
  STORE_TEST ("/store/stores/removing-a-post-takes-its-children",
              test_removing_a_post_takes_its_children);
  STORE_TEST ("/store/stores/account-goes-when-nothing-is-planned",
              test_account_goes_when_nothing_is_planned);
  STORE_TEST ("/store/stores/posts-by-range-and-words", test_posts_by_range_and_words);
  STORE_TEST ("/store/stores/targets-by-time", test_targets_by_time);
  STORE_TEST ("/store/stores/month-is-read-from-the-index-alone",
              test_month_is_read_from_the_index_alone);
  STORE_TEST ("/store/stores/ids-as-people-type-them", test_ids_as_people_type_them);
  STORE_TEST ("/store/stores/events-in-order", test_events_in_order);
}
