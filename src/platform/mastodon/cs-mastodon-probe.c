/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-mastodon-private.h"

#include "cs-json.h"
#include "cs-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define SETTLE_SECONDS  30          /* a server may still be at work on what we sent */
#define KEY_SECONDS     (55 * 60)   /* the server forgets a key after an hour */
#define LOOKS_SECONDS   60          /* between the two looks that prove absence without a key */
#define WINDOW_SECONDS  60
#define LATE_SECONDS    (10 * 60)   /* how late a server publishes what it held */
#define PAGE            40
#define FULL_PAGE       20          /* what a server gives that looks at no limit, or more */
#define MAX_PAGES       25

/* What is looked for: taken from the frozen body, not from the post, which may have changed. */
typedef struct
{
  JsonObject *body;
  GHashTable *taken;     /* ids of other posts of ours; NULL: none */
  char       *text;      /* as it can be compared */
  char       *as_html;   /* the same, had the server taken it for HTML */
  guint       n_media;
  gint64      since;     /* by our clock; the server's may show another time; 0: any time */
  gboolean    loosely;   /* the server rewrites texts: letters and digits must be the same */
} Wanted;

static void
wanted_clear (Wanted *wanted)
{
  g_clear_pointer (&wanted->body, json_object_unref);
  g_clear_pointer (&wanted->text, g_free);
  g_clear_pointer (&wanted->as_html, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

/*
 * Letters and digits alone, and of a word that begins with @ the name alone: a
 * server that formats texts itself takes stars away and writes hosts anew.
 */
static char *
letters_and_digits (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *kept = g_string_new (NULL);
  gboolean in_mention = FALSE, behind_name = FALSE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        in_mention = behind_name = FALSE;
      else if (c == '@' && !in_mention)
        in_mention = TRUE;
      else if (in_mention && !g_unichar_isalnum (c) && c != '_')
        behind_name = TRUE;
      else if (g_unichar_isalnum (c) && !behind_name)
        g_string_append_unichar (kept, c);
    }

  return g_string_free (kept, FALSE);
}

/* The server shows @ana@example.social as @ana, so that only the name can be compared. */
static char *
comparable (const char *text,
            gboolean    loosely)
{
  g_autofree char *normal = cs_text_normalise (text);
  g_autoptr(GArray) entities = cs_text_find_entities (normal);
  g_autoptr(GString) kept = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < entities->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (entities, CsTextEntity, i);
      const char *host;

      if (entity->kind != CS_TEXT_MENTION)
        continue;

      host = memchr (normal + entity->start + 1, '@', entity->end - entity->start - 1);
      if (host == NULL)
        continue;

      g_string_append_len (kept, normal + at, host - (normal + at));
      at = entity->end;
    }

  g_string_append (kept, normal + at);

  return loosely ? letters_and_digits (kept->str) : g_string_free (g_steal_pointer (&kept), FALSE);
}

static gboolean
wanted_init (Wanted       *wanted,
             const CsCall *call,
             gint64        since)
{
  JsonArray *media;
  const char *text;

  wanted->body = cs_json_parse_object (call->row->body, -1, 0, NULL);
  if (wanted->body == NULL)
    return FALSE;

  media = cs_json_get_array (wanted->body, "media_ids");
  text = cs_json_get_text (wanted->body, "status");
  wanted->n_media = media != NULL ? json_array_get_length (media) : 0;
  wanted->loosely = !call->account->honours_key;
  wanted->taken = call->taken;
  wanted->text = comparable (text != NULL ? text : "", wanted->loosely);
  if (wanted->loosely && text != NULL)
    {
      g_autofree char *stripped = cs_text_from_html (text);

      wanted->as_html = comparable (stripped, TRUE);
    }
  wanted->since = since;

  return TRUE;
}

/* Of two posts that say the same each is one row's. */
static gboolean
is_taken (GHashTable *taken,
          JsonObject *object)
{
  g_autofree char *id = cs_json_dup_id (object, "id");

  return taken != NULL && id != NULL && g_hash_table_contains (taken, id);
}

static gboolean
is_wanted (const Wanted *wanted,
           gint64        since,
           JsonObject   *status)
{
  JsonArray *media = cs_json_get_array (status, "media_attachments");
  const char *html = cs_json_get_text (status, "content");
  g_autofree char *plain = cs_text_from_html (html != NULL ? html : "");
  g_autofree char *text = comparable (plain, wanted->loosely);
  g_autofree char *replies_to = cs_json_dup_id (status, "in_reply_to_id");
  const char *parent = cs_json_get_text (wanted->body, "in_reply_to_id");

  return cs_iso_time_read (cs_json_get_text (status, "created_at")) >= since
      && !cs_json_has (status, "reblog")
      && !is_taken (wanted->taken, status)
      && (media != NULL ? json_array_get_length (media) : 0) == wanted->n_media
      && g_strcmp0 (replies_to, parent) == 0
      && (strcmp (text, wanted->text) == 0 || g_strcmp0 (text, wanted->as_html) == 0);
}

