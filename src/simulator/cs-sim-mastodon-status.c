/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"
#include "cs-sim-numbers.h"
#include "cs-sim-text.h"

#include <string.h>

#define KEY_LIFETIME 3600

void
cs_sim_status_free (CsSimStatus *status)
{
  g_free (status->id);
  g_free (status->text);
  g_free (status->spoiler);
  g_free (status->visibility);
  g_free (status->language);
  g_free (status->in_reply_to);
  g_free (status->key);
  g_free (status->schedule_id);
  g_clear_pointer (&status->media, g_ptr_array_unref);
  g_free (status);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSimStatus, cs_sim_status_free)

CsSimStatus *
cs_sim_mastodon_find_status (CsSimMastodon *self,
                             const char    *id)
{
  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      if (!status->is_waiting && status->deleted_usec == 0 && g_str_equal (status->id, id))
        return status;
    }

  return NULL;
}

void
cs_sim_mastodon_set_text (JsonObject *object,
                          const char *name,
                          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

void
cs_sim_mastodon_set_media (CsSimMastodon *self,
                           JsonObject    *object,
                           CsSimStatus   *status)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < status->media->len; i++)
    {
      CsSimMedia *media = g_ptr_array_index (status->media, i);

      json_array_add_object_element (array, cs_sim_mastodon_describe_media (self, media));
    }

  json_object_set_array_member (object, "media_attachments", array);
}

static void
set_counts (CsSimMastodon *self,
            JsonObject    *object,
            CsSimStatus   *status)
{
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  cs_sim_mastodon_count_status (self, status, cs_sim_world_now (self->world), counts);
  cs_sim_numbers_set (object, "replies_count", counts[CS_SIMULATOR_REPLIES]);
  cs_sim_numbers_set (object, "reblogs_count", counts[CS_SIMULATOR_SHARES]);
  cs_sim_numbers_set (object, "favourites_count", counts[CS_SIMULATOR_LIKES]);
  cs_sim_numbers_set (object, "quotes_count", counts[CS_SIMULATOR_QUOTES]);
}

JsonObject *
cs_sim_mastodon_describe_status (CsSimMastodon *self,
                                 CsSimStatus   *status)
{
  const char *host = self->world->urls[CS_SIMULATOR_MASTODON];
  CsSimStatus *parent =
    status->in_reply_to != NULL ? cs_sim_mastodon_find_status (self, status->in_reply_to) : NULL;
  JsonObject *object = json_object_new ();
  JsonObject *application = json_object_new ();
  g_autofree char *created = cs_sim_world_iso (status->created_usec);
  g_autofree char *edited =
    status->edited_usec != 0 ? cs_sim_world_iso (status->edited_usec) : NULL;
  g_autofree char *html = cs_sim_text_html (status->text, host);
  g_autofree char *url = g_strdup_printf ("%s/@%s/%s", host, status->person->username, status->id);
  g_autofree char *uri = g_strdup_printf ("%s/users/%s/statuses/%s", host, status->person->username,
                                          status->id);

  json_object_set_string_member (object, "id", status->id);
  json_object_set_string_member (object, "created_at", created);
  cs_sim_mastodon_set_text (object, "edited_at", edited);
  cs_sim_mastodon_set_text (object, "in_reply_to_id", status->in_reply_to);
  cs_sim_mastodon_set_text (object, "in_reply_to_account_id",
                            parent != NULL ? parent->person->id : NULL);
  json_object_set_boolean_member (object, "sensitive", status->is_sensitive);
  json_object_set_string_member (object, "spoiler_text", status->spoiler);
  json_object_set_string_member (object, "visibility", status->visibility);
  cs_sim_mastodon_set_text (object, "language", status->language);
  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "url", url);
  json_object_set_string_member (object, "content", html);
  json_object_set_object_member (object, "account",
                                 cs_sim_mastodon_describe (self, status->person));
  json_object_set_string_member (application, "name", status->app->name);
  json_object_set_object_member (object, "application", application);
  json_object_set_array_member (object, "mentions", json_array_new ());
  json_object_set_array_member (object, "tags", json_array_new ());
  json_object_set_array_member (object, "emojis", json_array_new ());
  json_object_set_null_member (object, "reblog");
  json_object_set_null_member (object, "card");
  json_object_set_null_member (object, "poll");
  cs_sim_mastodon_set_media (self, object, status);
  set_counts (self, object, status);

  return object;
}

void
cs_sim_mastodon_answer_status (CsSimMastodon *self,
                               CsSimExchange *exchange,
                               CsSimStatus   *status)
{
  cs_sim_answer_object (exchange, 200,
                        status->is_waiting ? cs_sim_mastodon_describe_schedule (self, status)
                                           : cs_sim_mastodon_describe_status (self, status));
}

