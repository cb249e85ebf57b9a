/* cs-fault-vfs.h: a disk that fails when told to
 *
 * A layer over SQLite's own file system. Armed, it counts what changes the disk
 * (writes, truncations, syncs, deletes, a log's index that grows) and at the n-th
 * begins to fail, or ends the process in the middle of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef enum
{
  CS_FAULT_NONE,       /* only counts */
  CS_FAULT_FULL,       /* no room from now on: writes fail, the rest works */
  CS_FAULT_FULL_ONCE,  /* no room for this one, then there is */
  CS_FAULT_IO,         /* this one fails, and every one behind it */
  CS_FAULT_ONCE,       /* this one fails, the next ones work again */
  CS_FAULT_KILL,       /* SIGKILL, with half of a write done */
} CsFault;

void     cs_fault_vfs_install   (void);
void     cs_fault_vfs_uninstall (void);
void     cs_fault_vfs_arm       (CsFault fault,
                                 int     at);
gboolean cs_fault_vfs_fired     (void);
int      cs_fault_vfs_count     (void);
