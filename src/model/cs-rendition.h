/* cs-rendition.h: a file made from a clip so that it fits a network
 *
 * Kept in the workspace by its hash; one media and recipe have one rendition.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef struct
{
  CsRecord  record;

  char     *id;
  char     *media_id;
  char     *recipe;     /* what was done, as canonical JSON */
  char     *path;       /* relative to the workspace */
  char     *sha256;
  CsFacts  *facts;      /* of the rendition, probed again */
  GStrv     networks;   /* whose preflight it passed */
  gint64    made_at;
} CsRendition;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRendition, cs_record_unref)

G_END_DECLS
