/* cs-stmt-private.h: how a transaction makes its statements and ends them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-conn-private.h"
#include "cs-stmt.h"

G_BEGIN_DECLS

CsStmt *cs_stmt_new    (CsConn     *conn,
                        GPtrArray  *live,
                        const char *sql);
void    cs_stmt_detach (CsStmt     *self);

G_END_DECLS
