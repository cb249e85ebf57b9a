/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-post-rows.h"
#include "cs-test.h"
#include "fixture.h"

#include <string.h>

static GVariant *
child (GVariant *rows,
       gsize     i)
{
  g_assert_cmpuint (i, <, g_variant_n_children (rows));

  return g_variant_get_child_value (rows, i);
}

static void
assert_text (GVariant   *row,
             const char *name,
             const char *expected)
{
  g_autofree char *text = text_of (row, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_count (Fixture    *fixture,
              const char *args,
              gsize       n)
{
  g_autoptr(GVariant) rows = run_command (fixture->owner, "post.rows", "%s", args);

  g_assert_cmpuint (g_variant_n_children (rows), ==, n);
}

static void
test_a_planned_post (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) rows = NULL;
  g_autoptr(GVariant) row = NULL;
  g_autofree char *id = NULL;
  g_auto(GStrv) networks = NULL;
  g_auto(GStrv) accounts = NULL;
  gint64 due = 0;
  gint64 wall = 0;

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'\\n  Two cats\\nand a dog'>, 'accounts': <['%s']>,"
                      " 'labels': <['pets']>}", account);
  id = text_of (post, "id");
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-23 18:30'>,"
                                " 'zone': <'Europe/Berlin'>}", id));

  rows = run_command (fixture->owner, "post.rows", "{'light': <true>}");
  row = child (rows, 0);
  assert_text (row, "id", id);
  assert_text (row, "post", id);
  assert_text (row, "title", "Two cats");
  assert_text (row, "state", "scheduled");
  assert_text (row, "zone", "Europe/Berlin");
  assert_text (row, "light", "green");
  g_assert_true (g_variant_lookup (row, "due", "x", &due));
  g_assert_cmpint (due, ==, START + 25 * 60 * 60 + 30 * 60);
  g_assert_true (g_variant_lookup (row, "wall", "x", &wall));
  g_assert_cmpint (wall, ==, due / 60 + 60);
  g_assert_true (g_variant_lookup (row, "networks", "^as", &networks));
  g_assert_cmpstr (networks[0], ==, "bluesky");
  g_assert_true (g_variant_lookup (row, "accounts", "^as", &accounts));
  g_assert_cmpstr (accounts[0], ==, "alice.test");
}

static void
test_what_is_asked_for (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = NULL;
  g_autofree char *id = NULL;

  g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'Nowhere'>}"));
  post = run_command (fixture->owner, "post.new", "{'text': <'Cat'>, 'accounts': <['%s']>}",
                      account);
  id = text_of (post, "id");
  g_variant_unref (run_command (fixture->owner, "post.schedule",
                                "{'id': <'%s'>, 'at': <'2026-11-23 18:30'>,"
                                " 'zone': <'Etc/UTC'>}", id));

  assert_count (fixture, "{}", 2);
  assert_count (fixture, "{'drafts': <false>}", 1);
  assert_count (fixture, "{'limit': <int64 1>}", 1);
  assert_count (fixture, "{'offset': <int64 1>}", 1);
  assert_count (fixture, "{'state': <'draft'>}", 1);
  assert_count (fixture, "{'state': <'failed'>}", 0);
  assert_count (fixture, "{'account': <'bluesky'>}", 1);
  assert_count (fixture, "{'search': <'nowh'>}", 1);
  assert_count (fixture, "{'from': <int64 0>}", 1);
  assert_count (fixture, "{'from': <int64 0>, 'drafts': <true>}", 2);
  assert_count (fixture, "{'until': <int64 1795363200>}", 0);
  refuse_command (fixture->owner, "post.rows", CS_ERROR_INVALID, "{'state': <'lost'>}");
  refuse_command (fixture->owner, "post.rows", CS_ERROR_INVALID, "{'order': <'title'>}");
  refuse_command (fixture->owner, "post.rows", CS_ERROR_NOT_FOUND, "{'account': <'@no@one'>}");
}

