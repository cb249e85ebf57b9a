/* cs-backup.h: copies of a workspace's database
 *
 * A backup is a whole database in the folder “backups” beside the file, made
 * from one moment of it and checked before it counts. All of it blocks, for
 * long: on a worker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"

G_BEGIN_DECLS

typedef struct
{
  char   *path;
  gint64  at;        /* when it was made; seconds */
  gint64  size;
} CsBackup;

void       cs_backup_free    (CsBackup      *self);

GPtrArray *cs_backup_list    (const char    *db_path);
guint      cs_backup_thin    (const gint64  *times,
                              guint          n_times,
                              gboolean      *keep);
gboolean   cs_backup_is_due  (CsDb          *db);
CsBackup  *cs_backup_make    (CsDb          *db,
                              GCancellable  *cancellable,
                              GError       **error);
gboolean   cs_backup_check   (const char    *path,
                              GCancellable  *cancellable,
                              GError       **error);
gboolean   cs_db_check       (CsDb          *db,
                              GCancellable  *cancellable,
                              GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsBackup, cs_backup_free)

G_END_DECLS
