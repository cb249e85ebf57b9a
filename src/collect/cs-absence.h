/* cs-absence.h: which samples that were promised are not there, and why
 *
 * A slot that has passed without a sample is lost. What was in the way stands in rows
 * that lie over it, an open one while it lasts; what no row explains is said to be
 * unknown. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* Why there is nothing, for a while. */
typedef struct
{
  const char *code;
  const char *sentence;
} CsCause;

gboolean cs_absence_is_lost (const CsTally  *tally,
                             gint64          now);

gboolean cs_absence_note    (CsTx           *tx,
                             const char     *account_id,
                             const char     *target_id,
                             gint64          from,
                             gint64          until,
                             const CsCause  *cause,
                             GError        **error);
gboolean cs_absence_end     (CsTx           *tx,
                             const char     *account_id,
                             gint64          until,
                             GError        **error);
gboolean cs_absence_explain (CsTx           *tx,
                             const char     *account_id,
                             const char     *target_id,
                             gint64          from,
                             gint64          until,
                             gint64          shortest,
                             const CsCause  *cause,
                             GError        **error);

G_END_DECLS
