/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers.h"

#include "cs-cadence.h"
#include "cs-gap-store.h"
#include "cs-tally.h"

#include <stdio.h>

/* The child writes that it goes on no more often than it naps, and what is late is so after some
 * minutes: by so much a reason may reach over another’s time. */
#define SLACK (20 * 60)

/* So old is a post before who counts it has seen it. */
#define SEEN  400

typedef struct
{
  World           *world;
  const CsAccount *account;
  JsonArray       *journal;
  const CsGap     *gap;
  gint64           until;
} Why;

/* How many seconds of the gap this was so; in @longest of one period alone. */
static gint64
count_seconds (const Why  *self,
               PeriodKind  kind,
               gint64     *longest)
{
  gint64 seconds = 0;

  *longest = 0;

  for (guint i = 0; i < self->world->periods->len; i++)
    {
      const Period *period = &g_array_index (self->world->periods, Period, i);
      gint64 from = MAX (period->from, self->gap->from_at);
      gint64 until = MIN (period->until, self->until);

      if (period->kind != kind || until <= from
          || (period->account != NULL && period->account != self->account))
        continue;

      seconds += until - from;
      *longest = MAX (*longest, until - from);
    }

  return seconds;
}

/* All the time, but for what is within the exactness of the rows. */
static gboolean
was_all_the_time (const Why  *self,
                  PeriodKind  kind)
{
  gint64 longest;

  return count_seconds (self, kind, &longest) + SLACK > self->until - self->gap->from_at;
}

static gboolean
was_for_long (const Why  *self,
              PeriodKind  kind)
{
  gint64 longest;

  count_seconds (self, kind, &longest);

  return longest >= SLACK;
}

/* Whether the network answered with a fault that was scripted, @status or any. */
static gboolean
had_fault (const Why *self,
           guint      status)
{
  for (guint i = 0; i < json_array_get_length (self->journal); i++)
    {
      JsonObject *entry = json_array_get_object_element (self->journal, i);
      gint64 at = cs_json_has (entry, "fault") ? moment_of (entry) : 0;

      if (at >= self->gap->from_at - SLACK && at <= self->until
          && g_strcmp0 (cs_json_get_text (entry, "network"),
                        cs_network_names[self->account->network]) == 0
          && (status == 0 || cs_json_get_int (entry, "status", 0) == status))
        return TRUE;
    }

  return FALSE;
}

static gboolean
was_publishing (const Why *self)
{
  for (guint i = 0; i < self->world->dues->len; i++)
    {
      gint64 due = g_array_index (self->world->dues, gint64, i);

      if (due >= self->gap->from_at - CS_DAY_SECONDS && due <= self->until + SLACK)
        return TRUE;
    }

  return FALSE;
}

/* Whether the server had no more for counting than what is publishing’s, again and again. */
static gboolean
was_pressed (const Why *self)
{
  const GArray *pressed = find_pressed (self->world, self->account);
  gint64 reached = self->gap->from_at;
  gboolean was = FALSE;

  for (guint i = 0; i < pressed->len; i++)
    {
      gint64 at = g_array_index (pressed, gint64, i);

      if (at <= self->gap->from_at - WINDOW || at > reached + SLACK)
        continue;

      was = TRUE;
      reached = MAX (reached, at);
    }

  return was && self->until <= reached + SLACK;
}

/* When it was asked in vain last, as far as the network has to answer for it. */
static gint64
find_last_in_vain (const Why     *self,
                   const CsTally *tally)
{
  gint64 seen_at = tally->published_at + SEEN;
  gint64 last = self->account->network == CS_NETWORK_BLUESKY && seen_at >= self->gap->from_at
                ? MIN (seen_at, self->until) : 0;

  for (guint i = 0; i < json_array_get_length (self->journal); i++)
    {
      JsonObject *entry = json_array_get_object_element (self->journal, i);
      gint64 at = cs_json_has (entry, "fault") ? moment_of (entry) : 0;

      if (at >= self->gap->from_at - SLACK && at <= self->until
          && is_of (self->world, entry, self->account))
        last = MAX (last, at);
    }

  return last;
}

/* One post was refused; then it is asked for again after a quarter of its slot, if that is not
 * over by then, whatever else comes in between. */
static gboolean
was_refused (const Why *self)
{
  g_autoptr(GPtrArray) tallies = list_tallies (self->world, self->account);
  Why asked = *self;

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      gint64 last;

      if (g_strcmp0 (tally->target_id, self->gap->target_id) != 0)
        continue;

      last = find_last_in_vain (self, tally);
      asked.until = MAX (self->gap->from_at, last);

      return last > 0
          && self->until - last <= (cs_cadence_next (tally->published_at, self->gap->from_at)
                                    - cs_cadence_slot (tally->published_at, self->gap->from_at)) / 4
                                   + SLACK
          && was_all_the_time (&asked, PERIOD_LIFE) && !was_for_long (&asked, PERIOD_CUT)
          && !was_for_long (&asked, PERIOD_SIGNED_OUT) && !was_for_long (&asked, PERIOD_REMOVED);
    }

  return FALSE;
}

