/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-rules.h"

#include "cs-outbox-absence.h"
#include "cs-outbox-notes.h"
#include "cs-outbox-wait.h"

#include <glib/gi18n.h>

#define REFRESH_ONCE (10 * 60)

typedef enum
{
  REACT_ON,        /* the step is made */
  REACT_WAIT,      /* the network is at work, or named a time */
  REACT_AGAIN,     /* the same again, later */
  REACT_REFRESH,   /* the token had ended; once more, then it is a sign-in */
  REACT_PREPARE,   /* refused unprocessed: prepare again, same key, same body */
  REACT_UPLOAD,    /* what was uploaded is gone: prepare anew */
  REACT_UNKNOWN,   /* only a look can tell */
  REACT_ABSENT,    /* a look found nothing */
  REACT_GONE,      /* the network no longer holds it */
  REACT_BACK,      /* the network gave it back */
  REACT_TOO_LATE,  /* it no longer could: perhaps it is out */
  REACT_ASK,
  REACT_FAIL,
} Reaction;

static const Reaction prepare_reactions[] = {
  [CS_REPLY_DONE] = REACT_ON,
  [CS_REPLY_PENDING] = REACT_WAIT,
  [CS_REPLY_RETRY] = REACT_AGAIN,
  [CS_REPLY_PROBE] = REACT_AGAIN,      /* an upload publishes nothing */
  [CS_REPLY_ABSENT] = REACT_AGAIN,
  [CS_REPLY_RATE] = REACT_WAIT,
  [CS_REPLY_QUOTA] = REACT_WAIT,
  [CS_REPLY_REFRESH] = REACT_REFRESH,
  [CS_REPLY_SIGN_IN] = REACT_ASK,
  [CS_REPLY_NEW_UPLOAD] = REACT_UPLOAD,
  [CS_REPLY_REJECTED] = REACT_FAIL,
  [CS_REPLY_CONFIG] = REACT_ASK,
};

static const Reaction commit_reactions[] = {
  [CS_REPLY_DONE] = REACT_ON,
  [CS_REPLY_PENDING] = REACT_UNKNOWN,
  [CS_REPLY_RETRY] = REACT_AGAIN,
  [CS_REPLY_PROBE] = REACT_UNKNOWN,
  [CS_REPLY_ABSENT] = REACT_UNKNOWN,
  [CS_REPLY_RATE] = REACT_PREPARE,
  [CS_REPLY_QUOTA] = REACT_PREPARE,
  [CS_REPLY_REFRESH] = REACT_REFRESH,
  [CS_REPLY_SIGN_IN] = REACT_ASK,
  [CS_REPLY_NEW_UPLOAD] = REACT_UPLOAD,
  [CS_REPLY_REJECTED] = REACT_FAIL,
  [CS_REPLY_CONFIG] = REACT_ASK,
};

static const Reaction probe_reactions[] = {
  [CS_REPLY_DONE] = REACT_ON,
  [CS_REPLY_PENDING] = REACT_WAIT,
  [CS_REPLY_RETRY] = REACT_AGAIN,
  [CS_REPLY_PROBE] = REACT_AGAIN,
  [CS_REPLY_ABSENT] = REACT_ABSENT,
  [CS_REPLY_RATE] = REACT_WAIT,
  [CS_REPLY_QUOTA] = REACT_WAIT,
  [CS_REPLY_REFRESH] = REACT_REFRESH,
  [CS_REPLY_SIGN_IN] = REACT_ASK,
  [CS_REPLY_NEW_UPLOAD] = REACT_AGAIN,
  [CS_REPLY_REJECTED] = REACT_ASK,     /* the look was refused, which says nothing of the post */
  [CS_REPLY_CONFIG] = REACT_ASK,
};

