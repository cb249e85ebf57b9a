/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-journal.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-rendition-store.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

#include <string.h>

static CsTx *
begin_act (Store      *store,
           const char *title,
           const char *merge_key)
{
  g_autoptr(GError) error = NULL;
  CsTx *tx = cs_tx_begin_act (store->db, title, merge_key, &error);

  g_assert_no_error (error);

  return tx;
}

/* Every value of every row of the tables under undo, in one text. */
static char *
dump_planning (Store *store)
{
  static const char *const queries[] = {
    "SELECT 'post', json_array (nr, id, title, text, thread, language, warning, visibility, labels,"
    " created_at, changed_at) FROM post ORDER BY nr",
    "SELECT 'attachment', json_array (post, position, media, alt, part) FROM attachment"
    " ORDER BY post, position",
    "SELECT 'target', json_array (nr, id, post, account, state, text, warning, wall, zone, fold,"
    " due, lateness, late_limit) FROM target ORDER BY nr",
    "SELECT 'media', json_array (nr, id, path, title, sha256, size, mtime, facts, thumbnails,"
    " added_at) FROM media ORDER BY nr",
    "SELECT 'rendition', json_array (nr, id, media, recipe, path, sha256, facts, networks, made_at)"
    " FROM rendition ORDER BY nr",
  };
  g_autoptr(CsTx) tx = begin_read (store);
  GString *dump = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(CsStmt) select = cs_tx_prepare (tx, queries[i]);
      g_autoptr(GError) error = NULL;

      while (cs_stmt_next (select, &error))
        g_string_append_printf (dump, "%s %s\n", cs_stmt_get_text (select, 0),
                                cs_stmt_get_text (select, 1));

      g_assert_no_error (error);
    }

  return g_string_free (dump, FALSE);
}

/* What a random run plans with. */
typedef struct
{
  Store     *store;
  GRand     *rand;
  CsAccount *accounts[2];
  GPtrArray *posts;
  GPtrArray *targets;
  GPtrArray *media;
} Planner;

static gpointer
pick (Planner   *planner,
      GPtrArray *from)
{
  return from->len == 0 ? NULL
         : g_ptr_array_index (from, g_rand_int_range (planner->rand, 0, from->len));
}

static void
attach_some (Planner *planner,
             CsPost  *post)
{
  guint n = g_rand_int_range (planner->rand, 0, 3);

  g_clear_pointer (&post->attachments, g_ptr_array_unref);
  post->attachments = cs_records_new ();

  for (guint i = 0; i < n && planner->media->len > 0; i++)
    {
      CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

      attachment->media_id = g_strdup (((CsMedia *) pick (planner, planner->media))->id);
      attachment->alt = g_strdup_printf ("alt %u", g_rand_int (planner->rand));
      attachment->part = 0;
      g_ptr_array_add (post->attachments, attachment);
    }
}

static gboolean
plan_post (Planner *planner,
           CsTx    *tx)
{
  CsPost *post = new_post (planner->store, "Cat");

  attach_some (planner, post);
  save_post (tx, post);
  g_ptr_array_add (planner->posts, post);

  return TRUE;
}

static gboolean
edit_post (Planner *planner,
           CsTx    *tx)
{
  CsPost *was = pick (planner, planner->posts);
  g_autoptr(CsPost) post = NULL;

  if (was == NULL)
    return FALSE;

  post = cs_record_copy (was);
  g_free (post->text);
  post->text = g_strdup_printf ("Text %u", g_rand_int (planner->rand));
  post->changed_at = cs_clock_now (planner->store->clock);
  attach_some (planner, post);
  save_post (tx, post);

  return TRUE;
}

static gboolean
remove_post (Planner *planner,
             CsTx    *tx)
{
  CsPost *post = pick (planner, planner->posts);

  if (post == NULL)
    return FALSE;

  for (guint i = planner->targets->len; i > 0; i--)
    if (strcmp (((CsTarget *) g_ptr_array_index (planner->targets, i - 1))->post_id, post->id) == 0)
      g_ptr_array_remove_index (planner->targets, i - 1);

  assert_holds (cs_post_store_remove (tx, post->id, why));
  g_ptr_array_remove (planner->posts, post);

  return TRUE;
}

static gboolean
plan_target (Planner *planner,
             CsTx    *tx)
{
  CsPost *post = pick (planner, planner->posts);
  CsTarget *target;

  if (post == NULL)
    return FALSE;

  target = new_target (planner->store, post,
                       planner->accounts[g_rand_int_range (planner->rand, 0, 2)],
                       NOW + 60 * g_rand_int_range (planner->rand, 0, 10000));
  save_target (tx, target);
  g_ptr_array_add (planner->targets, target);

  return TRUE;
}

