/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-query.h"

#include "cs-item.h"
#include "cs-test.h"
#include "display.h"

typedef struct
{
  guint position;
  guint removed;
  guint added;
  guint times;
} Change;

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Change     *change)
{
  change->position = position;
  change->removed = removed;
  change->added = added;
  change->times++;
}

static void
on_edited (Change *change)
{
  change->times++;
}

static gboolean
is_ready (gpointer query)
{
  return cs_query_get_state (query) == CS_QUERY_READY;
}

static gboolean
has_changed (gpointer change)
{
  return ((Change *) change)->times > 0;
}

static CsQuery *
ask_posts (Display *display)
{
  CsQuery *query = cs_query_new (display->library, "post.list", "post");

  cs_query_ask (query);
  wait_until (is_ready, query);

  return query;
}

static void
test_what_stays_keeps_its_item (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) first = display_run (display, "post.new", "{'text': <'First'>}");
  g_autoptr(CsQuery) posts = ask_posts (display);
  g_autoptr(CsItem) was = g_list_model_get_item (G_LIST_MODEL (posts), 0);
  g_autoptr(GVariant) second = NULL;
  g_autoptr(CsItem) is = NULL;
  Change change = { 0, };

  g_signal_connect (posts, "items-changed", G_CALLBACK (on_items_changed), &change);
  cs_clock_advance (display->clock, G_USEC_PER_SEC);
  second = display_run (display, "post.new", "{'text': <'Second'>}");
  wait_until (has_changed, &change);

  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 1);
  is = g_list_model_get_item (G_LIST_MODEL (posts), 1);
  g_assert_true (is == was);
}

static void
on_view (CsItem     *item,
         GParamSpec *pspec,
         guint      *times)
{
  (*times)++;
}

static gboolean
is_counted (gpointer times)
{
  return *(guint *) times > 0;
}

static void
test_an_edit_changes_the_item_in_place (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) made = display_run (display, "post.new", "{'text': <'First'>}");
  g_autoptr(CsQuery) posts = ask_posts (display);
  g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (posts), 0);
  g_autoptr(GVariant) edited = NULL;
  Change change = { 0, };
  guint times = 0;

  g_signal_connect (posts, "items-changed", G_CALLBACK (on_items_changed), &change);
  g_signal_connect (item, "notify::view", G_CALLBACK (on_view), &times);
  edited = display_run (display, "post.edit", "{'id': <'%s'>, 'text': <'Other'>}",
                        cs_item_get_id (item));
  wait_until (is_counted, &times);

  g_assert_cmpstr (cs_item_get_text (item, "text"), ==, "Other");
  g_assert_cmpuint (change.times, ==, 0);
}

/* Its place among others may be another now, which no change of the list tells. */
static void
test_an_edit_is_told (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) made = display_run (display, "post.new", "{'text': <'First'>}");
  g_autoptr(CsQuery) posts = ask_posts (display);
  g_autoptr(GVariant) edited = NULL;
  Change change = { 0, };

  g_signal_connect_swapped (posts, "edited", G_CALLBACK (on_edited), &change);
  edited = display_run (display, "post.edit", "{'id': <'%s'>, 'text': <'Other'>}",
                        cs_view_text (made, "id"));
  wait_until (has_changed, &change);
  g_assert_cmpuint (change.times, ==, 1);
  cs_query_ask (posts);
  wait_for_quiet (display);
  g_assert_cmpuint (change.times, ==, 1);
}

static gboolean
has_failed (gpointer query)
{
  return cs_query_get_state (query) == CS_QUERY_FAILED;
}

static void
test_a_refusal_is_kept_in_words (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(CsQuery) query = cs_query_new (display->library, "post.list", "post");

  cs_query_set_args (query, g_variant_new_parsed ("{'limit': <'many'>}"));
  cs_query_ask (query);
  wait_until (has_failed, query);
  g_assert_nonnull (cs_query_get_reason (query));
}

CS_TESTS (query)
{
  g_test_add_func ("/ui/query/what-stays-keeps-its-item", test_what_stays_keeps_its_item);
  g_test_add_func ("/ui/query/an-edit-changes-the-item-in-place",
                   test_an_edit_changes_the_item_in_place);
  g_test_add_func ("/ui/query/an-edit-is-told", test_an_edit_is_told);
  g_test_add_func ("/ui/query/a-refusal-is-kept-in-words", test_a_refusal_is_kept_in_words);
}
