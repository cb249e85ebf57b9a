/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-error.h"
#include "cs-test.h"
#include "fake-server.h"

#include <string.h>

#define DID     "did:plc:abcdefghijklmnopqrstuvwx"
#define URI(n)  "at://" DID "/app.bsky.feed.post/" n
#define LIST    "GET /api/v1/statuses"
#define ONE     "GET /api/v1/statuses/101"
#define WHO     "GET /api/v1/accounts/verify_credentials"
#define POSTS   "GET /xrpc/app.bsky.feed.getPosts"
#define PROFILE "GET /xrpc/app.bsky.actor.getProfile"
#define GETREC  "GET /xrpc/com.atproto.repo.getRecord"
#define U       CS_UNKNOWN

/* What a server and an account of it are asked, and what came of it. */
typedef struct
{
  FakeServer *server;
  Walk        walk;
  GPtrArray  *tallies;
  GArray     *readings;
  char       *source;
} Count;

static void
start (Count     *self,
       CsNetwork  network)
{
  gboolean bluesky = network == CS_NETWORK_BLUESKY;
  CsAccount *account = cs_record_new (CS_RECORD_ACCOUNT);

  self->server = fake_server_new ();
  self->tallies = cs_records_new ();
  self->readings = g_array_new (FALSE, FALSE, sizeof (CsReading));
  walk_init (&self->walk, network, "Hello");
  self->walk.account = account;
  account->network = network;
  account->id = g_strdup ("a");
  account->host = g_strdup (fake_server_get_url (self->server));
  account->handle = g_strdup (bluesky ? "ana.test" : "@ana@x.test");
  account->remote_id = g_strdup (bluesky ? DID : "42");
  account->honours_key = !bluesky;
  cs_secrets_store (self->walk.secrets, "a", "token", "x", "{\"access_token\":\"t\"}", NULL, NULL);
  cs_secrets_store (self->walk.secrets, "a", "session", "x",
                    "{\"accessJwt\":\"t\",\"refreshJwt\":\"r\"}", NULL, NULL);
}

static void
count_clear (Count *self)
{
  g_clear_pointer (&self->server, fake_server_free);
  g_clear_pointer (&self->tallies, g_ptr_array_unref);
  g_clear_pointer (&self->readings, g_array_unref);
  g_clear_pointer (&self->source, g_free);
  walk_clear (&self->walk);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Count, count_clear)

static void
add_post (Count      *self,
          const char *remote_id)
{
  CsTally *tally = cs_record_new (CS_RECORD_TALLY);

  tally->target_id = g_strdup_printf ("target-%u", self->tallies->len);
  tally->account_id = g_strdup ("a");
  tally->remote_id = g_strdup (remote_id);
  g_ptr_array_add (self->tallies, tally);
}