/* Media by their ids; a sentence in @refusal when they cannot go with a status. */
static GPtrArray *
gather_media (CsSimMastodon *self,
              CsSimPerson   *person,
              GPtrArray     *ids,
              char         **refusal)
{
  g_autoptr(GPtrArray) media = g_ptr_array_new ();
  gint64 limit = self->world->options.mastodon_max_media;
  gboolean has_sound = FALSE;   /* a GIF, though it moves, has none and may stand with others */
  gboolean is_ready = TRUE;

  if (ids->len > limit)
    *refusal = g_strdup_printf ("Cannot attach more than %" G_GINT64_FORMAT " files", limit);

  for (guint i = 0; i < ids->len && *refusal == NULL; i++)
    {
      CsSimMedia *one = cs_sim_mastodon_find_media (self, person, g_ptr_array_index (ids, i));

      /* Servers before 4.4 pass over ids that they do not know. */
      if ((one == NULL || one->is_attached) && cs_sim_mastodon_version (self) >= 404)
        *refusal = g_strdup_printf ("Media %s not found or already attached to another post",
                                    (char *) g_ptr_array_index (ids, i));
      /* An id that stands twice is looked up once. */
      else if (one != NULL && !one->is_attached && !g_ptr_array_find (media, one, NULL))
        g_ptr_array_add (media, one);
    }

  for (guint i = 0; i < media->len; i++)
    {
      CsSimMedia *one = g_ptr_array_index (media, i);

      has_sound |= g_str_equal (one->kind, "video") || g_str_equal (one->kind, "audio");
      is_ready &= cs_sim_mastodon_media_is_ready (self, one);
    }

  if (*refusal == NULL && media->len > 1 && has_sound)
    *refusal = g_strdup ("Cannot attach a video to a post that already contains images");
  else if (*refusal == NULL && !is_ready)
    *refusal = g_strdup ("Cannot attach files that have not finished processing. "
                         "Try again in a moment!");

  return g_steal_pointer (&media);
}

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return *text == '\0';
}

static char *
find_text_refusal (CsSimMastodon *self,
                   CsSimStatus   *status)
{
  gint64 limit = self->world->options.mastodon_max_characters;
  gint64 length = cs_sim_text_mastodon (status->text) + cs_sim_text_graphemes (status->spoiler);
  static const char *const visibilities[] = { "public", "unlisted", "private", "direct", NULL };

  if (is_blank (status->text) && status->media->len == 0)
    return g_strdup ("Validation failed: Text can't be blank");

  if (length > limit)
    return g_strdup_printf ("Validation failed: Text character limit of %" G_GINT64_FORMAT
                            " exceeded", limit);

  if (!g_strv_contains (visibilities, status->visibility))
    return g_strdup_printf ("'%s' is not a valid visibility", status->visibility);

  return NULL;
}

static char *
dup_param (CsSimExchange *exchange,
           const char    *name,
           const char    *fallback)
{
  const char *value = cs_sim_exchange_param (exchange, name);

  return g_strdup (value != NULL ? value : fallback);
}

/* A status from a request's parameters; NULL with a sentence when it is refused. */
static CsSimStatus *
read_status (CsSimMastodon *self,
             CsSimExchange *exchange,
             CsSimToken    *token,
             char         **refusal)
{
  g_autoptr(CsSimStatus) status = g_new0 (CsSimStatus, 1);
  g_autoptr(GPtrArray) ids = cs_sim_exchange_params (exchange, "media_ids[]");

  status->person = token->person;
  status->app = token->app;
  status->text = dup_param (exchange, "status", "");
  status->spoiler = dup_param (exchange, "spoiler_text", "");
  status->visibility = dup_param (exchange, "visibility", "public");
  status->language = dup_param (exchange, "language", "en");
  status->in_reply_to = dup_param (exchange, "in_reply_to_id", NULL);
  status->is_sensitive =
    cs_sim_exchange_param_bool (exchange, "sensitive") || *status->spoiler != '\0';
  /* A warning without a text behind it is the text. */
  if (is_blank (status->text) && !is_blank (status->spoiler))
    {
      g_set_str (&status->text, status->spoiler);
      g_set_str (&status->spoiler, "");
    }
  status->created_usec = cs_clock_now_usec (self->world->clock);

  if (!cs_sim_mastodon_read_schedule (self, cs_sim_exchange_param (exchange, "scheduled_at"),
                                      &status->scheduled, refusal))
    return NULL;

  status->media = gather_media (self, token->person, ids, refusal);
  if (*refusal == NULL)
    *refusal = find_text_refusal (self, status);
  if (*refusal == NULL && status->scheduled != 0)
    *refusal = cs_sim_mastodon_find_schedule_refusal (self, token->person, status->scheduled);

  return *refusal == NULL ? g_steal_pointer (&status) : NULL;
}

