/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-error.h"
#include "cs-simulator.h"
#include "cs-test.h"

#include <libsoup/soup.h>
#include <string.h>

#define PUT  "/xrpc/com.atproto.repo.putRecord"
#define POST "/api/v1/statuses"

/* Stand-ins on the same clock as the connector. */
typedef struct
{
  Walk         walk;
  CsSimulator *simulator;
} Flow;

static void
flow_clear (Flow *flow)
{
  g_clear_object (&flow->simulator);
  walk_clear (&flow->walk);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Flow, flow_clear)

static void
start (Flow       *flow,
       CsNetwork   network,
       const char *text,
       const char *settings)
{
  g_auto(GStrv) list = g_strsplit (settings, " ", -1);
  g_autoptr(GError) error = NULL;

  walk_init (&flow->walk, network, text);
  flow->simulator = cs_simulator_new (flow->walk.clock);

  for (guint i = 0; list[i] != NULL; i++)
    {
      cs_simulator_set (flow->simulator, list[i], &error);
      g_assert_no_error (error);
    }

  cs_simulator_start (flow->simulator, &error);
  g_assert_no_error (error);
}

/* Where the browser is sent after the button was pressed. */
static char *
visit (const char *url)
{
  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);

  return g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                 "Location"));
}

static void
start_mastodon (Flow       *flow,
                const char *text,
                const char *settings)
{
  g_autofree char *all = g_strconcat ("mastodon.auto-approve=yes ", settings, NULL);
  g_autoptr(GVariant) request = NULL;
  g_autoptr(GVariant) pending = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = NULL;
  const char *url;

  start (flow, CS_NETWORK_MASTODON, text, g_strstrip (all));
  request = g_variant_ref_sink (g_variant_new_parsed (
    "{'host': <%s>}", cs_simulator_get_url (flow->simulator, CS_SIMULATOR_MASTODON)));
  pending = cs_platform_begin_sign_in (flow->walk.platform, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (pending, "url", "&s", &url));
  answer = visit (url);
  flow->walk.account = cs_platform_finish_sign_in (flow->walk.platform, pending, answer, NULL,
                                                   &error);
  g_assert_no_error (error);
}

static void
start_bluesky (Flow       *flow,
               const char *text,
               const char *settings)
{
  g_autoptr(GVariant) request = NULL;
  g_autoptr(GVariant) pending = NULL;
  g_autoptr(GError) error = NULL;

  start (flow, CS_NETWORK_BLUESKY, text, settings);
  request = g_variant_ref_sink (g_variant_new_parsed (
    "{'handle': <'alice.test'>, 'app_password': <'abcd-efgh-ijkl-mnop'>, "
    "'host': <%s>, 'plc': <%s>, 'video': <%s>}",
    cs_simulator_get_url (flow->simulator, CS_SIMULATOR_BLUESKY),
    cs_simulator_get_url (flow->simulator, CS_SIMULATOR_PLC),
    cs_simulator_get_url (flow->simulator, CS_SIMULATOR_VIDEO)));
  pending = cs_platform_begin_sign_in (flow->walk.platform, request, NULL, &error);
  g_assert_no_error (error);
  flow->walk.account = cs_platform_finish_sign_in (flow->walk.platform, pending, NULL, NULL,
                                                   &error);
  g_assert_no_error (error);
}

static void
add_fault (Flow       *flow,
           const char *path,
           const char *fault)
{
  g_autofree char *script = g_strdup_printf ("on POST %s do %s", path, fault);
  g_autoptr(GError) error = NULL;

  cs_simulator_add_faults (flow->simulator, script, &error);
  g_assert_no_error (error);
}

static void
wait_for (Flow    *flow,
          CsReply *reply)
{
  gint64 wait = reply->not_before - cs_clock_now (flow->walk.clock);

  cs_clock_advance (flow->walk.clock, MAX (wait, 2) * G_USEC_PER_SEC);
}

/* From unknown by probes alone: TRUE when it is there, FALSE when it may be sent again. */
static gboolean
probe_out (Flow    *flow,
           CsReply **last)
{
  for (guint i = 0; i < 20; i++)
    {
      g_clear_pointer (last, cs_reply_free);
      *last = walk_probe (&flow->walk);
      if ((*last)->klass == CS_REPLY_DONE)
        return TRUE;
      if ((*last)->klass == CS_REPLY_ABSENT)
        return FALSE;
      wait_for (flow, *last);
    }

  g_assert_not_reached ();
}

/* As the outbox does it: prepare, freeze, commit; unknown is left by a probe alone. */
static CsReply *
publish (Flow *flow)
{
  CsReply *reply = walk_prepare (&flow->walk);

  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  walk_freeze (&flow->walk);

  for (guint i = 0; i < 10; i++)
    {
      g_clear_pointer (&reply, cs_reply_free);
      reply = walk_commit (&flow->walk);
      if (reply->klass == CS_REPLY_DONE)
        return reply;

      if (reply->klass == CS_REPLY_RETRY)
        continue;

      g_assert_cmpint (reply->klass, ==, CS_REPLY_PROBE);
      if (probe_out (flow, &reply))
        return reply;
    }

  g_assert_not_reached ();
}

