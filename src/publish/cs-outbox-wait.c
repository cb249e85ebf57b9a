/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-wait.h"

#include "cs-outbox-notes.h"

#include <glib/gi18n.h>
#include <math.h>

#define BACKOFF_CAP (15 * 60)

/* Full jitter: anywhere between now and a bound that doubles, in whole seconds. */
gint64
cs_outbox_backoff (gint64 attempt,
                   double chance)
{
  gint64 bound = BACKOFF_CAP;

  if (attempt < 9)
    bound = MIN (BACKOFF_CAP, (gint64) CS_OUTBOX_BACKOFF_BASE << MAX (attempt, 0));

  return (gint64) ceil (chance * bound);
}

/* What a network was to get early, and has not: there is time until it is due. */
static gboolean
has_time (const CsOutboxRow *next,
          const CsMoment    *moment)
{
  return next->due > moment->now
      && (!cs_outbox_row_was_sent (next) || next->state == CS_OUTBOX_HANDED_OFF);
}

static void
say_stuck (CsOutboxRow *next)
{
  g_autofree char *sentence = NULL;

  if (cs_outbox_note_get (next, CS_NOTE_SENT, 0))
    sentence = g_strdup (_("Whether this went out could not be learned for an hour and a half. "
                           "Look there, then answer here."));
  else if (next->sentence == NULL)
    sentence = g_strdup (_("Nothing went on for an hour and a half, and nothing was published."));
  else
    /* Translators: %s is a sentence: what was in the way */
    sentence = g_strdup_printf (_("Nothing went on for an hour and a half, and nothing was "
                                  "published. %s"), next->sentence);

  cs_outbox_say (next, "stuck", sentence);
}

/* Half an hour in which nothing moved starts anew with short waits; the third asks. */
void
cs_outbox_watch (CsOutboxRow    *next,
                 const CsMoment *moment)
{
  gint64 since = cs_outbox_note_get (next, CS_NOTE_PROGRESS, CS_UNKNOWN);
  gint64 times = cs_outbox_note_get (next, CS_NOTE_STUCK, 0);

  if (has_time (next, moment))
    {
      cs_outbox_note_set (next, CS_NOTE_PROGRESS, next->due);
      return;
    }

  if (since == CS_UNKNOWN)
    {
      cs_outbox_note_progress (next, moment->now);
      return;
    }

  if (moment->now - since < CS_OUTBOX_STUCK)
    return;

  cs_outbox_note_set (next, CS_NOTE_STUCK, ++times);
  cs_outbox_note_set (next, CS_NOTE_PROGRESS, moment->now);
  next->attempt = 0;

  if (times < CS_OUTBOX_STUCK_TIMES)
    return;

  next->state = CS_OUTBOX_NEEDS_YOU;
  next->not_before = 0;
  say_stuck (next);
}

/* The same again, each time later; what is held early is due at its time at the latest. */
void
cs_outbox_back_off (CsOutboxRow    *next,
                    const CsMoment *moment)
{
  next->not_before = moment->now + cs_outbox_backoff (next->attempt, moment->chance);
  next->attempt = MAX (next->attempt, 0) + 1;

  if (has_time (next, moment))
    next->not_before = MIN (next->not_before, next->due);

  cs_outbox_watch (next, moment);
}

/* A server in trouble may name a time too, which is believed as far as one that is busy. */
void
cs_outbox_wait_for_server (CsOutboxRow    *next,
                           const CsReply  *reply,
                           const CsMoment *moment)
{
  if (reply->not_before - moment->now > CS_OUTBOX_LONGEST_WAIT)
    {
      next->state = CS_OUTBOX_NEEDS_YOU;
      next->not_before = 0;
    }
  else if (next->state != CS_OUTBOX_NEEDS_YOU)
    next->not_before = MAX (next->not_before, reply->not_before);
}

/* As long as the network asks, and no shorter than the backoff; a day is too long. */
void
cs_outbox_wait_as_asked (CsOutboxRow    *next,
                         const CsReply  *reply,
                         gboolean        is_new,
                         const CsMoment *moment)
{
  gboolean limited = reply->klass == CS_REPLY_RATE || reply->klass == CS_REPLY_QUOTA;
  gint64 jitter = moment->now + cs_outbox_backoff (next->attempt, moment->chance);

  if (limited && reply->not_before - moment->now > CS_OUTBOX_LONGEST_WAIT)
    {
      next->state = CS_OUTBOX_NEEDS_YOU;
      return;
    }

  if (limited)
    {
      next->not_before = MAX (reply->not_before, jitter);
      next->attempt = MAX (next->attempt, 0) + 1;
      cs_outbox_note_progress (next, next->not_before);
    }
  else if (is_new)
    {
      next->not_before = MAX (reply->not_before, 0);
      next->attempt = 0;
      cs_outbox_note_progress (next, moment->now);
    }
  else
    {
      next->not_before = reply->not_before > 0 ? reply->not_before : jitter;
      if (next->state == CS_OUTBOX_HANDED_OFF && reply->not_before <= 0)
        next->not_before = MAX (next->due, jitter);
      next->attempt = MAX (next->attempt, 0) + 1;
      cs_outbox_watch (next, moment);
    }
}
