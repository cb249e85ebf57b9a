/* cs-media.h: a clip or picture that the user added
 *
 * The original stays where it is and is never changed. A media record is bound
 * to the bytes by their hash.
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
  char     *path;
  char     *title;
  char     *sha256;       /* hex */
  gint64    size;
  gint64    mtime;        /* microseconds */
  CsFacts  *facts;
  GStrv     thumbnails;   /* files in the workspace, relative to it */
  gint64    added_at;
} CsMedia;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMedia, cs_record_unref)

G_END_DECLS
