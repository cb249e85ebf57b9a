/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-json.h"

#include <string.h>

/* The lexicon app.bsky.feed.getPosts: the most that one request may name. */
#define LIST_MAX 25

/* The lexicon app.bsky.feed.defs#postView */
static const CsCountName names[] = {
  { "likeCount", CS_METRIC_LIKES },
  { "replyCount", CS_METRIC_COMMENTS },
  { "repostCount", CS_METRIC_SHARES },
  { "quoteCount", CS_METRIC_QUOTES },
  { "bookmarkCount", CS_METRIC_SAVES },
};

guint
cs_bluesky_count_max (CsPlatform      *platform,
                      const CsAccount *account)
{
  return LIST_MAX;
}

/* Who counts is the AppView: the account’s server passes the question on, unless the account
 * names one of its own, which is public. */
static CsHttpAnswer *
ask_view (CsBluesky        *self,
          const CsAccount  *account,
          const char       *method,
          GCancellable     *cancellable,
          GError          **error)
{
  g_autofree char *view = cs_account_dup_setting (account, "appview", NULL);
  CsHttpCall call = { .kind = CS_HTTP_READ, .seconds = CS_COUNT_SECONDS };

  if (view != NULL)
    return cs_bluesky_call (self, &call, view, method, NULL, cancellable, error);

  return cs_bluesky_send (self, account, &call, method, NULL, cancellable, error);
}

/* A server that knows no AppView says so in one of these ways, by an error of its own: a page says
 * nothing of the sort. */
static gboolean
has_no_view (const CsHttpAnswer *answer)
{
  const char *words = answer->object != NULL ? cs_json_get_text (answer->object, "message") : NULL;

  if (answer->outcome != CS_HTTP_ANSWERED || answer->status < 400)
    return FALSE;

  return cs_bluesky_is_error (answer, "MethodNotImplemented")
      || cs_bluesky_is_error (answer, "XRPCNotSupported")
      /* not translated: the server’s own words */
      || (words != NULL && strstr (words, "No service configured") != NULL);
}

/* What answers so stands before the server, or takes its place for a while: whatever it says, it
 * says it of itself. */
static gboolean
is_strange (const CsHttpAnswer *answer)
{
  return answer->outcome == CS_HTTP_ANSWERED
      && answer->status != 429 && answer->status < 500
      && (answer->object == NULL || (answer->status >= 300 && answer->status < 400));
}

static CsReply *
read_answer (CsBluesky          *self,
             const CsHttpAnswer *answer)
{
  if (is_strange (answer))
    return cs_reply_new (CS_REPLY_RETRY, "%s has trouble: it answered %u", answer->host,
                         answer->status);

  return cs_bluesky_read (self, answer, CS_HTTP_READ);
}

/* NULL for a 2xx with an object in it. */
static CsReply *
read_view (CsBluesky          *self,
           const CsHttpAnswer *answer)
{
  if (has_no_view (answer))
    return cs_reply_new (CS_REPLY_CONFIG, "%s has no AppView, so nobody counts there: connect the "
                         "account again with the address of one, or ask who runs the server",
                         answer->host);

  return read_answer (self, answer);
}

/* The repository itself says whether a post that the AppView leaves out is there. */
static CsReply *
look_for (CsBluesky        *self,
          const CsAccount  *account,
          const CsTally    *tally,
          CsReading        *reading,
          GCancellable     *cancellable,
          GError          **error)
{
  const char *slash = strrchr (tally->remote_id, '/');
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_get_record (self, account,
                                                          slash != NULL ? slash + 1 : "",
                                                          cancellable, error);
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_ANSWERED && cs_bluesky_is_error (answer, "RecordNotFound"))
    {
      reading->state = CS_READING_GONE;
      return cs_reply_new (CS_REPLY_DONE, "The post is not there");
    }

  reply = read_answer (self, answer);
  if (reply != NULL)
    return reply;

  if (g_strcmp0 (cs_json_get_text (answer->object, "uri"), tally->remote_id) != 0)
    return cs_reply_new (CS_REPLY_RETRY, "%s answered for another post", answer->host);

  reading->state = CS_READING_UNSEEN;

  return cs_reply_new (CS_REPLY_DONE, "The AppView has not seen the post yet");
}

