/* cs-post-store.h: posts, with what is attached to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-post.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* Which posts a list holds, the newest first. All zero: all of them. */
typedef struct
{
  gint64      from;     /* made at this second or later; 0: any */
  gint64      until;    /* made before this second; 0: any */
  const char *search;   /* words in it; NULL: any */
  guint       limit;    /* 0: no limit */
} CsPostRange;

gboolean   cs_post_store_save   (CsTx               *tx,
                                 const CsPost       *post,
                                 GError            **error);
gboolean   cs_post_store_remove (CsTx               *tx,
                                 const char         *id,
                                 GError            **error);
CsPost    *cs_post_store_find   (CsTx               *tx,
                                 const char         *id,
                                 GError            **error);
GPtrArray *cs_post_store_list   (CsTx               *tx,
                                 const CsPostRange  *range,
                                 GError            **error);

G_END_DECLS
