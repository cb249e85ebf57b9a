/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-outbox-claim.h"
#include "cs-sample-plan.h"
#include "cs-test.h"
#include "fixture.h"

static CsSamplePlan *
plan_for (gint64  now,
          guint32 seed)
{
  g_autoptr(GError) error = NULL;
  CsSamplePlan *plan = cs_sample_plan_new (now, "Europe/Berlin", seed, &error);

  g_assert_no_error (error);

  return plan;
}

static gboolean
is_same (CsSamplePlan *a,
         CsSamplePlan *b)
{
  for (guint i = 0; i < a->posts->len; i++)
    if (!cs_record_equal (a->posts->pdata[i], b->posts->pdata[i]))
      return FALSE;

  for (guint i = 0; i < a->targets->len; i++)
    if (!cs_record_equal (((CsSampleTarget *) a->targets->pdata[i])->target,
                          ((CsSampleTarget *) b->targets->pdata[i])->target))
      return FALSE;

  return TRUE;
}

static void
test_the_same_seed_tells_the_same_story (void)
{
  g_autoptr(CsSamplePlan) one = plan_for (START, 1);
  g_autoptr(CsSamplePlan) again = plan_for (START, 1);
  g_autoptr(CsSamplePlan) other = plan_for (START, 2);

  g_assert_true (is_same (one, again));
  g_assert_false (is_same (one, other));
}

/* Whatever the day and hour: nothing that is out lies ahead, nothing planned behind. */
static void
test_a_story_fits_any_moment (void)
{
  for (gint64 now = START; now < START + 14 * 86400; now += 5 * 3600 + 1234)
    {
      g_autoptr(CsSamplePlan) plan = plan_for (now, 1);
      guint out = 0, planned = 0;

      for (guint i = 0; i < plan->targets->len; i++)
        {
          const CsSampleTarget *one = plan->targets->pdata[i];

          if (one->state == CS_SAMPLE_PUBLISHED)
            g_assert_cmpint (one->target->due, <, now);
          if (one->state == CS_SAMPLE_PLANNED && one->target->due != CS_UNKNOWN)
            g_assert_cmpint (one->target->due, >, now - 60);
          out += one->state == CS_SAMPLE_PUBLISHED;
          planned += one->state == CS_SAMPLE_PLANNED;
          g_assert_cmpint (one->post->created_at, <, now);
        }

      g_assert_cmpuint (out, >, 30);
      g_assert_cmpuint (planned, >, 25);
    }
}

static guint
count_held (CsSamplePlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->targets->len; i++)
    {
      const CsSampleTarget *one = plan->targets->pdata[i];
      gboolean is_held = one->state == CS_SAMPLE_HANDED_OFF;

      if (is_held || one->state == CS_SAMPLE_PLANNED)
        g_assert_cmpint (cs_claim_may_hand_over (one->account, one->post, one->target, plan->now),
                         ==, is_held);
      n += is_held;
    }

  return n;
}

/* A network holds what its account says that it holds, all of that, and nothing else. */
static void
test_what_a_network_holds_it_may_hold (void)
{
  g_autoptr(CsSamplePlan) placed = plan_for (START, 1);

  for (gint64 now = START; now < START + 2 * 86400; now += 5 * 3600 + 1234)
    {
      g_autoptr(CsSamplePlan) plan = plan_for (now, 1);

      g_assert_cmpuint (count_held (plan), >, 0);
    }

  /* A stand-in is given it when it is there. */
  cs_sample_plan_place (placed, CS_NETWORK_MASTODON, "http://127.0.0.1:1", "1");
  for (guint i = 0; i < placed->targets->len; i++)
    g_assert_cmpint (((CsSampleTarget *) placed->targets->pdata[i])->state, !=,
                     CS_SAMPLE_HANDED_OFF);
}

/* Those that are to be mended are of another container: what a phone films fits. */
static void
assert_as_filmed (GVariant *media)
{
  guint n_clips = 0;

  for (gsize i = 0; i < g_variant_n_children (media); i++)
    {
      g_autoptr(GVariant) one = g_variant_get_child_value (media, i);
      g_autoptr(GVariant) facts = g_variant_lookup_value (one, "facts", G_VARIANT_TYPE_VARDICT);
      const char *format = NULL;

      g_assert_nonnull (facts);
      if (!g_variant_lookup (facts, "video_codec", "&s", &format))
        continue;

      g_assert_true (g_variant_lookup (facts, "pixel_format", "&s", &format));
      g_assert_cmpstr (format, ==, "yuv420p");
      n_clips++;
    }

  g_assert_cmpuint (n_clips, >, 10);
}

/* Whatever order its accounts were chosen in. */
static void
assert_networks_in_order (GVariant *rows)
{
  guint n_both = 0;

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);
      g_auto(GStrv) networks = NULL;

      g_assert_true (g_variant_lookup (row, "networks", "^as", &networks));
      if (g_strv_length (networks) < 2)
        continue;

      g_assert_cmpstr (networks[0], ==, "mastodon");
      g_assert_cmpstr (networks[1], ==, "bluesky");
      n_both++;
    }

  g_assert_cmpuint (n_both, >, 10);
}

