/* cs-entry-list.h: entries as a list model with a section a day
 *
 * Gives an item only for what is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entries.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_ENTRY_ITEM (cs_entry_item_get_type ())
G_DECLARE_FINAL_TYPE (CsEntryItem, cs_entry_item, CS, ENTRY_ITEM, GObject)

CsEntry *cs_entry_item_get_entry (CsEntryItem *self);

#define CS_TYPE_ENTRY_LIST (cs_entry_list_get_type ())
G_DECLARE_FINAL_TYPE (CsEntryList, cs_entry_list, CS, ENTRY_LIST, GObject)

CsEntryList *cs_entry_list_new       (void);
void         cs_entry_list_set_range (CsEntryList *self,
                                      CsEntries   *entries,
                                      gint64       from,
                                      gint64       until);
guint        cs_entry_list_find      (CsEntryList *self,
                                      const char  *id);
guint        cs_entry_list_find_day  (CsEntryList *self,
                                      gint64       day);

G_END_DECLS