/* Asks, and expects an answer of this class. */
static CsReply *
ask (Count        *self,
     CsReplyClass  klass)
{
  g_autoptr(GError) error = NULL;
  CsReply *reply;

  g_clear_pointer (&self->source, g_free);
  reply = cs_platform_count (self->walk.platform, self->walk.account, self->tallies,
                             self->readings, &self->source, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s", cs_reply_class_names[reply->klass], reply->sentence);
  g_assert_cmpstr (cs_reply_class_names[reply->klass], ==, cs_reply_class_names[klass]);
  g_assert_cmpuint (self->readings->len, ==, klass == CS_REPLY_DONE ? self->tallies->len : 0);

  return reply;
}

static void
expect (Count        *self,
        CsReplyClass  klass)
{
  cs_reply_free (ask (self, klass));
}

static void
assert_state (Count          *self,
              guint           index,
              CsReadingState  state)
{
  g_assert_cmpint (g_array_index (self->readings, CsReading, index).state, ==, state);
}

static void
assert_counts (Count  *self,
               guint   index,
               gint64  likes,
               gint64  comments,
               gint64  shares,
               gint64  quotes,
               gint64  saves)
{
  const CsReading *reading = &g_array_index (self->readings, CsReading, index);
  const gint64 counts[CS_N_METRICS] = { U, likes, comments, shares, quotes, saves };

  g_assert_cmpint (reading->state, ==, CS_READING_COUNTED);
  for (guint i = 0; i < CS_N_METRICS; i++)
    g_assert_cmpint (reading->counts[i], ==, counts[i]);
}

/* In another order, one twice, one of somebody else, one that is nothing; one is left out. */
static void
test_mastodon_list (void)
{
  g_auto(Count) count = { 0, };
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *query = NULL;

  start (&count, CS_NETWORK_MASTODON);
  add_post (&count, "101");
  add_post (&count, "102");
  add_post (&count, "103");
  fake_server_answer_as (count.server, LIST, 200, "application/json",
    "[{\"id\":\"103\",\"favourites_count\":7,\"reblogs_count\":2,\"replies_count\":1},"
    " {\"id\":\"999\",\"favourites_count\":55,\"reblogs_count\":5,\"replies_count\":5},"
    " 17, null, {\"favourites_count\":3},"
    " {\"id\":\"101\",\"favourites_count\":40,\"reblogs_count\":0,\"replies_count\":3,"
      "\"quotes_count\":4},"
    " {\"id\":\"101\",\"favourites_count\":1,\"reblogs_count\":1,\"replies_count\":1}]",
    "X-RateLimit-Limit", "300", "X-RateLimit-Remaining", "298", "X-RateLimit-Reset", "60", NULL);

  g_assert_cmpuint (cs_platform_count_max (count.walk.platform, count.walk.account), ==, 20);
  reply = ask (&count, CS_REPLY_DONE);
  assert_counts (&count, 0, 40, 3, 0, 4, U);
  assert_state (&count, 1, CS_READING_LEFT_OUT);
  assert_counts (&count, 2, 7, 1, 2, U, U);
  g_assert_cmpint (reply->budget.limit, ==, 300);
  g_assert_cmpint (reply->budget.left, ==, 298);
  g_assert_cmpstr (count.source, ==, "127.0.0.1");
  query = fake_server_dup_query (count.server, LIST, 0);
  g_assert_cmpstr (query, ==, "id[]=101&id[]=102&id[]=103");
}

/* What cannot be a count is unknown, and nothing else of the post is. */
static void
test_hostile_numbers (void)
{
  static const struct { const char *text; gint64 value; } numbers[] = {
    { "0", 0 },
    { "12", 12 },
    { "9007199254740992", G_GINT64_CONSTANT (9007199254740992) },
    { "9007199254740993", U },
    { "12.0", 12 },
    { "12.5", U },
    { "1e3", 1000 },
    { "1e300", U },
    { "-1", U },
    { "-0.5", U },
    { "99999999999999999999999", U },
    { "18446744073709551617", U },
    { "\"12\"", U },
    { "null", U },
    { "true", U },
    { "[12]", U },
    { "{\"a\":12}", U },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_auto(Count) count = { 0, };
      g_autofree char *body = g_strdup_printf ("{\"id\":\"101\",\"favourites_count\":%s,"
                                               "\"reblogs_count\":5}", numbers[i].text);

      start (&count, CS_NETWORK_MASTODON);
      add_post (&count, "101");
      fake_server_answer (count.server, ONE, 200, body);
      g_test_message ("%s", numbers[i].text);
      expect (&count, CS_REPLY_DONE);
      assert_counts (&count, 0, numbers[i].value, U, 5, U, U);
    }
}

/* A server without the list, or with another thing at its place: one is asked after the other. */
static void
test_mastodon_no_list (void)
{
  static const struct { guint status; const char *body; } answers[] = {
    { 404, "{\"error\":\"Record not found\"}" },
    { 404, "<html></html>" },
    { 200, "{\"id\":\"101\"}" },
    { 200, "[]" },
  };
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_MASTODON);
  add_post (&count, "101");
  add_post (&count, "102");

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    fake_server_answer (count.server, LIST, answers[i].status, answers[i].body);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      expect (&count, CS_REPLY_DONE);
      assert_state (&count, 0, CS_READING_LEFT_OUT);
      assert_state (&count, 1, CS_READING_LEFT_OUT);
    }

  count.walk.account->honours_key = FALSE;
  g_assert_cmpuint (cs_platform_count_max (count.walk.platform, count.walk.account), ==, 1);
}

