/* cs-outbox.h: one persisted step of one row
 *
 * A step reads what the row says is next, does it, and saves what came of it in
 * one transaction. What cannot be taken back is on disk as intent before it
 * leaves. Blocks; any thread may call, one at a time for one account.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-outbox-rules.h"
#include "cs-platform.h"

G_BEGIN_DECLS

typedef struct _CsOutbox CsOutbox;

/* What the part before it means for a part of a thread. */
typedef enum
{
  CS_FOLLOW_GO,
  CS_FOLLOW_WAIT,
  CS_FOLLOW_MOVED,     /* the row was moved: it waits no more, or never will go */
  CS_FOLLOW_TROUBLE,
} CsFollow;

CsOutbox    *cs_outbox_new          (CsDb               *db,
                                     CsClock            *clock,
                                     CsSecrets          *secrets,
                                     const char         *folder);
void         cs_outbox_free         (CsOutbox           *self);
CsDb        *cs_outbox_get_db       (CsOutbox           *self);
CsPlatform  *cs_outbox_get_platform (CsOutbox           *self,
                                     CsNetwork           network,
                                     GError            **error);

gboolean     cs_outbox_recover      (CsOutbox           *self,
                                     GError            **error);
CsOutboxRow *cs_outbox_step         (CsOutbox           *self,
                                     const CsOutboxRow  *row,
                                     CsProgressFunc      on_progress,
                                     gpointer            user_data,
                                     GCancellable       *cancellable,
                                     GError            **error);
gboolean     cs_outbox_move         (CsOutbox           *self,
                                     const CsOutboxRow  *was,
                                     const CsOutboxRow  *next,
                                     GError            **error);
CsFollow     cs_outbox_follow       (CsOutbox           *self,
                                     const CsOutboxRow  *row,
                                     GError            **error);
CsMoment     cs_outbox_moment       (CsOutbox           *self,
                                     const CsAccount    *account);

/* For tests. */
void         cs_outbox_seed         (CsOutbox           *self,
                                     guint32             seed);
void         cs_outbox_set_platform (CsOutbox           *self,
                                     CsNetwork           network,
                                     CsPlatform         *platform);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutbox, cs_outbox_free)

G_END_DECLS
