/* cs-preference.h: how a person wants it, where they have not said otherwise
 *
 * Belongs to the workspace, so that the window, the command line and the publisher
 * go by the same. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tx.h"

G_BEGIN_DECLS

#define CS_PREFERENCE_ZONE   "zone"              /* of times that name none: an IANA name, or … */
#define CS_PREFERENCE_ZONE_SYSTEM "system"
#define CS_PREFERENCE_TIME   "time"              /* of a day for which none is said: 18:30 */
#define CS_PREFERENCE_LATE   "late"              /* of posts that are made: ask, publish, drop */
#define CS_PREFERENCE_NOTIFY "notify-"           /* with the kind of a notice: on, off */

GVariant *cs_preference_list  (CsTx        *tx,
                               GError     **error);
char     *cs_preference_dup   (CsTx        *tx,
                               const char  *name,
                               GError     **error);
char     *cs_preference_dup_zone   (CsTx    *tx,
                                    GError **error);
int       cs_preference_get_minute (CsTx    *tx,
                                    GError **error);
gboolean  cs_preference_set   (CsTx        *tx,
                               const char  *name,
                               const char  *value,
                               GError     **error);

G_END_DECLS