/* Only the API itself says that a post is gone; all else says nothing of it. */
static void
test_mastodon_one (void)
{
  static const struct { guint status; const char *body; CsReplyClass klass; } answers[] = {
    { 404, "{\"error\":\"Record not found\"}", CS_REPLY_DONE },
    { 410, "{\"error\":\"Gone\"}", CS_REPLY_DONE },
    { 200, "{\"id\":\"102\",\"favourites_count\":1}", CS_REPLY_RETRY },
    { 200, "{\"id\":\"101\",\"favourites_cou", CS_REPLY_RETRY },
    { 200, "[]", CS_REPLY_RETRY },
    { 200, "", CS_REPLY_RETRY },
    { 200, "<html></html>", CS_REPLY_RETRY },
    { 401, "{\"error\":\"The access token is invalid\"}", CS_REPLY_SIGN_IN },
    { 403, "{\"error\":\"outside the authorized scopes\"}", CS_REPLY_SIGN_IN },
    { 403, "{\"error\":\"This action is not allowed\"}", CS_REPLY_CONFIG },
    { 429, "{\"error\":\"Too many requests\"}", CS_REPLY_RATE },
    { 500, "{}", CS_REPLY_RETRY },
    { 503, "<html></html>", CS_REPLY_RETRY },
  };
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_MASTODON);
  add_post (&count, "101");

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    fake_server_answer (count.server, ONE, answers[i].status, answers[i].body);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_test_message ("%u %s", answers[i].status, answers[i].body);
      expect (&count, answers[i].klass);
      if (answers[i].klass == CS_REPLY_DONE)
        assert_state (&count, 0, CS_READING_GONE);
    }

  cs_secrets_clear (count.walk.secrets, "a", NULL, NULL);
  expect (&count, CS_REPLY_SIGN_IN);
}

/* A page says that a post is gone where the same host knows the account. */
static void
test_mastodon_page (void)
{
  static const struct { guint status; const char *body; CsReplyClass klass; } who[] = {
    { 200, "{\"id\":\"42\",\"followers_count\":0}", CS_REPLY_DONE },
    { 404, "<html>no such host</html>", CS_REPLY_CONFIG },
    { 200, "{\"id\":\"43\"}", CS_REPLY_CONFIG },
    { 401, "{\"error\":\"The access token is invalid\"}", CS_REPLY_SIGN_IN },
    { 503, "<html></html>", CS_REPLY_RETRY },
  };
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_MASTODON);
  add_post (&count, "101");

  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    {
      fake_server_answer (count.server, ONE, i % 2 == 0 ? 404 : 410, i == 0 ? "{}" : "<h1></h1>");
      fake_server_answer (count.server, WHO, who[i].status, who[i].body);
    }

  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    {
      g_test_message ("%u %s", who[i].status, who[i].body);
      expect (&count, who[i].klass);
      if (who[i].klass == CS_REPLY_DONE)
        assert_state (&count, 0, CS_READING_GONE);
    }
}

static void
test_bluesky_list (void)
{
  g_auto(Count) count = { 0, };
  g_autofree char *query = NULL;
  g_autofree char *token = NULL;

  start (&count, CS_NETWORK_BLUESKY);
  add_post (&count, URI ("3a"));
  add_post (&count, URI ("3b"));
  add_post (&count, URI ("3c"));
  fake_server_answer (count.server, POSTS, 200,
    "{\"posts\":[{\"uri\":\"" URI ("3c") "\",\"likeCount\":2},"
    " 4, {\"likeCount\":9}, {\"uri\":17},"
    " {\"uri\":\"" URI ("3x") "\",\"likeCount\":77},"
    " {\"uri\":\"" URI ("3a") "\",\"likeCount\":10,\"repostCount\":4,\"replyCount\":3,"
      "\"quoteCount\":1,\"bookmarkCount\":6},"
    " {\"uri\":\"" URI ("3a") "\",\"likeCount\":0}]}");
  expect (&count, CS_REPLY_DONE);
  assert_counts (&count, 0, 10, 3, 4, 1, 6);
  assert_state (&count, 1, CS_READING_LEFT_OUT);
  assert_counts (&count, 2, 2, U, U, U, U);
  query = fake_server_dup_query (count.server, POSTS, 0);
  g_assert_true (g_str_has_suffix (query, "&uris=at%3A%2F%2Fdid%3Aplc%3Aabcdefghijklmnopqrstuvwx"
                                          "%2Fapp.bsky.feed.post%2F3c"));
  token = fake_server_dup_header (count.server, POSTS, 0, "Authorization");
  g_assert_cmpstr (token, ==, "Bearer t");
  g_assert_cmpuint (fake_server_count (count.server, GETREC), ==, 0);
}

