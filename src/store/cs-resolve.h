/* cs-resolve.h: ids as a person types them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"
#include "cs-tx.h"

G_BEGIN_DECLS

char *cs_store_resolve_id (CsTx          *tx,
                           CsRecordKind   kind,
                           const char    *text,
                           GError       **error);

G_END_DECLS
