/* cs-migrate-private.h: brings a file to this program's schema, wholly or not at all
 *
 * One path for new and old files: every step that the file has not seen, in one
 * exclusive transaction, with foreign keys checked before the commit. The steps
 * are given, so that a test can bring its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-conn-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char *sql;
  gboolean    keeps_journal;   /* adds trailing columns at most: old changesets still apply */
} CsMigration;

gboolean           cs_migrate           (CsConn             *conn,
                                         const CsMigration  *steps,
                                         guint               n_steps,
                                         const char         *backup_folder,
                                         GError            **error);

const CsMigration *cs_migrations        (guint              *n_steps);

G_END_DECLS