/* What the AppView leaves out is gone when the repository has it no more, else only unseen. */
static void
test_bluesky_one (void)
{
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_BLUESKY);
  add_post (&count, URI ("3a"));
  fake_server_answer (count.server, POSTS, 200, "{\"posts\":[]}");
  fake_server_answer (count.server, GETREC, 400, "{\"error\":\"RecordNotFound\"}");
  fake_server_answer (count.server, GETREC, 200, "{\"uri\":\"" URI ("3a") "\",\"cid\":\"b\"}");
  fake_server_answer (count.server, GETREC, 200, "{\"uri\":\"" URI ("3b") "\",\"cid\":\"b\"}");
  fake_server_answer (count.server, GETREC, 502, "{}");
  fake_server_answer (count.server, GETREC, 400, "{\"error\":\"InvalidRequest\"}");

  expect (&count, CS_REPLY_DONE);
  assert_state (&count, 0, CS_READING_GONE);
  expect (&count, CS_REPLY_DONE);
  assert_state (&count, 0, CS_READING_UNSEEN);
  expect (&count, CS_REPLY_RETRY);
  expect (&count, CS_REPLY_RETRY);
  expect (&count, CS_REPLY_REJECTED);
}

static void
test_bluesky_refuses (void)
{
  static const struct { guint status; const char *body; CsReplyClass klass; } answers[] = {
    { 400, "{\"error\":\"InvalidRequest\","
           "\"message\":\"No service configured for app.bsky.feed.getPosts\"}", CS_REPLY_CONFIG },
    { 501, "{\"error\":\"MethodNotImplemented\"}", CS_REPLY_CONFIG },
    { 404, "{\"error\":\"XRPCNotSupported\"}", CS_REPLY_CONFIG },
    { 502, "{\"error\":\"UpstreamFailure\"}", CS_REPLY_RETRY },
    { 200, "{}", CS_REPLY_RETRY },
    { 200, "{\"posts\":{}}", CS_REPLY_RETRY },
    { 200, "[]", CS_REPLY_RETRY },
    { 200, "{\"posts\":[{\"uri\":", CS_REPLY_RETRY },
    { 429, "{\"error\":\"RateLimitExceeded\"}", CS_REPLY_RATE },
    { 401, "{\"error\":\"InvalidToken\"}", CS_REPLY_SIGN_IN },
  };
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_BLUESKY);
  add_post (&count, URI ("3a"));

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    fake_server_answer (count.server, POSTS, answers[i].status, answers[i].body);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(CsReply) reply = ask (&count, answers[i].klass);

      g_assert_cmpint (strstr (reply->sentence, "AppView") != NULL, ==,
                       answers[i].klass == CS_REPLY_CONFIG);
    }
}

/* A page is of who stands before the server, and says nothing of an AppView, of a sign-in, or of
 * the post: the server is asked again soon. */
static void
test_bluesky_page (void)
{
  static const guint statuses[] = { 200, 401, 403, 404, 410, 501, 503 };
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_BLUESKY);
  add_post (&count, URI ("3a"));

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      fake_server_answer_as (count.server, POSTS, statuses[i], "text/html", "<html>", NULL);
      fake_server_answer_as (count.server, PROFILE, statuses[i], "text/html", "<html>", NULL);
    }

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(CsReply) reply = ask (&count, CS_REPLY_RETRY);
      g_autoptr(CsReply) of_account = NULL;
      CsAccountSample *sample = NULL;

      g_assert_null (strstr (reply->sentence, "AppView"));
      of_account = cs_platform_count_account (count.walk.platform, count.walk.account, &sample,
                                              NULL, NULL);
      g_assert_cmpint (of_account->klass, ==, CS_REPLY_RETRY);
      g_assert_null (sample);
    }

  /* Nor where the repository is asked. */
  fake_server_answer (count.server, POSTS, 200, "{\"posts\":[]}");
  expect (&count, CS_REPLY_RETRY);
  fake_server_answer_as (count.server, GETREC, 404, "text/html", "<html>", NULL);
  expect (&count, CS_REPLY_RETRY);
  g_assert_cmpuint (fake_server_count (count.server, GETREC), ==, 1);
}

/* An AppView of the account’s own is asked itself, and hears no token. */
static void
test_bluesky_own_view (void)
{
  g_autoptr(FakeServer) view = fake_server_new ();
  g_auto(Count) count = { 0, };
  g_autofree char *token = NULL;

  start (&count, CS_NETWORK_BLUESKY);
  add_post (&count, URI ("3a"));
  count.walk.account->settings = g_variant_ref_sink (
    g_variant_new_parsed ("{'appview': <%s>}", fake_server_get_url (view)));
  fake_server_answer (view, POSTS, 200, "{\"posts\":[{\"uri\":\"" URI ("3a")
                                        "\",\"likeCount\":1}]}");
  expect (&count, CS_REPLY_DONE);
  assert_counts (&count, 0, 1, U, U, U, U);
  token = fake_server_dup_header (view, POSTS, 0, "Authorization");
  g_assert_null (token);
  g_assert_cmpuint (fake_server_count (count.server, POSTS), ==, 0);
}