static gboolean
move_target (Planner *planner,
             CsTx    *tx)
{
  CsTarget *was = pick (planner, planner->targets);
  g_autoptr(CsTarget) target = NULL;

  if (was == NULL)
    return FALSE;

  target = cs_record_copy (was);
  target->state = g_rand_boolean (planner->rand) ? CS_TARGET_SCHEDULED : CS_TARGET_DRAFT;
  target->due = target->state == CS_TARGET_DRAFT
                ? CS_UNKNOWN : NOW + 60 * g_rand_int_range (planner->rand, 0, 10000);
  save_target (tx, target);

  return TRUE;
}

static gboolean
remove_target (Planner *planner,
               CsTx    *tx)
{
  CsTarget *target = pick (planner, planner->targets);

  if (target == NULL)
    return FALSE;

  assert_holds (cs_target_store_remove (tx, target->id, why));
  g_ptr_array_remove (planner->targets, target);

  return TRUE;
}

static gboolean
add_media (Planner *planner,
           CsTx    *tx)
{
  CsMedia *media = new_media (planner->store, "/clips/cat.mkv");
  g_autoptr(CsRendition) rendition = cs_record_new (CS_RECORD_RENDITION);

  save_media (tx, media);
  rendition->id = new_id (planner->store);
  rendition->media_id = g_strdup (media->id);
  assert_holds (cs_rendition_store_save (tx, rendition, why));
  g_ptr_array_add (planner->media, media);

  return TRUE;
}

/* Refused while a post shows it: then nothing was done. */
static gboolean
remove_media (Planner *planner,
              CsTx    *tx)
{
  CsMedia *media = pick (planner, planner->media);

  if (media == NULL || !cs_media_store_remove (tx, media->id, NULL))
    return FALSE;

  g_ptr_array_remove (planner->media, media);

  return TRUE;
}

static void
plan_something (Planner *planner)
{
  static gboolean (*const commands[]) (Planner *planner, CsTx *tx) = {
    plan_post, plan_post, edit_post, edit_post, remove_post, plan_target, plan_target, move_target,
    move_target, remove_target, add_media, add_media, remove_media,
  };
  guint which = g_rand_int_range (planner->rand, 0, G_N_ELEMENTS (commands));
  CsTx *tx = begin_act (planner->store, "Plan", NULL);

  if (commands[which] (planner, tx))
    commit (&tx);
  else
    cs_tx_free (tx);
}

static void
set_up_planner (Planner *planner,
                Store   *store,
                guint    seed)
{
  CsTx *tx = begin (store);

  planner->store = store;
  planner->rand = g_rand_new_with_seed (seed);
  planner->posts = cs_records_new ();
  planner->targets = cs_records_new ();
  planner->media = cs_records_new ();
  planner->accounts[0] = new_account (store, "@ana@example.social");
  planner->accounts[1] = new_account (store, "ana.bsky.social");
  save_account (tx, planner->accounts[0]);
  save_account (tx, planner->accounts[1]);
  commit (&tx);

  /* What is there before the first step comes back too. */
  tx = begin (store);
  for (guint i = 0; i < 5; i++)
    {
      add_media (planner, tx);
      plan_post (planner, tx);
      plan_target (planner, tx);
    }
  commit (&tx);
}

static void
clear_planner (Planner *planner)
{
  g_rand_free (planner->rand);
  g_ptr_array_unref (planner->posts);
  g_ptr_array_unref (planner->targets);
  g_ptr_array_unref (planner->media);
  cs_record_unref (planner->accounts[0]);
  cs_record_unref (planner->accounts[1]);
}

/* Undoes or redoes all there is; how many steps that were. */
static guint
take_all (Store    *store,
          gboolean  back,
          gboolean  restart)
{
  g_autoptr(GError) error = NULL;
  guint n = 0;

  while (back ? cs_journal_undo (store->db, NULL, &error)
              : cs_journal_redo (store->db, NULL, &error))
    if (++n % 10 == 0 && restart)
      store_reopen (store);

  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);

  return n;
}

