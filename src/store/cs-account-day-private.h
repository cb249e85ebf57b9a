/* cs-account-day-private.h: what samples bring to the days of an account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* What a day gains: added to it, or what is off. */
typedef struct
{
  gint64 posts;
  gint64 gained[CS_N_METRICS];
  gint64 told[CS_N_METRICS];      /* how many samples tell it */
  enum { CS_DAY_UNASKED, CS_DAY_OPEN, CS_DAY_FROZEN } state;    /* of the day */
} CsDayChange;

/* Of which account, and which day. */
typedef struct
{
  gint64 account;
  gint64 day;
} CsDayKey;

gint64       cs_utc_day_of            (gint64             seconds);
void         cs_day_change_negate     (CsDayChange       *self);
gboolean     cs_day_change_is_nothing (const CsDayChange *self);

/* Changes by CsDayKey. */
GHashTable  *cs_days_new              (void);
CsDayChange *cs_days_get              (GHashTable        *days,
                                       gint64             account,
                                       gint64             day);
gboolean     cs_days_is_frozen        (CsTx              *tx,
                                       GHashTable        *days,
                                       gint64             account,
                                       gint64             day,
                                       gboolean          *is_frozen,
                                       GError           **error);
gboolean     cs_days_apply            (CsTx              *tx,
                                       GHashTable        *days,
                                       GError           **error);
gboolean     cs_days_reckon           (CsTx              *tx,
                                       GHashTable        *days,
                                       gint64             account,
                                       gint64             tally,
                                       gint64             published_at,
                                       GError           **error);

/* Both leave a frozen day as it is. */
gboolean     cs_account_day_change    (CsTx              *tx,
                                       gint64             account,
                                       gint64             day,
                                       const CsDayChange *change,
                                       GError           **error);
gboolean     cs_account_day_followers (CsTx              *tx,
                                       gint64             account,
                                       gint64             day,
                                       GError           **error);
gboolean     cs_account_day_freeze    (CsTx              *tx,
                                       gint64             account,
                                       gint64             day,
                                       GError           **error);

G_END_DECLS
