/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-platform.h"

#include "cs-bluesky.h"
#include "cs-error.h"
#include "cs-mastodon.h"

G_DEFINE_INTERFACE (CsPlatform, cs_platform, G_TYPE_OBJECT)

static void
cs_platform_default_init (CsPlatformInterface *iface)
{
}

/**
 * cs_platform_new:
 *
 * One object serves all accounts of a network, from any thread.
 *
 * Returns: (transfer full): NULL with %CS_ERROR_INVALID for a network that this
 *   version does not publish to
 */
CsPlatform *
cs_platform_new (CsNetwork   network,
                 CsSecrets  *secrets,
                 CsClock    *clock,
                 GError    **error)
{
  switch (network)
    {
    case CS_NETWORK_MASTODON:
      return cs_mastodon_new (secrets, clock);

    case CS_NETWORK_BLUESKY:
      return cs_bluesky_new (secrets, clock);

    case CS_NETWORK_PEERTUBE:
    case CS_NETWORK_YOUTUBE:
    case CS_NETWORK_TIKTOK:
    case CS_NETWORK_INSTAGRAM:
    case CS_NETWORK_X:
    case CS_N_NETWORKS:
    default:
      return cs_fail_null (error, CS_ERROR_INVALID, "This version publishes to %s and %s only",
                           cs_network_get_title (CS_NETWORK_MASTODON),
                           cs_network_get_title (CS_NETWORK_BLUESKY));
    }
}

/**
 * cs_platform_begin_sign_in:
 * @request: a{sv} of texts. Mastodon: host, and redirect_uri when somebody
 *   listens on loopback. Bluesky: handle (or a DID), app_password, auth_factor
 *   when a code was asked for, and host, pds, plc, video, appview or app where
 *   they differ from the network's own
 *
 * The first half of a sign-in. Secrets of the pending sign-in are put in the
 * keyring, never in the answer, so that it may cross the wire.
 *
 * Returns: (transfer full): a{sv} to be given to cs_platform_finish_sign_in().
 *   With a text "url" a person visits that page and brings back a code;
 *   without one finish at once, with no answer
 */
GVariant *
cs_platform_begin_sign_in (CsPlatform    *self,
                           GVariant      *request,
                           GCancellable  *cancellable,
                           GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->begin_sign_in (self, request, cancellable, error);
}

/**
 * cs_platform_finish_sign_in:
 * @pending: from cs_platform_begin_sign_in()
 * @answer: (nullable): the code, or the whole address that the browser was sent to
 *
 * Returns: (transfer full): a new account, checked, its token in the keyring
 */
CsAccount *
cs_platform_finish_sign_in (CsPlatform    *self,
                            GVariant      *pending,
                            const char    *answer,
                            GCancellable  *cancellable,
                            GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->finish_sign_in (self, pending, answer, cancellable, error);
}

/**
 * cs_platform_check:
 *
 * Asks the server who the account is and what it allows.
 *
 * Returns: (transfer full): the account as it is now. A token that was refused is
 *   no error but an account whose state is %CS_ACCOUNT_SIGN_IN; NULL when nothing
 *   could be learned
 */
CsAccount *
cs_platform_check (CsPlatform       *self,
                   const CsAccount  *account,
                   GCancellable     *cancellable,
                   GError          **error)
{
  return CS_PLATFORM_GET_IFACE (self)->check (self, account, cancellable, error);
}

/* Takes the token back at the server, if it answers, and forgets it in any case. */
gboolean
cs_platform_sign_out (CsPlatform       *self,
                      const CsAccount  *account,
                      GCancellable     *cancellable,
                      GError          **error)
{
  return CS_PLATFORM_GET_IFACE (self)->sign_out (self, account, cancellable, error);
}

/* The key under which one row publishes: made once, kept through every retry. */
char *
cs_platform_make_key (CsPlatform *self,
                      gint64      now_usec)
{
  return CS_PLATFORM_GET_IFACE (self)->make_key (self, now_usec);
}

/**
 * cs_platform_prepare:
 *
 * One step of what must be there before the post: an upload, a question about
 * one. Publishes nothing, so any of it may be done again.
 *
 * Returns: (transfer full): %CS_REPLY_DONE when all is ready; %CS_REPLY_PENDING
 *   when another step is wanted at not_before (now: at once). Handles are to be
 *   saved before the next step
 */
CsReply *
cs_platform_prepare (CsPlatform      *self,
                     const CsCall    *call,
                     CsProgressFunc   on_progress,
                     gpointer         user_data,
                     GCancellable    *cancellable,
                     GError         **error)
{
  return CS_PLATFORM_GET_IFACE (self)->prepare (self, call, on_progress, user_data,
                                                cancellable, error);
}

/**
 * cs_platform_freeze:
 *
 * What cs_platform_commit() will send, byte for byte. Asks the network where a
 * text names somebody.
 *
 * Returns: (transfer full): JSON, for the row's body
 */
char *
cs_platform_freeze (CsPlatform    *self,
                    const CsCall  *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->freeze (self, call, cancellable, error);
}

/**
 * cs_platform_commit:
 *
 * The one call that publishes: sends the row's body under the row's key. The
 * row must be on disk as intent. An error with %G_IO_ERROR_CANCELLED leaves it
 * unknown whether it was done, as %CS_REPLY_PROBE does; with any other, a locked
 * keyring among them, no byte of it has left.
 *
 * Returns: (transfer full): %CS_REPLY_DONE with remote_id, or with the handle
 *   scheduled_id and no remote_id when the network holds the post until its time
 */
