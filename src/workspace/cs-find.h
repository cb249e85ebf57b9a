/* cs-find.h: records by the words that people use for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-act.h"
#include "cs-media.h"
#include "cs-outbox-row.h"
#include "cs-post.h"
#include "cs-target.h"

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
gboolean     cs_find_is_connected    (CsTx        *tx,
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

/* By an act’s argument "id". */
CsMedia     *cs_act_find_media (CsAct             *act,
                                GError           **error);
CsPost      *cs_act_find_post  (CsAct             *act,
                                GError           **error);

/* Among those that were read. */
gboolean     cs_find_holds      (GPtrArray        *accounts,
                                 const char       *id);
GStrv        cs_find_dup_ids    (GPtrArray        *accounts);
CsTarget    *cs_find_target_for (GPtrArray        *targets,
                                 const char       *account_id);

G_END_DECLS
