/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-collect-rules.h"

#include "cs-backoff.h"
#include "cs-error.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* What a network says of how long to wait is believed as far as a day. */
#define LONGEST_TOLD DAY

static const CsHindrance hindrances[] = {
  [CS_REPLY_DONE] = { CS_HINDRANCE_NONE, NULL, 0, 0 },
  [CS_REPLY_PENDING] = { CS_HINDRANCE_ACCOUNT, "server", MINUTE, 30 * MINUTE },
  [CS_REPLY_RETRY] = { CS_HINDRANCE_ACCOUNT, "server", MINUTE, 30 * MINUTE },
  [CS_REPLY_PROBE] = { CS_HINDRANCE_ACCOUNT, "server", MINUTE, 30 * MINUTE },
  [CS_REPLY_ABSENT] = { CS_HINDRANCE_POST, "refused", 0, 0 },
  [CS_REPLY_RATE] = { CS_HINDRANCE_ACCOUNT, "rate-limited", MINUTE, HOUR },
  [CS_REPLY_QUOTA] = { CS_HINDRANCE_ACCOUNT, "rate-limited", HOUR, 6 * HOUR },
  [CS_REPLY_REFRESH] = { CS_HINDRANCE_ACCOUNT, "sign-in", 5 * MINUTE, 6 * HOUR },
  [CS_REPLY_SIGN_IN] = { CS_HINDRANCE_ACCOUNT, "sign-in", 5 * MINUTE, 6 * HOUR },
  [CS_REPLY_NEW_UPLOAD] = { CS_HINDRANCE_ACCOUNT, "server", MINUTE, 30 * MINUTE },
  [CS_REPLY_REJECTED] = { CS_HINDRANCE_POST, "refused", 0, 0 },
  [CS_REPLY_CONFIG] = { CS_HINDRANCE_ACCOUNT, "config", HOUR, DAY },
};

static const CsHindrance wrong_clock = { CS_HINDRANCE_ACCOUNT, "clock", 5 * MINUTE, 15 * MINUTE };

/* Whether the server’s clock differs so much from ours that one of them is wrong. */
gboolean
cs_reply_doubts_clock (const CsReply *reply)
{
  return ABS (reply->skew) > CS_CLOCK_OFF_MAX;
}

/* Whether a server told what time it is, and it is so by our clock. */
gboolean
cs_reply_confirms_clock (const CsReply *reply)
{
  return reply->timed_at > 0 && !cs_reply_doubts_clock (reply);
}

CsHindrance
cs_hindrance_of_reply (const CsReply *reply)
{
  CsHindrance hindrance = hindrances[reply->klass];

  if (cs_reply_doubts_clock (reply))
    return wrong_clock;

  if (reply->klass == CS_REPLY_RETRY && reply->unreached)
    hindrance.code = "offline";

  return hindrance;
}

/* Why it asks to wait, whatever its clock says; NULL: it only does. */
const char *
cs_wait_code (const CsReply *reply)
{
  return hindrances[reply->klass].code;
}

/* Why nothing was counted, and what to do. Borrowed. */
const char *
cs_hindrance_sentence (const CsReply *reply,
                       CsClockView    view)
{
  if (!cs_reply_doubts_clock (reply))
    return reply->sentence;

  return view == CS_CLOCK_WRONG
         ? _("The clock of this computer was wrong: set its date and time right.")
         : _("The clocks of this computer and of the server differ: see that the date and time of "
             "this computer are right.");
}

/* As long as the network asks, and no shorter than a wait that doubles. */
gint64
cs_hindrance_not_before (const CsHindrance *hindrance,
                         const CsReply     *reply,
                         guint              failures,
                         gint64             now)
{
  gint64 wait = cs_backoff (failures, hindrance->first, hindrance->longest);

  return now + MAX (wait, MIN (reply->not_before - now, LONGEST_TOLD));
}

/* What is in the way here: a keyring that is locked, a token that is not there. */
CsReply *
cs_hindrance_reply (const GError *error)
{
  if (g_error_matches (error, CS_ERROR, CS_ERROR_SIGN_IN)
      || g_error_matches (error, CS_ERROR, CS_ERROR_NEEDS_YOU)
      || g_error_matches (error, CS_ERROR, CS_ERROR_BUSY))
    return cs_reply_new (CS_REPLY_SIGN_IN, "%s", error->message);

  if (g_error_matches (error, CS_ERROR, CS_ERROR_INVALID))
    return cs_reply_new (CS_REPLY_CONFIG, "%s", error->message);

  return cs_reply_new (CS_REPLY_RETRY, "%s", error->message);
}
