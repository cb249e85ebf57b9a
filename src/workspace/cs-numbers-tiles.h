/* cs-numbers-tiles.h: the three numbers of a period, and what became of them since the one before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-rate.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef struct
{
  CsTx      *tx;
  GPtrArray *accounts;      /* CsAccount */
  GPtrArray *posts;         /* CsCounted: of these accounts, in the period */
  gint64     now;
  gint64     from;
  gint64     until;
  gint64     before_from;   /* CS_UNKNOWN: there is no period before */
  gint64     before_until;
} CsNumbersPeriod;

GVariant *cs_numbers_tiles (const CsNumbersPeriod  *period,
                            CsRate                 *rate,
                            GError                **error);

G_END_DECLS