/* The network had lost the post; that it is gone is believed later. */
static gboolean
was_deleted (const Why *self)
{
  g_autoptr(GPtrArray) tallies = list_tallies (self->world, self->account);

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      const gint64 *deleted = g_hash_table_lookup (self->world->deleted, tally->remote_id);

      if (g_strcmp0 (tally->target_id, self->gap->target_id) == 0)
        return deleted != NULL
            && *deleted < cs_cadence_next (tally->published_at, self->gap->from_at);
    }

  return FALSE;
}

/* Whether what the row says was so at its moments, by what the script did. */
static gboolean
is_true (const Why *self)
{
  const char *code = self->gap->code;
  gboolean was_well = !was_for_long (self, PERIOD_CUT) && !was_for_long (self, PERIOD_SIGNED_OUT)
                   && !was_for_long (self, PERIOD_REMOVED);

  if (g_str_equal (code, "not-running"))
    return !was_for_long (self, PERIOD_LIFE);

  if (g_str_equal (code, "not-connected"))
    return was_all_the_time (self, PERIOD_REMOVED);

  if (self->gap->target_id != NULL)
    return (g_str_equal (code, "refused") && was_refused (self))
        || (g_str_equal (code, "unseen") && was_deleted (self));

  if (!was_all_the_time (self, PERIOD_LIFE) || was_for_long (self, PERIOD_REMOVED))
    return FALSE;

  if (g_str_equal (code, "offline"))
    return was_all_the_time (self, PERIOD_CUT);

  if (g_str_equal (code, "sign-in"))
    return was_all_the_time (self, PERIOD_SIGNED_OUT);

  if (g_str_equal (code, "server") || g_str_equal (code, "refused")
      || g_str_equal (code, "config"))
    return was_well && had_fault (self, 0);

  if (g_str_equal (code, "rate-limited"))
    return was_well && (had_fault (self, 429) || was_pressed (self));

  return g_str_equal (code, "busy") && was_well && was_publishing (self);
}

/* Each row says what was so. */
void
check_why (World           *self,
           const CsAccount *account,
           GPtrArray       *gaps,
           JsonArray       *journal)
{
  g_autoptr(GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);
      gint64 until = gap->until_at != CS_UNKNOWN ? gap->until_at : cs_clock_now (self->clock);
      Why why = { self, account, journal, gap, until };

      g_hash_table_add (codes, gap->code);
      if (is_true (&why))
        continue;

      self->untrue++;
      fprintf (stderr, "%s of %s: %s was not so from %" G_GINT64_FORMAT " until %" G_GINT64_FORMAT
               "\n", gap->target_id != NULL ? gap->target_id : "All", account->handle, gap->code,
               gap->from_at - START, until - START);
    }

  self->codes += g_hash_table_size (codes);
}

/* Whether the program shows that a person is to sign in. */
gboolean
says_sign_in (World           *self,
              const CsAccount *account)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, &error);
  g_autoptr(GPtrArray) gaps = tx != NULL
    ? cs_gap_store_list (tx, account->id, NULL, cs_clock_now (self->clock), 0, &error) : NULL;
  gboolean does = FALSE;

  check (gaps != NULL, "gaps", error);
  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);

      does |= gap->until_at == CS_UNKNOWN && g_str_equal (gap->code, "sign-in");
    }

  return does;
}

/* Since when the server does not renew the session any more; 0: it does. It is lost only by a kill
 * while it was renewed. */
gint64
find_lost_session (World *self)
{
  g_autoptr(JsonArray) journal = load_journal (self);
  gint64 renewed_at = 0;
  gint64 lost_at = 0;

  for (guint i = 0; i < json_array_get_length (journal); i++)
    {
      JsonObject *entry = json_array_get_object_element (journal, i);

      if (g_strcmp0 (cs_json_get_text (entry, "path"), "/xrpc/com.atproto.server.refreshSession"))
        continue;

      if (cs_json_get_int (entry, "status", 0) == 200)
        {
          renewed_at = moment_of (entry);
          lost_at = 0;
        }
      else if (lost_at == 0)
        lost_at = moment_of (entry);
    }

  if (lost_at > 0 && !was_killed (self, renewed_at))
    {
      self->untrue++;
      fprintf (stderr, "A session was lost without a kill, at %" G_GINT64_FORMAT "\n",
               lost_at - START);
    }

  return lost_at;
}