static char *
make_method (GPtrArray *tallies)
{
  GString *method = g_string_new ("app.bsky.feed.getPosts");

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      g_autofree char *uri = g_uri_escape_string (tally->remote_id, NULL, FALSE);

      g_string_append_printf (method, "%suris=%s", i == 0 ? "?" : "&", uri);
    }

  return g_string_free (method, FALSE);
}

static CsReply *
read_posts (CsBluesky          *self,
            const CsHttpAnswer *answer,
            GPtrArray          *tallies,
            GArray             *readings)
{
  CsReply *reply = read_view (self, answer);
  JsonArray *posts = reply == NULL ? cs_json_get_array (answer->object, "posts") : NULL;

  if (reply != NULL)
    return reply;

  if (posts == NULL)
    return cs_reply_new (CS_REPLY_RETRY, "The answer of %s cannot be read", answer->host);

  for (guint i = 0; i < json_array_get_length (posts); i++)
    {
      JsonObject *post = cs_json_at_object (posts, i);
      const char *uri = post != NULL ? cs_json_get_text (post, "uri") : NULL;

      if (uri != NULL)
        cs_readings_take (readings, tallies, uri, post, names, G_N_ELEMENTS (names));
    }

  return cs_reply_new (CS_REPLY_DONE, "Counted");
}

CsReply *
cs_bluesky_count (CsPlatform       *platform,
                  const CsAccount  *account,
                  GPtrArray        *tallies,
                  GArray           *readings,
                  char            **source,
                  GCancellable     *cancellable,
                  GError          **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autofree char *method = make_method (tallies);
  g_autoptr(CsHttpAnswer) answer = ask_view (self, account, method, cancellable, error);
  CsReading *first;
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  *source = g_strdup (answer->host);
  cs_readings_begin (readings, tallies->len);
  reply = read_posts (self, answer, tallies, readings);
  first = &g_array_index (readings, CsReading, 0);

  if (reply->klass == CS_REPLY_DONE && tallies->len == 1 && first->state == CS_READING_LEFT_OUT)
    {
      cs_reply_free (reply);
      reply = look_for (self, account, g_ptr_array_index (tallies, 0), first, cancellable, error);
    }

  if (reply == NULL || reply->klass != CS_REPLY_DONE)
    g_array_set_size (readings, 0);

  if (reply != NULL)
    {
      reply->budget = answer->budget;
      reply->skew = answer->skew;
      reply->timed_at = answer->timed_at;
    }

  return reply;
}

CsReply *
cs_bluesky_count_account (CsPlatform       *platform,
                          const CsAccount  *account,
                          CsAccountSample **sample,
                          GCancellable     *cancellable,
                          GError          **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autofree char *did = g_uri_escape_string (account->remote_id, NULL, FALSE);
  g_autofree char *method = g_strconcat ("app.bsky.actor.getProfile?actor=", did, NULL);
  g_autoptr(CsHttpAnswer) answer = ask_view (self, account, method, cancellable, error);
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  reply = read_view (self, answer);

  if (reply == NULL
      && g_strcmp0 (cs_json_get_text (answer->object, "did"), account->remote_id) != 0)
    reply = cs_reply_new (CS_REPLY_CONFIG, "%s answered for another account", answer->host);

  if (reply == NULL)
    {
      *sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
      (*sample)->account_id = g_strdup (account->id);
      (*sample)->source = g_strdup (answer->host);
      (*sample)->followers = cs_count_read (answer->object, "followersCount");
      (*sample)->following = cs_count_read (answer->object, "followsCount");
      (*sample)->posts = cs_count_read (answer->object, "postsCount");
      reply = cs_reply_new (CS_REPLY_DONE, "Counted");
    }

  reply->budget = answer->budget;
  reply->skew = answer->skew;
  reply->timed_at = answer->timed_at;

  return reply;
}
