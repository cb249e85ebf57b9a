/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

/* A post with a text, for that account; its id. */
static char *
write_post (Fixture    *fixture,
            const char *text,
            const char *account)
{
  g_autoptr(GVariant) post = NULL;

  post = run_command (fixture->owner, "post.new", "{'text': <'%s'>, 'accounts': <['%s']>}", text,
                      account);

  return text_of (post, "id");
}

static gsize
count (Fixture    *fixture,
       const char *name)
{
  g_autoptr(GVariant) list = run_command (fixture->owner, name, "{}");

  return g_variant_n_children (list);
}

/* The first of a list inside an answer. */
static GVariant *
first_of (GVariant   *answer,
          const char *name)
{
  g_autoptr(GVariant) list = g_variant_lookup_value (answer, name, G_VARIANT_TYPE ("aa{sv}"));

  g_assert_cmpuint (g_variant_n_children (list), >, 0);

  return g_variant_get_child_value (list, 0);
}

static void
test_accounts (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = sign_in (fixture);
  g_autoptr(GVariant) checked = NULL;
  g_autofree char *state = NULL;
  g_autofree char *handle = NULL;

  checked = run_command (fixture->owner, "account.check", "{'id': <'bluesky'>}");
  state = text_of (checked, "state");
  handle = text_of (checked, "handle");
  g_assert_cmpstr (state, ==, "ready");
  g_assert_cmpstr (handle, ==, "alice.test");
  g_assert_cmpuint (count (fixture, "account.list"), ==, 1);

  g_variant_unref (run_command (fixture->owner, "account.remove", "{'id': <'%s'>}", id));
  g_assert_cmpuint (count (fixture, "account.list"), ==, 0);
  refuse_command (fixture->owner, "account.check", CS_ERROR_NOT_FOUND, "{'id': <'%s'>}", id);
}

/* The id stays, so that what is planned for the account stays too. */
static void
test_second_sign_in_renews (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *first = sign_in (fixture);
  g_autofree char *second = sign_in (fixture);
  g_autoptr(GVariant) checked = NULL;
  g_autofree char *state = NULL;

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (count (fixture, "account.list"), ==, 1);
  checked = run_command (fixture->owner, "account.check", "{'id': <'%s'>}", first);
  state = text_of (checked, "state");
  g_assert_cmpstr (state, ==, "ready");
}

static gint64
n_planned (Fixture    *fixture,
           const char *account)
{
  g_autoptr(GVariant) shown = run_command (fixture->owner, "account.show", "{'id': <'%s'>}",
                                           account);
  gint64 n = -1;

  g_assert_true (g_variant_lookup (shown, "planned", "x", &n));

  return n;
}

/* Who signs out although posts wait keeps their texts. */
static void
test_planned_posts_are_given_up_with_their_account (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Later", account);
  g_autoptr(GVariant) drafts = NULL;

  g_assert_cmpint (n_planned (fixture, account), ==, 0);
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-12-24 18:00'>, 'zone': <'UTC'>}", id));
  g_assert_cmpint (n_planned (fixture, account), ==, 1);
  refuse_command (fixture->owner, "account.remove", CS_ERROR_INVALID, "{'id': <'%s'>}", account);
  g_assert_cmpint (n_planned (fixture, account), ==, 1);

  g_variant_unref (run_command (fixture->owner, "account.remove",
                                "{'id': <'%s'>, 'unschedule': <true>}", account));
  g_assert_cmpuint (count (fixture, "account.list"), ==, 0);
  drafts = run_command (fixture->owner, "post.rows", "{'state': <'draft'>}");
  g_assert_cmpuint (g_variant_n_children (drafts), ==, 1);
}

static gsize
n_steps (Fixture *fixture)
{
  return count (fixture, "history.list");
}

