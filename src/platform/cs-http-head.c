/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-http-head.h"

#include "cs-clock.h"

#define SKEW_IGNORED 60

/* What is larger is a moment, and not a number of seconds; what is larger still one in
 * milliseconds: in seconds it would lie beyond the year 5000. */
#define MOMENT        G_GINT64_CONSTANT (1000000000)
#define MOMENT_MILLIS G_GINT64_CONSTANT (100000000000)

/**
 * cs_http_read_reset:
 * @value: seconds, seconds or milliseconds since 1970, an HTTP date or an ISO 8601 time
 *
 * Returns: the moment it names by a clock that says @now; 0 when it names none.
 *   A year is the most that is believed.
 */
gint64
cs_http_read_reset (const char *value,
                    gint64      now)
{
  g_autoptr(GDateTime) date = NULL;
  guint64 number;
  gint64 moment;

  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &number, NULL))
    {
      moment = number > MOMENT_MILLIS ? (gint64) number / 1000
             : number > MOMENT ? (gint64) number : now + (gint64) number;
    }
  else
    {
      g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

      date = g_date_time_new_from_iso8601 (value, utc);
      if (date == NULL)
        date = soup_date_time_new_from_http_string (value);
      if (date == NULL)
        return 0;
      moment = g_date_time_to_unix (date);
    }

  return CLAMP (moment, now + 1, now + 366 * (gint64) CS_DAY_SECONDS);
}

/* Only of a refusal: elsewhere the headers describe a budget; see read_budget(). */
static gint64
read_retry_at (SoupMessage *message,
               gint64       now,
               gint64       skew)
{
  static const char *const names[] = { "Retry-After", "X-RateLimit-Reset", "RateLimit-Reset" };
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gint64 retry_at = 0;

  if (soup_message_get_status (message) != 429 && soup_message_get_status (message) != 503)
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = soup_message_headers_get_one (headers, names[i]);
      gint64 moment = value != NULL ? cs_http_read_reset (value, now + skew) : 0;

      if (moment > 0)
        retry_at = MAX (retry_at, moment - skew);
    }

  return retry_at;
}

/* The first header of a kind that is there: networks name theirs with or without an X. */
static const char *
find_rate_header (SoupMessageHeaders *headers,
                  const char         *name)
{
  g_autofree char *old = g_strconcat ("X-", name, NULL);
  const char *value = soup_message_headers_get_one (headers, name);

  return value != NULL ? value : soup_message_headers_get_one (headers, old);
}

/* What is left of the calls; nothing unless all three headers can be read. */
static CsBudget
read_budget (SoupMessage *message,
             gint64       now,
             gint64       skew)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *limit = find_rate_header (headers, "RateLimit-Limit");
  const char *left = find_rate_header (headers, "RateLimit-Remaining");
  const char *reset = find_rate_header (headers, "RateLimit-Reset");
  CsBudget budget = { 0, 0, 0 };
  guint64 most;
  guint64 rest;
  gint64 moment;

  if (limit == NULL || left == NULL || reset == NULL
      || !g_ascii_string_to_unsigned (limit, 10, 1, G_MAXINT32, &most, NULL)
      || !g_ascii_string_to_unsigned (left, 10, 0, G_MAXINT32, &rest, NULL))
    return budget;

  moment = cs_http_read_reset (reset, now + skew);
  if (moment > 0)
    budget = (CsBudget) { (gint64) most, (gint64) rest, moment - skew };

  return budget;
}

static gint64
read_date (SoupMessage *message)
{
  const char *value = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                    "Date");
  g_autoptr(GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

/* A virtual clock is not the clock of any server, so there is nothing to compare. */
static gint64
read_skew (CsClock *clock,
           gint64   date)
{
  gint64 skew;

  if (date == 0 || cs_clock_is_virtual (clock))
    return 0;

  skew = date - cs_clock_now (clock);

  return ABS (skew) > SKEW_IGNORED ? skew : 0;
}

/* All that the head of an answer says; its body is read elsewhere. */
void
cs_http_read_head (CsHttpAnswer *answer,
                   SoupMessage  *message,
                   CsClock      *clock)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  gint64 now = cs_clock_now (clock);

  answer->status = soup_message_get_status (message);
  answer->content_type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  answer->date = read_date (message);
  answer->skew = read_skew (clock, answer->date);
  answer->timed_at = answer->date > 0 ? now : 0;
  answer->retry_at = read_retry_at (message, now, answer->skew);
  answer->budget = read_budget (message, now, answer->skew);
}