static void
expect_one (Flow            *flow,
            CsSimulatorFace  face)
{
  g_autoptr(CsReply) reply = publish (flow);

  g_assert_nonnull (reply->remote_id);
  g_assert_nonnull (reply->remote_url);
  g_assert_cmpint (cs_simulator_count (flow->simulator, face), ==, 1);
}

static const char *const faults[] = {
  "drop-before", "drop-after", "truncate", "slow", "503before", "503after", "cut=20",
  "html=502", NULL
};

static void
test_mastodon_once_whatever_happens (void)
{
  for (guint i = 0; faults[i] != NULL; i++)
    {
      g_auto(Flow) flow = { 0, };

      start_mastodon (&flow, "Hello #cats https://example.org/ @bob", "");
      g_assert_true (flow.walk.account->honours_key);
      add_fault (&flow, POST, faults[i]);
      expect_one (&flow, CS_SIMULATOR_MASTODON);
    }
}

/* A server that ignores keys and schedules, as snac does. */
static void
test_a_stranger_once_whatever_happens (void)
{
  for (guint i = 0; faults[i] != NULL; i++)
    {
      g_auto(Flow) flow = { 0, };

      start_mastodon (&flow, "Hello *stars* & https://example.org/", "mastodon.snac=yes");
      g_assert_false (flow.walk.account->honours_key);
      g_assert_false (flow.walk.account->can_schedule);
      add_fault (&flow, POST, faults[i]);
      expect_one (&flow, CS_SIMULATOR_MASTODON);
    }
}

static void
test_bluesky_once_whatever_happens (void)
{
  for (guint i = 0; faults[i] != NULL; i++)
    {
      g_auto(Flow) flow = { 0, };

      start_bluesky (&flow, "Grüße 👩‍💻 #läuft https://example.org/a?b=c @bob.test", "");
      add_fault (&flow, PUT, faults[i]);
      expect_one (&flow, CS_SIMULATOR_BLUESKY);
    }
}

static void
test_mastodon_takes_a_video (void)
{
  g_auto(Flow) flow = { 0, };
  g_autofree char *bytes = g_strnfill (300000, 'v');

  start_mastodon (&flow, "A clip", "");
  walk_add_file (&flow.walk, "m", "video/mp4", "a cat", bytes, 300000);
  expect_one (&flow, CS_SIMULATOR_MASTODON);
}

static void
test_bluesky_takes_a_video_in_every_shape (void)
{
  const char *const shapes[] = { "wrapped", "bare", "conflict", "failed-with-blob", NULL };

  for (guint i = 0; shapes[i] != NULL; i++)
    {
      g_auto(Flow) flow = { 0, };
      g_autofree char *setting = g_strconcat ("video.shape=", shapes[i], NULL);
      g_autofree char *bytes = g_strnfill (300000, 'v');

      start_bluesky (&flow, "A clip", setting);
      g_assert_cmpint (flow.walk.account->video_way, ==, CS_VIDEO_SERVICE);
      walk_add_file (&flow.walk, "m", "video/mp4", "a cat", bytes, 300000);
      expect_one (&flow, CS_SIMULATOR_BLUESKY);
    }
}

static void
test_bluesky_takes_a_large_video_in_parts (void)
{
  g_auto(Flow) flow = { 0, };
  gsize size = 33 * 1024 * 1024 + 5;
  g_autofree char *bytes = g_strnfill (size, 'v');

  start_bluesky (&flow, "A clip", "video.other-job=yes");
  walk_add_file (&flow.walk, "m", "video/mp4", "a cat", bytes, size);
  add_fault (&flow, "/xrpc/app.bsky.video.uploadPart", "drop-after");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(CsReply) reply = walk_prepare (&flow.walk);

      if (reply->klass == CS_REPLY_DONE)
        break;
      g_assert_cmpint (reply->klass, ==, CS_REPLY_RETRY);
    }
  expect_one (&flow, CS_SIMULATOR_BLUESKY);
}

static void
test_a_session_that_ends_is_renewed (void)
{
  g_auto(Flow) flow = { 0, };

  start_bluesky (&flow, "Hello", "bluesky.access-lifetime=600");
  walk_add_file (&flow.walk, "m", "image/png", "a cat", "\x89PNG\r\n\x1a\nxxxx", 12);
  cs_clock_advance (flow.walk.clock, 700 * (gint64) G_USEC_PER_SEC);
  expect_one (&flow, CS_SIMULATOR_BLUESKY);
}

