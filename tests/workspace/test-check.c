/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

#define LONG "twelve chars"

/* A text of n times twelve characters. */
static char *
long_text (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, LONG);

  return g_string_free_and_steal (text);
}

static void
check_one (Fixture    *fixture,
           const char *args,
           const char *light,
           gint64      length,
           const char *rules)
{
  g_autoptr(GVariant) all = run_command (fixture->owner, "post.check", "%s", args);
  g_autoptr(GVariant) one = g_variant_get_child_value (all, 0);
  g_autoptr(GVariant) findings = g_variant_lookup_value (one, "findings",
                                                         G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *is = text_of (one, "light");
  g_autoptr(GString) broken = g_string_new (NULL);
  gint64 counted = -1;

  for (gsize i = 0; i < g_variant_n_children (findings); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (findings, i);
      g_autofree char *rule = text_of (finding, "rule");
      gint64 part = -1;
      gint64 file = -1;

      g_variant_lookup (finding, "part", "x", &part);
      g_variant_lookup (finding, "file", "x", &file);
      g_string_append_printf (broken, "%s%s %d %d", i > 0 ? ", " : "", rule, (int) part,
                              (int) file);
    }

  g_variant_lookup (one, "length", "x", &counted);
  g_assert_cmpuint (g_variant_n_children (all), ==, 1);
  g_assert_cmpstr (is, ==, light);
  g_assert_cmpint (counted, ==, length);
  g_assert_cmpstr (broken->str, ==, rules);
}

static void
test_what_is_not_written_is_checked (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *picture = add_media (fixture, "picture.jpg");
  g_autofree char *text = long_text (26);
  g_autofree char *fits = g_strdup_printf ("{'accounts': <['%s']>, 'text': <'Hello'>}", account);
  g_autofree char *too_long = NULL;
  g_autofree char *own = NULL;
  g_autofree char *second = NULL;
  g_autofree char *undescribed = NULL;
  g_autoptr(GVariant) posts = NULL;


  too_long = g_strdup_printf ("{'accounts': <['%s']>, 'text': <'%s'>}", account, text);
  own = g_strdup_printf ("{'accounts': <['%s']>, 'text': <'%s'>,"
                         " 'own': <[{'account': <'%s'>, 'text': <'Short'>}]>}",
                         account, text, account);
  second = g_strdup_printf ("{'accounts': <['%s']>, 'text': <'One'>, 'thread': <['Two', '%s']>}",
                            account, text);
  undescribed = g_strdup_printf ("{'accounts': <['%s']>, 'text': <'One'>, 'thread': <['Two']>,"
                                 " 'attachments': <[{'media_id': <'%s'>, 'part': <int64 1>}]>}",
                                 account, picture);

  check_one (fixture, fits, "green", 5, "");
  check_one (fixture, too_long, "red", 312, "text.length 0 -1");
  check_one (fixture, own, "green", 5, "");
  check_one (fixture, second, "red", 3, "text.length 2 -1");
  check_one (fixture, undescribed, "red", 3, "alt.missing 1 0");

  posts = run_command (fixture->owner, "post.list", "{}");
  g_assert_cmpuint (g_variant_n_children (posts), ==, 0);
}

/* What was written is the ground for what was not. */
static void
test_a_post_is_checked_as_it_would_be (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'Hello'>, 'accounts': <['%s']>}", account);
  g_autofree char *id = text_of (post, "id");
  g_autofree char *as_it_is = g_strdup_printf ("{'id': <'%s'>}", id);
  g_autofree char *changed = g_strdup_printf ("{'id': <'%s'>, 'text': <''>}", id);
  g_autofree char *nowhere = g_strdup_printf ("{'id': <'%s'>, 'accounts': <@as []>}", id);
  g_autoptr(GVariant) none = NULL;

  check_one (fixture, as_it_is, "green", 5, "");
  check_one (fixture, changed, "red", 0, "text.empty 0 -1");
  none = run_command (fixture->owner, "post.check", "%s", nowhere);
  g_assert_cmpuint (g_variant_n_children (none), ==, 0);
  refuse_command (fixture->owner, "post.check", CS_ERROR_NOT_FOUND, "{'id': <'nothing'>}");
}

static guint
count_steps (Fixture *fixture)
{
  g_autoptr(GVariant) steps = run_command (fixture->owner, "history.list", "{}");

  return g_variant_n_children (steps);
}

