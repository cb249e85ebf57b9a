/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-rules.h"

#include "cs-outbox-notes.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define PARENT "parent"   /* the code of a row that stands as it does by the part before it */

/**
 * cs_outbox_row_claimed:
 * @part: of the thread, 0 the first
 * @parent_id: (nullable): the row of the part before
 *
 * Returns: (transfer full): the row as it is born
 */
CsOutboxRow *
cs_outbox_row_claimed (const CsTarget *target,
                       gint64          part,
                       const char     *id,
                       const char     *parent_id,
                       gint64          now)
{
  CsOutboxRow *row = cs_record_new (CS_RECORD_OUTBOX_ROW);

  row->id = g_strdup (id);
  row->target_id = g_strdup (target->id);
  row->post_id = g_strdup (target->post_id);
  row->account_id = g_strdup (target->account_id);
  row->part = part;
  row->parent_id = g_strdup (parent_id);
  row->state = CS_OUTBOX_CLAIMED;
  row->attempt = 0;
  row->due = target->due;
  row->not_before = 0;
  row->updated_at = now;
  cs_outbox_note_progress (row, now);

  return row;
}

/* Nothing local is in the way; the key is chosen now and kept whatever comes. */
CsOutboxRow *
cs_outbox_row_started (const CsOutboxRow *row,
                       const char        *key,
                       const CsMoment    *moment)
{
  CsOutboxRow *next;

  g_return_val_if_fail (row->state == CS_OUTBOX_CLAIMED, NULL);

  next = cs_outbox_moved (row, CS_OUTBOX_PREPARING, moment);

  if (next->key == NULL)
    next->key = g_strdup (key);

  cs_outbox_say (next, NULL, NULL);
  cs_outbox_note_progress (next, moment->now);

  return next;
}

gboolean
cs_outbox_row_is_prepared (const CsOutboxRow *row)
{
  return row->state == CS_OUTBOX_PREPARING
      && g_strcmp0 (row->code, cs_reply_class_names[CS_REPLY_DONE]) == 0;
}

/**
 * cs_outbox_row_intended:
 * @body: what the call will send; a row that has a body keeps it
 * @hands_over: whether @body asks the network to hold the post until its time
 *
 * Returns: (transfer full): the row that must be on disk before the call leaves
 */
CsOutboxRow *
cs_outbox_row_intended (const CsOutboxRow *row,
                        const char        *body,
                        gboolean           hands_over,
                        const CsMoment    *moment)
{
  CsOutboxRow *next;

  g_return_val_if_fail (row->state == CS_OUTBOX_PREPARING, NULL);

  next = cs_outbox_moved (row, CS_OUTBOX_INTENT, moment);

  if (next->body == NULL)
    {
      cs_outbox_note_clear (next, CS_NOTE_EARLY);
      next->body = g_strdup (body);
      next->body_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);

      if (hands_over)
        cs_outbox_note_set (next, CS_NOTE_EARLY, TRUE);
    }

  /* The key's age counts from the first call that may have left. */
  if (next->intent_at == CS_UNKNOWN || !cs_outbox_note_get (next, CS_NOTE_SENT, FALSE))
    next->intent_at = moment->now;

  cs_outbox_say (next, NULL, NULL);

  if (cs_outbox_is_further (next))
    cs_outbox_note_progress (next, moment->now);

  return next;
}

/* Prepared, and too early to be sent: it waits for its time. */
CsOutboxRow *
cs_outbox_row_in_time (const CsOutboxRow *row,
                       gint64             time,
                       const CsMoment    *moment)
{
  CsOutboxRow *next = cs_outbox_moved (row, CS_OUTBOX_PREPARING, moment);

  next->not_before = time;
  cs_outbox_note_progress (next, time);

  return next;
}

/*
 * What was frozen for another time than this is frozen anew: it never left, or it
 * asked to be held, and is not there.
 */
CsOutboxRow *
cs_outbox_row_thawed (const CsOutboxRow *row,
                      const CsMoment    *moment)
{
  CsOutboxRow *next;

  g_return_val_if_fail (!cs_outbox_row_was_sent (row) || cs_outbox_row_hands_over (row), NULL);

  next = cs_outbox_moved (row, CS_OUTBOX_PREPARING, moment);
  g_clear_pointer (&next->body, g_free);
  g_clear_pointer (&next->body_sha256, g_free);
  cs_outbox_note_clear (next, CS_NOTE_EARLY);
  cs_outbox_say (next, cs_reply_class_names[CS_REPLY_DONE], _("Waits for its time."));

  return next;
}

