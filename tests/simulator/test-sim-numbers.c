/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

#define POST     "app.bsky.feed.post"
#define RKEY     "3mzocqfoc2227"
#define HOUR     G_GINT64_CONSTANT (3600)
#define DAY      (24 * HOUR)
#define GET_POST "/xrpc/app.bsky.feed.getPosts?uris="

static void
ok (gboolean  done,
    GError   *error)
{
  g_assert_no_error (error);
  g_assert_true (done);
}

static void
tell (Sim        *sim,
      const char *lines)
{
  ok (cs_simulator_tell (sim->simulator, lines, &sim->error), sim->error);
}

/* A status of alice’s; its id. */
static char *
publish (Sim        *sim,
         const char *form)
{
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", form, NULL), ==, 200);

  return g_strdup (sim_text (sim, "id"));
}

/* A post of alice’s; its uri. */
static char *
put (Sim        *sim,
     const char *collection,
     const char *rkey,
     const char *members)
{
  g_autofree char *json =
    g_strdup_printf ("{\"repo\":\"%s\",\"collection\":\"%s\",\"rkey\":\"%s\",\"record\":{"
                         "\"$type\":\"%s\",\"createdAt\":\"2026-11-20T10:00:00.000Z\",%s}}",
                     sim->did, collection, rkey, collection, members);

  g_assert_cmpuint (sim_xrpc (sim, "com.atproto.repo.putRecord", json), ==, 200);

  return g_strdup (sim_text (sim, "uri"));
}

static guint
get_status (Sim        *sim,
            const char *id)
{
  g_autofree char *path = g_strconcat ("/api/v1/statuses/", id, NULL);

  return sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token);
}

/* A member of the only post of getPosts; NULL when the AppView has not got it. */
static JsonObject *
get_post (Sim        *sim,
          const char *uri)
{
  g_autofree char *path = g_strconcat (GET_POST, uri, NULL);
  JsonArray *posts;

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, path, sim->access), ==, 200);
  posts = cs_json_get_array (json_node_get_object (sim->json), "posts");
  g_assert_nonnull (posts);

  return json_array_get_length (posts) > 0 ? cs_json_at_object (posts, 0) : NULL;
}

/* The ids that came, with a space after each. */
static char *
list_ids (Sim *sim)
{
  GString *ids = g_string_new (NULL);
  JsonArray *array;

  g_assert_cmpuint (sim->status, ==, 200);
  array = json_node_get_array (sim->json);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (ids, "%s ", cs_json_get_text (cs_json_at_object (array, i), "id"));

  return g_string_free_and_steal (ids);
}

static void
test_nothing_happens_by_itself (Sim           *sim,
                                gconstpointer  data)
{
  g_autofree char *id = publish (sim, "status=a");
  g_autofree char *reply = g_strdup_printf ("status=b&in_reply_to_id=%s", id);
  g_autofree char *answer = publish (sim, reply);
  g_autofree char *deletion = g_strconcat ("mastodon ", answer, NULL);

  sim_pass (sim, 30 * DAY);
  g_assert_cmpuint (get_status (sim, id), ==, 200);
  g_assert_cmpint (sim_int (sim, "favourites_count"), ==, 0);
  g_assert_cmpint (sim_int (sim, "reblogs_count"), ==, 0);
  g_assert_cmpint (sim_int (sim, "quotes_count"), ==, 0);
  g_assert_cmpint (sim_int (sim, "replies_count"), ==, 1);

  sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v1/accounts/verify_credentials", sim->token);
  g_assert_cmpint (sim_int (sim, "followers_count"), ==, 0);
  g_assert_cmpint (sim_int (sim, "statuses_count"), ==, 2);

  ok (cs_simulator_delete_posts (sim->simulator, deletion, &sim->error), sim->error);
  g_assert_cmpuint (get_status (sim, id), ==, 200);
  g_assert_cmpint (sim_int (sim, "replies_count"), ==, 0);
}

static void
test_several_statuses_at_once (Sim           *sim,
                               gconstpointer  data)
{
  g_autofree char *one = publish (sim, "status=a");
  g_autofree char *two = publish (sim, "status=b&visibility=private");
  g_autofree char *three = publish (sim, "status=c");
  g_autofree char *line = g_strconcat ("mastodon ", one, NULL);
  g_autofree char *path =
    g_strdup_printf ("/api/v1/statuses?id[]=%s&id%%5B%%5D=%s&id[]=%s&id[]=%s&id[]=77", one, two,
                     three, three);
  g_autofree char *all = g_strdup_printf ("%s %s %s ", three, two, one);
  g_autofree char *two_left = g_strdup_printf ("%s %s ", three, two);
  g_autofree char *open = g_strdup_printf ("%s ", three);
  g_autofree char *seen = NULL, *left = NULL, *public = NULL;

  sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token);
  g_assert_nonnull (soup_message_headers_get_one (sim->headers, "X-RateLimit-Remaining"));
  seen = list_ids (sim);
  g_assert_cmpstr (seen, ==, all);

  ok (cs_simulator_delete_posts (sim->simulator, line, &sim->error), sim->error);
  sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token);
  left = list_ids (sim);
  g_assert_cmpstr (left, ==, two_left);
  g_assert_cmpuint (get_status (sim, one), ==, 404);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 3);

  /* Without a token, what everybody may see. */
  sim_get (sim, CS_SIMULATOR_MASTODON, path, NULL);
  public = list_ids (sim);
  g_assert_cmpstr (public, ==, open);

  g_assert_false (cs_simulator_delete_posts (sim->simulator, line, NULL));
}

