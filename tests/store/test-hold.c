/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-journal.h"
#include "cs-outbox-store.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

#include <string.h>

#define NONE (-1)

/* A planned post whose parts stand in these states. */
static CsTarget *
published (Store         *store,
           CsOutboxState  first,
           int            second)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  CsTarget *target = new_target (store, post, account, NOW);
  g_autoptr(GPtrArray) rows = cs_records_new ();
  g_autoptr(GError) error = NULL;
  CsTx *tx = begin (store);

  save_account (tx, account);
  save_post (tx, post);
  commit (&tx);
  tx = cs_tx_begin_act (store->db, "Publish “Cat”", NULL, &error);
  g_assert_no_error (error);
  save_target (tx, target);
  commit (&tx);

  tx = begin (store);
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

CS_TESTS (hold)
{
  g_test_add_func ("/store/hold/undo-says-what-became-of-it", test_undo_says_what_became_of_it);
}