static void
run_random (Store    *store,
            guint     seed,
            gboolean  restart)
{
  Planner planner;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  guint n;

  set_up_planner (&planner, store, seed);
  first = dump_planning (store);

  for (guint i = 0; i < 200; i++)
    {
      plan_something (&planner);
      if (restart && i % 10 == 9)
        store_reopen (store);
    }

  last = dump_planning (store);
  g_assert_cmpstr (first, !=, last);

  n = take_all (store, TRUE, restart);
  g_assert_cmpuint (n, >, 120);
  undone = dump_planning (store);
  g_assert_cmpstr (first, ==, undone);

  g_assert_cmpuint (take_all (store, FALSE, restart), ==, n);
  redone = dump_planning (store);
  g_assert_cmpstr (last, ==, redone);
  clear_planner (&planner);
}

static void
run_ten (gboolean restart)
{
  for (guint seed = 1; seed <= 10; seed++)
    {
      Store store = { 0, };

      store_set_up (&store, NULL);
      run_random (&store, seed, restart);
      store_tear_down (&store, NULL);
    }
}

static void
test_random_runs_come_back (void)
{
  run_ten (FALSE);
}

static void
test_random_runs_come_back_across_restarts (void)
{
  run_ten (TRUE);
}

/* A post in one step, its text changed in another. */
static CsPost *
two_steps (Store *store)
{
  CsPost *post = new_post (store, "Cat");
  CsTx *tx = begin_act (store, "New “Cat”", NULL);
  g_autoptr(CsPost) edited = NULL;

  save_post (tx, post);
  commit (&tx);

  edited = cs_record_copy (post);
  g_set_str (&edited->text, "Edited");
  tx = begin_act (store, "Edit “Cat”", NULL);
  save_post (tx, edited);
  commit (&tx);

  return post;
}

static char *
text_of (Store      *store,
         const char *id)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autoptr(CsPost) post = cs_post_store_find (tx, id, NULL);

  return post != NULL ? g_strdup (post->text) : NULL;
}

static void
assert_refused (Store      *store,
                const char *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsStep) step = NULL;

  g_assert_false (cs_journal_undo (store->db, &step, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpint (step->state, ==, CS_STEP_REFUSED);
  g_assert_nonnull (strstr (step->reason, words));
}

static void
test_conflict_is_refused_and_leaves_the_stack (Store         *store,
                                               gconstpointer  data)
{
  g_autoptr(CsPost) post = two_steps (store);
  g_autoptr(CsPost) changed = cs_record_copy (post);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  CsTx *tx = begin (store);

  g_set_str (&changed->text, "By another hand");
  save_post (tx, changed);
  commit (&tx);

  assert_refused (store, "changed again");
  text = text_of (store, post->id);
  g_assert_cmpstr (text, ==, "By another hand");

  /* The step before it does not fit either, since the row is no longer as it was made. */
  assert_refused (store, "changed again");
  assert_fails (cs_journal_undo (store->db, NULL, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_journal_redo (store->db, NULL, why), CS_ERROR_NOT_FOUND);

  tx = begin_read (store);
  steps = cs_journal_list (tx, 0, NULL);
  g_assert_cmpuint (steps->len, ==, 2);
  g_assert_cmpstr (((CsStep *) g_ptr_array_index (steps, 0))->title, ==, "Edit “Cat”");
  cs_tx_free (tx);
}

static void
test_step_behind_a_refused_one_is_undone (Store         *store,
                                          gconstpointer  data)
{
  g_autoptr(CsPost) other = new_post (store, "Dog");
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsPost) changed = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other_text = NULL;
  CsTx *tx = begin_act (store, "New “Dog”", NULL);

  save_post (tx, other);
  commit (&tx);
  tx = begin_act (store, "New “Cat”", NULL);
  post = new_post (store, "Cat");
  save_post (tx, post);
  commit (&tx);
  changed = cs_record_copy (post);
  g_set_str (&changed->text, "By another hand");
  tx = begin (store);
  save_post (tx, changed);
  commit (&tx);

  assert_refused (store, "changed again");
  assert_holds (cs_journal_undo (store->db, NULL, why));
  text = text_of (store, post->id);
  other_text = text_of (store, other->id);
  g_assert_cmpstr (text, ==, "By another hand");
  g_assert_null (other_text);
}

static void
test_what_came_later_holds_its_parent (Store         *store,
                                       gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CsTx *tx = begin_act (store, "New “Cat”", NULL);

  save_post (tx, post);
  commit (&tx);
  tx = begin (store);
  save_account (tx, account);
  save_target (tx, target);
  commit (&tx);

  before = dump_planning (store);
  assert_refused (store, "came later");
  after = dump_planning (store);
  g_assert_cmpstr (before, ==, after);
}

static void
test_claimed_target_is_refused_in_words (Store         *store,
                                         gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsTarget) target = NULL;
  g_autoptr(GPtrArray) rows = cs_records_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CsTx *tx = begin (store);

  save_account (tx, account);
  commit (&tx);
  post = two_steps (store);
  target = new_target (store, post, account, NOW);
  tx = begin_act (store, "Schedule “Cat”", NULL);
  save_target (tx, target);
  commit (&tx);

  tx = begin (store);
  g_ptr_array_add (rows, new_row (store, target, 0));
  assert_holds (cs_outbox_store_claim (tx, target, rows, why));
  commit (&tx);

  before = dump_planning (store);
  assert_refused (store, "on its way out");   /* the schedule */
  assert_refused (store, "on its way out");   /* the text */
  assert_refused (store, "on its way out");   /* the post */
  after = dump_planning (store);
  g_assert_cmpstr (before, ==, after);
}

