/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-call-private.h"

#include "cs-error.h"
#include "cs-id.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define RATE_SECONDS (15 * 60)
#define WORDS_MAX    300

void
cs_upload_free (CsUpload *self)
{
  g_free (self->media_id);
  g_free (self->path);
  g_free (self->mime);
  g_free (self->alt);
  g_free (self->sha256);
  g_free (self);
}

/* The words of this part of the thread on this account. */
const char *
cs_call_get_text (const CsCall *call)
{
  gint64 part = call->row->part;
  const char *text;

  if (part > 0)
    {
      guint length = call->post->thread != NULL ? g_strv_length (call->post->thread) : 0;

      return part <= length ? call->post->thread[part - 1] : "";
    }

  text = call->target->text != NULL ? call->target->text : call->post->text;

  return text != NULL ? text : "";
}

/* NULL: none. An empty one on the target takes the post's away. */
const char *
cs_call_get_warning (const CsCall *call)
{
  const char *warning = call->target->warning != NULL ? call->target->warning
                                                      : call->post->warning;

  return warning != NULL && *warning != '\0' ? warning : NULL;
}

gboolean
cs_call_has_video (const CsCall *call)
{
  for (guint i = 0; i < call->uploads->len; i++)
    {
      const CsUpload *upload = g_ptr_array_index (call->uploads, i);

      if (g_str_has_prefix (upload->mime, "video/"))
        return TRUE;
    }

  return FALSE;
}

static GVariant *
find_handle (const CsOutboxRow  *row,
             const char         *name,
             const char         *media_id,
             const GVariantType *type)
{
  g_autofree char *key = media_id != NULL ? g_strdup_printf ("%s.%s", name, media_id)
                                          : g_strdup (name);

  return row->handles != NULL ? g_variant_lookup_value (row->handles, key, type) : NULL;
}