CsOutboxRow *
cs_outbox_row_done (const CsOutboxRow *row,
                    const CsMoment    *moment)
{
  g_return_val_if_fail (row->state == CS_OUTBOX_CONFIRMED, NULL);

  return cs_outbox_moved (row, CS_OUTBOX_DONE, moment);
}

/* Whether a later part of a thread only follows what became of the part before it. */
gboolean
cs_outbox_row_follows (const CsOutboxRow *row)
{
  return g_strcmp0 (row->code, PARENT) == 0;
}

/**
 * cs_outbox_row_after_parent:
 * @row: a later part of a thread that has published nothing yet
 * @parent: the part before it
 *
 * Returns: (transfer full) (nullable): what becomes of the row by what became
 *   of the part before; NULL when nothing changes
 */
CsOutboxRow *
cs_outbox_row_after_parent (const CsOutboxRow *row,
                            const CsOutboxRow *parent,
                            const CsMoment    *moment)
{
  gboolean waits = row->state == CS_OUTBOX_NEEDS_YOU && cs_outbox_row_follows (row);
  CsOutboxRow *next;

  if (row->state != CS_OUTBOX_CLAIMED && row->state != CS_OUTBOX_PREPARING && !waits)
    return NULL;

  switch ((int) parent->state)
    {
    case CS_OUTBOX_CONFIRMED:
    case CS_OUTBOX_DONE:
      if (!waits)
        return NULL;
      next = cs_outbox_moved (row, CS_OUTBOX_CLAIMED, moment);
      next->due = MAX (row->due, moment->now);   /* it waited for a person, so it is not late */
      cs_outbox_say (next, NULL, NULL);
      cs_outbox_note_set (next, CS_NOTE_PROGRESS, moment->now);
      return next;

    case CS_OUTBOX_NEEDS_YOU:
      if (waits)
        return NULL;
      next = cs_outbox_moved (row, CS_OUTBOX_NEEDS_YOU, moment);
      cs_outbox_say (next, PARENT, _("Waits for the part before it, which needs you."));
      return next;

    case CS_OUTBOX_FAILED:
    case CS_OUTBOX_MISSED:
    case CS_OUTBOX_CANCELLED:
      next = cs_outbox_moved (row, parent->state, moment);
      cs_outbox_say (next, PARENT, _("Not published, because the part before it was not."));
      return next;

    default:
      return NULL;
    }
}

/* A person must decide; sentence says what. */
CsOutboxRow *
cs_outbox_row_asking (const CsOutboxRow *row,
                      const char        *code,
                      const char        *sentence,
                      const CsMoment    *moment)
{
  CsOutboxRow *next = cs_outbox_moved (row, CS_OUTBOX_NEEDS_YOU, moment);

  cs_outbox_say (next, code, sentence);
  if (cs_outbox_row_was_sent (next))
    cs_outbox_say_may_be_out (next);

  return next;
}

CsOutboxRow *
cs_outbox_row_late (const CsOutboxRow *row,
                    CsLateVerdict      verdict,
                    const CsMoment    *moment)
{
  gint64 minutes = (moment->now - row->due) / 60;
  g_autofree char *sentence = NULL;
  CsOutboxRow *next;

  g_return_val_if_fail (verdict != CS_LATE_NOT, NULL);

  if (verdict == CS_LATE_MISSED)
    {
      next = cs_outbox_moved (row, CS_OUTBOX_MISSED, moment);
      sentence = g_strdup_printf (ngettext ("Its turn came %" PRId64 " minute late; "
                                            "nothing was published.",
                                            "Its turn came %" PRId64 " minutes late; "
                                            "nothing was published.", minutes), minutes);
    }
  else
    {
      next = cs_outbox_moved (row, CS_OUTBOX_NEEDS_YOU, moment);
      sentence = g_strdup_printf (ngettext ("Its turn came %" PRId64 " minute late. "
                                            "Publish it now, or drop it?",
                                            "Its turn came %" PRId64 " minutes late. "
                                            "Publish it now, or drop it?", minutes), minutes);
    }

  cs_outbox_say (next, "late", sentence);

  return next;
}

/* A call has left for it, of which one look has found nothing at most; what failed was looked for
 * until that was certain. */
static gboolean
may_be_out (const CsOutboxRow *row)
{
  return row->state != CS_OUTBOX_FAILED && cs_outbox_row_was_sent (row);
}

/**
 * cs_outbox_row_cancelled:
 *
 * Before its intent a row is cancelled at once. After it, the row is looked for
 * and cancelled when it is not there; what a network holds is to be taken back.
 *
 * Returns: (transfer full): the next row, or NULL with %CS_ERROR_INVALID
 */
