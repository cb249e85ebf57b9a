/* cs-diary.h: what is planned in the days that are shown
 *
 * Asks the workspace for a range of days, reads the answer on a worker, and does
 * both again after a change. What is known stays until there is something newer.
 * Main thread only.
 *
 *   changed (): other entries, or another trouble
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entries.h"
#include "cs-library.h"

G_BEGIN_DECLS

#define CS_TYPE_DIARY (cs_diary_get_type ())
G_DECLARE_FINAL_TYPE (CsDiary, cs_diary, CS, DIARY, GObject)

CsDiary    *cs_diary_new         (CsLibrary  *library);

CsEntries  *cs_diary_get_entries (CsDiary    *self);
const char *cs_diary_get_trouble (CsDiary    *self);

void        cs_diary_show        (CsDiary    *self,
                                  gint64      first,
                                  guint       n_days);
void        cs_diary_ask         (CsDiary    *self);
void        cs_diary_stop        (CsDiary    *self);

/* A change that is being made is shown at once, and no older answer over it. */
void        cs_diary_hold        (CsDiary    *self,
                                  CsEntry    *entry);
void        cs_diary_release     (CsDiary    *self);

G_END_DECLS