/* What was published can be deleted, that undone, and done again. */
static void
test_published_post_is_deleted_again (Store         *store,
                                      gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  g_autoptr(CsOutboxRow) done = NULL;
  g_autoptr(CsTarget) back = NULL;
  g_autoptr(GPtrArray) rows = cs_records_new ();
  CsTx *tx = begin (store);

  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);
  g_ptr_array_add (rows, new_row (store, target, 0));
  assert_holds (cs_outbox_store_claim (tx, target, rows, why));
  done = cs_record_copy (rows->pdata[0]);
  done->state = CS_OUTBOX_DONE;
  assert_holds (cs_outbox_store_move (tx, rows->pdata[0], done, why));
  commit (&tx);

  tx = begin_act (store, "Delete “Cat”", NULL);
  assert_holds (cs_post_store_remove (tx, post->id, why));
  commit (&tx);
  assert_holds (cs_journal_undo (store->db, NULL, why));
  tx = begin_read (store);
  back = cs_target_store_find (tx, target->id, NULL);
  g_assert_cmpint (back->state, ==, CS_TARGET_CLAIMED);
  cs_tx_free (tx);

  assert_holds (cs_journal_redo (store->db, NULL, why));
  tx = begin_read (store);
  assert_fails (cs_target_store_find (tx, target->id, why), CS_ERROR_NOT_FOUND);
  cs_tx_free (tx);
}

static void
test_plan_for_a_removed_account_stays_away (Store         *store,
                                            gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  CsTx *tx = begin (store);

  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);
  commit (&tx);
  tx = begin_act (store, "Unschedule", NULL);
  assert_holds (cs_target_store_remove (tx, target->id, why));
  commit (&tx);
  tx = begin (store);
  assert_holds (cs_account_store_remove (tx, account->id, why));
  commit (&tx);

  assert_refused (store, "account was removed");
  tx = begin_read (store);
  assert_fails (cs_target_store_find (tx, target->id, why), CS_ERROR_NOT_FOUND);
  cs_tx_free (tx);
}

static void
type_text (Store        *store,
           const CsPost *post,
           const char   *text,
           const char   *session)
{
  g_autoptr(CsPost) next = cs_record_copy (post);
  CsTx *tx = begin_act (store, "Edit “Cat”", session);

  g_set_str (&next->text, text);
  save_post (tx, next);
  commit (&tx);
}

static guint
count_steps (Store *store)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autoptr(GPtrArray) steps = cs_journal_list (tx, 0, NULL);

  return steps->len;
}

static void
test_editing_session_is_one_step (Store         *store,
                                  gconstpointer  data)
{
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  CsTx *tx = begin (store);

  save_post (tx, post);
  commit (&tx);
  type_text (store, post, "A", "session 1");
  type_text (store, post, "A c", "session 1");
  store_reopen (store);
  type_text (store, post, "A cat", "session 1");
  type_text (store, post, "A cat!", "session 2");
  g_assert_cmpuint (count_steps (store), ==, 2);

  assert_holds (cs_journal_undo (store->db, NULL, why));
  first = text_of (store, post->id);
  g_assert_cmpstr (first, ==, "A cat");
  assert_holds (cs_journal_undo (store->db, NULL, why));
  second = text_of (store, post->id);
  g_assert_cmpstr (second, ==, post->text);
}

static void
test_edit_and_its_opposite_are_no_step (Store         *store,
                                        gconstpointer  data)
{
  g_autoptr(CsPost) post = new_post (store, "Cat");
  CsTx *tx = begin (store);

  save_post (tx, post);
  commit (&tx);
  type_text (store, post, "A", "session");
  type_text (store, post, post->text, "session");
  g_assert_cmpuint (count_steps (store), ==, 0);
}

