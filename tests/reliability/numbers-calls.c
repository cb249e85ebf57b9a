/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>

#define CALLS_MAX   20           /* a minute, of an account */
#define SHARE       150          /* of 300 in five minutes: the half that is not publishing's */
#define QUIET       110          /* seconds before a post, in which nothing is counted */
#define ASKED_TO    900          /* seconds that a scripted 429 asks to wait */
#define COST        4            /* requests that a call may make: what it has to find */
#define LOOKS       2            /* for what is gone: a day later, and a week after that */
#define LATE        (5 * CS_DAY_SECONDS)   /* more than nobody runs, or nothing gets through */
#define WEEK        (7 * CS_DAY_SECONDS)
#define BODY_MAX    (256 * 1024 * 1024)

/* The pace of an account: so many calls at once, and then one in each so long. */
#define PACE_CALLS  5
#define PACE_USEC   (4 * G_USEC_PER_SEC)

/* What the calls of an account were until now. */
typedef struct
{
  GArray *moments;               /* gint64: of those that count */
  gint64  asked_at;              /* to wait; 0: nobody did */
  gint64  paced_at;              /* usec: until when the pace is reckoned */
  gint64  pace;                  /* usec that it has saved up */
  gint64  told_at;               /* how many calls are left */
  gint64  told;
} Calls;

JsonArray *
load_journal (World *self)
{
  g_autofree char *url = g_strconcat (cs_simulator_get_url (self->simulator, CS_SIMULATOR_CONTROL),
                                      "/journal", NULL);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  GError *error = NULL;
  g_autoptr(GBytes) body = soup_session_send_and_read (session, message, NULL, &error);
  g_autoptr(JsonNode) node = NULL;

  check (body != NULL, "journal", error);
  node = cs_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), BODY_MAX, &error);
  check (node != NULL, "journal", error);

  return json_node_dup_array (node);
}

/* Whose request it was: of two on one network the token tells. */
gboolean
is_of (World           *self,
       JsonObject      *entry,
       const CsAccount *account)
{
  const char *network = cs_json_get_text (entry, "network");
  const char *bearer = cs_json_get_text (entry, "authorization");

  if (g_strcmp0 (network, cs_network_names[account->network]) != 0)
    return FALSE;

  return account->network != CS_NETWORK_MASTODON
      || (bearer != NULL && g_hash_table_lookup (self->bearers, bearer) == account);
}

static gint64
usec_of (JsonObject *entry)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (cs_json_get_text (entry, "at"), NULL);

  return g_date_time_to_unix_usec (time);
}

/* In seconds since 1970. */
gint64
moment_of (JsonObject *entry)
{
  return usec_of (entry) / G_USEC_PER_SEC;
}

/* Whatever it asked for. */
static gboolean
is_count (JsonObject *entry)
{
  return usec_of (entry) % G_USEC_PER_SEC == HALF;
}

/* What goes out now: a post that the network is to hold has time. */
static gboolean
is_publication (JsonObject *entry)
{
  const char *path = cs_json_get_text (entry, "path");
  JsonArray *params = cs_json_get_array (entry, "params");

  for (guint i = 0; params != NULL && i < json_array_get_length (params); i++)
    if (g_strcmp0 (cs_json_at_text (params, i), "scheduled_at") == 0)
      return FALSE;

  return g_strcmp0 (cs_json_get_text (entry, "method"), "POST") == 0
      && (g_str_equal (path, "/api/v1/statuses")
          || g_str_equal (path, "/xrpc/com.atproto.repo.putRecord"));
}

/* How many of these moments lie in so many seconds until a moment. */
static guint
count_until (GArray *moments,
             gint64  until,
             gint64  seconds)
{
  guint n = 0;

  for (guint i = moments->len;
       i > 0 && g_array_index (moments, gint64, i - 1) > until - seconds; i--)
    n++;

  return n;
}

gboolean
was_killed (World  *self,
            gint64  at)
{
  for (guint i = 0; i < self->killed->len; i++)
    if (ABS (g_array_index (self->killed, gint64, i) - at) <= 1)
      return TRUE;

  return FALSE;
}

/* Who was killed when the answer came may not know of it. */
static gboolean
asks_to_wait (World      *self,
              JsonObject *entry)
{
  return cs_json_get_int (entry, "status", 0) == 429 && cs_json_has (entry, "fault")
      && !was_killed (self, moment_of (entry));
}

/* Each call that counts takes from the pace, of which no more is saved up than it holds. */
static void
check_pace (World      *self,
            JsonObject *entry,
            Calls      *calls)
{
  gint64 at = usec_of (entry);
  gint64 saved = MIN (PACE_CALLS * PACE_USEC, calls->pace + at - calls->paced_at);

  self->paced += at - calls->paced_at == PACE_USEC;
  self->over += saved < PACE_USEC;
  if (saved < PACE_USEC)
    fprintf (stderr, "%s is asked faster than the pace allows at %" G_GINT64_FORMAT "\n",
             cs_json_get_text (entry, "path"), moment_of (entry) - START);

  calls->pace = MAX (0, saved - PACE_USEC);
  calls->paced_at = at;
}

/* Counting leaves the half of what the server takes, as far as it was told; a post finds it there.
 * Answers to publishing’s own questions are not told. */
