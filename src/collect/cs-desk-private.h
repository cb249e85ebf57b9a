/* cs-desk-private.h: what the parts of a desk share
 *
 * cs-desk.c says what is next, cs-desk-ask.c asks the network and keeps what it told,
 * cs-desk-away.c is about the times in which nothing was asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-collect-rules.h"
#include "cs-desk.h"
#include "cs-obstacle.h"
#include "cs-work.h"

G_BEGIN_DECLS

#define CS_DESK_LOOK_AGAIN (15 * 60)   /* at what a person must see to, or was refused */

struct _CsDesk
{
  CsDb       *db;
  CsPlatform *platform;
  CsAccount  *account;

  gboolean    is_loaded;
  gint64      not_before;     /* 0: nothing is waited for; what the network asks is stored too */
  guint       failures;       /* in a row */
  CsObstacle  obstacle;
  gint64      account_from;   /* the first slot of the account without a sample */
  gint64      refused_until;  /* the question for the account was, and is not asked again yet */
  GHashTable *alone;          /* ids of targets that are asked for alone */
  guint       sent;           /* requests that had left before the one under way */
  guint       n_posts;        /* that the last run counted */
  guint       n_accounts;
  CsWitnessFunc witness;      /* NULL: there is nobody else to ask */
  gpointer    witness_data;
  CsClockView clock;          /* what is known of our clock, where the server says it is off */
  gint64      off_by;         /* as another says, its clock is ahead so far; 0: nobody does */
  gint64      confirmed_at;   /* the last moment of which a server said so too; 0: none did */
};

gboolean cs_desk_look        (CsDesk         *self,
                              CsWork         *work,
                              GError        **error);
CsLack   cs_desk_lack        (CsDesk         *self,
                              const CsWork   *work);
gboolean cs_desk_meet        (CsDesk         *self,
                              CsTx           *tx,
                              const CsWork   *work,
                              const CsCause  *cause,
                              GError        **error);
void     cs_desk_forget_wait (CsDesk         *self);

gboolean cs_desk_ask_account (CsDesk         *self,
                              CsWork         *work,
                              GCancellable   *cancellable,
                              GError        **error);
gboolean cs_desk_ask_posts   (CsDesk         *self,
                              CsWork         *work,
                              GPtrArray      *batch,
                              GCancellable   *cancellable,
                              GError        **error);

G_END_DECLS