static void
test_new_act_ends_redo (Store         *store,
                        gconstpointer  data)
{
  g_autoptr(CsPost) post = two_steps (store);
  g_autofree char *text = NULL;
  CsTx *tx;

  assert_holds (cs_journal_undo (store->db, NULL, why));

  /* An act that changes nothing is none, and what was undone can still be redone. */
  tx = begin_act (store, "Nothing", NULL);
  save_post (tx, post);
  commit (&tx);
  assert_holds (cs_journal_redo (store->db, NULL, why));
  assert_holds (cs_journal_undo (store->db, NULL, why));

  type_text (store, post, "Otherwise", NULL);
  assert_fails (cs_journal_redo (store->db, NULL, why), CS_ERROR_NOT_FOUND);
  text = text_of (store, post->id);
  g_assert_cmpstr (text, ==, "Otherwise");
}

static void
test_two_hundred_steps_are_kept (Store         *store,
                                 gconstpointer  data)
{
  g_autoptr(CsPost) post = new_post (store, "Cat");
  CsTx *tx = begin (store);
  g_autofree char *text = NULL;

  save_post (tx, post);
  commit (&tx);

  for (guint i = 0; i < CS_JOURNAL_STEPS + 5; i++)
    {
      g_autofree char *typed = g_strdup_printf ("%u", i);

      type_text (store, post, typed, NULL);
    }

  g_assert_cmpuint (count_steps (store), ==, CS_JOURNAL_STEPS);
  g_assert_cmpuint (take_all (store, TRUE, FALSE), ==, CS_JOURNAL_STEPS);
  text = text_of (store, post->id);
  g_assert_cmpstr (text, ==, "4");
}

static void
on_changed (CsDb      *db,
            int        kind,
            GPtrArray *ids,
            gpointer   user_data)
{
  if (kind == CS_RECORD_POST)
    g_ptr_array_add (user_data, g_strdup (g_ptr_array_index (ids, 0)));
}

static void
test_undo_is_announced (Store         *store,
                        gconstpointer  data)
{
  g_autoptr(CsPost) post = two_steps (store);
  g_autoptr(GPtrArray) heard = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(CsTx) tx = NULL;

  cs_db_set_changed_func (store->db, on_changed, heard);
  assert_holds (cs_journal_undo (store->db, NULL, why));
  assert_holds (cs_journal_undo (store->db, NULL, why));
  assert_holds (cs_journal_redo (store->db, NULL, why));
  g_assert_cmpuint (heard->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (g_ptr_array_index (heard, i), ==, post->id);

  tx = begin_read (store);
  events = cs_event_store_list_after (tx, 0, 0, NULL);
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpstr (((CsEvent *) g_ptr_array_index (events, 2))->name, ==, "step.redone");
}

CS_TESTS (journal)
{
  g_test_add_func ("/store/journal/random-runs-come-back", test_random_runs_come_back);
  g_test_add_func ("/store/journal/random-runs-come-back-across-restarts",
                   test_random_runs_come_back_across_restarts);
  STORE_TEST ("/store/journal/conflict-is-refused-and-leaves-the-stack",
              test_conflict_is_refused_and_leaves_the_stack);
  STORE_TEST ("/store/journal/step-behind-a-refused-one-is-undone",
              test_step_behind_a_refused_one_is_undone);
  STORE_TEST ("/store/journal/what-came-later-holds-its-parent",
              test_what_came_later_holds_its_parent);
  STORE_TEST ("/store/journal/claimed-target-is-refused-in-words",
              test_claimed_target_is_refused_in_words);
  STORE_TEST ("/store/journal/published-post-is-deleted-again",
              test_published_post_is_deleted_again);
  STORE_TEST ("/store/journal/plan-for-a-removed-account-stays-away",
              test_plan_for_a_removed_account_stays_away);
  STORE_TEST ("/store/journal/editing-session-is-one-step", test_editing_session_is_one_step);
  STORE_TEST ("/store/journal/edit-and-its-opposite-are-no-step",
              test_edit_and_its_opposite_are_no_step);
  STORE_TEST ("/store/journal/new-act-ends-redo", test_new_act_ends_redo);
  STORE_TEST ("/store/journal/two-hundred-steps-are-kept", test_two_hundred_steps_are_kept);
  STORE_TEST ("/store/journal/undo-is-announced", test_undo_is_announced);
}
