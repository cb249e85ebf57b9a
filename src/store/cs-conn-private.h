/* cs-conn-private.h: one SQLite connection, its statements and its errors
 *
 * One thread at a time holds a connection; who, is cs-db.c's business.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define CS_STORE_APPLICATION_ID 0x43725379   /* "CrSy" */

typedef enum
{
  CS_CONN_WRITER,      /* makes the file when there is none */
  CS_CONN_READER,
  CS_CONN_IMMUTABLE,   /* a reader of a file that nobody can change, on a read-only disk */
} CsConnMode;

typedef struct
{
  sqlite3    *handle;
  char       *path;
  CsConnMode  mode;
  gboolean    relaxed;      /* synchronous is NORMAL instead of FULL */
  gboolean    found_full;   /* something failed because the disk is full */
  GHashTable *statements;   /* idle ones, by their text */
} CsConn;

CsConn       *cs_conn_new           (const char    *path,
                                     CsConnMode     mode);
gboolean      cs_conn_begin         (CsConn        *self,
                                     GError       **error);
CsConn       *cs_conn_open          (const char    *path,
                                     CsConnMode     mode,
                                     GError       **error);
gboolean      cs_conn_make_writable (CsConn        *self,
                                     GError       **error);
void          cs_conn_close         (CsConn        *self);

gboolean      cs_conn_exec          (CsConn        *self,
                                     const char    *sql,
                                     GError       **error);
gboolean      cs_conn_run           (CsConn        *self,
                                     const char    *sql,
                                     GError       **error);
gboolean      cs_conn_get_number    (CsConn        *self,
                                     const char    *sql,
                                     gint64        *number,
                                     GError       **error);
gboolean      cs_conn_relax         (CsConn        *self,
                                     gboolean       relaxed,
                                     GError       **error);

sqlite3_stmt *cs_conn_take          (CsConn        *self,
                                     const char    *sql,
                                     GError       **error);
void          cs_conn_give_back     (CsConn        *self,
                                     sqlite3_stmt  *stmt);

gboolean      cs_conn_fail          (CsConn        *self,
                                     int            code,
                                     GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsConn, cs_conn_close)

G_END_DECLS