CsReply *
cs_platform_commit (CsPlatform    *self,
                    const CsCall  *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->commit (self, call, cancellable, error);
}

/**
 * cs_platform_probe:
 *
 * Looks whether the post of a row in unknown is there.
 *
 * Returns: (transfer full): %CS_REPLY_DONE as of commit; %CS_REPLY_ABSENT when it
 *   provably is not, or may be sent again under the same key without harm;
 *   %CS_REPLY_PENDING to look again at not_before
 */
CsReply *
cs_platform_probe (CsPlatform    *self,
                   const CsCall  *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->probe (self, call, cancellable, error);
}

/**
 * cs_platform_poll:
 *
 * Asks after a post that the network was handed.
 *
 * Returns: (transfer full): %CS_REPLY_PENDING while it is held, %CS_REPLY_DONE with
 *   remote_id when it is out, %CS_REPLY_ABSENT when the network holds it no more
 *   and it is not out
 */
CsReply *
cs_platform_poll (CsPlatform    *self,
                  const CsCall  *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->poll (self, call, cancellable, error);
}

/* Whether a post that the network was handed can be taken back before its time. */
gboolean
cs_platform_can_withdraw (CsPlatform *self)
{
  return CS_PLATFORM_GET_IFACE (self)->withdraw != NULL;
}

/**
 * cs_platform_withdraw:
 *
 * Takes back a post that the network was handed.
 *
 * Returns: (transfer full): %CS_REPLY_DONE when it was taken back, %CS_REPLY_ABSENT
 *   when the network holds it no more: cs_platform_poll() tells whether it is out
 */
CsReply *
cs_platform_withdraw (CsPlatform    *self,
                      const CsCall  *call,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return CS_PLATFORM_GET_IFACE (self)->withdraw (self, call, cancellable, error);
}

/**
 * cs_platform_ask_time:
 *
 * Returns: what time it is by the account's server, in seconds since 1970; 0 when
 *   it does not answer, %CS_UNKNOWN when it does not say
 */
gint64
cs_platform_ask_time (CsPlatform      *self,
                      const CsAccount *account,
                      GCancellable    *cancellable)
{
  return CS_PLATFORM_GET_IFACE (self)->ask_time (self, account, cancellable);
}

/**
 * cs_platform_find:
 * @link: where a person found a post, as the network shows it
 *
 * Looks for the post behind a link. Only reads, so that it may be called beside
 * another call for the account.
 *
 * Returns: (transfer full): %CS_REPLY_DONE as of commit; NULL with a sentence for
 *   the person: %CS_ERROR_INVALID when it is no link of a post that this account
 *   has, else what kept us from asking
 */
CsReply *
cs_platform_find (CsPlatform       *self,
                  const CsAccount  *account,
                  const char       *link,
                  GCancellable     *cancellable,
                  GError          **error)
{
  return CS_PLATFORM_GET_IFACE (self)->find (self, account, link, cancellable, error);
}

/* How many requests left through it so far. */
guint
cs_platform_get_sent (CsPlatform *self)
{
  return CS_PLATFORM_GET_IFACE (self)->get_sent (self);
}

/* How many posts one cs_platform_count() may name; 0: this network gives no numbers. */
guint
cs_platform_count_max (CsPlatform      *self,
                       const CsAccount *account)
{
  CsPlatformInterface *iface = CS_PLATFORM_GET_IFACE (self);

  return iface->count_max != NULL ? iface->count_max (self, account) : 0;
}

/**
 * cs_platform_count:
 * @tallies: (element-type CsTally): posts of this account, no more than
 *   cs_platform_count_max()
 * @readings: (element-type CsReading): where what was learned of each is put, in
 *   their order; empty unless the answer is %CS_REPLY_DONE
 * @source: (out): the host that answered
 *
 * Asks what is counted of posts. What an answer for several leaves out is
 * %CS_READING_LEFT_OUT; of one post alone it is learned whether it is gone. A
 * number that is none stays unknown.
 *
 * Returns: (transfer full): %CS_REPLY_DONE, or why nothing was learned;
 *   %CS_REPLY_CONFIG among others where the server knows nobody who counts
 */
CsReply *
cs_platform_count (CsPlatform       *self,
                   const CsAccount  *account,
                   GPtrArray        *tallies,
                   GArray           *readings,
                   char            **source,
                   GCancellable     *cancellable,
                   GError          **error)
{
  CsReply *reply;

  g_array_set_size (readings, 0);
  *source = NULL;
  reply = CS_PLATFORM_GET_IFACE (self)->count (self, account, tallies, readings, source,
                                               cancellable, error);
  g_assert (reply == NULL || reply->klass != CS_REPLY_DONE || readings->len == tallies->len);

  return reply;
}

/**
 * cs_platform_count_account:
 * @sample: (out) (nullable): what was counted, with no moment; NULL unless the
 *   answer is %CS_REPLY_DONE
 *
 * Asks how many follow the account, in one request.
 *
 * Returns: (transfer full): as cs_platform_count()
 */
CsReply *
cs_platform_count_account (CsPlatform       *self,
                           const CsAccount  *account,
                           CsAccountSample **sample,
                           GCancellable     *cancellable,
                           GError          **error)
{
  *sample = NULL;

  return CS_PLATFORM_GET_IFACE (self)->count_account (self, account, sample, cancellable, error);
}
