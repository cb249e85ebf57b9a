/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-journal.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

#include <string.h>

#define NONE (-1)

/* What was planned is the outbox's now, and its parts stand in these states. */
static void
claim (Store          *store,
       const CsTarget *target,
       CsOutboxState   first,
       int             second)
{
  g_autoptr(GPtrArray) rows = cs_records_new ();
  CsTx *tx = begin (store);

  g_ptr_array_add (rows, new_row (store, target, 0));
  if (second != NONE)
    g_ptr_array_add (rows, new_row (store, target, 1));
  assert_holds (cs_outbox_store_claim (tx, target, rows, why));

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(CsOutboxRow) next = cs_record_copy (rows->pdata[i]);

      next->state = i == 0 ? first : (CsOutboxState) second;
      if (next->state != CS_OUTBOX_CLAIMED)
        assert_holds (cs_outbox_store_move (tx, rows->pdata[i], next, why));
    }
  commit (&tx);
}

static CsTx *
begin_act (Store      *store,
           const char *title)
{
  g_autoptr(GError) error = NULL;
  CsTx *tx = cs_tx_begin_act (store->db, title, NULL, &error);

  g_assert_no_error (error);

  return tx;
}

/* A planned post whose parts stand in these states. */
static CsTarget *
published (Store         *store,
           CsOutboxState  first,
           int            second)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  CsTarget *target = new_target (store, post, account, NOW);
  CsTx *tx = begin (store);

  save_account (tx, account);
  save_post (tx, post);
  commit (&tx);
  tx = begin_act (store, "Publish “Cat”");
  save_target (tx, target);
  commit (&tx);
  claim (store, target, first, second);

  return target;
}

static void
test_undo_says_what_became_of_it (void)
{
  static const struct { CsOutboxState first; int second; const char *words; } table[] = {
    { CS_OUTBOX_CLAIMED, NONE, "on its way out; it can still be stopped" },
    { CS_OUTBOX_UNKNOWN, NONE, "on its way out; it can still be stopped" },
    { CS_OUTBOX_HANDED_OFF, NONE, "on its way out; it can still be stopped" },
    { CS_OUTBOX_NEEDS_YOU, NONE, "on its way out; it can still be stopped" },
    { CS_OUTBOX_CONFIRMED, NONE, "the post is out; to take it back, delete it on the network" },
    { CS_OUTBOX_DONE, NONE, "the post is out; to take it back, delete it on the network" },
    { CS_OUTBOX_DONE, CS_OUTBOX_DONE, "the post is out; to take it back" },
    { CS_OUTBOX_DONE, CS_OUTBOX_PREPARING, "a part of the post is out and the rest is on its way" },
    { CS_OUTBOX_DONE, CS_OUTBOX_FAILED, "a part of the post is out; delete it on the network, or" },
    { CS_OUTBOX_FAILED, NONE, "did not go out; plan it anew" },
    { CS_OUTBOX_MISSED, CS_OUTBOX_MISSED, "did not go out; plan it anew" },
    { CS_OUTBOX_CANCELLED, NONE, "did not go out; plan it anew" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Store store;
      g_autoptr(CsTarget) target = NULL;
      g_autoptr(CsTarget) kept = NULL;
      g_autoptr(GError) error = NULL;
      CsTx *tx;

      store_set_up (&store, NULL);
      target = published (&store, table[i].first, table[i].second);
      g_assert_false (cs_journal_undo (store.db, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, table[i].words));

      tx = begin_read (&store);
      kept = cs_target_store_find (tx, target->id, NULL);
      g_assert_cmpint (kept->state, ==, CS_TARGET_CLAIMED);
      cs_tx_free (tx);
      store_tear_down (&store, NULL);
    }
}

/* A thread of two, or a post of one part, of which one part was changed in a step. */
static CsPost *
edited (Store    *store,
        gboolean  is_thread,
        guint     part)
{
  g_autoptr(CsPost) post = new_post (store, "Cat");
  CsPost *next;
  CsTx *tx = begin (store);

  g_clear_pointer (&post->thread, g_strfreev);
  if (is_thread)
    post->thread = g_strsplit ("And on", "|", -1);
  save_post (tx, post);
  commit (&tx);

  next = cs_record_copy (post);
  next->changed_at++;
  g_set_str (part == 0 ? &next->text : &next->thread[0], "Better words");
  tx = begin_act (store, "Edit “Cat”");
  save_post (tx, next);
  commit (&tx);

  return next;
}

static void
plan (Store        *store,
      const CsPost *post,
      CsOutboxState first,
      int           second)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  CsTx *tx = begin (store);

  save_account (tx, account);
  save_target (tx, target);
  commit (&tx);
  claim (store, target, first, second);
}

static CsPost *
find (Store      *store,
      const char *id)
{
  g_autoptr(CsTx) tx = begin_read (store);

  return cs_post_store_find (tx, id, NULL);
}

/* What went out is not changed by the history, back or forth; what did not may be. */
static void
test_edit_of_what_is_out_stays (void)
{
  static const struct
  {
    CsOutboxState first;
    int           second;
    guint         part;
    const char   *words;
  } table[] = {
    { CS_OUTBOX_DONE, NONE, 0, "the post is out; to take it back, delete it on the network" },
    { CS_OUTBOX_DONE, CS_OUTBOX_DONE, 1, "the post is out; to take it back" },
    { CS_OUTBOX_DONE, CS_OUTBOX_FAILED, 0, "delete it on the network, or publish the rest" },
    { CS_OUTBOX_DONE, CS_OUTBOX_FAILED, 1, NULL },
    { CS_OUTBOX_HANDED_OFF, NONE, 0, "on its way out; it can still be stopped" },
    { CS_OUTBOX_FAILED, NONE, 0, NULL },
    { CS_OUTBOX_CANCELLED, CS_OUTBOX_CANCELLED, 1, NULL },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (table); i++)
    {
      gboolean forth = i % 2 == 1;
      const char *words = table[i / 2].words;
      Store store;
      g_autoptr(CsPost) next = NULL;
      g_autoptr(CsPost) before = NULL;
      g_autoptr(CsPost) after = NULL;
      g_autoptr(GError) error = NULL;

      store_set_up (&store, NULL);
      next = edited (&store, table[i / 2].second != NONE, table[i / 2].part);
      if (forth)
        assert_holds (cs_journal_undo (store.db, NULL, why));
      before = find (&store, next->id);
      plan (&store, before, table[i / 2].first, table[i / 2].second);

      g_assert_cmpint (forth ? cs_journal_redo (store.db, NULL, &error)
                             : cs_journal_undo (store.db, NULL, &error), ==, words == NULL);
      after = find (&store, next->id);
      g_assert_cmpint (cs_record_equal (before, after), ==, words != NULL);
      if (words != NULL)
        g_assert_nonnull (strstr (error->message, words));
      store_tear_down (&store, NULL);
    }
}

CS_TESTS (hold)
{
  g_test_add_func ("/store/hold/edit-of-what-is-out-stays", test_edit_of_what_is_out_stays);
  g_test_add_func ("/store/hold/undo-says-what-became-of-it", test_undo_says_what_became_of_it);
}
