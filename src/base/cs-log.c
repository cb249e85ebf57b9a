/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-log.h"

#include <string.h>

/* Of a shorter secret the last four characters would give away too much. */
#define SHOW_FROM 12
#define SHOWN 4
/* A longer name in a query without a value may be a secret itself. */
#define QUERY_NAME_MAX 32

static const char *const header_names[] = {
  "authorization", "proxy-authorization", "cookie", "set-cookie", "dpop", NULL
};

static const char *const secret_names[] = {
  "code", "token", "secret", "password", "passwd", "passphrase", "jwt", "assertion", "verifier",
  "signature", "sig", "credential", "apikey", "api_key", "api-key", "access_key", "private_key",
  "otp", NULL
};

static const char *const secret_endings[] = {
  "token", "secret", "password", "jwt", "apikey", "api_key", "api-key", "private_key",
  "code_verifier", "_assertion", "_signature", "auth_code", "device_code", "user_code", NULL
};

static const char *const secret_beginnings[] = { "x-amz-", "x-goog-", NULL };

/* Schemes that a secret follows, also where no header name stands before (RFC 6750, 9449). */
static const char *const schemes[] = { "Bearer ", "bearer ", "DPoP ", NULL };

typedef enum
{
  NAME_PLAIN,
  NAME_SECRET,   /* its value is one word, or quoted */
  NAME_HEADER,   /* its value goes on to the end of the line */
} NameKind;

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static NameKind
name_kind (const char *name,
           gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (name, length);

  if (g_strv_contains (header_names, lower))
    return NAME_HEADER;

  if (g_strv_contains (secret_names, lower))
    return NAME_SECRET;

  for (guint i = 0; secret_endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, secret_endings[i]))
      return NAME_SECRET;

  for (guint i = 0; secret_beginnings[i] != NULL; i++)
    if (g_str_has_prefix (lower, secret_beginnings[i]))
      return NAME_SECRET;

  return NAME_PLAIN;
}

static gboolean
is_printable (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;

  return TRUE;
}

static void
append_redacted (GString    *out,
                 const char *value,
                 gsize       length)
{
  g_string_append (out, "‹redacted");

  if (length >= SHOW_FROM && is_printable (value + length - SHOWN, SHOWN))
    {
      g_string_append_c (out, ':');
      g_string_append_len (out, value + length - SHOWN, SHOWN);
    }

  g_string_append (out, "›");
}

/* The end of a quoted value: the same quote again, with as many backslashes before it. */
static const char *
quoted_end (const char *at,
            char        quote,
            gsize       n_slashes)
{
  gsize slashes = 0;

  for (; *at != '\0'; at++)
    {
      if (*at == quote && slashes <= n_slashes)
        return at - slashes;

      slashes = *at == '\\' ? slashes + 1 : 0;

      /* Two backslashes in an unescaped text are one character. */
      if (slashes == 2 && n_slashes == 0)
        slashes = 0;
    }

  return at;
}

static const char *
word_end (const char *at)
{
  return at + strcspn (at, "&;, \t\r\n\"'<>(){}[]\\#");
}

/* A number of up to three digits is a status, not a secret. */
static gboolean
is_status (const char *value,
           gsize       length)
{
  return length <= 3 && strspn (value, "0123456789") >= length;
}

/*
 * Copies what stands between a secret’s name and its value, then the value
 * redacted. NULL if no value follows: then it was a word in a sentence.
 */
static const char *
redact_value (GString    *out,
              const char *at,
              NameKind    kind)
{
  const char *start = at;
  const char *end;
  gsize slashes;

  at += strspn (at, "\\\"'");
  at += strspn (at, " \t");

  if (*at != '=' && *at != ':')
    return NULL;

  at++;
  at += strspn (at, " \t<");
  slashes = strspn (at, "\\");

  if (at[slashes] == '"' || at[slashes] == '\'')
    {
      const char *value = at + slashes + 1;

      g_string_append_len (out, start, value - start);
      end = quoted_end (value, at[slashes], slashes);
      append_redacted (out, value, end - value);

      return end;
    }

  if (*at == '[')
    end = at + strcspn (at, "]");
  else if (kind == NAME_HEADER)
    end = at + strcspn (at, "\r\n");
  else
    end = word_end (at);

  if (end == at || is_status (at, end - at))
    return NULL;

  g_string_append_len (out, start, at - start);
  append_redacted (out, at, end - at);

  return end;
}

/* Copies a part of a URL with its query and fragment as names alone. */
static const char *
redact_query (GString    *out,
              const char *at)
{
  const char *end = at + strcspn (at, " \t\r\n\"'<>\\)]}");

  while (at < end)
    {
      const char *next = at + 1 + strcspn (at + 1, "&#?;");
      gsize length;

      next = MIN (next, end);
      length = MIN (strcspn (at, "="), (gsize) (next - at));

      if (length <= QUERY_NAME_MAX)
        g_string_append_len (out, at, length);
      else
        append_redacted (out, at, length);

      at = next;
    }

  return end;
}