static const Reaction poll_reactions[] = {
  [CS_REPLY_DONE] = REACT_ON,
  [CS_REPLY_PENDING] = REACT_WAIT,
  [CS_REPLY_RETRY] = REACT_AGAIN,
  [CS_REPLY_PROBE] = REACT_AGAIN,
  [CS_REPLY_ABSENT] = REACT_GONE,
  [CS_REPLY_RATE] = REACT_WAIT,
  [CS_REPLY_QUOTA] = REACT_WAIT,
  [CS_REPLY_REFRESH] = REACT_REFRESH,
  [CS_REPLY_SIGN_IN] = REACT_ASK,
  [CS_REPLY_NEW_UPLOAD] = REACT_ASK,
  [CS_REPLY_REJECTED] = REACT_ASK,     /* it holds the post still, or has published it */
  [CS_REPLY_CONFIG] = REACT_ASK,
};

/* Of a post that is to be taken back: the refusal of that says nothing of the post. */
static const Reaction withdraw_reactions[] = {
  [CS_REPLY_DONE] = REACT_BACK,
  [CS_REPLY_PENDING] = REACT_WAIT,
  [CS_REPLY_RETRY] = REACT_AGAIN,
  [CS_REPLY_PROBE] = REACT_AGAIN,
  [CS_REPLY_ABSENT] = REACT_TOO_LATE,
  [CS_REPLY_RATE] = REACT_WAIT,
  [CS_REPLY_QUOTA] = REACT_WAIT,
  [CS_REPLY_REFRESH] = REACT_REFRESH,
  [CS_REPLY_SIGN_IN] = REACT_ASK,
  [CS_REPLY_NEW_UPLOAD] = REACT_AGAIN,
  [CS_REPLY_REJECTED] = REACT_ASK,
  [CS_REPLY_CONFIG] = REACT_ASK,
};

/* How absence is proved on an account's network. */
CsProof
cs_outbox_proof (const CsAccount *account)
{
  if (account->network == CS_NETWORK_BLUESKY)
    return CS_PROOF_PUT;

  if (account->network == CS_NETWORK_MASTODON && account->honours_key)
    return CS_PROOF_KEY;

  return CS_PROOF_LIST;
}

/**
 * cs_outbox_lateness:
 * @due: when it was to go out
 *
 * Whether a post that goes out now still goes out as its author wanted.
 */
CsLateVerdict
cs_outbox_lateness (const CsTarget *target,
                    gint64          due,
                    gint64          now)
{
  gint64 late = now - due;
  gint64 limit = target->late_limit != CS_UNKNOWN ? target->late_limit : CS_OUTBOX_LATEST;

  if (late <= CS_OUTBOX_GRACE)
    return CS_LATE_NOT;

  if (late > CS_OUTBOX_LATEST)
    return CS_LATE_MISSED;

  switch (target->lateness)
    {
    case CS_LATE_PUBLISH:
      return late <= limit ? CS_LATE_NOT : CS_LATE_MISSED;

    case CS_LATE_DROP:
      return CS_LATE_MISSED;

    case CS_LATE_ASK:
    default:
      return CS_LATE_TO_ASK;
    }
}

#define TO(state) (1u << CS_OUTBOX_##state)

/* Whether a row may go from one state to the other: what the log is checked against. */
gboolean
cs_outbox_move_is_legal (CsOutboxState from,
                         CsOutboxState to)
{
  static const guint32 ways[] = {
    [CS_OUTBOX_CLAIMED] = TO (CLAIMED) | TO (PREPARING) | TO (NEEDS_YOU) | TO (FAILED)
                        | TO (MISSED) | TO (CANCELLED),
    [CS_OUTBOX_PREPARING] = TO (PREPARING) | TO (INTENT) | TO (NEEDS_YOU) | TO (FAILED)
                          | TO (MISSED) | TO (CANCELLED),
    [CS_OUTBOX_INTENT] = TO (INTENT) | TO (PREPARING) | TO (UNKNOWN) | TO (CONFIRMED)
                       | TO (HANDED_OFF) | TO (NEEDS_YOU) | TO (FAILED),
    [CS_OUTBOX_UNKNOWN] = TO (UNKNOWN) | TO (INTENT) | TO (CONFIRMED) | TO (HANDED_OFF)
                        | TO (NEEDS_YOU) | TO (FAILED) | TO (CANCELLED),
    [CS_OUTBOX_CONFIRMED] = TO (DONE),
    [CS_OUTBOX_HANDED_OFF] = TO (HANDED_OFF) | TO (UNKNOWN) | TO (CONFIRMED) | TO (NEEDS_YOU)
                           | TO (FAILED) | TO (CANCELLED),
    [CS_OUTBOX_NEEDS_YOU] = TO (NEEDS_YOU) | TO (CLAIMED) | TO (UNKNOWN) | TO (HANDED_OFF)
                          | TO (CONFIRMED) | TO (FAILED) | TO (MISSED) | TO (CANCELLED),
    [CS_OUTBOX_FAILED] = TO (CANCELLED),
    [CS_OUTBOX_DONE] = 0,
    [CS_OUTBOX_MISSED] = 0,
    [CS_OUTBOX_CANCELLED] = 0,
  };

  return (guint) from < G_N_ELEMENTS (ways) && (ways[from] & (1u << to)) != 0;
}

