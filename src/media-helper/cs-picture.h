/* cs-picture.h: small pictures out of a clip, and how alike two are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

#define CS_PICTURE_SIDE   24
#define CS_PICTURE_FIELDS (CS_PICTURE_SIDE * CS_PICTURE_SIDE)

/* What is kept of a frame so that it can be compared. */
typedef struct
{
  GstSample *sample;
  gint64     at;         /* microseconds */
  guint64    hash;       /* one bit for each pair of neighbours: which is brighter */
  guint8     fields[CS_PICTURE_FIELDS];   /* brightness */
  double     contrast;   /* standard deviation of the brightness, 0 … 127 */
  double     mean;
} CsPicture;

CsPicture *cs_picture_new      (GstSample       *sample,
                                gint64           at);
void       cs_picture_free     (CsPicture       *self);
gboolean   cs_picture_is_blank (const CsPicture *self);
guint      cs_picture_distance (const CsPicture *a,
                                const CsPicture *b);
GPtrArray *cs_picture_choose   (GPtrArray       *all,
                                guint            count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPicture, cs_picture_free)

G_END_DECLS