static const char *
redact_url (GString    *out,
            const char *at)
{
  const char *host = at + strlen ("://");
  const char *host_end = host + strcspn (host, "/?# \t\r\n\"'<>\\)]}");
  const char *user_end = g_strrstr_len (host, host_end - host, "@");
  const char *path_end;

  g_string_append (out, "://");

  if (user_end != NULL)
    {
      append_redacted (out, host, 0);
      host = user_end;
    }

  path_end = host + strcspn (host, "?# \t\r\n\"'<>\\)]}");
  g_string_append_len (out, host, path_end - host);

  return *path_end == '?' || *path_end == '#' ? redact_query (out, path_end) : path_end;
}

/* JWTs (RFC 7519) and the app passwords of Bluesky are known by how they look. */
static gsize
secret_word_length (const char *at)
{
  gsize length = 0;
  gsize i;

  if (g_str_has_prefix (at, "eyJ"))
    while (is_name_char (at[length]) || at[length] == '.')
      length++;

  if (length > 24 && memchr (at, '.', length) != NULL)
    return length;

  for (i = 0; i < 19; i++)
    if (i % 5 == 4 ? at[i] != '-' : !g_ascii_islower (at[i]) && !(at[i] >= '2' && at[i] <= '7'))
      return 0;

  return is_name_char (at[i]) ? 0 : i;
}

static const char *
redact_scheme (GString    *out,
               const char *at)
{
  for (guint i = 0; schemes[i] != NULL; i++)
    {
      gsize length = strlen (schemes[i]);
      const char *end;

      if (strncmp (at, schemes[i], length) != 0)
        continue;

      end = word_end (at + length);

      if (end - at - length < 8)
        return NULL;

      g_string_append_len (out, at, length);
      append_redacted (out, at + length, end - at - length);

      return end;
    }

  return NULL;
}

/* A word at @at that is a secret, or the name of one with its value; NULL if neither. */
static const char *
redact_word (GString    *out,
             const char *at,
             gsize       length)
{
  gsize secret = secret_word_length (at);
  const char *end;
  NameKind kind;
  gsize before = out->len;

  if (secret > 0)
    {
      append_redacted (out, at, secret);
      return at + secret;
    }

  end = redact_scheme (out, at);

  if (end != NULL)
    return end;

  kind = name_kind (at, length);

  if (kind == NAME_PLAIN)
    return NULL;

  g_string_append_len (out, at, length);
  end = redact_value (out, at + length, kind);

  if (end == NULL)
    g_string_truncate (out, before);

  return end;
}

/**
 * cs_log_redact:
 * @text: (nullable): any bytes
 *
 * Secrets are known by the name before them (headers, forms, JSON, also JSON
 * within JSON), by their scheme, or by their look. Of a URL’s query only the
 * names stay, and of its user nothing.
 *
 * Returns: (transfer full): the text without secrets
 */
char *
cs_log_redact (const char *text)
{
  const char *at = text != NULL ? text : "";
  GString *out = g_string_sized_new (strlen (at) + 16);

  while (*at != '\0')
    {
      gsize length = 0;
      const char *end = NULL;

      while (is_name_char (at[length]))
        length++;

      if (length > 0)
        end = redact_word (out, at, length);
      else if (g_str_has_prefix (at, "://"))
        end = redact_url (out, at);

      if (end == NULL)
        {
          end = at + MAX (length, 1);
          g_string_append_len (out, at, end - at);
        }

      at = end;
    }

  return g_string_free_and_steal (out);
}

static char *
redact_field (const GLogField *field)
{
  g_autofree char *text = field->length < 0 ? g_strdup (field->value)
                                            : g_strndup (field->value, field->length);

  if (name_kind (field->key, strlen (field->key)) == NAME_PLAIN)
    return cs_log_redact (text);

  return g_strdup ("‹redacted›");
}

static const char *
find_domain (const GLogField *fields,
             gsize            n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "GLIB_DOMAIN") == 0 && fields[i].length < 0)
      return fields[i].value;

  return NULL;
}

static GLogWriterOutput
write_redacted (GLogLevelFlags   level,
                const GLogField *fields,
                gsize            n_fields,
                gpointer         user_data)
{
  g_autofree GLogField *clean = NULL;
  g_autoptr(GPtrArray) texts = NULL;

  /* A message that nobody will see needs no care: most debug messages are such. */
  if (g_log_writer_default_would_drop (level, find_domain (fields, n_fields)))
    return G_LOG_WRITER_HANDLED;

  clean = g_memdup2 (fields, n_fields * sizeof (GLogField));
  texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_fields; i++)
    {
      /* A length of 0 is a pointer that its writer alone understands; CODE_… are our source’s. */
      if (fields[i].length == 0 || g_str_has_prefix (fields[i].key, "CODE_"))
        continue;

      g_ptr_array_add (texts, redact_field (&fields[i]));
      clean[i].value = g_ptr_array_index (texts, texts->len - 1);
      clean[i].length = -1;
    }

  return g_log_writer_default (level, clean, n_fields, NULL);
}

/* For main(), before anything is logged; a second call does nothing. */
void
cs_log_install (void)
{
  static gsize installed = 0;

  if (!g_once_init_enter (&installed))
    return;

  /* Standard output is for answers, not for the log. */
  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_redacted, NULL, NULL);
  g_once_init_leave (&installed, 1);
}