/* The call may have published: from here on only a look leads out. */
void
cs_outbox_become_unknown (CsOutboxRow    *next,
                          const CsMoment *moment)
{
  gint64 wait = moment->proof == CS_PROOF_PUT ? CS_OUTBOX_BACKOFF_BASE : CS_OUTBOX_FIRST_LOOK;

  next->state = CS_OUTBOX_UNKNOWN;
  next->attempt = MAX (next->attempt, 0) + 1;
  cs_outbox_note_clear (next, CS_NOTE_ABSENT);
  cs_outbox_note_set (next, CS_NOTE_SENT, TRUE);
  cs_outbox_watch (next, moment);

  if (next->state == CS_OUTBOX_UNKNOWN)
    next->not_before = moment->now + MAX (wait, cs_outbox_backoff (next->attempt, moment->chance));
}

void
cs_outbox_take_result (CsOutboxRow    *next,
                       const CsReply  *reply,
                       const CsMoment *moment)
{
  cs_outbox_note_set (next, CS_NOTE_PUBLISHED,
                      reply->published_at > 0 ? reply->published_at : moment->now);

  if (reply->remote_id != NULL)
    g_set_str (&next->remote_id, reply->remote_id);

  if (reply->remote_url != NULL)
    g_set_str (&next->remote_url, reply->remote_url);

  if (reply->remote_cid != NULL)
    g_set_str (&next->remote_cid, reply->remote_cid);
}

/* The network took it and will publish it at its time. */
static void
hold (CsOutboxRow    *next,
      const CsReply  *reply,
      const CsMoment *moment)
{
  next->state = CS_OUTBOX_HANDED_OFF;
  next->attempt = 0;
  cs_outbox_note_set (next, CS_NOTE_SENT, TRUE);
  next->not_before = reply->not_before > 0 ? reply->not_before : MAX (next->due, moment->now + 1);
  cs_outbox_note_set (next, CS_NOTE_PROGRESS, MAX (next->due, moment->now));
}

/* The step is made; a creating call that names nothing it made is no answer. */
static void
go_on (CsOutboxRow    *next,
       const CsReply  *reply,
       const CsMoment *moment)
{
  if (next->state == CS_OUTBOX_PREPARING)
    {
      gint64 furthest = cs_outbox_note_get (next, CS_NOTE_FURTHEST, 0);

      /* What is prepared a second time was refused in between, and keeps its long waits. */
      if (furthest < cs_outbox_state_number (CS_OUTBOX_INTENT))
        next->attempt = 0;
    }
  else if (reply->remote_id != NULL && *reply->remote_id != '\0')
    {
      cs_outbox_take_result (next, reply, moment);
      next->state = CS_OUTBOX_CONFIRMED;
      next->attempt = 0;
    }
  else if (next->state != CS_OUTBOX_HANDED_OFF && cs_outbox_row_is_held (next))
    hold (next, reply, moment);
  else if (next->state == CS_OUTBOX_INTENT)
    cs_outbox_become_unknown (next, moment);
  else
    cs_outbox_back_off (next, moment);
}

