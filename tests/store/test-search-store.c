/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-journal.h"
#include "cs-media-store.h"
#include "cs-post-row-store.h"
#include "cs-post-store.h"
#include "cs-search-store.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

static guint
count_posts (CsTx       *tx,
             const char *typed)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) ids = cs_search_store_find_posts (tx, typed, 10000, &error);

  g_assert_no_error (error);

  return ids->len;
}

static void
assert_found (Store      *store,
              const char *typed,
              guint       n)
{
  g_autoptr(CsTx) tx = begin_read (store);

  if (count_posts (tx, typed) != n)
    g_error ("“%s”: %u, not %u", typed, count_posts (tx, typed), n);
}

static void
assert_media (Store      *store,
              const char *typed,
              guint       n)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autoptr(GPtrArray) ids = cs_search_store_find_media (tx, typed, 100, NULL);

  g_assert_cmpuint (ids->len, ==, n);
}

static CsPost *
rich_post (Store *store)
{
  CsPost *post = new_post (store, "Café");

  g_set_str (&post->text, "The first line\nand “Quoted” well-known words");
  post->thread = g_strsplit ("second part\nnewline|it's third \\n literal", "|", -1);
  post->labels = g_strsplit ("pottery|Glasur", "|", -1);
  post->warning = g_strdup ("Sharp tools");

  return post;
}

static void
test_all_of_a_post_is_found (Store         *store,
                             gconstpointer  data)
{
  static const char *const found[] = {
    "cafe", "CAFÉ", "caf", "c", "first", "quot", "well-known", "well kn", "second", "newline",
    "it's", "third", "pott", "glas", "sharp tools", "override", "elsewhere", "café first glas",
    "\"quoted\"", "literal",
  };
  static const char *const not_found[] = {
    "afe", "irst", "known-well", "nothing", "first nothing", "", " ", "\"", "***", "nsecond",
  };
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = rich_post (store);
  g_autoptr(CsTarget) target = new_target (store, post, account, CS_UNKNOWN);
  g_autoptr(CsTx) tx = begin (store);

  target->text = g_strdup ("Override there");
  target->warning = g_strdup ("Elsewhere");
  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);
  commit (&tx);

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    assert_found (store, found[i], 1);
  for (guint i = 0; i < G_N_ELEMENTS (not_found); i++)
    assert_found (store, not_found[i], 0);
}

static void
test_changes_are_followed (Store         *store,
                           gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Bowl");
  g_autoptr(CsPost) next = NULL;
  g_autoptr(CsTarget) target = new_target (store, post, account, CS_UNKNOWN);
  g_autoptr(CsTx) tx = begin (store);

  target->text = g_strdup ("Override");
  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);
  commit (&tx);
  assert_found (store, "bowl", 1);
  assert_found (store, "override", 1);

  tx = begin (store);
  next = cs_record_copy (post);
  g_set_str (&next->title, "Plate");
  g_set_str (&next->text, "Flat");
  save_post (tx, next);
  assert_holds (cs_target_store_remove (tx, target->id, why));
  commit (&tx);
  assert_found (store, "bowl", 0);
  assert_found (store, "override", 0);
  assert_found (store, "plate flat", 1);

  tx = begin (store);
  assert_holds (cs_post_store_remove (tx, post->id, why));
  commit (&tx);
  assert_found (store, "plate", 0);
}

static void
act (Store      *store,
     CsTx      **tx,
     const char *title)
{
  *tx = cs_tx_begin_act (store->db, title, NULL, NULL);
  g_assert_nonnull (*tx);
}

static void
step (Store   *store,
      gboolean back)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsStep) done = NULL;

  if (back)
    cs_journal_undo (store->db, &done, &error);
  else
    cs_journal_redo (store->db, &done, &error);
  g_assert_no_error (error);
}

/* Undo and redo change tables behind the store's back; what is found changes with them. */
static void
test_undo_is_followed (Store         *store,
                       gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "@ana@example.social");
  g_autoptr(CsPost) post = new_post (store, "Bowl");
  g_autoptr(CsPost) next = cs_record_copy (post);
  g_autoptr(CsTarget) target = new_target (store, post, account, CS_UNKNOWN);
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  commit (&tx);

  target->text = g_strdup ("Override");
  act (store, &tx, "Write");
  save_post (tx, post);
  save_target (tx, target);
  commit (&tx);
  act (store, &tx, "Edit");
  g_set_str (&next->title, "Plate");
  g_set_str (&next->text, "Flat");
  save_post (tx, next);
  commit (&tx);
  act (store, &tx, "Delete");
  assert_holds (cs_post_store_remove (tx, post->id, why));
  commit (&tx);
  assert_found (store, "plate", 0);

  step (store, TRUE);
  assert_found (store, "plate override", 1);
  step (store, TRUE);
  assert_found (store, "plate", 0);
  assert_found (store, "bowl override", 1);
  step (store, TRUE);
  assert_found (store, "bowl", 0);
  step (store, FALSE);
  assert_found (store, "bowl override", 1);
  step (store, FALSE);
  assert_found (store, "plate override", 1);
  step (store, FALSE);
  assert_found (store, "plate", 0);
}