static void
test_at_most_twenty_statuses (Sim           *sim,
                              gconstpointer  data)
{
  g_autoptr(GString) path = g_string_new ("/api/v1/statuses?id[]=1");

  for (guint i = 1; i <= 20; i++)
    g_string_append_printf (path, "&id[]=%u", i);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, path->str, sim->token), ==, 200);
  g_string_append (path, "&id[]=21");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, path->str, sim->token), ==, 422);
}

static void
test_older_servers_tell_less (Sim           *sim,
                              gconstpointer  data)
{
  g_autofree char *id = publish (sim, "status=a");
  g_autofree char *path = g_strconcat ("/api/v1/statuses?id[]=", id, NULL);

  g_assert_cmpuint (get_status (sim, id), ==, 200);
  g_assert_cmpint (sim_int (sim, "favourites_count"), ==, 0);
  g_assert_cmpint (sim_int (sim, "quotes_count"), ==, -1);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token), ==, 404);
}

/* As snac was seen: no list, no number of quotes, and a page where the API has words. */
static void
test_snac_answers_with_a_page (Sim           *sim,
                               gconstpointer  data)
{
  test_older_servers_tell_less (sim, data);
  g_assert_null (sim->json);
  g_assert_cmpuint (get_status (sim, "1"), ==, 404);
  g_assert_nonnull (strstr (sim->body, "<h1>404"));
}

/* What a test told is what clients are told, and what it was before can still be said. */
static void
test_told_counts (Sim           *sim,
                  gconstpointer  data)
{
  g_autofree char *id = publish (sim, "status=a");
  g_autofree char *first = g_strdup_printf ("mastodon %s likes=5 replies=2", id);
  g_autofree char *second = g_strdup_printf ("mastodon %s likes=4 quotes=none\n\n", id);
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  tell (sim, first);
  g_assert_cmpuint (get_status (sim, id), ==, 200);
  g_assert_cmpint (sim_int (sim, "favourites_count"), ==, 5);
  g_assert_cmpint (sim_int (sim, "replies_count"), ==, 2);
  g_assert_cmpint (sim_int (sim, "reblogs_count"), ==, 0);

  sim_pass (sim, HOUR);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/numbers", "text/plain", second,
                              -1, NULL, NULL), ==, 200);
  g_assert_cmpuint (get_status (sim, id), ==, 200);
  g_assert_cmpint (sim_int (sim, "favourites_count"), ==, 4);
  g_assert_cmpint (sim_int (sim, "replies_count"), ==, 2);
  g_assert_cmpint (sim_int (sim, "quotes_count"), ==, -1);

  g_assert_true (cs_simulator_counts_at (sim->simulator, CS_SIMULATOR_MASTODON, id, SIM_START,
                                         counts));
  g_assert_cmpint (counts[CS_SIMULATOR_LIKES], ==, 5);
  g_assert_cmpint (counts[CS_SIMULATOR_QUOTES], ==, 0);
  g_assert_cmpint (counts[CS_SIMULATOR_SAVES], ==, CS_SIMULATOR_UNTOLD);
  g_assert_false (cs_simulator_counts_at (sim->simulator, CS_SIMULATOR_MASTODON, id, SIM_START - 1,
                                          counts));
}

static void
test_wrong_lines (Sim           *sim,
                  gconstpointer  data)
{
  static const char *const wrong[][2] = {
    { "/numbers", "mastodon" }, { "/numbers", "video 1 likes=1" },
    { "/numbers", "mastodon 1 views=1" }, { "/numbers", "mastodon 1 likes=-1" },
    { "/numbers", "mastodon 1 likes" }, { "/posts", "mastodon alice 1 2" },
    { "/posts", "mastodon nobody 1 2 a" }, { "/posts", "mastodon alice 1 soon a" },
    { "/posts", "bluesky alice.test at://did:plc:x/" POST "/" RKEY " 2 a" },
    { "/deletions", "mastodon" }, { "/deletions", "mastodon 1" }, { "/nothing", "a" },
    { "/numbers", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", wrong[i][0], "text/plain",
                                wrong[i][1], -1, NULL, NULL), ==, 400);
}

