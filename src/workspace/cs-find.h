/* cs-find.h: records by the words that people use for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-media.h"
#include "cs-outbox-row.h"
#include "cs-post.h"
#include "cs-tx.h"

G_BEGIN_DECLS

CsAccount   *cs_find_account  (CsTx               *tx,
                               const char         *word,
                               GError            **error);
GPtrArray   *cs_find_accounts (CsTx               *tx,
                               const char *const  *words,
                               GError            **error);
CsAccount   *cs_find_planned_account (CsTx        *tx,
                                      const char  *id,
                                      GError     **error);
char        *cs_find_account_name    (CsTx        *tx,
                                      const char  *id);
CsMedia     *cs_find_media    (CsTx               *tx,
                               const char         *word,
                               GError            **error);
CsPost      *cs_find_post     (CsTx               *tx,
                               const char         *word,
                               GError            **error);
CsOutboxRow *cs_find_row      (CsTx               *tx,
                               const char         *word,
                               GError            **error);

G_END_DECLS