static void
test_media (Store         *store,
            gconstpointer  data)
{
  g_autoptr(CsMedia) media = new_media (store, "/clips/ana/kiln-opening_2.mp4");
  g_autoptr(CsTx) tx = begin (store);

  media->title = g_strdup ("Überraschung");
  save_media (tx, media);
  commit (&tx);
  assert_media (store, "kiln", 1);
  assert_media (store, "opening 2", 1);
  assert_media (store, "uber", 1);
  assert_media (store, "ana", 0);

  tx = begin (store);
  assert_holds (cs_media_store_remove (tx, media->id, why));
  commit (&tx);
  assert_media (store, "kiln", 0);
}

/* What a rolled back transaction wrote is not found. */
static void
test_rollback (Store         *store,
               gconstpointer  data)
{
  g_autoptr(CsPost) post = new_post (store, "Bowl");
  g_autoptr(CsTx) tx = begin (store);

  save_post (tx, post);
  g_clear_pointer (&tx, cs_tx_free);
  assert_found (store, "bowl", 0);
}

/* A workspace of the first schema, with so many posts. */
static void
load_old (Store *store,
          guint  n_posts)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "store", "fixtures", "schema-1.sql",
                                                 NULL);
  g_autofree char *posts = g_strdup_printf (
    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
    " INSERT INTO post (id, title, text, visibility)"
    " SELECT printf ('old-%%d', i), printf ('Old %%d', i), 'Relic', 'public' FROM n", n_posts);
  g_autofree char *sql = NULL;
  sqlite3 *handle;

  g_assert_finalize_object (g_steal_pointer (&store->db));
  g_assert_cmpint (g_unlink (store->path), ==, 0);
  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  g_assert_cmpint (sqlite3_open (store->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, posts, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  store->db = cs_db_open (store->path, store->clock, NULL);
  g_assert_nonnull (store->db);
}

/* Old rows are read behind the work, and what is written meanwhile is found at once. */
static void
test_an_old_workspace_is_read (Store         *store,
                               gconstpointer  data)
{
  g_autoptr(CsPost) fresh = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(CsTx) tx = NULL;

  load_old (store, 230);
  assert_found (store, "relic", 0);

  fresh = new_post (store, "Fresh");
  tx = begin (store);
  save_post (tx, fresh);
  commit (&tx);
  assert_found (store, "fresh", 1);
  assert_found (store, "relic", 0);

  tx = begin (store);
  assert_holds (cs_post_store_remove (tx, "old-7", why));
  commit (&tx);

  g_cancellable_cancel (cancellable);
  g_assert_false (cs_search_store_catch_up (store->db, cancellable, NULL));
  assert_holds (cs_search_store_catch_up (store->db, NULL, why));
  assert_found (store, "relic", 229);
  assert_found (store, "sat slept", 1);
  assert_found (store, "fresh", 1);
  assert_holds (cs_search_store_catch_up (store->db, NULL, why));
  assert_found (store, "relic", 229);
}

/* The oracle of the next test: words as they were put in, looked for by their beginnings. */
static gboolean
should_match (const char *const *words,
              const char *const *terms)
{
  for (guint i = 0; terms[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; words[k] != NULL && !found; k++)
        found = g_str_has_prefix (words[k], terms[i]);

      if (!found)
        return FALSE;
    }

  return TRUE;
}

/* A word as somebody might write it: the oracle knows only the plain one. */
static char *
decorate (GRand      *rand,
          const char *word)
{
  static const char *const marks[] = { "\xcc\x81", "\xcc\x88", "\xcc\x83" };
  GString *text = g_string_new (NULL);

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, g_rand_boolean (rand) ? g_unichar_toupper (c) : c);
      if (g_rand_int_range (rand, 0, 5) == 0)
        g_string_append (text, marks[g_rand_int_range (rand, 0, G_N_ELEMENTS (marks))]);
    }

  return g_string_free (text, FALSE);
}

static char *
random_word (GRand *rand)
{
  static const char *const letters[] = { "a", "b", "c", "o", "1", "ж", "ω" };
  GString *word = g_string_new (NULL);
  int length = g_rand_int_range (rand, 1, 7);

  for (int i = 0; i < length; i++)
    g_string_append (word, letters[g_rand_int_range (rand, 0, G_N_ELEMENTS (letters))]);

  return g_string_free (word, FALSE);
}

static GStrv
random_words (GRand *rand,
              int    n)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  for (int i = 0; i < n; i++)
    g_strv_builder_take (words, random_word (rand));

  return g_strv_builder_end (words);
}

