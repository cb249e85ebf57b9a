/* cs-stmt.h: a prepared statement whose first failure sticks
 *
 * Binding errors are kept and shown by the step that follows, so that code that
 * binds ten values has one check. Names are parameters as written: ":id".
 * CS_UNKNOWN and a NULL text are NULL in the database, both ways. A statement
 * may be freed after its transaction has ended, but not used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsStmt CsStmt;

void        cs_stmt_bind_text   (CsStmt      *self,
                                 const char  *name,
                                 const char  *value);
void        cs_stmt_bind_int    (CsStmt      *self,
                                 const char  *name,
                                 gint64       value);
void        cs_stmt_bind_ints   (CsStmt      *self,
                                 guint        first,
                                 const gint64 *values,
                                 guint        n);
void        cs_stmt_bind_real   (CsStmt      *self,
                                 const char  *name,
                                 double       value);
void        cs_stmt_bind_blob   (CsStmt      *self,
                                 const char  *name,
                                 gconstpointer data,
                                 gsize        length);

gboolean    cs_stmt_run         (CsStmt      *self,
                                 GError     **error);
gboolean    cs_stmt_next        (CsStmt      *self,
                                 GError     **error);
void        cs_stmt_reset       (CsStmt      *self);
gboolean    cs_stmt_check       (CsStmt      *self,
                                 GError     **error);
gint64      cs_stmt_get_changes (CsStmt      *self);

gint64      cs_stmt_get_int     (CsStmt      *self,
                                 int          column);
double      cs_stmt_get_real    (CsStmt      *self,
                                 int          column);
const char *cs_stmt_get_text    (CsStmt      *self,
                                 int          column);
gconstpointer cs_stmt_get_blob  (CsStmt      *self,
                                 int          column,
                                 gsize       *length);
void        cs_stmt_free        (CsStmt      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStmt, cs_stmt_free)

G_END_DECLS