static CsHttpAnswer *
get (CsMastodon       *self,
     const CsAccount  *account,
     const char       *path,
     GCancellable     *cancellable,
     GError          **error)
{
  CsHttpCall request = { .kind = CS_HTTP_READ, .method = "GET" };

  return cs_mastodon_send (self, account, &request, path, cancellable, error);
}

static CsReply *
too_many (void)
{
  return cs_reply_new (CS_REPLY_RETRY, "There are too many newer posts to find this one");
}

/*
 * Looks through one page, which is to lie behind @next. Sets @next to the oldest
 * id that is still new enough to go on behind it, or NULL.
 */
static CsReply *
read_page (const Wanted  *wanted,
           JsonArray     *page,
           gint64         skew,
           char         **next)
{
  g_autofree char *behind = g_steal_pointer (next);
  guint length = json_array_get_length (page);
  gint64 since = wanted->since > 0 ? wanted->since + skew : 0;
  gboolean again = FALSE;

  for (guint i = 0; i < length; i++)
    {
      JsonObject *status = cs_json_at_object (page, i);

      if (status == NULL)
        continue;

      if (is_wanted (wanted, since, status))
        return cs_mastodon_published (status);

      g_clear_pointer (next, g_free);
      if (cs_iso_time_read (cs_json_get_text (status, "created_at")) >= since)
        *next = cs_json_dup_id (status, "id");

      again |= behind != NULL && g_strcmp0 (behind, *next) == 0;
    }

  if (!again)
    return NULL;

  /* A server that knows no pages gives its only one again: a short one is all there is. */
  if (*next != NULL && length >= FULL_PAGE)
    return too_many ();

  g_clear_pointer (next, g_free);

  return NULL;
}

/* DONE, ABSENT when all own posts of the time were looked through, or why that was not possible. */
static CsReply *
find_status (CsMastodon    *self,
             const CsCall  *call,
             const Wanted  *wanted,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *id = g_uri_escape_string (call->account->remote_id != NULL
                                             ? call->account->remote_id : "", NULL, FALSE);
  g_autofree char *next = NULL;

  for (guint i = 0; i == 0 || (next != NULL && i < MAX_PAGES); i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/v1/accounts/%s/statuses?limit=%d"
                                               "&exclude_reblogs=true%s%s", id, PAGE,
                                               next != NULL ? "&max_id=" : "",
                                               next != NULL ? next : "");
      g_autoptr(CsHttpAnswer) answer = get (self, call->account, path, cancellable, error);
      CsReply *reply;

      if (answer == NULL)
        return cs_reply_from_error (error);

      reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
      if (reply != NULL)
        return reply;

      if (!JSON_NODE_HOLDS_ARRAY (answer->json))
        return cs_reply_new (CS_REPLY_RETRY, "The list of posts from %s cannot be read",
                             answer->host);

      reply = read_page (wanted, json_node_get_array (answer->json), answer->skew, &next);
      if (reply != NULL)
        return reply;
    }

  /* What was not looked through may hold it. */
  if (next != NULL)
    return too_many ();

  return cs_reply_new (CS_REPLY_ABSENT, "The post is not there");
}

static gboolean
is_wanted_schedule (const Wanted *wanted,
                    JsonObject   *schedule)
{
  const char *text = cs_json_get_text (schedule, "params.text");
  g_autofree char *held = comparable (text != NULL ? text : "", wanted->loosely);

  return strcmp (held, wanted->text) == 0
      && cs_iso_time_read (cs_json_get_text (schedule, "scheduled_at"))
         == cs_iso_time_read (cs_json_get_text (wanted->body, "scheduled_at"));
}

static CsReply *
find_schedule (CsMastodon    *self,
               const CsCall  *call,
               const Wanted  *wanted,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(CsHttpAnswer) answer = get (self, call->account, "/api/v1/scheduled_statuses?limit=40",
                                        cancellable, error);
  JsonArray *list;
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
  if (reply != NULL)
    return reply;

  list = JSON_NODE_HOLDS_ARRAY (answer->json) ? json_node_get_array (answer->json) : NULL;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *schedule = cs_json_at_object (list, i);

      reply = schedule != NULL && is_wanted_schedule (wanted, schedule)
              && !is_taken (call->held, schedule) ? cs_mastodon_held (schedule) : NULL;
      if (reply != NULL)
        return reply;
    }

  return cs_reply_new (CS_REPLY_ABSENT, "The post is not there");
}

static CsReply *
look_again (const char *sentence,
            gint64      not_before)
{
  CsReply *reply = cs_reply_new (CS_REPLY_PENDING, "%s", sentence);

  reply->not_before = not_before;

  return reply;
}

/*
 * Within the key's hour sending again is harmless; else absence is believed when
 * seen twice. A clock that was set back tells neither the key's age nor when a
 * first look was.
 */
