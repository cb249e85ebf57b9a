/* cs-work.h: what there is to be counted of an account at one moment
 *
 * Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef struct
{
  gint64     now;
  gboolean   wants_account;
  gint64     account_slot;     /* the one that now belongs to */
  GPtrArray *due;              /* CsTally, the most urgent first */
} CsWork;

gboolean   cs_work_find_last (CsTx             *tx,
                              const CsAccount  *account,
                              gint64            from,
                              gint64            until,
                              gint64           *taken_at,
                              GError          **error);
gboolean   cs_work_look      (CsWork           *self,
                              CsTx             *tx,
                              const CsAccount  *account,
                              GError          **error);
gboolean   cs_work_is_done   (const CsWork     *self);
GPtrArray *cs_work_choose    (const CsWork     *self,
                              guint             most,
                              GHashTable       *alone);
void       cs_work_clear     (CsWork           *self);
gboolean   cs_work_replan    (CsDb             *db,
                              const char       *account_id,
                              gint64            now,
                              GError          **error);
gboolean   cs_work_find_next (CsTx             *tx,
                              const CsAccount  *account,
                              gint64            account_not_before,
                              gint64           *next_at,
                              GError          **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsWork, cs_work_clear)

G_END_DECLS
