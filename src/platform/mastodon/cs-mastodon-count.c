/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-mastodon-private.h"

#include "cs-json.h"

#include <string.h>

/* docs.joinmastodon.org/methods/statuses/#index: the most that one request may name. */
#define LIST_MAX 20

/* docs.joinmastodon.org/entities/Status */
static const CsCountName names[] = {
  { "favourites_count", CS_METRIC_LIKES },
  { "replies_count", CS_METRIC_COMMENTS },
  { "reblogs_count", CS_METRIC_SHARES },
  { "quotes_count", CS_METRIC_QUOTES },
};

/* The list came with 4.3, as did the number of the API by which Mastodon itself is known. */
guint
cs_mastodon_count_max (CsPlatform      *platform,
                       const CsAccount *account)
{
  return account->honours_key ? LIST_MAX : 1;
}

static void
take_status (GArray     *readings,
             GPtrArray  *tallies,
             JsonObject *status)
{
  g_autofree char *id = status != NULL ? cs_json_dup_id (status, "id") : NULL;

  if (id != NULL)
    cs_readings_take (readings, tallies, id, status, names, G_N_ELEMENTS (names));
}

static CsHttpAnswer *
get (CsMastodon       *self,
     const CsAccount  *account,
     const char       *path,
     char            **source,
     GCancellable     *cancellable,
     GError          **error)
{
  CsHttpCall call = { .kind = CS_HTTP_READ, .method = "GET", .seconds = CS_COUNT_SECONDS };
  CsHttpAnswer *answer = cs_mastodon_send (self, account, &call, path, cancellable, error);

  if (answer != NULL && source != NULL)
    *source = g_strdup (answer->host);

  return answer;
}

static gboolean
is_not_found (const CsHttpAnswer *answer)
{
  return answer->outcome == CS_HTTP_ANSWERED && (answer->status == 404 || answer->status == 410);
}

static gboolean
is_said_by_api (const CsHttpAnswer *answer)
{
  return answer->object != NULL && cs_json_has (answer->object, "error");
}

/* One post: who is not found is gone, if it is the API that says so. */
static CsReply *
read_one (CsMastodon         *self,
          const CsHttpAnswer *answer,
          GPtrArray          *tallies,
          GArray             *readings)
{
  CsReading *reading = &g_array_index (readings, CsReading, 0);
  CsReply *reply;

  if (is_not_found (answer) && is_said_by_api (answer))
    {
      reading->state = CS_READING_GONE;
      return cs_reply_new (CS_REPLY_DONE, "The post is not there");
    }

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
  if (reply != NULL)
    return reply;

  take_status (readings, tallies, answer->object);

  return reading->state == CS_READING_COUNTED
         ? cs_reply_new (CS_REPLY_DONE, "Counted")
         : cs_reply_new (CS_REPLY_RETRY, "%s answered for another post", answer->host);
}

/* Several posts: what is left out was deleted, or is none of the list’s, and is asked for alone. */
static CsReply *
read_list (CsMastodon         *self,
           const CsHttpAnswer *answer,
           GPtrArray          *tallies,
           GArray             *readings)
{
  gboolean has_no_list = answer->outcome == CS_HTTP_ANSWERED && answer->status == 404;
  CsReply *reply = has_no_list ? NULL : cs_mastodon_read (self, answer, CS_HTTP_READ);
  JsonArray *list = NULL;

  if (reply != NULL)
    return reply;

  if (answer->json != NULL && JSON_NODE_HOLDS_ARRAY (answer->json))
    list = json_node_get_array (answer->json);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    take_status (readings, tallies, cs_json_at_object (list, i));

  return cs_reply_new (CS_REPLY_DONE, "Counted");
}

static char *
make_path (GPtrArray *tallies)
{
  GString *path = g_string_new ("/api/v1/statuses");

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      g_autofree char *id = g_uri_escape_string (tally->remote_id, NULL, FALSE);

      if (tallies->len == 1)
        g_string_append_printf (path, "/%s", id);
      else
        g_string_append_printf (path, "%sid[]=%s", i == 0 ? "?" : "&", id);
    }

  return g_string_free (path, FALSE);
}

CsReply *
cs_mastodon_count_account (CsPlatform       *platform,
                           const CsAccount  *account,
                           CsAccountSample **sample,
                           GCancellable     *cancellable,
                           GError          **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  g_autoptr(CsHttpAnswer) answer = get (self, account, "/api/v1/accounts/verify_credentials", NULL,
                                        cancellable, error);
  g_autofree char *id = NULL;
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
  id = reply == NULL && answer->object != NULL ? cs_json_dup_id (answer->object, "id") : NULL;

  if (reply == NULL && (id == NULL || g_strcmp0 (id, account->remote_id) != 0))
    reply = cs_reply_new (CS_REPLY_CONFIG, "%s answered for another account", answer->host);

  if (reply == NULL)
    {
      *sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
      (*sample)->account_id = g_strdup (account->id);
      (*sample)->source = g_strdup (answer->host);
      (*sample)->followers = cs_count_read (answer->object, "followers_count");
      (*sample)->following = cs_count_read (answer->object, "following_count");
      (*sample)->posts = cs_count_read (answer->object, "statuses_count");
      reply = cs_reply_new (CS_REPLY_DONE, "Counted");
    }

  reply->budget = answer->budget;
  reply->skew = answer->skew;
  reply->timed_at = answer->timed_at;

  return reply;
}

/* A page instead of the API’s words: of a proxy, or of a server that says it so. One that knows the
 * account is the right one, and what it does not find there is gone. */
static CsReply *
read_page (CsPlatform          *platform,
           const CsAccount     *account,
           const CsHttpAnswer  *answer,
           CsReading           *reading,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr(CsAccountSample) sample = NULL;
  g_autoptr(CsReply) who = cs_mastodon_count_account (platform, account, &sample, cancellable,
                                                      error);

  if (who == NULL)
    return NULL;

  if (who->klass == CS_REPLY_DONE)
    {
      reading->state = CS_READING_GONE;
      return cs_reply_new (CS_REPLY_DONE, "The post is not there");
    }

  return who->klass != CS_REPLY_REJECTED
         ? g_steal_pointer (&who)
         : cs_reply_new (CS_REPLY_CONFIG, "%s answered %u: check the host", answer->host,
                         answer->status);
}

CsReply *
cs_mastodon_count (CsPlatform       *platform,
                   const CsAccount  *account,
                   GPtrArray        *tallies,
                   GArray           *readings,
                   char            **source,
                   GCancellable     *cancellable,
                   GError          **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  g_autofree char *path = make_path (tallies);
  g_autoptr(CsHttpAnswer) answer = get (self, account, path, source, cancellable, error);
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  cs_readings_begin (readings, tallies->len);
  if (tallies->len > 1)
    reply = read_list (self, answer, tallies, readings);
  else if (is_not_found (answer) && !is_said_by_api (answer))
    reply = read_page (platform, account, answer, &g_array_index (readings, CsReading, 0),
                       cancellable, error);
  else
    reply = read_one (self, answer, tallies, readings);

  if (reply == NULL)
    {
      g_array_set_size (readings, 0);
      return NULL;
    }

  if (reply->klass != CS_REPLY_DONE)
    g_array_set_size (readings, 0);

  reply->budget = answer->budget;
  reply->skew = answer->skew;
  reply->timed_at = answer->timed_at;

  return reply;
}