/* What was missed waits for its account, which comes back under its old id. */
static void
test_removed_account_comes_back (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Late", account);
  g_autofree char *again = NULL;
  g_autoptr(GVariant) shown = NULL;
  g_autoptr(GVariant) target = NULL;
  g_autofree char *name = NULL;
  g_autofree char *next = NULL;

  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-22 16:05'>, 'zone': <'UTC'>,"
                                " 'late': <'drop'>}", id));
  cs_clock_advance (fixture->clock, (gint64) 7200 * G_USEC_PER_SEC);
  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "outbox.list", 1);
  g_variant_unref (run_command (fixture->owner, "account.remove", "{'id': <'%s'>}", account));

  shown = run_command (fixture->owner, "post.show", "{'id': <'%s'>}", id);
  target = first_of (shown, "targets");
  name = text_of (target, "account");
  next = text_of (target, "next");
  g_assert_cmpstr (name, ==, "alice.test");
  g_assert_nonnull (strstr (next, "account add bluesky --handle alice.test"));
  refuse_command (fixture->owner, "post.publish", CS_ERROR_SIGN_IN, "{'id': <'%s'>}", id);

  again = sign_in (fixture);
  g_assert_cmpstr (again, ==, account);
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-12-24 18:00'>, 'zone': <'UTC'>}", id));
}

static void
test_unfinished_sign_in_ends (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  refuse_command (fixture->owner, "account.finish-sign-in", CS_ERROR_NOT_FOUND,
                  "{'id': <'never begun'>}");
  refuse_command (fixture->owner, "account.begin-sign-in", CS_ERROR_INVALID,
                  "{'network': <'myspace'>}");
}

static void
test_media (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = add_media (fixture, "pass.mp4");
  g_autofree char *again = add_media (fixture, "pass.mp4");
  g_autoptr(GVariant) shown = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  g_auto(GStrv) thumbnails = NULL;

  g_assert_cmpstr (id, ==, again);
  g_assert_cmpuint (count (fixture, "media.list"), ==, 1);
  g_assert_true (g_variant_lookup (shown, "thumbnails", "^as", &thumbnails));
  g_assert_cmpuint (g_strv_length (thumbnails), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, thumbnails[i], NULL);

      g_assert_false (g_path_is_absolute (thumbnails[i]));
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }

  g_variant_unref (run_command (fixture->owner, "media.remove", "{'id': <'%s'>}", id));
  g_assert_cmpuint (count (fixture, "media.list"), ==, 0);
}

static gboolean
fits (GVariant *verdicts)
{
  gboolean all = TRUE;

  for (gsize i = 0; i < g_variant_n_children (verdicts); i++)
    {
      g_autoptr(GVariant) verdict = g_variant_get_child_value (verdicts, i);
      gboolean one = FALSE;

      g_assert_true (g_variant_lookup (verdict, "fits", "b", &one));
      all = all && one;
    }

  return all;
}

static void
test_media_is_made_to_fit (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = add_media (fixture, "ten-bit.mkv");
  g_autoptr(GVariant) before = run_command (fixture->owner, "media.check", "{'id': <'%s'>}", id);
  g_autoptr(GVariant) after = run_command (fixture->owner, "media.fix", "{'id': <'%s'>}", id);
  g_autoptr(GVariant) again = NULL;
  g_autoptr(GVariant) shown = NULL;
  g_autoptr(GVariant) rendition = NULL;
  g_autofree char *path = NULL;
  g_autofree char *whole = NULL;

  g_assert_cmpuint (g_variant_n_children (before), ==, 2);
  g_assert_false (fits (before));
  g_assert_true (fits (after));

  /* For two networks it is one step still, beside the adding. */
  g_assert_cmpuint (n_steps (fixture), ==, 2);

  shown = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  rendition = first_of (shown, "renditions");
  path = text_of (rendition, "path");
  whole = g_build_filename (fixture->folder, path, NULL);
  g_assert_true (g_file_test (whole, G_FILE_TEST_IS_REGULAR));

  /* What is there is not made again. */
  again = run_command (fixture->owner, "media.fix", "{'id': <'%s'>}", id);
  g_assert_true (g_variant_equal (after, again));
}

static void
test_posts (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "First", account);
  g_autoptr(GVariant) edited = NULL;
  g_autoptr(GVariant) shown = NULL;
  g_autoptr(GVariant) target = NULL;
  g_autofree char *text = NULL;
  g_autofree char *own = NULL;

  edited = run_command (fixture->owner, "post.edit", "{'id': <'%s'>, 'text': <'Second'>}", id);
  text = text_of (edited, "text");
  g_assert_cmpstr (text, ==, "Second");

  g_variant_unref (run_command (fixture->owner, "post.edit",
                                "{'id': <'%s'>, 'only': <'alice.test'>, 'text': <'For her'>}", id));
  shown = run_command (fixture->owner, "post.show", "{'id': <'%s'>}", id);
  target = first_of (shown, "targets");
  own = text_of (target, "text");
  g_assert_cmpstr (own, ==, "For her");

  g_assert_cmpuint (count (fixture, "post.list"), ==, 1);
  g_variant_unref (run_command (fixture->owner, "post.delete", "{'id': <'%s'>}", id));
  g_assert_cmpuint (count (fixture, "post.list"), ==, 0);
}