/* What an earlier answer left, borrowed from the row; NULL for none or for one taken back. */
const char *
cs_row_get_handle (const CsOutboxRow *row,
                   const char        *name,
                   const char        *media_id)
{
  g_autoptr(GVariant) value = find_handle (row, name, media_id, G_VARIANT_TYPE_STRING);
  const char *text = value != NULL ? g_variant_get_string (value, NULL) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

gint64
cs_row_get_number (const CsOutboxRow *row,
                   const char        *name,
                   const char        *media_id,
                   gint64             fallback)
{
  g_autoptr(GVariant) value = find_handle (row, name, media_id, G_VARIANT_TYPE_INT64);

  return value != NULL ? g_variant_get_int64 (value) : fallback;
}

static void
set_handle (CsReply    *self,
            const char *name,
            const char *media_id,
            GVariant   *value)
{
  g_autoptr(GVariant) sunk = g_variant_ref_sink (value);
  g_autofree char *key = media_id != NULL ? g_strdup_printf ("%s.%s", name, media_id)
                                          : g_strdup (name);
  GVariantDict dict;

  g_variant_dict_init (&dict, self->handles);
  g_variant_dict_insert_value (&dict, key, sunk);
  g_clear_pointer (&self->handles, g_variant_unref);
  self->handles = g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* An empty value takes a handle back. */
void
cs_reply_set_handle (CsReply    *self,
                     const char *name,
                     const char *media_id,
                     const char *value)
{
  set_handle (self, name, media_id, g_variant_new_string (value));
}

void
cs_reply_set_number (CsReply    *self,
                     const char *name,
                     const char *media_id,
                     gint64      value)
{
  set_handle (self, name, media_id, g_variant_new_int64 (value));
}

/* A text of a request or of settings; NULL for none, an empty one or another type. */
char *
cs_request_dup_text (GVariant   *request,
                     const char *name)
{
  const char *text = NULL;

  if (request == NULL || !g_variant_is_of_type (request, G_VARIANT_TYPE_VARDICT))
    return NULL;

  g_variant_lookup (request, name, "&s", &text);

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/* An endpoint: the account's own, or the network's. Without a slash at its end. */
char *
cs_account_dup_setting (const CsAccount *account,
                        const char      *name,
                        const char      *fallback)
{
  char *text = cs_request_dup_text (account->settings, name);

  if (text == NULL)
    return g_strdup (fallback);

  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';

  return text;
}

/* What the server says in its own words, cut to a sentence's length. */
char *
cs_answer_dup_words (const CsHttpAnswer *answer,
                     const char         *first,
                     const char         *second)
{
  const char *words = NULL;
  g_autofree char *valid = NULL;

  if (answer->object != NULL)
    words = cs_json_get_text (answer->object, first);
  if (answer->object != NULL && second != NULL && (words == NULL || *words == '\0'))
    words = cs_json_get_text (answer->object, second);

  if (words == NULL || *words == '\0')
    return g_strdup_printf (_("it answered %u"), answer->status);

  valid = g_utf8_make_valid (words, -1);

  return g_utf8_strlen (valid, -1) > WORDS_MAX ? g_utf8_substring (valid, 0, WORDS_MAX)
                                               : g_steal_pointer (&valid);
}

static CsReply *
reply_to_trouble (const CsHttpAnswer *answer,
                  CsHttpKind          kind)
{
  CsReply *reply;

  switch (answer->outcome)
    {
    case CS_HTTP_UNREACHED:
    case CS_HTTP_UNSENT:
      reply = cs_reply_new (CS_REPLY_RETRY, "%s", answer->words);
      reply->unreached = answer->outcome == CS_HTTP_UNREACHED;
      reply->not_before = answer->retry_at;
      return reply;

    case CS_HTTP_CUT:
    case CS_HTTP_OVERLONG:
      return cs_reply_new (kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_RETRY,
                           "%s", answer->words);

    /* What asks a call that publishes to go elsewhere may have passed it on. */
    case CS_HTTP_REDIRECTED:
      return cs_reply_new (kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_CONFIG,
                           "%s", answer->words);

    case CS_HTTP_UNTRUSTED:
      return cs_reply_new (CS_REPLY_CONFIG, "%s", answer->words);

    case CS_HTTP_ANSWERED:
    default:
      return NULL;
    }
}

/**
 * cs_reply_from_answer:
 *
 * What means the same on every network: trouble on the way, 429, 5xx, an answer
 * that is no API's.
 *
 * Returns: (nullable): NULL for what the connector must read itself: a 2xx with
 *   JSON, and the other 4xx
 */
CsReply *
cs_reply_from_answer (const CsHttpAnswer *answer,
                      CsHttpKind          kind,
                      gint64              now)
{
  CsReply *reply = reply_to_trouble (answer, kind);
  /* What answers may stand before a server that acted. */
  CsReplyClass strange = kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_CONFIG;

  if (reply != NULL)
    return reply;

  if (answer->status == 429)
    {
      reply = cs_reply_new (CS_REPLY_RATE, "%s asks to wait: too many requests", answer->host);
      reply->not_before = answer->retry_at > 0 ? answer->retry_at : now + RATE_SECONDS;
      return reply;
    }

  if (answer->status >= 500 || answer->status == 408)
    {
      reply = cs_reply_new (kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_RETRY,
                            "%s has trouble: it answered %u", answer->host, answer->status);
      reply->not_before = answer->retry_at;
      return reply;
    }

  if (answer->status >= 200 && answer->status < 300 && cs_http_is_html (answer))
    return cs_reply_new (strange, "%s answered with a web page, not as an API: check the host",
                         answer->host);

  if (answer->status < 200 || (answer->status >= 300 && answer->status < 400))
    return cs_reply_new (strange, "%s answered %u: check the host",
                         answer->host, answer->status);

  if (answer->status < 300 && answer->length > 0 && answer->json == NULL)
    return cs_reply_new (kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_RETRY,
                         "The answer of %s cannot be read", answer->host);

  return NULL;
}

/* A token that is not there is an answer; every other error stays one (NULL). */
CsReply *
cs_reply_from_error (GError **error)
{
  CsReply *reply;

  if (error == NULL || !g_error_matches (*error, CS_ERROR, CS_ERROR_SIGN_IN))
    return NULL;

  reply = cs_reply_new (CS_REPLY_SIGN_IN, "%s", (*error)->message);
  g_clear_error (error);

  return reply;
}

/* Fails with what happened and when to try again: as a wait, since clocks and zones differ. */
static gboolean
fail_for_now (const CsReply  *self,
              CsErrorCode     code,
              gint64          now,
              GError        **error)
{
  gint64 minutes = (self->not_before - now + 59) / 60;
  gint64 hours = (minutes + 59) / 60;

  if (self->not_before <= now)
    return cs_fail (error, code, "%s; try again later", self->sentence);

  if (minutes == 1)
    return cs_fail (error, code, "%s; try again in a minute", self->sentence);

  if (minutes <= 120)
    return cs_fail (error, code, ngettext ("%s; try again in %" PRId64 " minute",
                                           "%s; try again in %" PRId64 " minutes", minutes),
                    self->sentence, minutes);

  return cs_fail (error, code, ngettext ("%s; try again in %" PRId64 " hour",
                                         "%s; try again in %" PRId64 " hours", hours),
                  self->sentence, hours);
}

/* The same as an error, for the acts of a person: signing in, checking. Always FALSE. */
gboolean
cs_reply_fail (const CsReply  *self,
               gint64          now,
               GError        **error)
{
  switch (self->klass)
    {
    case CS_REPLY_RETRY:
    case CS_REPLY_PROBE:
    case CS_REPLY_PENDING:
      return fail_for_now (self, CS_ERROR_OFFLINE, now, error);

    case CS_REPLY_RATE:
    case CS_REPLY_QUOTA:
      return fail_for_now (self, CS_ERROR_RATE_LIMITED, now, error);

    case CS_REPLY_REFRESH:
    case CS_REPLY_SIGN_IN:
      return cs_fail (error, CS_ERROR_SIGN_IN, "%s", self->sentence);

    case CS_REPLY_REJECTED:
      return cs_fail (error, CS_ERROR_REJECTED, "%s", self->sentence);

    case CS_REPLY_CONFIG:
      return cs_fail (error, CS_ERROR_NEEDS_YOU, "%s", self->sentence);

    case CS_REPLY_DONE:
    case CS_REPLY_ABSENT:
    case CS_REPLY_NEW_UPLOAD:
    default:
      return cs_fail (error, CS_ERROR_FAILED, "%s", self->sentence);
    }
}

/* ISO 8601 in UTC with milliseconds, as both networks write it. */
char *
cs_iso_time (gint64 usec)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc_usec (usec);
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (time) / 1000);
}

/* Seconds since 1970; 0 for what is no time. */
gint64
cs_iso_time_read (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* Base64 for URLs, without padding (RFC 4648 §5). */
char *
cs_base64url (const guint8 *bytes,
              gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

char *
cs_pkce_make_verifier (void)
{
  guint8 random[48];

  cs_random_bytes (random, sizeof random);

  return cs_base64url (random, sizeof random);
}

/* The challenge of RFC 7636, method S256. */
char *
cs_pkce_challenge (const char *verifier)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return cs_base64url (digest, length);
}

/* Compares all of two texts of one length, so that the time taken tells nothing of them. */
gboolean
cs_texts_match (const char *a,
                const char *b)
{
  gsize length = strlen (a);
  guint8 differ = length != strlen (b);

  if (differ)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    differ |= a[i] ^ b[i];

  return differ == 0;
}
