/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-person.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-outbox-call.h"
#include "cs-outbox-store.h"

/* Reads the row and its account, whose network decides what proves what. */
static CsOutboxRow *
find_row (CsOutbox    *self,
          const char  *row_id,
          CsMoment    *moment,
          GError     **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (cs_outbox_get_db (self), error);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(CsAccount) account = NULL;

  if (tx == NULL || (row = cs_outbox_store_find (tx, row_id, error)) == NULL)
    return NULL;

  account = cs_account_store_find (tx, row->account_id, NULL);
  *moment = cs_outbox_moment (self, account);

  return g_steal_pointer (&row);
}

/* A post that a network holds until its time cannot be stopped on every network. */
static gboolean
may_be_stopped (CsOutbox           *self,
                const CsOutboxRow  *row,
                GError            **error)
{
  g_autoptr(CsOutboxCall) call = NULL;
  CsPlatform *platform;

  if (row->state != CS_OUTBOX_HANDED_OFF)
    return TRUE;

  call = cs_outbox_call_load (cs_outbox_get_db (self), row, error);
  if (call == NULL)
    return FALSE;

  platform = cs_outbox_get_platform (self, call->account->network, error);
  if (platform == NULL)
    return FALSE;

  return cs_platform_can_withdraw (platform)
      || cs_fail (error, CS_ERROR_INVALID, "%s holds this post until its time: take it back there",
                  cs_network_get_title (call->account->network));
}

gboolean
cs_outbox_cancel (CsOutbox    *self,
                  const char  *row_id,
                  GError     **error)
{
  CsMoment moment;
  g_autoptr(CsOutboxRow) row = find_row (self, row_id, &moment, error);
  g_autoptr(CsOutboxRow) next = NULL;

  if (row == NULL
      || !may_be_stopped (self, row, error)
      || (next = cs_outbox_row_cancelled (row, &moment, error)) == NULL
      || !cs_outbox_move (self, row, next, error))
    return FALSE;

  return TRUE;
}

/* A post that this account has already answers for another one. */
static gboolean
check_is_new (CsOutbox           *self,
              const CsOutboxRow  *row,
              const CsReply      *reply,
              GError            **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (cs_outbox_get_db (self), error);
  g_autoptr(GPtrArray) rows = NULL;

  if (tx == NULL
      || (rows = cs_outbox_store_list_found (tx, row->account_id, reply->remote_id, error)) == NULL)
    return FALSE;

  return rows->len == 0
      || cs_fail (error, CS_ERROR_INVALID, "That is another post, which is accounted for already: "
                  "give the link of this one");
}

/* Asks the network after the post that a person found: whose it is, and what replies must name. */
static CsReply *
find_post (CsOutbox           *self,
           const CsOutboxRow  *row,
           const char         *link,
           GCancellable       *cancellable,
           GError            **error)
{
  g_autoptr(CsOutboxCall) call = NULL;
  g_autoptr(CsReply) reply = NULL;
  CsPlatform *platform;

  if (link == NULL || *link == '\0')
    return cs_fail_null (error, CS_ERROR_INVALID, "Say where the post is: --link and its own "
                         "address, as the network shows it");

  call = cs_outbox_call_load (cs_outbox_get_db (self), row, error);
  if (call == NULL
      || (platform = cs_outbox_get_platform (self, call->account->network, error)) == NULL)
    return NULL;

  reply = cs_platform_find (platform, call->account, link, cancellable, error);
  if (reply == NULL || !check_is_new (self, row, reply, error))
    return NULL;

  if (reply->remote_url == NULL)
    reply->remote_url = g_strdup (link);

  return g_steal_pointer (&reply);
}

static CsOutboxRow *
confirm (CsOutbox           *self,
         const CsOutboxRow  *row,
         const char         *link,
         GCancellable       *cancellable,
         GError            **error)
{
  g_autoptr(CsReply) reply = find_post (self, row, link, cancellable, error);
  CsMoment moment = cs_outbox_moment (self, NULL);

  return reply != NULL ? cs_outbox_row_confirmed_by (row, reply, &moment, error) : NULL;
}

/* What only follows the part before it asks nothing by itself, but may be dropped. */
static gboolean
check_asks (const CsOutboxRow  *row,
            CsAnswer            answer,
            GError            **error)
{
  if (row->state != CS_OUTBOX_NEEDS_YOU)
    return cs_fail (error, CS_ERROR_INVALID, "This post asks nothing");

  if (cs_outbox_row_follows (row) && answer != CS_ANSWER_DROP)
    return cs_fail (error, CS_ERROR_INVALID, "This part follows the part before it, %s: answer "
                    "that one", row->parent_id);

  return TRUE;
}

gboolean
cs_outbox_answer (CsOutbox      *self,
                  const char    *row_id,
                  CsAnswer       answer,
                  const char    *link,
                  GCancellable  *cancellable,
                  GError       **error)
{
  CsMoment moment;
  g_autoptr(CsOutboxRow) row = find_row (self, row_id, &moment, error);
  g_autoptr(CsOutboxRow) next = NULL;

  if (row == NULL || !check_asks (row, answer, error))
    return FALSE;

  switch (answer)
    {
    case CS_ANSWER_IT_IS_THERE:
      next = confirm (self, row, link, cancellable, error);
      break;

    case CS_ANSWER_POST_AGAIN:
      next = cs_outbox_row_again (row, &moment, error);
      break;

    case CS_ANSWER_DROP:
    default:
      next = cs_outbox_row_cancelled (row, &moment, error);
    }

  return next != NULL && cs_outbox_move (self, row, next, error);
}
