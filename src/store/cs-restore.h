/* cs-restore.h: the way back from a backup
 *
 * What stands there moves into a folder of its own; nothing is deleted. What
 * was planned when the backup was made may be out by now, so nothing of it goes
 * out before a person has looked. What was counted since stays behind, and cannot
 * be counted again: who counts next says so. Only by who holds the instance lock,
 * with the database closed. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-backup.h"

G_BEGIN_DECLS

/* What came of going back. */
typedef struct
{
  CsBackup *backup;        /* the one that is the workspace now */
  char     *aside;         /* the folder where the files from before are; NULL: there were none */
  gint64    unscheduled;   /* planned posts that are drafts now */
  gint64    held;          /* posts on their way that wait for a person now */
  gint64    counted_until; /* what was counted later is in @aside alone; 0: nothing ever was */
} CsRestored;

void        cs_restored_free  (CsRestored    *self);
CsRestored *cs_backup_restore (const char    *db_path,
                               const char    *backup,
                               gint64         now,
                               GCancellable  *cancellable,
                               GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRestored, cs_restored_free)

G_END_DECLS