/* Every answer at every moment is what the simulator says of that moment afterwards. */
static void
test_growth_can_be_said_afterwards (Sim           *sim,
                                    gconstpointer  data)
{
  g_autofree char *id = publish (sim, "status=a");
  gint64 likes[60], quotes[60], followers[60], counts[CS_SIMULATOR_N_COUNTS];
  g_autofree char *account = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_assert_cmpuint (get_status (sim, id), ==, 200);
      likes[i] = sim_int (sim, "favourites_count");
      quotes[i] = sim_int (sim, "quotes_count");
      sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v1/accounts/verify_credentials", sim->token);
      followers[i] = sim_int (sim, "followers_count");
      g_set_str (&account, sim_text (sim, "id"));
      sim_pass (sim, HOUR);
    }

  g_assert_cmpint (likes[0], ==, 0);
  g_assert_cmpint (likes[23], >, 3);
  g_assert_cmpint (likes[24], <, likes[23]);      /* the purge */
  g_assert_cmpint (quotes[47], >=, 0);
  g_assert_cmpint (quotes[48], ==, -1);           /* they vanish */
  g_assert_cmpint (followers[0], >, 100);
  g_assert_cmpint (followers[0], !=, followers[59]);

  for (guint i = 0; i < 60; i++)
    {
      g_assert_true (cs_simulator_counts_at (sim->simulator, CS_SIMULATOR_MASTODON, id,
                                             SIM_START + i * HOUR, counts));
      g_assert_cmpint (counts[CS_SIMULATOR_LIKES], ==, likes[i]);
      g_assert_cmpint (counts[CS_SIMULATOR_QUOTES], ==, quotes[i]);
      g_assert_true (cs_simulator_counts_at (sim->simulator, CS_SIMULATOR_MASTODON, account,
                                             SIM_START + i * HOUR, counts));
      g_assert_cmpint (counts[CS_SIMULATOR_FOLLOWERS], ==, followers[i]);
    }
}

/* Posts from before grow as all others do; a deleted one is gone from then on. */
static void
test_posts_from_before (Sim           *sim,
                        gconstpointer  data)
{
  g_autofree char *lines = NULL, *uri = NULL, *deletion = NULL, *at = NULL;
  JsonObject *numbers;
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  sim_sign_in (sim);
  uri = g_strdup_printf ("at://%s/" POST "/" RKEY, sim->did);
  lines = g_strdup_printf ("mastodon alice 110 %" G_GINT64_FORMAT " Some old words\n"
                           "bluesky alice.test %s %" G_GINT64_FORMAT " As old\n",
                           SIM_START - 9 * DAY, uri, SIM_START - 9 * DAY);
  ok (cs_simulator_add_posts (sim->simulator, lines, &sim->error), sim->error);
  g_assert_false (cs_simulator_add_posts (sim->simulator, lines, NULL));

  g_assert_cmpuint (get_status (sim, "110"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "created_at"), ==, "2026-11-11T10:00:00.000Z");
  g_assert_cmpint (sim_int (sim, "favourites_count"), >, 0);
  g_assert_cmpint (cs_json_get_int (get_post (sim, uri), "likeCount", -1), >, 0);
  g_assert_true (cs_simulator_counts_at (sim->simulator, CS_SIMULATOR_BLUESKY, uri,
                                         SIM_START - DAY, counts));

  deletion = g_strconcat ("bluesky ", uri, NULL);
  sim_pass (sim, HOUR);
  ok (cs_simulator_delete_posts (sim->simulator, deletion, &sim->error), sim->error);
  g_assert_null (get_post (sim, uri));

  at = g_strdup_printf ("/numbers?at=%" G_GINT64_FORMAT, SIM_START);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, at, NULL), ==, 200);
  numbers = cs_json_get_object (json_node_get_object (sim->json), "bluesky");
  g_assert_true (json_object_has_member (numbers, uri));
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/numbers", NULL), ==, 200);
  numbers = cs_json_get_object (json_node_get_object (sim->json), "bluesky");
  g_assert_false (json_object_has_member (numbers, uri));
  g_assert_true (json_object_has_member (numbers, sim->did));
}

