/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-error.h"
#include "cs-test.h"
#include "fake-server.h"

#include <string.h>

#define DID     "did:plc:abcdefghijklmnopqrstuvwx"
#define GETREC  "GET /xrpc/com.atproto.repo.getRecord"
#define RESOLVE "GET /xrpc/com.atproto.identity.resolveHandle"
#define STATUS  "GET /api/v1/statuses/1234"
#define LIST    "GET /api/v1/accounts/42/statuses"
#define RECORD  "{\"uri\":\"at://" DID "/app.bsky.feed.post/3abc\",\"cid\":\"bafy1\"," \
                "\"value\":{\"createdAt\":\"2026-11-21T10:00:00.000Z\"}}"

static void
start (Walk       *walk,
       FakeServer *server,
       CsNetwork   network)
{
  gboolean bluesky = network == CS_NETWORK_BLUESKY;

  walk_init (walk, network, "Hello");
  walk->account = cs_record_new (CS_RECORD_ACCOUNT);
  walk->account->network = network;
  walk->account->id = g_strdup ("a");
  walk->account->host = g_strdup (fake_server_get_url (server));
  walk->account->handle = g_strdup (bluesky ? "ana.test" : "@ana@x.test");
  walk->account->remote_id = g_strdup (bluesky ? DID : "42");
  cs_secrets_store (walk->secrets, "a", "token", "x", "{\"access_token\":\"t\"}", NULL, NULL);
}

static CsReply *
find (Walk        *walk,
      const char  *link,
      GError     **error)
{
  return cs_platform_find (walk->platform, walk->account, link, NULL, error);
}

static void
refuse (Walk        *walk,
        const char  *link,
        CsErrorCode  code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsReply) reply = find (walk, link, &error);

  g_test_message ("%s: %s", link, error != NULL ? error->message : "found");
  g_assert_null (reply);
  g_assert_error (error, CS_ERROR, (int) code);
}

/* By name or identity, as an app or as the network writes it. */
static void
test_bluesky_links (void)
{
  static const char *const links[] = {
    "https://bsky.app/profile/ana.test/post/3abc",
    "https://other.example/profile/" DID "/post/3abc?x=y",
    "https://bsky.app/profile/renamed.test/post/3abc",
    "at://" DID "/app.bsky.feed.post/3abc",
  };
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, CS_NETWORK_BLUESKY);
  fake_server_answer (server, GETREC, 200, RECORD);
  fake_server_answer (server, RESOLVE, 200, "{\"did\":\"" DID "\"}");

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsReply) reply = find (&walk, links[i], &error);
      g_autofree char *query = fake_server_dup_query (server, GETREC, i);

      g_assert_no_error (error);
      g_assert_cmpstr (reply->remote_id, ==, "at://" DID "/app.bsky.feed.post/3abc");
      g_assert_cmpstr (reply->remote_cid, ==, "bafy1");
      g_assert_cmpstr (reply->remote_url, ==, "https://bsky.app/profile/" DID "/post/3abc");
      g_assert_cmpint (reply->published_at, ==, START_SECONDS);
      g_assert_nonnull (strstr (query, "rkey=3abc"));
    }
}

