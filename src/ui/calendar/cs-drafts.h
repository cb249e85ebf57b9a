/* cs-drafts.h: the drafts without a time, to be dragged onto a day
 *
 *   selected (): another draft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entry.h"
#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_DRAFTS (cs_drafts_get_type ())
G_DECLARE_FINAL_TYPE (CsDrafts, cs_drafts, CS, DRAFTS, AdwBin)

void     cs_drafts_set_library (CsDrafts  *self,
                                CsLibrary *library);
void     cs_drafts_set_day     (CsDrafts  *self,
                                gint64     day);
void     cs_drafts_ask         (CsDrafts  *self);
void     cs_drafts_stop        (CsDrafts  *self);
CsEntry *cs_drafts_dup_entry   (CsDrafts  *self);

G_END_DECLS
