/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-private.h"
#include "cs-json.h"
#include "cs-sim-numbers.h"

#include <string.h>

#define MOST_AT_ONCE 25

/* The moment of the repositories that the AppView has come to. */
static gint64
seen_at (CsSimBluesky *self,
         gint64        at)
{
  return at - self->world->options.bluesky_appview_lag;
}

static gboolean
was_there (CsSimRecord *record,
           gint64       at)
{
  return record->created_usec / G_USEC_PER_SEC <= at
      && (record->deleted_usec == 0 || record->deleted_usec / G_USEC_PER_SEC > at);
}

/* Where a record of each collection says what it is about, and how that is counted. */
static const struct
{
  const char       *collection;
  const char       *path;
  CsSimulatorCount  count;
} mentions[] = {
  { "app.bsky.feed.like", "subject.uri", CS_SIMULATOR_LIKES },
  { "app.bsky.feed.repost", "subject.uri", CS_SIMULATOR_SHARES },
  { CS_SIM_POST, "reply.parent.uri", CS_SIMULATOR_REPLIES },
  { CS_SIM_POST, "embed.record.uri", CS_SIMULATOR_QUOTES },
  { CS_SIM_POST, "embed.record.record.uri", CS_SIMULATOR_QUOTES },
  { "app.bsky.graph.follow", "subject", CS_SIMULATOR_FOLLOWERS },
};

/* Adds what all repositories say of a post’s uri or an account’s DID. */
static void
count_mentions (CsSimBluesky *self,
                const char   *subject,
                gint64        at,
                gint64        counts[CS_SIMULATOR_N_COUNTS])
{
  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    for (guint j = 0; j < self->repos[i].history->len; j++)
      {
        CsSimRecord *record = g_ptr_array_index (self->repos[i].history, j);
        JsonObject *value = json_node_get_object (record->value);

        for (guint k = 0; was_there (record, at) && k < G_N_ELEMENTS (mentions); k++)
          if (g_str_equal (record->collection, mentions[k].collection)
              && g_strcmp0 (cs_json_get_text (value, mentions[k].path), subject) == 0)
            counts[mentions[k].count]++;
      }
}

static guint
count_records (CsSimRepo  *repo,
               const char *collection,
               gint64      at)
{
  guint n = 0;

  for (guint i = 0; i < repo->history->len; i++)
    {
      CsSimRecord *record = g_ptr_array_index (repo->history, i);

      n += g_str_equal (record->collection, collection) && was_there (record, at);
    }

  return n;
}

static void
count_post (CsSimBluesky *self,
            const char   *uri,
            CsSimRecord  *record,
            gint64        at,
            gint64        counts[CS_SIMULATOR_N_COUNTS])
{
  cs_sim_numbers_clear (counts);
  for (CsSimulatorCount i = CS_SIMULATOR_LIKES; i <= CS_SIMULATOR_SAVES; i++)
    counts[i] = 0;

  count_mentions (self, uri, at, counts);
  cs_sim_numbers_of_post (self->world, CS_SIMULATOR_BLUESKY, uri,
                          record->created_usec / G_USEC_PER_SEC, at, counts);
  for (CsSimulatorCount i = CS_SIMULATOR_FOLLOWERS; i < CS_SIMULATOR_N_COUNTS; i++)
    counts[i] = CS_SIMULATOR_UNTOLD;
}

static void
count_account (CsSimBluesky *self,
               CsSimRepo    *repo,
               gint64        at,
               gint64        counts[CS_SIMULATOR_N_COUNTS])
{
  cs_sim_numbers_clear (counts);
  counts[CS_SIMULATOR_FOLLOWERS] = 0;
  counts[CS_SIMULATOR_FOLLOWING] = count_records (repo, "app.bsky.graph.follow", at);
  counts[CS_SIMULATOR_POSTS] = count_records (repo, CS_SIM_POST, at);
  count_mentions (self, repo->did, at, counts);
  cs_sim_numbers_of_account (self->world, CS_SIMULATOR_BLUESKY, repo->did, at, counts);
}

/* The post behind a uri as the AppView has it; a handle in a uri is not looked up. */
static CsSimRecord *
find_post (CsSimBluesky  *self,
           const char    *uri,
           gint64         at,
           CsSimRepo    **repo)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    for (guint j = 0; j < self->repos[i].history->len; j++)
      {
        CsSimRecord *record = g_ptr_array_index (self->repos[i].history, j);
        g_autofree char *own = cs_sim_bluesky_dup_uri (&self->repos[i], record);

        if (g_str_equal (record->collection, CS_SIM_POST) && g_str_equal (own, uri)
            && was_there (record, at))
          {
            *repo = &self->repos[i];
            return record;
          }
      }

  return NULL;
}

