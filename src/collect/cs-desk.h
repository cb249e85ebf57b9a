/* cs-desk.h: where one account is counted, one call at a time
 *
 * Knows what is in the way and until when; all else is in the store. One thread at
 * a time may use it. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-platform.h"
#include "cs-round.h"
#include "cs-witness.h"

G_BEGIN_DECLS

/* Counting has stopped if nothing was written of it for so long: longer than a nap and the calls
 * of an account, shorter than any slot. */
#define CS_DESK_AWAY (14 * 60)

typedef struct _CsDesk CsDesk;

/* Asks other servers than this one what they say of our clock. */
typedef gboolean (*CsWitnessFunc) (gpointer       user_data,
                                   const char    *host,
                                   CsWitness     *said,
                                   GCancellable  *cancellable,
                                   GError       **error);

CsDesk          *cs_desk_new         (CsDb             *db,
                                      CsPlatform       *platform,
                                      const CsAccount  *account,
                                      gint64            since);
void             cs_desk_free        (CsDesk           *self);
void             cs_desk_set_witness (CsDesk           *self,
                                      CsWitnessFunc     witness,
                                      gpointer          user_data);
void             cs_desk_set_account (CsDesk           *self,
                                      const CsAccount  *account);
void             cs_desk_retry       (CsDesk           *self);
void             cs_desk_tell        (CsDesk           *self,
                                      CsRound          *round);

gboolean         cs_desk_run         (CsDesk           *self,
                                      gint64           *next_at,
                                      GCancellable     *cancellable,
                                      GError          **error);
gboolean         cs_desk_was_away    (CsDesk           *self,
                                      gint64            since,
                                      GArray           *spells,
                                      GError          **error);
gboolean         cs_desk_doubt       (CsDesk           *self,
                                      gint64            since,
                                      GError          **error);
gboolean         cs_desk_set_back    (CsDesk           *self,
                                      gint64            since,
                                      GError          **error);
gboolean         cs_desk_leave       (CsDesk           *self,
                                      gint64            since,
                                      GArray           *spells,
                                      GError          **error);
gboolean         cs_desk_ask_time    (CsDesk           *self,
                                      gint64           *there,
                                      GCancellable     *cancellable,
                                      GError          **error);
const char      *cs_desk_get_host    (CsDesk           *self);
gint64           cs_desk_now         (CsDesk           *self);
gboolean         cs_desk_doubts      (CsDesk           *self);
gint64           cs_desk_confirmed   (CsDesk           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDesk, cs_desk_free)

G_END_DECLS