static void
test_an_editing_session_is_one_step (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'H'>, 'merge': <'one'>, 'draft': <true>}");
  g_autofree char *id = text_of (post, "id");
  g_autoptr(GVariant) shown = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autofree char *text = NULL;

  for (guint i = 1; i <= 3; i++)
    g_variant_unref (run_command (fixture->owner, "post.edit",
                                  "{'id': <'%s'>, 'text': <'Hell%u'>, 'merge': <'one'>}", id, i));
  g_assert_cmpuint (count_steps (fixture), ==, 1);

  for (guint i = 1; i <= 3; i++)
    g_variant_unref (run_command (fixture->owner, "post.edit",
                                  "{'id': <'%s'>, 'text': <'Bye%u'>, 'merge': <'two'>}", id, i));
  g_assert_cmpuint (count_steps (fixture), ==, 2);

  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  shown = run_command (fixture->owner, "post.show", "{'id': <'%s'>}", id);
  text = text_of (shown, "text");
  g_assert_cmpstr (text, ==, "Hell3");

  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  posts = run_command (fixture->owner, "post.list", "{}");
  g_assert_cmpuint (g_variant_n_children (posts), ==, 0);
}

/* A draft may be unfinished; what has a time may go out at any moment. */
static void
test_what_is_planned_stays_whole (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'One'>, 'accounts': <['%s']>}", account);
  g_autofree char *id = text_of (post, "id");

  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'thread': <['']>}", id);
  g_variant_unref (run_command (fixture->owner, "post.edit",
                                "{'id': <'%s'>, 'thread': <['', 'Three']>, 'draft': <true>}", id));
  g_variant_unref (run_command (fixture->owner, "post.edit",
                                "{'id': <'%s'>, 'thread': <['Two']>, 'draft': <true>}", id));
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-23 18:30'>, 'zone': <'UTC'>}", id));
  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'thread': <['']>, 'draft': <true>}", id);
}

/* What a network would refuse gets no time; what has one may get a later one, and says so. */
static void
test_what_is_planned_may_wait (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *long_text = g_strnfill (312, 'x');
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'One'>, 'accounts': <['%s']>}", account);
  g_autofree char *id = text_of (post, "id");
  g_autoptr(GVariant) moved = NULL;
  g_autofree char *sentence = NULL;

  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-23 18:30'>, 'zone': <'UTC'>}", id));
  g_variant_unref (run_command (fixture->owner, "post.edit", "{'id': <'%s'>, 'text': <'%s'>}", id,
                                long_text));
  moved = run_command (fixture->owner, "post.schedule",
                       "{'id': <'%s'>, 'at': <'2026-11-24 18:30'>, 'zone': <'UTC'>}", id);
  sentence = text_of (moved, "sentence");
  g_assert_nonnull (strstr (sentence, "It stays planned, but Bluesky would refuse it: "));

  /* To plan it anew, or to send it, is to say that it is ready. */
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2026-11-24 18:30'>, 'zone': <'UTC'>}", id);
  refuse_command (fixture->owner, "post.publish", CS_ERROR_INVALID, "{'id': <'%s'>}", id);
  g_variant_unref (run_command (fixture->owner, "post.unschedule", "{'id': <'%s'>}", id));
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2026-11-25 18:30'>, 'zone': <'UTC'>}", id);
}

static void
test_own_texts_are_all_that_differ (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) target = NULL;
  g_autoptr(GVariant) targets = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'One'>, 'accounts': <['%s']>,"
                      " 'own': <[{'account': <'%s'>, 'text': <'Other'>}]>}", account, account);
  id = text_of (post, "id");
  targets = g_variant_lookup_value (post, "targets", G_VARIANT_TYPE ("aa{sv}"));
  target = g_variant_get_child_value (targets, 0);
  text = text_of (target, "text");
  g_assert_cmpstr (text, ==, "Other");

  g_variant_unref (post);
  g_variant_unref (targets);
  g_variant_unref (target);
  post = run_command (fixture->owner, "post.edit", "{'id': <'%s'>, 'own': <@aa{sv} []>}", id);
  targets = g_variant_lookup_value (post, "targets", G_VARIANT_TYPE ("aa{sv}"));
  target = g_variant_get_child_value (targets, 0);
  g_assert_false (g_variant_lookup (target, "text", "&s", NULL));

  refuse_command (fixture->owner, "post.edit", CS_ERROR_NOT_FOUND,
                  "{'id': <'%s'>, 'accounts': <@as []>,"
                  " 'own': <[{'account': <'%s'>, 'text': <'Other'>}]>}", id, account);
}

CS_TESTS (check)
{
  g_test_add_func ("/workspace/check/what-is-planned-may-wait", test_what_is_planned_may_wait);
  g_test_add_func ("/workspace/check/what-is-not-written-is-checked",
                   test_what_is_not_written_is_checked);
  g_test_add_func ("/workspace/check/a-post-is-checked-as-it-would-be",
                   test_a_post_is_checked_as_it_would_be);
  g_test_add_func ("/workspace/check/an-editing-session-is-one-step",
                   test_an_editing_session_is_one_step);
  g_test_add_func ("/workspace/check/what-is-planned-stays-whole",
                   test_what_is_planned_stays_whole);
  g_test_add_func ("/workspace/check/own-texts-are-all-that-differ",
                   test_own_texts_are_all_that_differ);
}
