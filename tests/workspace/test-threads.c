/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

#include <string.h>

#define REFUSED \
  "on POST /xrpc/com.atproto.repo.putRecord nth=2 do status=400 " \
  "body='{\"error\":\"InvalidRequest\",\"message\":\"Not this word\"}'"

static GVariant *
show (Fixture    *fixture,
      const char *id)
{
  return run_command (fixture->owner, "post.show", "{'id': <'%s'>}", id);
}

/* A field of one part of the first target; NULL: the answer has none. */
static char *
part_of (GVariant   *post,
         guint       part,
         const char *name)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (post, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GVariant) target = g_variant_get_child_value (targets, 0);
  g_autoptr(GVariant) parts = g_variant_lookup_value (target, "parts", G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GVariant) one = NULL;

  if (parts == NULL || g_variant_n_children (parts) <= part)
    return NULL;

  one = g_variant_get_child_value (parts, part);

  return text_of (one, name);
}

static void
wait_for_part (Fixture    *fixture,
               const char *id,
               guint       part,
               const char *state)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GVariant) post = show (fixture, id);
      g_autofree char *is = part_of (post, part, "outbox_state");

      if (g_strcmp0 (is, state) == 0)
        return;

      cs_clock_advance (fixture->clock, G_USEC_PER_SEC / 2);
      cs_pause (10, NULL, NULL);
    }

  g_assert_not_reached ();
}

static void
refuse_second (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  cs_simulator_add_faults (fixture->simulator, REFUSED, &error);
  g_assert_no_error (error);
}

static void
sign_in_bob (Fixture *fixture)
{
  g_autoptr(GVariant) begun = NULL;
  g_autofree char *id = NULL;

  begun = run_command (fixture->owner, "account.begin-sign-in",
                       "{'network': <'bluesky'>, 'handle': <'bob.test'>,"
                       " 'app_password': <'bbbb-cccc-dddd-eeee'>, 'host': <'%s'>,"
                       " 'endpoints': <{'plc': '%s', 'video': '%s'}>}",
                       cs_simulator_get_url (fixture->simulator, CS_SIMULATOR_BLUESKY),
                       cs_simulator_get_url (fixture->simulator, CS_SIMULATOR_PLC),
                       cs_simulator_get_url (fixture->simulator, CS_SIMULATOR_VIDEO));
  id = text_of (begun, "id");
  g_variant_unref (run_command (fixture->owner, "account.finish-sign-in", "{'id': <'%s'>}", id));
}

/* A thread of three whose second part the network refuses. */
static char *
publish_half (Fixture *fixture)
{
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  g_autofree char *id = NULL;

  refuse_second (fixture);
  post = run_command (fixture->owner, "post.new",
                      "{'text': <'one'>, 'thread': <['two', 'three']>, 'accounts': <['%s']>}",
                      account);
  id = text_of (post, "id");
  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  cs_workspace_start_publishing (fixture->owner);
  wait_for_part (fixture, id, 2, "failed");

  return g_steal_pointer (&id);
}

static gsize
count (Fixture    *fixture,
       const char *name)
{
  g_autoptr(GVariant) list = run_command (fixture->owner, name, "{}");

  return g_variant_n_children (list);
}

/* The part that is out has this text, and names this post as the one before it. */
static void
assert_replies (Fixture    *fixture,
                gint64      part,
                const char *text,
                const char *url)
{
  g_autoptr(GVariant) rows = run_command (fixture->owner, "outbox.list", "{}");
  g_autofree char *quoted = g_strdup_printf ("\"text\":\"%s\"", text);
  const char *key = strrchr (url, '/');
  guint n = 0;

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);
      g_autofree char *state = text_of (row, "state");
      g_autofree char *body = text_of (row, "body");
      gint64 is = -1;

      if (!g_variant_lookup (row, "part", "x", &is) || is != part || strcmp (state, "done") != 0)
        continue;

      g_assert_nonnull (strstr (body, quoted));
      g_assert_nonnull (strstr (strstr (body, "\"parent\""), key));
      n++;
    }

  g_assert_cmpuint (n, ==, 1);
}

