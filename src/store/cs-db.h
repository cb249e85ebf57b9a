/* cs-db.h: a workspace's database, opened once and shared by the workers
 *
 * Exactly one connection writes and checkpoints. A file of a newer version is
 * opened for reading only. Opening migrates, after a backup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"

G_BEGIN_DECLS

#define CS_TYPE_DB (cs_db_get_type ())
G_DECLARE_FINAL_TYPE (CsDb, cs_db, CS, DB, GObject)

/* Called after a commit, on the thread that committed. kind is a CsRecordKind. */
typedef void (*CsDbChangedFunc) (CsDb       *db,
                                 int         kind,
                                 GPtrArray  *ids,
                                 gpointer    user_data);

CsDb       *cs_db_open               (const char      *path,
                                      CsClock         *clock,
                                      GError         **error);
CsDb       *cs_db_open_read_only     (const char      *path,
                                      CsClock         *clock,
                                      GError         **error);
gboolean    cs_db_is_read_only       (CsDb            *self);
const char *cs_db_get_why_read_only  (CsDb            *self);
const char *cs_db_get_path           (CsDb            *self);
CsClock    *cs_db_get_clock          (CsDb            *self);
void        cs_db_set_changed_func   (CsDb            *self,
                                      CsDbChangedFunc  func,
                                      gpointer         user_data);
void        cs_db_close              (CsDb            *self);

G_END_DECLS