/* The AppView counts records of all repositories, when it has seen them. */
static void
test_appview_counts_records (Sim           *sim,
                             gconstpointer  data)
{
  g_autofree char *uri = NULL, *like = NULL, *reply = NULL, *quote = NULL, *liked = NULL,
                  *replied = NULL, *quoted = NULL, *profile = NULL;
  JsonObject *post;

  sim_sign_in (sim);
  uri = put (sim, POST, RKEY, "\"text\":\"a\"");
  g_assert_null (get_post (sim, uri));
  sim_pass (sim, 60);
  post = get_post (sim, uri);
  g_assert_nonnull (post);
  g_assert_cmpint (cs_json_get_int (post, "likeCount", -1), ==, 0);
  g_assert_cmpint (cs_json_get_int (post, "bookmarkCount", -1), ==, 0);
  g_assert_cmpstr (cs_json_get_text (post, "indexedAt"), ==, "2026-11-20T10:01:00.000Z");

  like = g_strdup_printf ("\"subject\":{\"uri\":\"%s\",\"cid\":\"%s\"}", uri,
                          cs_json_get_text (post, "cid"));
  reply = g_strdup_printf ("\"text\":\"b\",\"reply\":{\"root\":{\"uri\":\"%s\",\"cid\":\"%s\"},"
                               "\"parent\":{\"uri\":\"%s\",\"cid\":\"%s\"}}", uri,
                           cs_json_get_text (post, "cid"), uri, cs_json_get_text (post, "cid"));
  quote = g_strdup_printf ("\"text\":\"c\",\"embed\":{\"$type\":\"app.bsky.embed.record\","
                               "\"record\":{\"uri\":\"%s\",\"cid\":\"%s\"}}", uri,
                           cs_json_get_text (post, "cid"));
  liked = put (sim, "app.bsky.feed.like", RKEY, like);
  replied = put (sim, POST, "3mzocqfoc2232", reply);
  quoted = put (sim, POST, "3mzocqfoc2233", quote);
  g_assert_cmpint (cs_json_get_int (get_post (sim, uri), "likeCount", -1), ==, 0);

  sim_pass (sim, 60);
  post = get_post (sim, uri);
  g_assert_cmpint (cs_json_get_int (post, "likeCount", -1), ==, 1);
  g_assert_cmpint (cs_json_get_int (post, "replyCount", -1), ==, 1);
  g_assert_cmpint (cs_json_get_int (post, "quoteCount", -1), ==, 1);
  g_assert_cmpint (cs_json_get_int (post, "repostCount", -1), ==, 0);

  profile = g_strconcat ("/xrpc/app.bsky.actor.getProfile?actor=", sim->did, NULL);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_APPVIEW, profile, NULL), ==, 200);
  g_assert_cmpint (sim_int (sim, "followersCount"), ==, 0);
  g_assert_cmpint (sim_int (sim, "postsCount"), ==, 3);
}

static void
test_appview_refusals (Sim           *sim,
                       gconstpointer  data)
{
  g_autoptr(GString) path = g_string_new (GET_POST "at://a");

  sim_sign_in (sim);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, path->str, NULL), ==, 401);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "AuthMissing");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_APPVIEW, path->str, NULL), ==, 200);

  for (guint i = 0; i < 24; i++)
    g_string_append (path, "&uris=at://a");

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, path->str, sim->access), ==, 200);
  g_string_append (path, "&uris=at://a");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, path->str, sim->access), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "InvalidRequest");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_APPVIEW, GET_POST "x", NULL), ==, 400);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_APPVIEW, "/xrpc/app.bsky.feed.getPosts", NULL), ==,
                    400);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_APPVIEW,
                             "/xrpc/app.bsky.actor.getProfile?actor=nobody.test", NULL), ==, 400);
  g_assert_cmpstr (sim_text (sim, "message"), ==, "Profile not found");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_APPVIEW, "/xrpc/app.bsky.feed.getLikes", NULL), ==,
                    501);
}

CS_TESTS (sim_numbers)
{
  SIM_ADD ("/numbers/nothing-happens-by-itself", NULL, test_nothing_happens_by_itself);
  SIM_ADD ("/numbers/several-statuses-at-once", NULL, test_several_statuses_at_once);
  SIM_ADD ("/numbers/at-most-twenty-statuses", NULL, test_at_most_twenty_statuses);
  SIM_ADD ("/numbers/older-servers-tell-less", "mastodon.version=4.2.0",
           test_older_servers_tell_less);
  SIM_ADD ("/numbers/snac-answers-with-a-page", "mastodon.snac=yes",
           test_snac_answers_with_a_page);
  SIM_ADD ("/numbers/told-counts", NULL, test_told_counts);
  SIM_ADD ("/numbers/wrong-lines", NULL, test_wrong_lines);
  SIM_ADD ("/numbers/growth-can-be-said-afterwards",
           "growth=yes growth.seed=3 growth.purge-at=1795255200 growth.vanish-quotes-at=1795341600",
           test_growth_can_be_said_afterwards);
  SIM_ADD ("/numbers/posts-from-before", "growth=yes", test_posts_from_before);
  SIM_ADD ("/numbers/appview-counts-records", "bluesky.appview-lag=60",
           test_appview_counts_records);
  SIM_ADD ("/numbers/appview-refusals", NULL, test_appview_refusals);
}