static JsonObject *
describe_post (CsSimBluesky *self,
               const char   *uri,
               CsSimRepo    *repo,
               CsSimRecord  *record,
               gint64        at)
{
  JsonObject *object = json_object_new ();
  JsonObject *author = json_object_new ();
  g_autofree char *indexed = cs_sim_world_iso (
    record->created_usec + self->world->options.bluesky_appview_lag * G_USEC_PER_SEC);
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  count_post (self, uri, record, at, counts);
  json_object_set_string_member (author, "did", repo->did);
  json_object_set_string_member (author, "handle", repo->handle);

  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "cid", record->cid);
  json_object_set_object_member (object, "author", author);
  json_object_set_member (object, "record", json_node_copy (record->value));
  cs_sim_numbers_set (object, "bookmarkCount", counts[CS_SIMULATOR_SAVES]);
  cs_sim_numbers_set (object, "replyCount", counts[CS_SIMULATOR_REPLIES]);
  cs_sim_numbers_set (object, "repostCount", counts[CS_SIMULATOR_SHARES]);
  cs_sim_numbers_set (object, "likeCount", counts[CS_SIMULATOR_LIKES]);
  cs_sim_numbers_set (object, "quoteCount", counts[CS_SIMULATOR_QUOTES]);
  json_object_set_string_member (object, "indexedAt", indexed);
  json_object_set_array_member (object, "labels", json_array_new ());

  return object;
}

/* A sentence when these are no uris to ask for. */
static const char *
find_refusal (GPtrArray *uris)
{
  if (uris->len == 0)
    return "Error: Params must have the property \"uris\"";

  if (uris->len > MOST_AT_ONCE)
    return "Error: uris must not have more than 25 elements";

  for (guint i = 0; i < uris->len; i++)
    if (!g_str_has_prefix (uris->pdata[i], "at://"))
      return "Error: uris must contain at-uris";

  return NULL;
}

/* In the order asked for, each once; those that it has not, or not any more, are left out. */
static void
get_posts (gpointer       network,
           CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  g_autoptr(GPtrArray) uris = cs_sim_exchange_params (exchange, "uris");
  g_autoptr(GHashTable) unique = g_hash_table_new (g_str_hash, g_str_equal);
  const char *refusal = find_refusal (uris);
  gint64 at = seen_at (self, cs_sim_world_now (self->world));
  JsonObject *object;
  JsonArray *posts;

  if (refusal != NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", refusal);
      return;
    }

  object = json_object_new ();
  posts = json_array_new ();
  for (guint i = 0; i < uris->len; i++)
    {
      const char *uri = uris->pdata[i];
      CsSimRepo *repo = NULL;
      CsSimRecord *record = find_post (self, uri, at, &repo);

      if (record != NULL && g_hash_table_add (unique, (gpointer) uri))
        json_array_add_object_element (posts, describe_post (self, uri, repo, record, at));
    }

  json_object_set_array_member (object, "posts", posts);
  cs_sim_answer_object (exchange, 200, object);
}

static void
get_profile (gpointer       network,
             CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  const char *actor = cs_sim_exchange_param (exchange, "actor");
  CsSimRepo *repo = cs_sim_bluesky_find_repo (self, actor);
  JsonObject *object;
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  if (repo == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             actor != NULL ? "Profile not found"
                                           : "Error: Params must have the property \"actor\"");
      return;
    }

  object = json_object_new ();
  count_account (self, repo, seen_at (self, cs_sim_world_now (self->world)), counts);
  json_object_set_string_member (object, "did", repo->did);
  json_object_set_string_member (object, "handle", repo->handle);
  json_object_set_array_member (object, "labels", json_array_new ());
  cs_sim_numbers_set (object, "followersCount", counts[CS_SIMULATOR_FOLLOWERS]);
  cs_sim_numbers_set (object, "followsCount", counts[CS_SIMULATOR_FOLLOWING]);
  cs_sim_numbers_set (object, "postsCount", counts[CS_SIMULATOR_POSTS]);
  cs_sim_answer_object (exchange, 200, object);
}

void
cs_sim_bluesky_answer_appview (CsSimBluesky  *self,
                               CsSimExchange *exchange)
{
  static const CsSimRoute routes[] = {
    { "GET", "/xrpc/app.bsky.feed.getPosts", get_posts },
    { "GET", "/xrpc/app.bsky.actor.getProfile", get_profile },
  };

  if (!cs_sim_exchange_route (exchange, routes, G_N_ELEMENTS (routes), self))
    cs_sim_bluesky_refuse (exchange, 501, "MethodNotImplemented", "Method Not Implemented");
}

/* FALSE when there was neither a post of that uri nor an account of that DID then. */
gboolean
cs_sim_bluesky_counts_at (CsSimBluesky *self,
                          const char   *id,
                          gint64        at,
                          gint64        counts[CS_SIMULATOR_N_COUNTS])
{
  CsSimRepo *repo = cs_sim_bluesky_find_repo (self, id);
  CsSimRecord *record;

  cs_sim_numbers_clear (counts);
  if (repo != NULL)
    {
      count_account (self, repo, seen_at (self, at), counts);
      return TRUE;
    }

  record = find_post (self, id, seen_at (self, at), &repo);
  if (record == NULL)
    return FALSE;

  count_post (self, id, record, seen_at (self, at), counts);

  return TRUE;
}

JsonNode *
cs_sim_bluesky_numbers (CsSimBluesky *self,
                        gint64        at)
{
  JsonObject *list = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    {
      cs_sim_bluesky_counts_at (self, self->repos[i].did, at, counts);
      cs_sim_numbers_add (list, self->repos[i].did, counts);

      for (guint j = 0; j < self->repos[i].history->len; j++)
        {
          CsSimRecord *record = g_ptr_array_index (self->repos[i].history, j);
          g_autofree char *uri = cs_sim_bluesky_dup_uri (&self->repos[i], record);

          if (cs_sim_bluesky_counts_at (self, uri, at, counts))
            cs_sim_numbers_add (list, uri, counts);
        }
    }

  json_node_take_object (node, list);

  return node;
}
