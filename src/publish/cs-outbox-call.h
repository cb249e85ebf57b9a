/* cs-outbox-call.h: all that a call to a network is about, read at one moment
 *
 * Blocks (it reads the store).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-platform.h"

G_BEGIN_DECLS

typedef enum
{
  CS_CALL_NOT_MADE,
  CS_CALL_ANSWERED,    /* a refusal is an answer */
  CS_CALL_FAILED,      /* nobody answered, or with a 5xx */
} CsCallOutcome;

/* Owns what the call borrows. */
typedef struct
{
  CsCall          call;
  CsAccount      *account;
  CsPost         *post;
  CsTarget       *target;
  CsOutboxRow    *row;
  CsOutboxRow    *root;
  CsOutboxRow    *parent;
  GPtrArray      *uploads;
  GHashTable     *taken;
  GHashTable     *held;
  CsCallOutcome   outcome;
  CsBudget        budget;        /* what the network said of it */
  gint64          asked_until;   /* the network asked to be left alone; 0: it did not */
  CsProgressFunc  on_progress;   /* of the upload; NULL: nobody asks */
  gpointer        user_data;
} CsOutboxCall;

CsOutboxCall *cs_outbox_call_load         (CsDb              *db,
                                           const CsOutboxRow *row,
                                           GError           **error);
gboolean      cs_outbox_call_load_uploads (CsOutboxCall      *self,
                                           CsDb              *db,
                                           const char        *folder,
                                           GError           **error);
gboolean      cs_outbox_call_load_taken   (CsOutboxCall      *self,
                                           CsDb              *db,
                                           GError           **error);
void          cs_outbox_call_free         (CsOutboxCall      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutboxCall, cs_outbox_call_free)

G_END_DECLS
