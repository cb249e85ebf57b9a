/* cs-harvest.h: what an answer brought, kept
 *
 * Samples, what became of the posts, and when each is counted next, in the
 * transaction of who asked. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-absence.h"
#include "cs-account.h"
#include "cs-reading.h"
#include "cs-reply.h"

G_BEGIN_DECLS

/* Posts that one answer was about. Borrowed for the call’s length. */
typedef struct
{
  const CsAccount *account;
  GPtrArray       *tallies;
  GArray          *readings;   /* empty: the question was refused */
  const char      *source;
  const char      *refusal;    /* in words; NULL: it was not */
  gint64           now;        /* when it was answered */
} CsHarvest;

gboolean cs_harvest_keep         (CsTx                  *tx,
                                  const CsHarvest       *self,
                                  GError               **error);
gboolean cs_harvest_keep_account (CsTx                  *tx,
                                  const CsAccountSample *sample,
                                  gint64                 now,
                                  GError               **error);
gboolean cs_harvest_report       (CsTx                  *tx,
                                  const CsAccount       *account,
                                  const CsReply         *reply,
                                  GError               **error);

G_END_DECLS
