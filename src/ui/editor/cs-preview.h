/* cs-preview.h: a post as one account’s followers would see it
 *
 * Drawn with plain widgets in the manner of the network: what it links, how it
 * writes links and mentions, what a content warning hides, and where it folds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_PREVIEW (cs_preview_get_type ())
G_DECLARE_FINAL_TYPE (CsPreview, cs_preview, CS, PREVIEW, AdwBin)

void cs_preview_show (CsPreview        *self,
                      CsDraft          *draft,
                      const CsAccount  *account,
                      GHashTable       *media,
                      const char       *folder);

G_END_DECLS
