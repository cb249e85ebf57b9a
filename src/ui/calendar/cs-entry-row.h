/* cs-entry-row.h: a post as a line of the agenda, or of the drafts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_ENTRY_ROW (cs_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (CsEntryRow, cs_entry_row, CS, ENTRY_ROW, GtkBox)

GtkWidget *cs_entry_row_new       (void);
CsEntry   *cs_entry_row_get_entry (CsEntryRow *self);
void       cs_entry_row_set_entry (CsEntryRow *self,
                                   CsEntry    *entry);

G_END_DECLS