static void
test_bluesky_refuses (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, CS_NETWORK_BLUESKY);
  fake_server_answer (server, RESOLVE, 200, "{\"did\":\"did:plc:bob\"}");
  fake_server_answer (server, RESOLVE, 400, "{\"error\":\"InvalidRequest\",\"message\":\"x\"}");
  fake_server_answer (server, RESOLVE, 503, "{}");
  refuse (&walk, "https://bsky.app/profile/bob.test/post/3abc", CS_ERROR_INVALID);
  refuse (&walk, "https://bsky.app/profile/nobody.test/post/3abc", CS_ERROR_INVALID);
  refuse (&walk, "https://bsky.app/profile/bob.test/post/3abc", CS_ERROR_OFFLINE);
  refuse (&walk, "https://bsky.app/profile/did:plc:bob/post/3abc", CS_ERROR_INVALID);
  refuse (&walk, "at://did:plc:bob/app.bsky.feed.post/3abc", CS_ERROR_INVALID);
  refuse (&walk, "at://" DID "/app.bsky.feed.like/3abc", CS_ERROR_INVALID);
  refuse (&walk, "https://bsky.app/profile/ana.test", CS_ERROR_INVALID);
  refuse (&walk, "https://bsky.app/profile/ana.test/post/", CS_ERROR_INVALID);
  refuse (&walk, "3abc", CS_ERROR_INVALID);
  g_assert_cmpuint (fake_server_count (server, GETREC), ==, 0);

  fake_server_answer (server, GETREC, 400, "{\"error\":\"RecordNotFound\",\"message\":\"x\"}");
  fake_server_answer (server, GETREC, 503, "{}");
  refuse (&walk, "https://bsky.app/profile/ana.test/post/3abc", CS_ERROR_INVALID);
  refuse (&walk, "https://bsky.app/profile/ana.test/post/3abc", CS_ERROR_OFFLINE);
}

static char *
make_status (FakeServer *server,
             const char *owner)
{
  return g_strdup_printf ("{\"id\":\"1234\",\"url\":\"%s/@ana/1234\",\"uri\":\"%s/ana/p/17.5\","
                          "\"created_at\":\"2026-11-21T10:00:00.000Z\","
                          "\"account\":{\"id\":\"%s\"}}",
                          fake_server_get_url (server), fake_server_get_url (server), owner);
}

static void
test_mastodon_links (void)
{
  static const char *const paths[] = { "/@ana/1234", "/@ana/1234/", "/deck/@ana/1234",
                                       "/ana/p/17.5" };
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *status = make_status (server, "42");
  g_autofree char *list = g_strdup_printf ("[%s]", status);

  start (&walk, server, CS_NETWORK_MASTODON);
  fake_server_answer (server, STATUS, 200, status);
  fake_server_answer (server, LIST, 200, list);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *link = g_strconcat (fake_server_get_url (server), paths[i], NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(CsReply) reply = find (&walk, link, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (reply->remote_id, ==, "1234");
      g_assert_cmpint (reply->published_at, ==, START_SECONDS);
    }

  /* The same number on another server is another post. */
  refuse (&walk, "https://elsewhere.test/@ana/1234", CS_ERROR_INVALID);
  refuse (&walk, "https://elsewhere.test/", CS_ERROR_INVALID);
  refuse (&walk, "1234", CS_ERROR_INVALID);
}

static void
test_mastodon_refuses (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *foreign = make_status (server, "43");
  g_autofree char *link = g_strconcat (fake_server_get_url (server), "/@bob/1234", NULL);

  start (&walk, server, CS_NETWORK_MASTODON);
  fake_server_answer (server, LIST, 200, "[]");
  fake_server_answer (server, STATUS, 200, foreign);
  fake_server_answer (server, STATUS, 404, "{\"error\":\"Record not found\"}");
  fake_server_answer (server, STATUS, 503, "{}");
  fake_server_answer (server, STATUS, 401, "{\"error\":\"The access token is invalid\"}");
  refuse (&walk, link, CS_ERROR_INVALID);
  refuse (&walk, link, CS_ERROR_INVALID);
  refuse (&walk, link, CS_ERROR_OFFLINE);
  refuse (&walk, link, CS_ERROR_SIGN_IN);
}

CS_TESTS (find)
{
  g_test_add_func ("/platform/find/bluesky-links", test_bluesky_links);
  g_test_add_func ("/platform/find/bluesky-refuses", test_bluesky_refuses);
  g_test_add_func ("/platform/find/mastodon-links", test_mastodon_links);
  g_test_add_func ("/platform/find/mastodon-refuses", test_mastodon_refuses);
}
