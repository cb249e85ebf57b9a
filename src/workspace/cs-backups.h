/* cs-backups.h: copies of the database, made while the workspace is open
 *
 * Looks every minute whether one is due and makes it on a worker. One that
 * fails is told as an event, and tried again after half an hour. On the thread
 * of the workspace.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"

G_BEGIN_DECLS

typedef struct _CsBackups CsBackups;

CsBackups *cs_backups_new      (CsDb         *db,
                                GMainContext *context);
void       cs_backups_look     (CsBackups    *self);
gboolean   cs_backups_are_idle (CsBackups    *self);
void       cs_backups_stop     (CsBackups    *self);
void       cs_backups_free     (CsBackups    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsBackups, cs_backups_free)

G_END_DECLS