/* What the story says of a row and what the program adds to it are not the same. */
static void
assert_said_once (GVariant *rows)
{
  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);
      g_autofree char *text = text_of (row, "sentence");
      g_auto(GStrv) sentences = g_strsplit (text != NULL ? text : "", ". ", -1);

      for (guint j = 0; sentences[j] != NULL; j++)
        {
          g_autofree char *one = g_strdelimit (g_strdup (sentences[j]), ".", '\0');

          for (guint k = j + 1; sentences[k] != NULL; k++)
            g_assert_false (g_str_has_prefix (sentences[k], one));
        }
    }
}

/* The sample with its account at a stand-in Bluesky, which is signed in; no other has a token. */
static void
load_at_stand_in (Fixture *fixture)
{
  g_autofree char *id = sign_in (fixture);
  g_autoptr(GVariant) account = run_command (fixture->owner, "account.show", "{'id': <'%s'>}", id);
  g_autofree char *did = text_of (account, "remote_id");
  g_autofree char *again = NULL;

  g_variant_unref (run_command (fixture->owner, "account.remove", "{'id': <'%s'>}", id));
  g_variant_unref (run_command (fixture->owner, "sample.load",
                                "{'hosts': <{'bluesky': '%s'}>, 'ids': <{'bluesky': '%s'}>}",
                                cs_simulator_get_url (fixture->simulator, CS_SIMULATOR_BLUESKY),
                                did));
  again = sign_in (fixture);
}

static GVariant *
find_row (Fixture    *fixture,
          const char *title,
          const char *network)
{
  g_autoptr(GVariant) rows = run_command (fixture->owner, "outbox.list", "{'limit': <int64 1000>}");

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);
      g_autofree char *its_title = text_of (row, "title");
      g_autofree char *its_network = text_of (row, "network");

      if (g_strcmp0 (its_title, title) == 0 && g_strcmp0 (its_network, network) == 0)
        return g_steal_pointer (&row);
    }

  g_error ("Nothing was to go out of “%s”", title);
}

/* What the story leaves under way goes out: its network takes it as one of the program's own. */
static void
assert_what_waits_goes_out (Fixture *fixture)
{
  gboolean is_over = FALSE;

  cs_workspace_start_publishing (fixture->owner);

  for (guint i = 0; !is_over; i++)
    {
      g_autoptr(GVariant) row = find_row (fixture, "Cobalt dip, slow", "bluesky");
      g_autofree char *state = text_of (row, "state");
      g_autofree char *sentence = text_of (row, "sentence");

      if (i > 2000 || g_strcmp0 (state, "failed") == 0 || g_strcmp0 (state, "needs-you") == 0)
        g_error ("It is %s: %s", state, sentence);

      is_over = g_strcmp0 (state, "done") == 0;
      cs_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
      cs_pause (10, NULL, NULL);
    }

  g_assert_cmpuint (cs_simulator_count (fixture->simulator, CS_SIMULATOR_BLUESKY), ==, 1);
}

static void
test_a_sample_has_every_state (void)
{
  static const char *const states[] = {
    "draft", "scheduled", "waiting", "publishing", "published", "needs-you", "failed", "missed",
  };
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) media = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) outbox = NULL;
  g_autoptr(GVariant) verified = NULL;
  gint64 receipts = 0;

  load_at_stand_in (fixture);
  media = run_command (fixture->owner, "media.list", "{}");
  posts = run_command (fixture->owner, "post.rows", "{}");
  outbox = run_command (fixture->owner, "outbox.list", "{}");
  verified = run_command (fixture->owner, "receipt.verify", "{}");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(GVariant) rows = run_command (fixture->owner, "post.rows", "{'state': <'%s'>}",
                                              states[i]);

      if (g_variant_n_children (rows) == 0)
        g_error ("No post of the sample is %s", states[i]);
    }

  assert_as_filmed (media);
  assert_networks_in_order (posts);
  assert_said_once (outbox);
  g_assert_true (g_variant_lookup (verified, "receipts", "x", &receipts));
  g_assert_cmpint (receipts, >, 30);
  refuse_command (fixture->owner, "sample.load", CS_ERROR_INVALID, "{}");
  assert_what_waits_goes_out (fixture);
}

static void
test_a_workspace_in_use_takes_no_sample (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) post = run_command (fixture->owner, "post.new", "{'text': <'Mine'>}");

  refuse_command (fixture->owner, "sample.load", CS_ERROR_INVALID, "{}");
}

static void
on_progress (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_a_cancelled_sample_leaves_nothing (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) loaded = NULL;
  g_autoptr(GVariant) media = NULL;
  g_autofree char *clips = g_build_filename (fixture->folder, "clips", NULL);

  loaded = cs_workspace_run (fixture->owner, "sample.load", NULL, on_progress, cancellable,
                             cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (loaded);
  media = run_command (fixture->owner, "media.list", "{}");
  g_assert_cmpuint (g_variant_n_children (media), ==, 0);
  g_assert_false (g_file_test (clips, G_FILE_TEST_EXISTS));
}

CS_TESTS (sample)
{
  g_test_add_func ("/sample/cancelled-leaves-nothing", test_a_cancelled_sample_leaves_nothing);
  g_test_add_func ("/sample/same-seed-same-story", test_the_same_seed_tells_the_same_story);
  g_test_add_func ("/sample/fits-any-moment", test_a_story_fits_any_moment);
  g_test_add_func ("/sample/network-holds-what-it-may", test_what_a_network_holds_it_may_hold);
  g_test_add_func ("/sample/every-state", test_a_sample_has_every_state);
  g_test_add_func ("/sample/not-into-one-in-use", test_a_workspace_in_use_takes_no_sample);
}
