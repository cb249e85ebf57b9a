/* cs-bucket.h: how many calls an account may still make
 *
 * A bucket fills by time and is emptied by calls. Who only reads leaves the last
 * part to who publishes. Pure: time comes in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_BUCKET_PUBLISHING,   /* may use all of it */
  CS_BUCKET_READING,      /* leaves the last fifth */
} CsBucketUse;

typedef struct
{
  gint64 capacity;    /* calls */
  gint64 period;      /* seconds in which an empty one fills */
  gint64 level;       /* thousandths of a call */
  gint64 updated;     /* seconds since 1970 */
} CsBucket;

CsBucket cs_bucket_new  (gint64       capacity,
                         gint64       period,
                         gint64       now);
gint64   cs_bucket_take (CsBucket    *self,
                         CsBucketUse  use,
                         gint64       calls,
                         gint64       now);

G_END_DECLS