static CsAccountSample *
ask_account (Count        *self,
             CsReplyClass  klass)
{
  CsAccountSample *sample;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsReply) reply = cs_platform_count_account (self->walk.platform, self->walk.account,
                                                        &sample, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cs_reply_class_names[reply->klass], ==, cs_reply_class_names[klass]);
  g_assert_cmpint (sample != NULL, ==, klass == CS_REPLY_DONE);

  return sample;
}

static void
assert_account (Count  *self,
                gint64  followers,
                gint64  following,
                gint64  posts)
{
  g_autoptr(CsAccountSample) sample = ask_account (self, CS_REPLY_DONE);

  g_assert_cmpstr (sample->account_id, ==, "a");
  g_assert_cmpstr (sample->source, ==, "127.0.0.1");
  g_assert_cmpint (sample->followers, ==, followers);
  g_assert_cmpint (sample->following, ==, following);
  g_assert_cmpint (sample->posts, ==, posts);
}

static void
test_mastodon_account (void)
{
  g_auto(Count) count = { 0, };

  start (&count, CS_NETWORK_MASTODON);
  fake_server_answer (count.server, WHO, 200, "{\"id\":\"42\",\"followers_count\":1200,"
                                              "\"following_count\":80,\"statuses_count\":317}");
  fake_server_answer (count.server, WHO, 200, "{\"id\":42,\"followers_count\":\"1200\"}");
  fake_server_answer (count.server, WHO, 200, "{\"id\":\"43\",\"followers_count\":5}");
  fake_server_answer (count.server, WHO, 200, "{\"followers_count\":5}");
  fake_server_answer (count.server, WHO, 200, "[]");
  fake_server_answer (count.server, WHO, 401, "{\"error\":\"x\"}");

  assert_account (&count, 1200, 80, 317);
  assert_account (&count, U, U, U);
  g_assert_null (ask_account (&count, CS_REPLY_CONFIG));
  g_assert_null (ask_account (&count, CS_REPLY_CONFIG));
  g_assert_null (ask_account (&count, CS_REPLY_CONFIG));
  g_assert_null (ask_account (&count, CS_REPLY_SIGN_IN));
}

static void
test_bluesky_account (void)
{
  g_auto(Count) count = { 0, };
  g_autofree char *query = NULL;

  start (&count, CS_NETWORK_BLUESKY);
  fake_server_answer (count.server, PROFILE, 200, "{\"did\":\"" DID "\",\"followersCount\":12,"
                                                  "\"followsCount\":-4,\"postsCount\":3}");
  fake_server_answer (count.server, PROFILE, 200, "{\"did\":\"did:plc:bob\","
                                                  "\"followersCount\":9}");
  fake_server_answer (count.server, PROFILE, 400,
                      "{\"error\":\"InvalidRequest\","
                      "\"message\":\"No service configured for app.bsky.actor.getProfile\"}");

  assert_account (&count, 12, U, 3);
  query = fake_server_dup_query (count.server, PROFILE, 0);
  g_assert_cmpstr (query, ==, "actor=did%3Aplc%3Aabcdefghijklmnopqrstuvwx");
  g_assert_null (ask_account (&count, CS_REPLY_CONFIG));
  g_assert_null (ask_account (&count, CS_REPLY_CONFIG));
}

CS_TESTS (count)
{
  g_test_add_func ("/platform/count/mastodon-list", test_mastodon_list);
  g_test_add_func ("/platform/count/hostile-numbers", test_hostile_numbers);
  g_test_add_func ("/platform/count/mastodon-no-list", test_mastodon_no_list);
  g_test_add_func ("/platform/count/mastodon-one", test_mastodon_one);
  g_test_add_func ("/platform/count/mastodon-page", test_mastodon_page);
  g_test_add_func ("/platform/count/mastodon-account", test_mastodon_account);
  g_test_add_func ("/platform/count/bluesky-list", test_bluesky_list);
  g_test_add_func ("/platform/count/bluesky-one", test_bluesky_one);
  g_test_add_func ("/platform/count/bluesky-refuses", test_bluesky_refuses);
  g_test_add_func ("/platform/count/bluesky-page", test_bluesky_page);
  g_test_add_func ("/platform/count/bluesky-own-view", test_bluesky_own_view);
  g_test_add_func ("/platform/count/bluesky-account", test_bluesky_account);
}