static void
test_findings_are_shown_at_once (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *media = add_media (fixture, "ten-bit.mkv");
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) finding = NULL;
  g_autofree char *id = NULL;

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'Cat'>, 'accounts': <['%s']>,"
                      " 'attachments': <[{'media_id': <'%s'>, 'alt': <'A cat'>}]>}",
                      account, media);
  finding = first_of (post, "findings");
  id = text_of (post, "id");
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2026-12-01 10:00'>, 'zone': <'UTC'>}", id);

  g_variant_unref (run_command (fixture->owner, "media.fix", "{'id': <'%s'>}", media));
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-12-01 10:00'>, 'zone': <'UTC'>}", id));
}

static gint64
due_of (GVariant *post)
{
  g_autoptr(GVariant) target = first_of (post, "targets");
  gint64 due = 0;

  g_variant_lookup (target, "due", "x", &due);

  return due;
}

static void
test_plan (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Cat", account);
  g_autoptr(GVariant) first = NULL;
  g_autoptr(GVariant) second = NULL;
  g_autoptr(GVariant) none = NULL;
  g_autoptr(GVariant) planned = NULL;
  gsize steps;

  /* 02:30 comes twice in Berlin on 2027-10-31, at 00:30 and 01:30 UTC. */
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2027-10-31 02:30'>, 'zone': <'Europe/Berlin'>}", id);
  first = run_command (fixture->owner, "post.schedule",
                       "{'id': <'%s'>, 'at': <'2027-10-31 02:30'>, 'zone': <'Europe/Berlin'>,"
                       " 'fold': <'first'>}", id);
  second = run_command (fixture->owner, "post.schedule",
                        "{'id': <'%s'>, 'at': <'2027-10-31 02:30'>, 'zone': <'Europe/Berlin'>,"
                        " 'fold': <'second'>, 'late': <'drop'>}", id);
  g_assert_cmpint (due_of (first), ==, 1824942600);
  g_assert_cmpint (due_of (second), ==, 1824946200);

  planned = run_command (fixture->owner, "post.planned", "{'from': <int64 1824940000>}");
  g_assert_cmpuint (g_variant_n_children (planned), ==, 1);

  none = run_command (fixture->owner, "post.unschedule", "{'id': <'%s'>}", id);
  g_assert_cmpint (due_of (none), ==, 0);
  g_assert_cmpuint (count (fixture, "post.planned"), ==, 0);

  /* A draft has no time that could be taken away: no step comes of it. */
  steps = n_steps (fixture);
  refuse_command (fixture->owner, "post.unschedule", CS_ERROR_INVALID, "{'id': <'%s'>}", id);
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2027-12-01 10:00'>, 'zone': <'UTC'>, 'late': <'drop'>,"
                  " 'late_limit': <int64 600>}", id);
  g_assert_cmpuint (n_steps (fixture), ==, steps);
}

static void
test_published_once_and_receipted (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Cat", account);
  g_autoptr(GVariant) verified = NULL;
  g_autoptr(GVariant) events = NULL;
  g_autoptr(GVariant) status = NULL;
  g_autofree char *sentence = NULL;
  gint64 n = 0;

  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  status = run_command (fixture->owner, "status", "{}");
  sentence = text_of (status, "sentence");
  g_assert_nonnull (strstr (sentence, "nothing publishes"));

  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "receipt.list", 1);
  verified = run_command (fixture->owner, "receipt.verify", "{}");
  g_variant_lookup (verified, "receipts", "x", &n);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpuint (cs_simulator_count (fixture->simulator, CS_SIMULATOR_BLUESKY), ==, 1);
  g_assert_cmpuint (count (fixture, "outbox.list"), ==, 1);

  events = run_command (fixture->owner, "event.list", "{'after': <int64 0>}");
  g_assert_cmpuint (g_variant_n_children (events), >=, 2);

  /* From its claim on it is the outbox’s, in words. */
  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'text': <'Dog'>}", id);
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2027-12-01 10:00'>, 'zone': <'UTC'>}", id);
  refuse_command (fixture->owner, "undo", CS_ERROR_INVALID, "{}");
}

