/* cs-sim-bluesky-record.h: what a record must look like to be taken
 *
 * After the lexicons of app.bsky.feed.post and the embeds it may hold.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A blob that a record refers to, and what its place in the record allows. */
typedef struct
{
  char       *cid;
  char       *mime;
  gint64      size;
} CsSimBlobRef;

char *cs_sim_record_find_fault (JsonObject  *record,
                                const char  *collection,
                                GPtrArray  **blobs);

G_END_DECLS