/* What was uploaded is gone, and so is the body that names it. */
static void
prepare_anew (CsOutboxRow    *next,
              const CsMoment *moment)
{
  gint64 times = cs_outbox_note_get (next, CS_NOTE_ANEW, 0);

  cs_outbox_drop_handles (next);
  g_clear_pointer (&next->body, g_free);
  g_clear_pointer (&next->body_sha256, g_free);
  next->state = CS_OUTBOX_PREPARING;
  cs_outbox_back_off (next, moment);

  /* Each upload is progress, so that only their number shows a circle. */
  cs_outbox_note_set (next, CS_NOTE_ANEW, ++times);
  if (times < CS_OUTBOX_UPLOADS_MAX)
    return;

  next->state = CS_OUTBOX_NEEDS_YOU;
  next->not_before = 0;
}

static void
refresh (CsOutboxRow    *next,
         const CsMoment *moment)
{
  gint64 last = cs_outbox_note_get (next, CS_NOTE_REFRESHED, 0);

  cs_outbox_note_set (next, CS_NOTE_REFRESHED, moment->now);

  if (ABS (moment->now - last) < REFRESH_ONCE)
    {
      next->state = CS_OUTBOX_NEEDS_YOU;
      cs_outbox_say (next, cs_reply_class_names[CS_REPLY_SIGN_IN],
           _("The account’s sign-in has ended. Sign in again, then answer here."));
      return;
    }

  if (next->state == CS_OUTBOX_INTENT)
    next->state = CS_OUTBOX_PREPARING;

  next->not_before = moment->now;
}

/* A network that held a post and does not any more may be slow to show it when it is due. */
static void
weigh_gone (CsOutboxRow    *next,
            const CsMoment *moment)
{
  if (moment->now >= next->due && moment->now - next->due < CS_OUTBOX_GRACE)
    cs_outbox_back_off (next, moment);
  else
    {
      next->state = CS_OUTBOX_NEEDS_YOU;
      cs_outbox_say (next, cs_reply_class_names[CS_REPLY_ABSENT],
           _("The network was to publish this at its time and no longer has it. "
             "Look there, then answer here."));
    }
}

/* No longer held while it is taken back: it is out at its time; before it, an answer was lost. */
static void
weigh_let_go (CsOutboxRow    *next,
              const CsMoment *moment)
{
  if (moment->now < next->due)
    cs_outbox_become_unknown (next, moment);
  else
    cs_outbox_note_clear (next, CS_NOTE_STOP);
}

/* A refusal says nothing of an earlier call whose answer was lost: that may be out. It is looked
 * for, or, while what it consists of is prepared anew, a person does. */
static void
refuse (CsOutboxRow    *next,
        const CsMoment *moment)
{
  if (next->state == CS_OUTBOX_PREPARING && cs_outbox_row_was_sent (next))
    {
      next->state = CS_OUTBOX_NEEDS_YOU;
      return;
    }

  if (next->state == CS_OUTBOX_INTENT && cs_outbox_row_was_sent (next))
    {
      cs_outbox_note_set_words (next, CS_NOTE_REFUSED, next->sentence);
      cs_outbox_become_unknown (next, moment);
      return;
    }

  next->state = CS_OUTBOX_FAILED;
}

static void
react (CsOutboxRow    *next,
       Reaction        reaction,
       const CsReply  *reply,
       gboolean        is_new,
       const CsMoment *moment)
{
  switch (reaction)
    {
    case REACT_ON:
      go_on (next, reply, moment);
      break;

    case REACT_PREPARE:
      next->state = CS_OUTBOX_PREPARING;
      G_GNUC_FALLTHROUGH;

    case REACT_WAIT:
      cs_outbox_wait_as_asked (next, reply, is_new, moment);
      break;

    case REACT_AGAIN:
      cs_outbox_back_off (next, moment);
      cs_outbox_wait_for_server (next, reply, moment);
      break;

    case REACT_REFRESH:
      refresh (next, moment);
      break;

    case REACT_UPLOAD:
      prepare_anew (next, moment);
      break;

    case REACT_UNKNOWN:
      cs_outbox_become_unknown (next, moment);
      cs_outbox_wait_for_server (next, reply, moment);
      break;

    case REACT_ABSENT:
      cs_outbox_weigh_absence (next, moment);
      break;

    case REACT_GONE:
      weigh_gone (next, moment);
      break;

    case REACT_BACK:
      next->state = CS_OUTBOX_CANCELLED;
      break;

    case REACT_TOO_LATE:
      weigh_let_go (next, moment);
      break;

    case REACT_ASK:
      next->state = CS_OUTBOX_NEEDS_YOU;
      break;

    case REACT_FAIL:
      refuse (next, moment);
      break;
    }
}

