/* cs-db-private.h: how transactions lease connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-conn-private.h"
#include "cs-db.h"

G_BEGIN_DECLS

typedef enum
{
  CS_LEASE_ACT,      /* the user waits for it */
  CS_LEASE_INGEST,   /* bulk: after every act that waits */
  CS_LEASE_READ,
} CsLease;

CsConn *cs_db_lease        (CsDb        *self,
                            CsLease      lease,
                            GError     **error);
void    cs_db_give_back    (CsDb        *self,
                            CsConn      *conn);
void    cs_db_announce     (CsDb        *self,
                            int          kind,
                            GPtrArray   *ids);

/* For tests. */
void    cs_db_set_patience (CsDb        *self,
                            guint        msec);

G_END_DECLS