static void
test_an_email_code_is_asked_for (void)
{
  g_auto(Flow) flow = { 0, };
  g_autoptr(GVariant) request = NULL;
  g_autoptr(GError) error = NULL;

  start (&flow, CS_NETWORK_BLUESKY, "", "bluesky.auth-factor=yes");
  request = g_variant_ref_sink (g_variant_new_parsed (
    "{'handle': <'alice.test'>, 'app_password': <'abcd-efgh-ijkl-mnop'>, 'host': <%s>, 'plc': "
    "<%s>}",
    cs_simulator_get_url (flow.simulator, CS_SIMULATOR_BLUESKY),
    cs_simulator_get_url (flow.simulator, CS_SIMULATOR_PLC)));
  g_assert_null (cs_platform_begin_sign_in (flow.walk.platform, request, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NEEDS_YOU);
  g_assert_nonnull (strstr (error->message, "auth_factor"));
}

/* Handed over an hour ahead, held, and found under its own id when it is out. */
static void
test_mastodon_holds_a_post_until_its_time (void)
{
  const char *const before[] = { "none", "drop-after", NULL };

  for (guint i = 0; before[i] != NULL; i++)
    {
      g_auto(Flow) flow = { 0, };
      g_autoptr(CsReply) held = NULL;
      g_autoptr(CsReply) out = NULL;
      g_autoptr(GError) error = NULL;

      start_mastodon (&flow, "Later", "");
      flow.walk.row->due = cs_clock_now (flow.walk.clock) + 3600;
      flow.walk.call.hold_until = flow.walk.row->due;
      if (i > 0)
        add_fault (&flow, POST, before[i]);
      held = publish (&flow);
      g_assert_null (held->remote_id);
      g_assert_cmpint (cs_simulator_count (flow.simulator, CS_SIMULATOR_MASTODON), ==, 0);

      for (guint k = 0; k < 10 && (out == NULL || out->klass == CS_REPLY_PENDING); k++)
        {
          if (out != NULL)
            wait_for (&flow, out);
          g_clear_pointer (&out, cs_reply_free);
          out = cs_platform_poll (flow.walk.platform, &flow.walk.call, NULL, &error);
          g_assert_no_error (error);
        }
      g_assert_cmpint (out->klass, ==, CS_REPLY_DONE);
      g_assert_nonnull (out->remote_id);
      g_assert_cmpint (cs_simulator_count (flow.simulator, CS_SIMULATOR_MASTODON), ==, 1);
    }
}

static void
publish_thread (Flow            *flow,
                CsSimulatorFace  face)
{
  const char *const more[] = { "two", "three", NULL };
  g_autoptr(CsOutboxRow) root = NULL;
  g_autoptr(CsOutboxRow) parent = NULL;

  flow->walk.post->thread = g_strdupv ((GStrv) more);

  for (gint64 part = 0; part < 3; part++)
    {
      g_autoptr(CsReply) reply = NULL;

      flow->walk.row->part = part;
      flow->walk.call.root = root;
      flow->walk.call.parent = parent;
      g_free (flow->walk.row->key);
      flow->walk.row->key = cs_platform_make_key (flow->walk.platform,
                                                  cs_clock_now_usec (flow->walk.clock));
      reply = publish (flow);

      g_clear_pointer (&parent, cs_record_unref);
      parent = cs_record_new (CS_RECORD_OUTBOX_ROW);
      parent->remote_id = g_strdup (reply->remote_id);
      parent->remote_cid = g_strdup (reply->remote_cid);
      if (part == 0)
        root = cs_record_ref (parent);
    }

  g_assert_cmpint (cs_simulator_count (flow->simulator, face), ==, 3);
}

static void
test_threads (void)
{
  g_auto(Flow) mastodon = { 0, };
  g_auto(Flow) bluesky = { 0, };

  start_mastodon (&mastodon, "one", "");
  publish_thread (&mastodon, CS_SIMULATOR_MASTODON);
  start_bluesky (&bluesky, "one", "");
  publish_thread (&bluesky, CS_SIMULATOR_BLUESKY);
}

CS_TESTS (flow)
{
  g_test_add_func ("/platform/flow/mastodon-once-whatever-happens",
                   test_mastodon_once_whatever_happens);
  g_test_add_func ("/platform/flow/a-stranger-once-whatever-happens",
                   test_a_stranger_once_whatever_happens);
  g_test_add_func ("/platform/flow/bluesky-once-whatever-happens",
                   test_bluesky_once_whatever_happens);
  g_test_add_func ("/platform/flow/mastodon-takes-a-video", test_mastodon_takes_a_video);
  g_test_add_func ("/platform/flow/bluesky-takes-a-video-in-every-shape",
                   test_bluesky_takes_a_video_in_every_shape);
  g_test_add_func ("/platform/flow/bluesky-takes-a-large-video-in-parts",
                   test_bluesky_takes_a_large_video_in_parts);
  g_test_add_func ("/platform/flow/a-session-that-ends-is-renewed",
                   test_a_session_that_ends_is_renewed);
  g_test_add_func ("/platform/flow/an-email-code-is-asked-for", test_an_email_code_is_asked_for);
  g_test_add_func ("/platform/flow/mastodon-holds-a-post-until-its-time",
                   test_mastodon_holds_a_post_until_its_time);
  g_test_add_func ("/platform/flow/threads", test_threads);
}