static char *
write_words (GRand             *rand,
             const char *const *words)
{
  static const char *const between[] = { " ", "\n", ", ", "-", " “", "” ", "…", "'", " * " };
  GString *text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = decorate (rand, words[i]);

      g_string_append (text, between[g_rand_int_range (rand, 0, G_N_ELEMENTS (between))]);
      g_string_append (text, word);
    }

  return g_string_free (text, FALSE);
}

/* Whatever is written and asked for, the index answers what a walk over all words would. */
static void
test_it_finds_what_a_walk_finds (Store         *store,
                                 gconstpointer  data)
{
  enum { N_POSTS = 60, N_QUESTIONS = 300 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr(CsTx) tx = begin (store);

  for (guint i = 0; i < N_POSTS; i++)
    {
      GStrv words = random_words (rand, 6);
      g_autoptr(CsPost) post = new_post (store, "");

      g_free (post->title);
      post->title = write_words (rand, (const char *[]) { words[0], words[1], NULL });
      g_clear_pointer (&post->text, g_free);
      post->text = write_words (rand, (const char *[]) { words[2], words[3], NULL });
      post->thread = g_new0 (char *, 2);
      post->thread[0] = write_words (rand, (const char *[]) { words[4], NULL });
      post->labels = g_new0 (char *, 2);
      post->labels[0] = write_words (rand, (const char *[]) { words[5], NULL });
      save_post (tx, post);
      g_ptr_array_add (all, words);
    }
  commit (&tx);

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      g_auto(GStrv) terms = random_words (rand, g_rand_int_range (rand, 1, 4));
      g_autoptr(GString) typed = g_string_new (" \"");
      guint n = 0;

      for (guint k = 0; terms[k] != NULL; k++)
        {
          g_autofree char *term = decorate (rand, terms[k]);

          g_string_append_printf (typed, "%s ", term);
        }
      for (guint k = 0; k < all->len; k++)
        n += should_match (all->pdata[k], (const char *const *) terms);

      assert_found (store, typed->str, n);
    }
}

static void
test_nothing_typed_is_an_error (Store         *store,
                                gconstpointer  data)
{
  static const char *const typed[] = {
    "\"", "\"\"", "AND", "a OR", "NEAR(", "title:", "-x", "^a", "a*b", "{a b}:c", "(((", "\\", "''",
    "a\" OR \"b", "%", "_", "\xff", "x AND NOT y", "+", "NEAR(a b, 2)", "\x01",
  };
  g_autoptr(CsPost) post = rich_post (store);
  g_autoptr(CsTx) tx = begin (store);

  save_post (tx, post);
  commit (&tx);
  tx = begin_read (store);

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) posts = cs_search_store_find_posts (tx, typed[i], 10, &error);
      g_autoptr(GPtrArray) media = NULL;

      g_assert_no_error (error);
      media = cs_search_store_find_media (tx, typed[i], 10, &error);
      g_assert_no_error (error);
    }
}

/* A title says more than a text; of what is typed shortly the youngest comes first. */
static void
test_order (Store         *store,
            gconstpointer  data)
{
  g_autoptr(CsPost) title = new_post (store, "Glazing");
  g_autoptr(CsPost) text = new_post (store, "Other");
  g_autoptr(GPtrArray) best = NULL;
  g_autoptr(GPtrArray) young = NULL;
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(CsTx) tx = begin (store);

  g_set_str (&title->text, "Something else");
  g_set_str (&text->text, "Glazing takes long");
  save_post (tx, title);
  save_post (tx, text);
  commit (&tx);

  tx = begin_read (store);
  best = cs_search_store_find_posts (tx, "glazing", 10, NULL);
  g_assert_cmpstr (best->pdata[0], ==, title->id);
  young = cs_search_store_find_posts (tx, "gla", 10, NULL);
  g_assert_cmpstr (young->pdata[0], ==, text->id);
  one = cs_search_store_find_posts (tx, "gla", 1, NULL);
  g_assert_cmpuint (one->len, ==, 1);
}

CS_TESTS (search_store)
{
  STORE_TEST ("/store/search/all-of-a-post-is-found", test_all_of_a_post_is_found);
  STORE_TEST ("/store/search/changes-are-followed", test_changes_are_followed);
  STORE_TEST ("/store/search/undo-is-followed", test_undo_is_followed);
  STORE_TEST ("/store/search/media", test_media);
  STORE_TEST ("/store/search/rollback", test_rollback);
  STORE_TEST ("/store/search/order", test_order);
  STORE_TEST ("/store/search/nothing-typed-is-an-error", test_nothing_typed_is_an_error);
  STORE_TEST ("/store/search/it-finds-what-a-walk-finds", test_it_finds_what_a_walk_finds);
  STORE_TEST ("/store/search/an-old-workspace-is-read", test_an_old_workspace_is_read);
}