static void
test_lights (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *long_text = g_strnfill (400, 'x');
  g_autofree char *media = add_media (fixture, "ten-bit.mkv");
  g_autoptr(GVariant) rows = NULL;
  g_autoptr(GVariant) nowhere = NULL;
  g_autoptr(GVariant) wordy = NULL;
  g_autoptr(GVariant) clip = NULL;
  g_autofree char *thumbnail = NULL;
  g_autofree char *reason = NULL;
  gboolean fix = FALSE;

  g_variant_unref (run_command (fixture->owner, "post.new",
                                "{'text': <'Clip'>, 'accounts': <['%s']>,"
                                " 'attachments': <[{'media_id': <'%s'>}]>}", account, media));
  g_variant_unref (run_command (fixture->owner, "post.new",
                                "{'text': <'%s'>, 'accounts': <['%s']>}", long_text, account));
  g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'Nowhere'>}"));

  rows = run_command (fixture->owner, "post.rows", "{'light': <true>}");
  nowhere = child (rows, 0);
  wordy = child (rows, 1);
  clip = child (rows, 2);
  assert_text (nowhere, "light", "red");
  assert_text (nowhere, "reason", "It goes nowhere yet: choose an account");
  assert_text (wordy, "light", "red");
  reason = text_of (wordy, "reason");
  g_assert_nonnull (strstr (reason, "300"));
  g_assert_true (g_variant_lookup (wordy, "fix", "b", &fix));
  g_assert_false (fix);
  assert_text (clip, "light", "red");
  g_assert_true (g_variant_lookup (clip, "fix", "b", &fix));
  g_assert_true (fix);
  thumbnail = text_of (clip, "thumbnail");
  g_assert_true (g_path_is_absolute (thumbnail));
  g_assert_true (g_file_test (thumbnail, G_FILE_TEST_IS_REGULAR));
}

/* Many at once are one step, and all of it or nothing. */
static void
test_many_at_once (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                              "{'text': <'Cat %u'>, 'accounts': <['%s']>}", i,
                                              account);
      char **id = i == 0 ? &first : &second;

      *id = text_of (post, "id");
      g_variant_unref (run_command (fixture->owner, "post.schedule",
                                    "{'id': <'%s'>, 'at': <'2026-11-23 18:30'>,"
                                    " 'zone': <'Etc/UTC'>}", *id));
    }

  refuse_command (fixture->owner, "posts.delete", CS_ERROR_NOT_FOUND,
                  "{'ids': <['%s', 'nobody']>}", first);
  refuse_command (fixture->owner, "posts.delete", CS_ERROR_INVALID, "{'ids': <@as []>}");
  assert_count (fixture, "{'state': <'scheduled'>}", 2);
  g_variant_unref (run_command (fixture->owner, "posts.unschedule", "{'ids': <['%s', '%s']>}",
                                first, second));
  assert_count (fixture, "{'state': <'draft'>}", 2);
  g_variant_unref (run_command (fixture->owner, "posts.delete", "{'ids': <['%s', '%s', '%s']>}",
                                first, second, first));     /* named twice is meant once */
  assert_count (fixture, "{}", 0);
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  assert_count (fixture, "{'state': <'draft'>}", 2);
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  assert_count (fixture, "{'state': <'scheduled'>}", 2);
}

/* On a network, told so many likes there, or nothing. */
static CsPostRowTarget
out_on (CsNetwork network,
        gint64    likes)
{
  CsPostRowTarget target = {
    .id = (char *) "target", .handle = (char *) "ana", .network = network,
    .standing = CS_STANDING_PUBLISHED, .due = START, .wall = START / 60, .done_at = START,
    .counted_at = likes != CS_UNKNOWN ? START + 60 : CS_UNKNOWN, .gone_at = CS_UNKNOWN,
  };

  cs_counts_clear (target.counts);
  target.counts[CS_METRIC_LIKES] = likes;
  if (likes != CS_UNKNOWN)
    target.counts[CS_METRIC_SHARES] = target.counts[CS_METRIC_COMMENTS] = 1;

  return target;
}

static GVariant *
view_of (CsPostRowTarget *first,
         CsPostRowTarget *second)
{
  g_autoptr(GPtrArray) targets = g_ptr_array_new ();
  CsPostRow row = { .post_id = (char *) "post", .text = (char *) "Cat", .due = START,
                    .done_at = START, .standing = CS_STANDING_PUBLISHED, .targets = targets };
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  g_ptr_array_add (targets, first);
  g_ptr_array_add (targets, second);
  g_assert_true (cs_post_row_view (NULL, NULL, &row, FALSE, &view, NULL));

  return g_variant_ref_sink (g_variant_dict_end (&view));
}

