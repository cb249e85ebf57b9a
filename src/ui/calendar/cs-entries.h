/* cs-entries.h: the posts of a range of days, by day and time
 *
 * Made on a worker from one answer of post.rows, and never changed after. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entry.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      first;       /* day */
  guint       n_days;
  GPtrArray  *all;         /* CsEntry */
  guint      *starts;      /* of each day in all, and the end behind the last */
} CsEntries;

#define CS_TYPE_ENTRIES (cs_entries_get_type ())
GType           cs_entries_get_type  (void);

CsEntries      *cs_entries_new       (gint64           first,
                                      guint            n_days,
                                      GPtrArray       *all);
CsEntries      *cs_entries_read      (GVariant        *rows,
                                      gint64           first,
                                      guint            n_days,
                                      const CsReading *reading);
CsEntries      *cs_entries_with      (const CsEntries *self,
                                      CsEntry         *entry);
CsEntries      *cs_entries_ref       (CsEntries       *self);
void            cs_entries_unref     (CsEntries       *self);

guint           cs_entries_count     (const CsEntries *self,
                                      gint64           day);
CsEntry        *cs_entries_get       (const CsEntries *self,
                                      gint64           day,
                                      guint            i);
CsEntry        *cs_entries_find      (const CsEntries *self,
                                      const char      *id);
const CsEntry  *cs_entries_collision (const CsEntries *self,
                                      const CsEntry   *moving,
                                      gint64           due);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsEntries, cs_entries_unref)

G_END_DECLS