/* What is out stays; the rest is edited, and goes out as replies to it. */
static void
test_the_rest_is_edited_and_sent (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = publish_half (fixture);
  g_autoptr(GVariant) half = show (fixture, id);
  g_autoptr(GVariant) sent = NULL;
  g_autoptr(GVariant) whole = NULL;
  g_autoptr(GVariant) receipts = NULL;
  g_autofree char *sentence = text_of (half, "sentence");
  g_autofree char *reason = part_of (half, 1, "sentence");
  g_autofree char *url = part_of (half, 0, "url");
  g_autofree char *said = NULL;
  gsize steps;

  g_assert_nonnull (strstr (sentence, "post edit"));
  g_assert_nonnull (strstr (reason, "Not this word"));
  g_assert_nonnull (url);

  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'text': <'ONE'>}", id);
  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'warning': <'Cats'>}", id);
  refuse_command (fixture->owner, "post.schedule", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'at': <'2027-12-01 10:00'>, 'zone': <'UTC'>}", id);
  g_variant_unref (run_command (fixture->owner, "post.edit",
                                "{'id': <'%s'>, 'thread': <['TWO', 'three', 'four']>}", id));
  steps = count (fixture, "history.list");
  sent = run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id);
  said = text_of (sent, "sentence");
  g_assert_true (g_str_has_prefix (said, "What is left of it goes to "));
  g_assert_cmpuint (count (fixture, "history.list"), ==, steps);
  wait_for_count (fixture, "receipt.list", 4);

  whole = show (fixture, id);
  for (guint part = 0; part < 4; part++)
    {
      g_autofree char *state = part_of (whole, part, "outbox_state");

      g_assert_cmpstr (state, ==, "done");
    }

  g_assert_cmpuint (cs_simulator_count (fixture->simulator, CS_SIMULATOR_BLUESKY), ==, 4);
  assert_replies (fixture, 1, "TWO", url);

  refuse_command (fixture->owner, "post.publish", CS_ERROR_INVALID, "{'id': <'%s'>}", id);
  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'thread': <['TWO', 'three', 'FOUR']>}", id);
}

/* What the network would refuse is not sent; while the rest is under way nothing changes. */
static void
test_the_rest_must_fit (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *id = publish_half (fixture);
  g_autofree char *long_text = g_strnfill (400, 'a');
  g_autoptr(GVariant) edited = NULL;
  g_autoptr(GVariant) findings = NULL;
  g_autoptr(GVariant) status = NULL;
  g_autoptr(GError) error = NULL;
  gint64 active = -1;

  /* What failed is not on its way. */
  status = run_command (fixture->owner, "status", "{}");
  g_assert_true (g_variant_lookup (status, "active", "x", &active));
  g_assert_cmpint (active, ==, 0);

  edited = run_command (fixture->owner, "post.edit", "{'id': <'%s'>, 'thread': <['%s']>}", id,
                        long_text);
  findings = g_variant_lookup_value (edited, "findings", G_VARIANT_TYPE ("aa{sv}"));
  g_assert_cmpuint (g_variant_n_children (findings), ==, 1);
  refuse_command (fixture->owner, "post.publish", CS_ERROR_INVALID, "{'id': <'%s'>}", id);
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));

  /* Nothing comes back from the network while the clock stands. */
  cs_simulator_add_faults (fixture->simulator,
                           "on POST /xrpc/com.atproto.repo.putRecord do delay=2s", &error);
  g_assert_no_error (error);
  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  refuse_command (fixture->owner, "post.publish", CS_ERROR_INVALID, "{'id': <'%s'>}", id);
  refuse_command (fixture->owner, "post.edit", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'thread': <['TWO']>}", id);
  wait_for_count (fixture, "receipt.list", 3);
}

/* One account has all of it, another refused a part: only that one is sent the rest. */
static void
test_the_rest_goes_where_it_is_missing (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *alice = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  g_autofree char *id = NULL;

  sign_in_bob (fixture);
  post = run_command (fixture->owner, "post.new",
                      "{'text': <'one'>, 'thread': <['two']>,"
                      " 'accounts': <['alice.test', 'bob.test']>}");
  id = text_of (post, "id");
  cs_workspace_start_publishing (fixture->owner);
  g_variant_unref (run_command (fixture->owner, "post.publish",
                                "{'id': <'%s'>, 'accounts': <['bob.test']>}", id));
  wait_for_count (fixture, "receipt.list", 2);
  refuse_second (fixture);
  g_variant_unref (run_command (fixture->owner, "post.publish",
                                "{'id': <'%s'>, 'accounts': <['alice.test']>}", id));
  wait_for_part (fixture, id, 1, "failed");

  g_variant_unref (run_command (fixture->owner, "post.edit",
                                "{'id': <'%s'>, 'thread': <['TWO']>}", id));
  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  wait_for_count (fixture, "receipt.list", 4);
  g_assert_cmpuint (cs_simulator_count (fixture->simulator, CS_SIMULATOR_BLUESKY), ==, 4);
  refuse_command (fixture->owner, "post.publish", CS_ERROR_INVALID, "{'id': <'%s'>}", id);
}

static void
test_no_part_is_empty (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  refuse_command (fixture->owner, "post.new", CS_ERROR_INVALID,
                  "{'text': <'one'>, 'thread': <['']>}");
  refuse_command (fixture->owner, "post.new", CS_ERROR_INVALID,
                  "{'text': <'one'>, 'thread': <['two', ' \\n ']>}");
  g_assert_cmpuint (count (fixture, "post.list"), ==, 0);
}

CS_TESTS (threads)
{
  g_test_add_func ("/threads/the-rest-is-edited-and-sent", test_the_rest_is_edited_and_sent);
  g_test_add_func ("/threads/the-rest-must-fit", test_the_rest_must_fit);
  g_test_add_func ("/threads/the-rest-goes-where-it-is-missing",
                   test_the_rest_goes_where_it_is_missing);
  g_test_add_func ("/threads/no-part-is-empty", test_no_part_is_empty);
}