static void
check_share (World           *self,
             const CsAccount *account,
             JsonObject      *entry,
             Calls           *calls)
{
  gint64 limit = cs_json_get_int (entry, "limit", 0);
  gint64 left = cs_json_get_int (entry, "left", 0);
  gint64 at = moment_of (entry);
  gint64 half = (limit + 1) / 2;
  gboolean was_told = calls->told_at / WINDOW == at / WINDOW && calls->told - COST < half;

  if (limit == 0 || cs_json_has (entry, "fault"))
    return;

  if (left - COST < half)
    g_array_append_vals (find_pressed (self, account), &at, 1);

  if (is_count (entry))
    {
      self->pressing += left - COST < half;
      self->untold += left < half && !was_told;
      self->unfair += left < half && was_told;
      if (left < half && was_told)
        fprintf (stderr, "%s leaves %d of %d calls to publishing at %" G_GINT64_FORMAT "\n",
                 cs_json_get_text (entry, "path"), (int) left, (int) limit, at - START);
    }
  else if (is_publication (entry))
    self->close += left + 1 - COST < half;
  else
    return;

  if (was_killed (self, at))
    return;

  calls->told_at = at;
  calls->told = left;
}

static void
check_count (World      *self,
             JsonObject *entry,
             Calls      *calls)
{
  gint64 at = moment_of (entry);

  if (at > calls->asked_at && at < calls->asked_at + ASKED_TO)
    {
      self->over++;
      fprintf (stderr, "%s asks %" G_GINT64_FORMAT " s after it was asked to wait\n",
               cs_json_get_text (entry, "path"), at - calls->asked_at);
    }
  if (asks_to_wait (self, entry))
    calls->asked_at = at;

  g_array_append_val (calls->moments, at);
  self->calls++;
  self->over += count_until (calls->moments, at, 60) > CALLS_MAX
             || count_until (calls->moments, at, 300) > SHARE;
  check_pace (self, entry, calls);
}

static void
check_call (World           *self,
            const CsAccount *account,
            JsonObject      *entry,
            Calls           *calls)
{
  if (is_count (entry))
    check_count (self, entry, calls);

  check_share (self, account, entry, calls);

  /* No answer but those that were scripted refused a call for its number. */
  if (cs_json_get_int (entry, "status", 0) == 429 && !cs_json_has (entry, "fault"))
    {
      self->over++;
      fprintf (stderr, "%s was one call too many at %" G_GINT64_FORMAT "\n",
               cs_json_get_text (entry, "path"), moment_of (entry) - START);
    }

  if (is_publication (entry))
    self->unfair += count_until (calls->moments, moment_of (entry), QUIET) > 0;
}

/* What left in any minute and in any five, and whether posts had the network to themselves. */
void
check_calls (World           *self,
             const CsAccount *account,
             JsonArray       *journal)
{
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  Calls calls = { .moments = moments };

  for (guint i = 0; i < json_array_get_length (journal); i++)
    {
      JsonObject *entry = json_array_get_object_element (journal, i);

      if (is_of (self, entry, account))
        check_call (self, account, entry, &calls);
    }
}

/* Moments at which the server had no more for counting than what is publishing’s. */
GArray *
find_pressed (World           *self,
              const CsAccount *account)
{
  guint i = 0;

  while (self->accounts[i] != account)
    i++;

  return self->pressed[i];
}

/* Whether it asks for this post: @hash is what the journal keeps of its id in a list. */
static gboolean
asks_for (JsonObject *entry,
          const char *id,
          const char *hash,
          gboolean   *is_alone)
{
  const char *query = cs_json_get_text (entry, "query");

  *is_alone = g_str_has_suffix (cs_json_get_text (entry, "path"), id)
           || (query != NULL && strstr (query, id) != NULL);

  return is_count (entry) && (*is_alone || (query != NULL && strstr (query, hash) != NULL));
}

/* Whether a look was to come then, and did not. */
static gboolean
misses_look (World           *self,
             const CsAccount *account,
             GArray          *asked,
             gint64           since)
{
  if (since + LATE >= self->end)
    return FALSE;

  for (guint i = 0; i < self->periods->len; i++)
    {
      const Period *period = &g_array_index (self->periods, Period, i);

      if (period->kind == PERIOD_REMOVED && period->account == account
          && period->from < since + LATE && period->until > since)
        return FALSE;
    }

  for (guint i = 0; i < asked->len; i++)
    {
      gint64 at = g_array_index (asked, gint64, i);

      if (at >= since && at < since + LATE)
        return FALSE;
    }

  return TRUE;
}

/* It is looked for a day later and a week after that; asked for alone it is that the network says
 * so. A look that failed, or of which nobody lived to tell, is none. */
void
check_asks (World           *self,
            const CsAccount *account,
            const CsTally   *tally,
            JsonArray       *journal)
{
  g_autofree char *id = g_path_get_basename (tally->remote_id);
  g_autofree char *escaped = g_uri_escape_string (tally->remote_id, NULL, FALSE);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, escaped, -1);
  g_autofree char *hash = g_strdup_printf ("=sha256:%.12s", sum);
  g_autoptr(GArray) asked = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 first = tally->gone_at + CS_DAY_SECONDS;
  guint looks = 0, early = 0;

  if (tally->gone_at == CS_UNKNOWN)
    return;

  for (guint i = 0; i < json_array_get_length (journal); i++)
    {
      JsonObject *entry = json_array_get_object_element (journal, i);
      gint64 at = moment_of (entry);
      gboolean is_alone;

      if (at <= tally->gone_at || !is_of (self, entry, account)
          || !asks_for (entry, id, hash, &is_alone))
        continue;

      g_array_append_val (asked, at);
      early += at < first;
      looks += is_alone && !cs_json_has (entry, "fault") && !was_killed (self, at);
    }

  self->gone_asks += looks;
  if (looks > LOOKS || early > 0)
    {
      self->over++;
      fprintf (stderr, "%s is gone and was looked for %u times, and %u times in its first day\n",
               tally->target_id, looks, early);
    }
  if (misses_look (self, account, asked, first) || misses_look (self, account, asked, first + WEEK))
    {
      self->missing++;
      fprintf (stderr, "%s is gone and was not looked for again in time\n", tally->target_id);
    }
}