CsOutboxRow *
cs_outbox_row_cancelled (const CsOutboxRow  *row,
                         const CsMoment     *moment,
                         GError            **error)
{
  CsOutboxRow *next;

  switch (row->state)
    {
    case CS_OUTBOX_CLAIMED:
    case CS_OUTBOX_PREPARING:
    case CS_OUTBOX_NEEDS_YOU:
    case CS_OUTBOX_FAILED:
      next = cs_outbox_moved (row, CS_OUTBOX_CANCELLED, moment);
      cs_outbox_say (next, "cancelled", may_be_out (row)
                       ? _("Given up; whether it is out is not known: look there before it is "
                           "published again.")
                       : _("Cancelled; nothing more is published."));
      return next;

    case CS_OUTBOX_INTENT:
      next = cs_outbox_moved (row, CS_OUTBOX_INTENT, moment);
      cs_outbox_become_unknown (next, moment);
      break;

    case CS_OUTBOX_UNKNOWN:
      next = cs_outbox_moved (row, CS_OUTBOX_UNKNOWN, moment);
      next->not_before = row->not_before;
      break;

    case CS_OUTBOX_HANDED_OFF:
      next = cs_outbox_moved (row, CS_OUTBOX_HANDED_OFF, moment);
      break;

    case CS_OUTBOX_CONFIRMED:
    case CS_OUTBOX_DONE:
      return cs_fail_null (error, CS_ERROR_INVALID,
                           "This post is out already; delete it on the network");

    case CS_OUTBOX_MISSED:
    case CS_OUTBOX_CANCELLED:
    default:
      return cs_fail_null (error, CS_ERROR_INVALID, "This post has ended already");
    }

  cs_outbox_note_set (next, CS_NOTE_STOP, TRUE);
  cs_outbox_say (next, "stop",
                 next->state == CS_OUTBOX_HANDED_OFF
                   ? _("Stopping; taking it back from the network.")
                   : _("Stopping; looking whether it is out already."));

  return next;
}

gboolean
cs_outbox_row_is_stopping (const CsOutboxRow *row)
{
  return cs_outbox_note_get (row, CS_NOTE_STOP, FALSE) != FALSE;
}

/* The next row, which knows of a stop that was asked for while its step was made. */
CsOutboxRow *
cs_outbox_row_keeping_stop (const CsOutboxRow *next,
                            const CsOutboxRow *current)
{
  CsOutboxRow *kept;

  if (!cs_outbox_row_is_stopping (current) || cs_outbox_row_is_stopping (next))
    return NULL;

  kept = cs_record_copy (next);
  cs_outbox_note_set (kept, CS_NOTE_STOP, TRUE);

  return kept;
}

/**
 * cs_outbox_row_confirmed_by:
 * @reply: what the network says of the post that a person found there
 *
 * Returns: (transfer full): the row, confirmed by a person
 */
CsOutboxRow *
cs_outbox_row_confirmed_by (const CsOutboxRow  *row,
                            const CsReply      *reply,
                            const CsMoment     *moment,
                            GError            **error)
{
  CsOutboxRow *next;

  g_return_val_if_fail (reply->klass == CS_REPLY_DONE && reply->remote_id != NULL, NULL);

  if (row->state != CS_OUTBOX_NEEDS_YOU)
    return cs_fail_null (error, CS_ERROR_INVALID, "This post asks nothing");

  next = cs_outbox_moved (row, CS_OUTBOX_CONFIRMED, moment);
  cs_outbox_take_result (next, reply, moment);
  cs_outbox_say (next, "by-hand", _("Found there by hand."));

  return next;
}

/* Whether only a look was hindered, whose outcome still decides: the network was not asked. */
static gboolean
awaits_a_look (const CsOutboxRow *row)
{
  static const CsReplyClass hindrances[] = {
    CS_REPLY_SIGN_IN, CS_REPLY_CONFIG, CS_REPLY_RATE, CS_REPLY_QUOTA,
  };

  /* What was uploaded for it is gone, and so is what it could be known by. */
  if (row->state != CS_OUTBOX_NEEDS_YOU || !may_be_out (row) || row->body == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (hindrances); i++)
    if (g_strcmp0 (row->code, cs_reply_class_names[hindrances[i]]) == 0)
      return TRUE;

  return g_strcmp0 (row->code, "local") == 0;
}

static CsOutboxRow *
look_again (const CsOutboxRow *row,
            const CsMoment    *moment)
{
  CsOutboxRow *next = cs_outbox_moved (row, cs_outbox_row_is_held (row) ? CS_OUTBOX_HANDED_OFF
                                                                       : CS_OUTBOX_UNKNOWN, moment);

  next->attempt = 0;
  cs_outbox_note_clear (next, CS_NOTE_ABSENT);
  cs_outbox_note_clear (next, CS_NOTE_STUCK);
  cs_outbox_say (next, "found", _("Looking whether it is out."));
  cs_outbox_note_progress (next, moment->now);

  return next;
}