/* Until so many samples of the post are there; time passes meanwhile. */
static void
wait_for_samples (Fixture    *fixture,
                  const char *post_id,
                  gsize       n)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GVariant) list = run_command (fixture->owner, "numbers.list", "{'post': <'%s'>}",
                                              post_id);

      if (g_variant_n_children (list) >= n)
        return;

      cs_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
      cs_pause (10, NULL, NULL);
    }

  g_assert_not_reached ();
}

/* Who publishes counts what is out; who asks before it is out is told what comes first. */
static void
test_what_is_out_is_counted (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Cat", account);

  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  refuse_command (fixture->owner, "numbers.refresh", CS_ERROR_RATE_LIMITED, "{}");
  g_assert_cmpuint (count (fixture, "numbers.list"), ==, 0);

  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "receipt.list", 1);
  wait_for_samples (fixture, id, 2);
  g_assert_cmpuint (count (fixture, "numbers.gaps"), ==, 0);
}

/* A target that is late by more than may be waits for a person. */
static void
test_outbox_waits_for_an_answer (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Late", account);
  g_autoptr(GVariant) rows = NULL;
  g_autoptr(GVariant) row = NULL;
  g_autoptr(GVariant) answered = NULL;
  g_autoptr(GVariant) draft = NULL;
  g_autofree char *row_id = NULL;
  g_autofree char *state = NULL;
  g_autofree char *account_name = NULL;

  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-22 16:05'>, 'zone': <'UTC'>}", id));
  cs_clock_advance (fixture->clock, (gint64) 7200 * G_USEC_PER_SEC);
  cs_workspace_start_publishing (fixture->owner);
  wait_for_count (fixture, "outbox.list", 1);
  rows = run_command (fixture->owner, "outbox.list", "{}");
  row = g_variant_get_child_value (rows, 0);
  row_id = text_of (row, "id");

  refuse_command (fixture->owner, "outbox.answer", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'answer': <'perhaps'>}", row_id);
  answered = run_command (fixture->owner, "outbox.answer",
                          "{'id': <'%s'>, 'answer': <'drop'>}", row_id);
  state = text_of (answered, "state");
  g_assert_cmpstr (state, ==, "cancelled");
  refuse_command (fixture->owner, "outbox.cancel", CS_ERROR_INVALID, "{'id': <'%s'>}", row_id);

  account_name = text_of (row, "account");
  g_assert_cmpstr (account_name, ==, "alice.test");

  /* What did not go out may be a draft again, go elsewhere, and be planned anew. */
  draft = run_command (fixture->owner, "post.unschedule", "{'id': <'%s'>}", id);
  g_assert_cmpint (due_of (draft), ==, 0);
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-12-24 18:00'>, 'zone': <'UTC'>}", id));
  g_assert_cmpuint (cs_simulator_count (fixture->simulator, CS_SIMULATOR_BLUESKY), ==, 0);
}

static void
test_history (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) steps = NULL;
  g_autoptr(GVariant) step = NULL;
  g_autofree char *title = NULL;

  g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'One'>}"));
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  g_assert_cmpuint (count (fixture, "post.list"), ==, 0);
  fixture_reopen (fixture);
  g_variant_unref (run_command (fixture->owner, "redo", "{}"));
  g_assert_cmpuint (count (fixture, "post.list"), ==, 1);

  steps = run_command (fixture->owner, "history.list", "{}");
  step = g_variant_get_child_value (steps, 0);
  title = text_of (step, "title");
  g_assert_cmpstr (title, ==, "Write “One”");
}

static char *
last_title (Fixture *fixture)
{
  g_autoptr(GVariant) steps = run_command (fixture->owner, "history.list", "{}");
  g_autoptr(GVariant) step = g_variant_get_child_value (steps, 0);

  return text_of (step, "title");
}

