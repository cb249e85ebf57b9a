/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-hindrance.h"

#include "cs-error.h"

/* An error that is not the network's answer, as far as a wait can cure it: a keyring is unlocked
 * once somebody has signed in to the machine. */
CsReply *
cs_outbox_reply_to_error (const GError *error)
{
  if (g_error_matches (error, CS_ERROR, CS_ERROR_OFFLINE)
      || g_error_matches (error, CS_ERROR, CS_ERROR_NEEDS_YOU)
      || g_error_matches (error, CS_ERROR, CS_ERROR_BUSY))
    return cs_reply_new (CS_REPLY_RETRY, "%s", error->message);

  if (g_error_matches (error, CS_ERROR, CS_ERROR_RATE_LIMITED))
    return cs_reply_new (CS_REPLY_RATE, "%s", error->message);

  if (g_error_matches (error, CS_ERROR, CS_ERROR_SIGN_IN))
    return cs_reply_new (CS_REPLY_SIGN_IN, "%s", error->message);

  if (g_error_matches (error, CS_ERROR, CS_ERROR_REJECTED))
    return cs_reply_new (CS_REPLY_REJECTED, "%s", error->message);

  return NULL;
}

static gboolean
is_cancel (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What is in the way here, before anything left: a wait, or words for a person. A cancelled act
 * leaves the row as it stands. */
CsOutboxRow *
cs_outbox_hindered (const CsOutboxRow  *row,
                    GError            **hindrance,
                    const CsMoment     *moment,
                    GError            **error)
{
  g_autoptr(CsReply) reply = NULL;

  if (is_cancel (*hindrance))
    {
      g_propagate_error (error, g_steal_pointer (hindrance));
      return NULL;
    }

  reply = cs_outbox_reply_to_error (*hindrance);
  if (reply != NULL && row->state == CS_OUTBOX_PREPARING)
    return cs_outbox_row_prepared (row, reply, moment);

  return cs_outbox_row_asking (row, "local", (*hindrance)->message, moment);
}

/* What became of the one call, where the network did not answer it. Our own errors are from before
 * it left: what is in the way is gone after a while, or asks. Of others, a cancel too, nobody
 * knows. */
CsReply *
cs_outbox_reply_to_no_commit (const GError *error)
{
  CsReply *reply;

  if (is_cancel (error))
    return cs_reply_new (CS_REPLY_PROBE, "The answer was not waited for");

  if (error->domain != CS_ERROR)
    return cs_reply_new (CS_REPLY_PROBE, "%s", error->message);

  reply = cs_outbox_reply_to_error (error);

  return reply != NULL ? reply : cs_reply_new (CS_REPLY_RETRY, "%s", error->message);
}
