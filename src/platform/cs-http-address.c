/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-http.h"
#include "cs-http-private.h"

#include "cs-error.h"

#include <libsoup/soup.h>
#include <string.h>

/* Form-encoded pairs (application/x-www-form-urlencoded); a NULL value leaves its name out. */
char *
cs_http_form (const char *name,
              ...)
{
  GString *form = g_string_new (NULL);
  va_list args;

  va_start (args, name);

  for (const char *next = name; next != NULL; next = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);
      g_autofree char *escaped = NULL;

      if (value == NULL)
        continue;

      escaped = g_uri_escape_string (value, NULL, FALSE);
      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", next, escaped);
    }

  va_end (args);

  return g_string_free (form, FALSE);
}

gboolean
cs_http_is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/* A name or an address, and nothing that only an encoding of it would hold. */
static gboolean
is_host (const char *host)
{
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && (guchar) *p < 0x80 && strchr ("-._:", *p) == NULL)
      return FALSE;

  return *host != '\0';
}

/* An address that may be used: https, or http on this machine; no password in it. */
GUri *
cs_http_parse_url (const char  *url,
                   GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || !is_host (host))
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "“%.200s” is no web address: write it as https://example.social", url);

  if (g_uri_get_userinfo (uri) != NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "A web address with a password in it is not used: leave the password out");

  if (strcmp (g_uri_get_scheme (uri), "https") != 0
      && !(strcmp (g_uri_get_scheme (uri), "http") == 0 && cs_http_is_loopback (host)))
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "“%s” is refused: only https is safe (http on this machine alone)", host);

  return g_steal_pointer (&uri);
}

/* Whether we would send anything there: https, or http on this machine. */
gboolean
cs_http_check_url (const char  *url,
                   GError     **error)
{
  g_autoptr(GUri) uri = cs_http_parse_url (url, error);

  return uri != NULL;
}

/* Where a redirect leads, when that is the same host by the same scheme; else NULL. */
GUri *
cs_http_next_hop (GUri       *from,
                  const char *location)
{
  g_autoptr(GUri) to = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);

  if (to == NULL
      || strcmp (g_uri_get_scheme (from), g_uri_get_scheme (to)) != 0
      || g_strcmp0 (g_uri_get_host (from), g_uri_get_host (to)) != 0
      || g_uri_get_port (from) != g_uri_get_port (to))
    return NULL;

  return g_steal_pointer (&to);
}
