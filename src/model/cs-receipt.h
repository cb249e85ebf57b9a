/* cs-receipt.h: proof that a post went out
 *
 * A chain: hash is SHA-256 over the hash before it and the fields of this one,
 * so that a row that is changed or taken out shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-network.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef struct
{
  CsRecord   record;

  char      *id;
  gint64     number;         /* 1, 2, 3 … */
  char      *target_id;
  char      *post_id;
  char      *account_id;
  CsNetwork  network;
  char      *handle;
  gint64     part;
  char      *remote_id;
  char      *url;
  gint64     published_at;
  char      *body_sha256;
  char      *previous;
  char      *hash;
} CsReceipt;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReceipt, cs_record_unref)

G_END_DECLS