static CsReply *
conclude (CsMastodon   *self,
          const CsCall *call,
          gint64        intent_at)
{
  gint64 now = cs_clock_now (self->clock);
  gint64 first = cs_row_get_number (call->row, "absent_at", NULL, 0);
  gboolean set_back = now < intent_at;
  CsReply *reply;

  if (call->account->honours_key && !set_back && now - intent_at < KEY_SECONDS)
    return cs_reply_new (CS_REPLY_ABSENT, "The post is not there");

  if (first == 0 || first > now || (first < intent_at && !set_back))
    {
      reply = look_again (_("The post is not there yet; one more look"), now + LOOKS_SECONDS);
      cs_reply_set_number (reply, "absent_at", NULL, now);
      return reply;
    }

  if (now - first < LOOKS_SECONDS)
    return look_again (_("The post is not there yet; one more look"), first + LOOKS_SECONDS);

  reply = cs_reply_new (CS_REPLY_ABSENT, "The post is not there");
  cs_reply_set_number (reply, "absent_at", NULL, 0);

  return reply;
}

static gint64
intent_of (const CsOutboxRow *row,
           gint64             now)
{
  return row->intent_at != CS_UNKNOWN ? row->intent_at : now;
}

CsReply *
cs_mastodon_probe (CsPlatform    *platform,
                   const CsCall  *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  gint64 now = cs_clock_now (self->clock);
  gint64 intent_at = intent_of (call->row, now);
  gboolean set_back = now < intent_at;
  g_auto(Wanted) wanted = { 0, };
  g_autoptr(CsReply) reply = NULL;

  /* When it was sent is not known by a clock that was set back since: the outbox waited. */
  if (!set_back && now < intent_at + SETTLE_SECONDS)
    return look_again (_("The server may still be at work on the post"),
                       intent_at + SETTLE_SECONDS);

  if (!wanted_init (&wanted, call, set_back ? 0 : intent_at - WINDOW_SECONDS))
    return cs_reply_new (CS_REPLY_REJECTED, "What was sent cannot be read: write the post anew");

  if (cs_json_has (wanted.body, "scheduled_at"))
    {
      reply = find_schedule (self, call, &wanted, cancellable, error);
      if (reply == NULL || reply->klass != CS_REPLY_ABSENT)
        return g_steal_pointer (&reply);
      g_clear_pointer (&reply, cs_reply_free);
    }

  reply = find_status (self, call, &wanted, cancellable, error);
  if (reply == NULL || reply->klass != CS_REPLY_ABSENT)
    return g_steal_pointer (&reply);

  return conclude (self, call, intent_at);
}

/* The schedule is gone: published under another id, or taken away on the server. */
static CsReply *
find_published (CsMastodon    *self,
                const CsCall  *call,
                GCancellable  *cancellable,
                GError       **error)
{
  gint64 now = cs_clock_now (self->clock);
  g_auto(Wanted) wanted = { 0, };
  g_autoptr(CsReply) reply = NULL;

  if (!wanted_init (&wanted, call, call->row->due - WINDOW_SECONDS))
    return cs_reply_new (CS_REPLY_REJECTED, "What was sent cannot be read: write the post anew");

  reply = find_status (self, call, &wanted, cancellable, error);
  if (reply != NULL && reply->klass == CS_REPLY_ABSENT && now < call->row->due + LATE_SECONDS)
    return look_again (_("The server is about to publish the post"),
                       MAX (now, call->row->due) + SETTLE_SECONDS);

  return g_steal_pointer (&reply);
}

/* What the server calls the post that it holds, as a path; NULL: it holds none. */
static char *
schedule_path (const CsOutboxRow *row)
{
  const char *handle = cs_row_get_handle (row, "scheduled_id", NULL);
  g_autofree char *id = handle != NULL ? g_uri_escape_string (handle, NULL, FALSE) : NULL;

  return id != NULL ? g_strconcat ("/api/v1/scheduled_statuses/", id, NULL) : NULL;
}

CsReply *
cs_mastodon_withdraw (CsPlatform    *platform,
                      const CsCall  *call,
                      GCancellable  *cancellable,
                      GError       **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  CsHttpCall request = { .kind = CS_HTTP_UPLOAD, .method = "DELETE" };
  g_autofree char *path = schedule_path (call->row);
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsReply *reply;

  if (path == NULL)
    return cs_reply_new (CS_REPLY_ABSENT, "The server holds no such post");

  answer = cs_mastodon_send (self, call->account, &request, path, cancellable, error);
  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_ANSWERED && answer->status == 404)
    return cs_reply_new (CS_REPLY_ABSENT, "The server holds the post no more");

  reply = cs_mastodon_read (self, answer, CS_HTTP_UPLOAD);

  return reply != NULL ? reply : cs_reply_new (CS_REPLY_DONE, "The server gave the post back");
}

CsReply *
cs_mastodon_poll (CsPlatform    *platform,
                  const CsCall  *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  gint64 now = cs_clock_now (self->clock);
  g_autofree char *path = schedule_path (call->row);
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsReply *reply;

  if (path == NULL)
    return find_published (self, call, cancellable, error);

  answer = get (self, call->account, path, cancellable, error);
  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_ANSWERED && answer->status == 404)
    return find_published (self, call, cancellable, error);

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);

  return reply != NULL ? reply
         : look_again (_("The server holds the post until its time"),
                       MAX (now + SETTLE_SECONDS, call->row->due + 5));
}