/*
 * Try again, says a person: from the start, under a new key. A post of which a
 * call has left, and whose look was hindered, is looked for first: a second one
 * goes out only when it is not there. One that is to go out later still does.
 */
CsOutboxRow *
cs_outbox_row_again (const CsOutboxRow  *row,
                     const CsMoment     *moment,
                     GError            **error)
{
  CsOutboxRow *next;

  if (row->state != CS_OUTBOX_NEEDS_YOU)
    return cs_fail_null (error, CS_ERROR_INVALID, "This post asks nothing");

  if (awaits_a_look (row))
    return look_again (row, moment);

  next = cs_outbox_moved (row, CS_OUTBOX_CLAIMED, moment);
  g_clear_pointer (&next->handles, g_variant_unref);
  g_clear_pointer (&next->key, g_free);
  g_clear_pointer (&next->body, g_free);
  g_clear_pointer (&next->body_sha256, g_free);
  g_clear_pointer (&next->remote_id, g_free);
  g_clear_pointer (&next->remote_url, g_free);
  g_clear_pointer (&next->remote_cid, g_free);
  next->attempt = 0;
  next->intent_at = CS_UNKNOWN;
  next->due = MAX (row->due, moment->now);   /* a person wants it now, so it is not late */
  cs_outbox_say (next, NULL, NULL);
  cs_outbox_note_progress (next, moment->now);

  return next;
}

/* One of several whose time was missed: it waits for its turn, and that wait is not its fault. */
CsOutboxRow *
cs_outbox_row_in_turn (const CsOutboxRow *row,
                       gint64             at)
{
  CsOutboxRow *next = cs_record_copy (row);

  next->due = MAX (row->due, at);
  next->not_before = at;
  cs_outbox_note_set (next, CS_NOTE_BACKLOG, at);
  cs_outbox_note_progress (next, at);

  return next;
}

/**
 * cs_outbox_row_set_back:
 *
 * A clock that was set back makes no wait longer than it was: it begins again,
 * now. What waits for the time that a person chose looks, and waits on. When the
 * row's call left stays as it was noted: nothing is proved by it any more.
 *
 * Returns: (transfer full) (nullable): the row; NULL for one that was written
 *   by the clock as it is
 */
CsOutboxRow *
cs_outbox_row_set_back (const CsOutboxRow *row,
                        const CsMoment    *moment)
{
  gint64 step = row->updated_at - moment->now;
  gint64 since = cs_outbox_note_get (row, CS_NOTE_PROGRESS, CS_UNKNOWN);
  CsOutboxRow *next;

  if (step <= CS_OUTBOX_SET_BACK || row->state > CS_OUTBOX_HANDED_OFF
      || row->state == CS_OUTBOX_CONFIRMED)
    return NULL;

  next = cs_outbox_moved (row, row->state, moment);
  next->not_before = row->not_before > 0 ? row->not_before - step : 0;

  if (since != CS_UNKNOWN)
    cs_outbox_note_set (next, CS_NOTE_PROGRESS, since - step);

  if (cs_outbox_row_turn (row) > 0)
    cs_outbox_note_set (next, CS_NOTE_BACKLOG, cs_outbox_row_turn (row) - step);

  return next;
}

/* When it has, or had, its turn among posts whose time was missed; 0 for one that was in time. */
gint64
cs_outbox_row_turn (const CsOutboxRow *row)
{
  return cs_outbox_note_get (row, CS_NOTE_BACKLOG, 0);
}

/* Whether a call that publishes may have left for it. */
gboolean
cs_outbox_row_was_sent (const CsOutboxRow *row)
{
  return cs_outbox_note_get (row, CS_NOTE_SENT, FALSE) != FALSE;
}

/* Whether the network was given it to hold: a connector names what it was given for it. */
gboolean
cs_outbox_row_is_held (const CsOutboxRow *row)
{
  const char *id = NULL;

  return row->handles != NULL
      && g_variant_lookup (row->handles, CS_HANDLE_SCHEDULED, "&s", &id)
      && *id != '\0';
}

/* Whether what is frozen asks the network to hold the post until its time. */
gboolean
cs_outbox_row_hands_over (const CsOutboxRow *row)
{
  return cs_outbox_note_get (row, CS_NOTE_EARLY, FALSE) != FALSE;
}

gint64
cs_outbox_row_published_at (const CsOutboxRow *row)
{
  return cs_outbox_note_get (row, CS_NOTE_PUBLISHED, row->updated_at);
}