/* A later part that was refused: what went before it is out, and the rest may follow it yet. */
static void
say_rest_is_left (CsOutboxRow *next)
{
  const char *why = next->sentence != NULL ? next->sentence : "";
  /* Translators: %s is a sentence: why this part was refused */
  g_autofree char *sentence = g_strdup_printf (_("%s; the parts before it are out: change the "
                                                 "rest, then publish it again"), why);

  g_set_str (&next->sentence, sentence);
}

static CsOutboxRow *
after (const CsOutboxRow *row,
       const Reaction    *reactions,
       const CsReply     *reply,
       const CsMoment    *moment)
{
  CsOutboxRow *next = cs_outbox_moved (row, row->state, moment);
  Reaction reaction = reactions[reply->klass];
  gboolean may_be_out = (cs_outbox_row_was_sent (row) && reaction != REACT_GONE)
                     || row->state == CS_OUTBOX_UNKNOWN || reaction == REACT_UNKNOWN;
  gboolean is_new = cs_outbox_merge_handles (next, reply->handles);

  cs_outbox_say (next, cs_reply_class_names[reply->klass], reply->sentence);
  react (next, reaction, reply, is_new, moment);

  if (may_be_out && next->state == CS_OUTBOX_NEEDS_YOU)
    cs_outbox_say_may_be_out (next);

  if (next->state == CS_OUTBOX_FAILED && row->part > 0)
    say_rest_is_left (next);

  if (cs_outbox_is_further (next))
    {
      gint64 noted = cs_outbox_note_get (next, CS_NOTE_PROGRESS, 0);

      cs_outbox_note_progress (next, MAX (moment->now, noted));
    }

  return next;
}

CsOutboxRow *
cs_outbox_row_prepared (const CsOutboxRow *row,
                        const CsReply     *reply,
                        const CsMoment    *moment)
{
  g_return_val_if_fail (row->state == CS_OUTBOX_PREPARING, NULL);

  return after (row, prepare_reactions, reply, moment);
}

CsOutboxRow *
cs_outbox_row_committed (const CsOutboxRow *row,
                         const CsReply     *reply,
                         const CsMoment    *moment)
{
  g_return_val_if_fail (row->state == CS_OUTBOX_INTENT, NULL);

  return after (row, commit_reactions, reply, moment);
}

CsOutboxRow *
cs_outbox_row_probed (const CsOutboxRow *row,
                      const CsReply     *reply,
                      const CsMoment    *moment)
{
  g_return_val_if_fail (row->state == CS_OUTBOX_UNKNOWN, NULL);

  return after (row, probe_reactions, reply, moment);
}

CsOutboxRow *
cs_outbox_row_polled (const CsOutboxRow *row,
                      const CsReply     *reply,
                      const CsMoment    *moment)
{
  g_return_val_if_fail (row->state == CS_OUTBOX_HANDED_OFF, NULL);

  return after (row, poll_reactions, reply, moment);
}

CsOutboxRow *
cs_outbox_row_withdrawn (const CsOutboxRow *row,
                         const CsReply     *reply,
                         const CsMoment    *moment)
{
  g_return_val_if_fail (row->state == CS_OUTBOX_HANDED_OFF, NULL);

  return after (row, withdraw_reactions, reply, moment);
}

/* A row that stands at its intent and of whose call nobody knows. */
CsOutboxRow *
cs_outbox_row_found (const CsOutboxRow *row,
                     const CsMoment    *moment)
{
  CsOutboxRow *next;

  g_return_val_if_fail (row->state == CS_OUTBOX_INTENT, NULL);

  next = cs_outbox_moved (row, CS_OUTBOX_INTENT, moment);
  cs_outbox_say (next, "found", _("Publishing was interrupted; looking whether it is out."));
  cs_outbox_become_unknown (next, moment);

  return next;
}