/* By its title, else by how its text begins, else by what is said of it everywhere. */
static void
test_a_step_names_its_post (void)
{
  static const struct { const char *title, *text, *step; } table[] = {
    { "Kiln day", "The kiln is hot", "Write “Kiln day”" },
    { "", "The kiln is hot\nand loud", "Write “The kiln is hot”" },
    { "", "\n\nThe kiln is hot", "Write “The kiln is hot”" },
    { "", "", "Write “Without text”" },
  };
  g_autoptr(Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GVariant) title = g_variant_ref_sink (g_variant_new_string (table[i].title));
      g_autoptr(GVariant) text = g_variant_ref_sink (g_variant_new_string (table[i].text));
      g_autofree char *shown_title = g_variant_print (title, FALSE);
      g_autofree char *shown_text = g_variant_print (text, FALSE);
      g_autofree char *step = NULL;

      g_variant_unref (run_command (fixture->owner, "post.new",
                                    "{'title': <%s>, 'text': <%s>, 'draft': <true>}",
                                    shown_title, shown_text));
      step = last_title (fixture);
      g_assert_cmpstr (step, ==, table[i].step);
    }
}

static void
assert_planned_as (Fixture    *fixture,
                   const char *title,
                   const char *post,
                   const char *args)
{
  g_autofree char *is = NULL;

  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'zone': <'UTC'>, %s}", post, args));
  is = last_title (fixture);
  g_assert_cmpstr (is, ==, title);
}

/* A step is called what it was to the person: another time is a move, the first one is not. */
static void
test_a_move_is_called_one (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *post = write_post (fixture, "Cat", account);

  assert_planned_as (fixture, "Schedule “Cat”", post, "'at': <'2027-11-27 18:30'>");
  assert_planned_as (fixture, "Move “Cat”", post, "'at': <'2027-11-28 18:30'>");
  assert_planned_as (fixture, "Schedule “Cat”", post,
                     "'at': <'2027-11-28 18:30'>, 'late': <'drop'>");
}

static void
test_export_holds_all (void)
{
  static const char *const names[] = { "accounts", "media", "renditions", "posts", "targets",
                                       "outbox", "receipts", "events" };
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *id = write_post (fixture, "Cat", account);
  g_autoptr(GVariant) all = run_command (fixture->owner, "export", "{}");
  g_autoptr(GVariant) target = first_of (all, "targets");
  g_autofree char *text = g_variant_print (all, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GVariant) list = g_variant_lookup_value (all, names[i], G_VARIANT_TYPE ("aa{sv}"));

      g_assert_nonnull (list);
    }
  g_assert_null (strstr (text, "abcd-efgh"));
}

CS_TESTS (rows)
{
  g_test_add_func ("/workspace/rows/accounts", test_accounts);
  g_test_add_func ("/workspace/rows/a-move-is-called-one", test_a_move_is_called_one);
  g_test_add_func ("/workspace/rows/second-sign-in-renews", test_second_sign_in_renews);
  g_test_add_func ("/workspace/rows/removed-account-comes-back", test_removed_account_comes_back);
  g_test_add_func ("/workspace/rows/planned-posts-are-given-up-with-their-account",
                   test_planned_posts_are_given_up_with_their_account);
  g_test_add_func ("/workspace/rows/unfinished-sign-in-ends", test_unfinished_sign_in_ends);
  g_test_add_func ("/workspace/rows/media", test_media);
  g_test_add_func ("/workspace/rows/media-is-made-to-fit", test_media_is_made_to_fit);
  g_test_add_func ("/workspace/rows/posts", test_posts);
  g_test_add_func ("/workspace/rows/findings-are-shown-at-once", test_findings_are_shown_at_once);
  g_test_add_func ("/workspace/rows/plan", test_plan);
  g_test_add_func ("/workspace/rows/published-once-and-receipted",
                   test_published_once_and_receipted);
  g_test_add_func ("/workspace/rows/what-is-out-is-counted", test_what_is_out_is_counted);
  g_test_add_func ("/workspace/rows/outbox-waits-for-an-answer", test_outbox_waits_for_an_answer);
  g_test_add_func ("/workspace/rows/history", test_history);
  g_test_add_func ("/workspace/rows/a-step-names-its-post", test_a_step_names_its_post);
  g_test_add_func ("/workspace/rows/export-holds-all", test_export_holds_all);
}
