/* cs-event-store.h: what happened, in order
 *
 * An event is added in the transaction of what it tells. Readers remember the last
 * number they saw.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-event.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_event_store_add        (CsTx          *tx,
                                      const char    *name,
                                      CsRecordKind   kind,
                                      const char    *subject,
                                      GVariant      *detail,
                                      GError       **error);
GPtrArray *cs_event_store_list_after (CsTx          *tx,
                                      gint64         number,
                                      guint          limit,
                                      GError       **error);
gint64     cs_event_store_last       (CsTx          *tx,
                                      GError       **error);
gint64     cs_event_store_last_at    (CsTx          *tx,
                                      GError       **error);

G_END_DECLS
