/* cs-target-row.h: one account of the composer: does it go there, and would it be taken
 *
 *   selected (): the author looks at this account, or has changed what it says
 *   fix (finding): a{sv}, which is mended in the text or at a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-draft.h"
#include "cs-limits.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_TARGET_ROW (cs_target_row_get_type ())
G_DECLARE_FINAL_TYPE (CsTargetRow, cs_target_row, CS, TARGET_ROW, AdwExpanderRow)

GtkWidget       *cs_target_row_new         (CsLibrary    *library,
                                            CsDraft      *draft,
                                            CsAccount    *account);

const CsAccount *cs_target_row_get_account (CsTargetRow  *self);
const CsLimits  *cs_target_row_get_limits  (CsTargetRow  *self);
void             cs_target_row_set_account (CsTargetRow  *self,
                                            CsAccount    *account);
void             cs_target_row_update      (CsTargetRow  *self);
gboolean         cs_target_row_select_text (CsTargetRow  *self,
                                            int           from);

G_END_DECLS