/* The status that this key made within the hour. */
static CsSimStatus *
find_by_key (CsSimMastodon *self,
             CsSimPerson   *person,
             const char    *key)
{
  g_autofree char *name = g_strdup_printf ("%s %s", person->id, key);
  CsSimKey *entry = g_hash_table_lookup (self->keys, name);

  if (entry == NULL || self->world->options.mastodon_ignore_key
      || self->world->options.mastodon_snac
      || entry->at + KEY_LIFETIME <= cs_sim_world_now (self->world))
    return NULL;

  return entry->status;
}

static void
keep_key (CsSimMastodon *self,
          CsSimStatus   *status)
{
  CsSimKey *entry;

  if (status->key == NULL)
    return;

  entry = g_new0 (CsSimKey, 1);
  entry->status = status;
  entry->at = cs_sim_world_now (self->world);
  g_hash_table_insert (self->keys, g_strdup_printf ("%s %s", status->person->id, status->key),
                       entry);
}

void
cs_sim_mastodon_create_status (gpointer       network,
                               CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, "write:statuses");
  const char *key = cs_sim_exchange_header (exchange, "Idempotency-Key");
  const char *parent = cs_sim_exchange_param (exchange, "in_reply_to_id");
  g_autofree char *refusal = NULL;
  CsSimStatus *status;

  if (token == NULL)
    return;

  status = key != NULL ? find_by_key (self, token->person, key) : NULL;
  if (status != NULL)
    {
      if (status->deleted_usec != 0)
        cs_sim_mastodon_refuse (exchange, 404, "Record not found");
      else
        cs_sim_mastodon_answer_status (self, exchange, status);
      return;
    }

  if (parent != NULL && *parent != '\0' && cs_sim_mastodon_find_status (self, parent) == NULL)
    {
      cs_sim_mastodon_refuse (exchange, 404,
                              "The post you are trying to reply to does not appear to exist.");
      return;
    }

  status = read_status (self, exchange, token, &refusal);
  if (status == NULL)
    {
      cs_sim_mastodon_refuse (exchange, 422, refusal);
      return;
    }

  /* What is refused or answered from the key's memory makes no status and costs none. */
  if (!cs_sim_mastodon_take (self, exchange, &token->person->statuses, 10800, 300))
    {
      cs_sim_status_free (status);
      return;
    }

  status->id = cs_sim_mastodon_new_id (self);
  status->key = g_strdup (key);
  status->is_waiting = status->scheduled != 0;
  if (status->is_waiting)
    status->schedule_id = cs_sim_mastodon_new_id (self);
  for (guint i = 0; i < status->media->len; i++)
    ((CsSimMedia *) g_ptr_array_index (status->media, i))->is_attached = TRUE;

  g_ptr_array_add (self->statuses, status);
  keep_key (self, status);
  cs_sim_mastodon_answer_status (self, exchange, status);
}

/* The own status that a request names; answers 401, 403 or 404 and gives NULL otherwise. */
static CsSimStatus *
need_own (CsSimMastodon *self,
          CsSimExchange *exchange)
{
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, "write:statuses");
  CsSimStatus *status;

  if (token == NULL)
    return NULL;

  status = cs_sim_mastodon_find_status (self, exchange->args[0]);
  if (status == NULL || status->person != token->person)
    {
      cs_sim_mastodon_refuse (exchange, 404, "Record not found");
      return NULL;
    }

  return status;
}

void
cs_sim_mastodon_edit_status (gpointer       network,
                             CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimStatus *status = need_own (self, exchange);
  g_autofree char *old_text = NULL;
  g_autofree char *old_spoiler = NULL;
  g_autofree char *refusal = NULL;

  if (status == NULL)
    return;

  old_text = status->text;
  old_spoiler = status->spoiler;
  status->text = dup_param (exchange, "status", old_text);
  status->spoiler = dup_param (exchange, "spoiler_text", old_spoiler);

  refusal = find_text_refusal (self, status);
  if (refusal != NULL)
    {
      g_set_str (&status->text, old_text);
      g_set_str (&status->spoiler, old_spoiler);
      cs_sim_mastodon_refuse (exchange, 422, refusal);
      return;
    }

  status->edited_usec = cs_clock_now_usec (self->world->clock);
  cs_sim_mastodon_answer_status (self, exchange, status);
}

void
cs_sim_mastodon_delete_status (gpointer       network,
                               CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimStatus *status = need_own (self, exchange);
  JsonObject *object;

  if (status == NULL
      || !cs_sim_mastodon_take (self, exchange, &status->person->deletes, 1800, 30))
    return;

  /* The answer holds the source, for "delete and redraft". */
  object = cs_sim_mastodon_describe_status (self, status);
  json_object_set_string_member (object, "text", status->text);
  status->deleted_usec = cs_clock_now_usec (self->world->clock);
  cs_sim_answer_object (exchange, 200, object);
}