static void
assert_results (GVariant *view,
                gint64    engagement,
                gboolean  partial,
                gint64    gone)
{
  gint64 number = CS_UNKNOWN;
  gboolean is_partial = FALSE;

  g_variant_lookup (view, "engagement", "x", &number);
  g_assert_cmpint (number, ==, engagement);
  g_assert_true (g_variant_lookup (view, "partial", "b", &is_partial));
  g_assert_cmpint (is_partial, ==, partial);
  g_assert_true (g_variant_lookup (view, "gone", "x", &number));
  g_assert_cmpint (number, ==, gone);
  g_assert_true (g_variant_lookup (view, "out", "x", &number));
  g_assert_cmpint (number, ==, 2);
}

static void
assert_why (GVariant   *view,
            gsize       i,
            const char *why)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (view, "targets", NULL);
  g_autoptr(GVariant) target = child (targets, i);

  assert_text (target, "unknown", why);
}

/* What is known of its accounts, added up; what is not known is not 0, and says why. */
static void
test_results (void)
{
  CsPostRowTarget ten = out_on (CS_NETWORK_MASTODON, 10);
  CsPostRowTarget none = out_on (CS_NETWORK_BLUESKY, 0);
  CsPostRowTarget uncounted = out_on (CS_NETWORK_BLUESKY, CS_UNKNOWN);
  CsPostRowTarget untold = out_on (CS_NETWORK_BLUESKY, CS_UNKNOWN);
  g_autoptr(GVariant) both = view_of (&ten, &none);
  g_autoptr(GVariant) part = view_of (&ten, &uncounted);
  g_autoptr(GVariant) nothing = NULL;

  assert_results (both, 14, FALSE, 0);
  assert_why (both, 0, NULL);
  assert_results (part, 12, TRUE, 0);
  assert_why (part, 1, "Nobody has counted this yet: it is done while Creator Sync or its "
              "publisher runs");

  uncounted.obstacle = (char *) "No AppView";
  uncounted.gone_at = START + 120;
  untold.counted_at = START + 60;
  nothing = view_of (&uncounted, &untold);
  assert_results (nothing, CS_UNKNOWN, TRUE, 1);
  assert_why (nothing, 0, "No AppView");
  assert_why (nothing, 1, "The network does not tell this number");
}

/* Of what is no more than a plan nothing is said. */
static void
test_a_plan_has_no_results (void)
{
  CsPostRowTarget first = out_on (CS_NETWORK_MASTODON, CS_UNKNOWN);
  CsPostRowTarget second = out_on (CS_NETWORK_BLUESKY, CS_UNKNOWN);
  g_autoptr(GVariant) view = NULL;

  first.standing = second.standing = CS_STANDING_SCHEDULED;
  first.done_at = second.done_at = CS_UNKNOWN;
  view = view_of (&first, &second);
  g_assert_false (g_variant_lookup (view, "out", "x", NULL));
  g_assert_false (g_variant_lookup (view, "engagement", "x", NULL));
  assert_why (view, 0, NULL);
}

/* As the service counts it. */
static void
test_what_is_out_was_counted (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new",
                                          "{'text': <'Cat'>, 'accounts': <['%s']>}", account);
  g_autofree char *id = text_of (post, "id");
  g_autoptr(GVariant) rows = NULL;
  g_autoptr(GVariant) row = NULL;
  gint64 engagement = CS_UNKNOWN;

  cs_workspace_start_publishing (fixture->owner);
  g_variant_unref (run_command (fixture->owner, "post.publish", "{'id': <'%s'>}", id));
  wait_for_count (fixture, "receipt.list", 1);
  cs_clock_advance (fixture->clock, 20 * 60 * G_USEC_PER_SEC);
  g_variant_unref (run_command (fixture->owner, "numbers.refresh", "{}"));
  rows = run_command (fixture->owner, "post.rows", "{'state': <'published'>}");
  row = child (rows, 0);
  g_assert_true (g_variant_lookup (row, "engagement", "x", &engagement));
  g_assert_cmpint (engagement, >=, 0);
  assert_why (row, 0, NULL);
}

CS_TESTS (post_rows)
{
  g_test_add_func ("/workspace/post-rows/results", test_results);
  g_test_add_func ("/workspace/post-rows/a-plan-has-no-results", test_a_plan_has_no_results);
  g_test_add_func ("/workspace/post-rows/what-is-out-was-counted", test_what_is_out_was_counted);
  g_test_add_func ("/workspace/post-rows/a-planned-post", test_a_planned_post);
  g_test_add_func ("/workspace/post-rows/what-is-asked-for", test_what_is_asked_for);
  g_test_add_func ("/workspace/post-rows/lights", test_lights);
  g_test_add_func ("/workspace/post-rows/many-at-once", test_many_at_once);
}
