/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-picture.h"

#include <math.h>

#define COLUMNS 9
#define ROWS    8

/* A field that is brighter or darker by this much is another field; noise is below it. */
#define FIELD_STEP 8

/* With fewer differences than this, two pictures look the same. */
#define ALIKE      4

/* The mean brightness of columns × rows fields, row by row. */
static void
measure (const GstVideoFrame *frame,
         guint                columns,
         guint                rows,
         guint8              *fields)
{
  const guint8 *plane = GST_VIDEO_FRAME_COMP_DATA (frame, 0);
  guint width = GST_VIDEO_FRAME_COMP_WIDTH (frame, 0);
  guint height = GST_VIDEO_FRAME_COMP_HEIGHT (frame, 0);
  guint stride = GST_VIDEO_FRAME_COMP_STRIDE (frame, 0);
  g_autofree guint *sums = g_new0 (guint, columns * rows);
  g_autofree guint *counts = g_new0 (guint, columns * rows);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint field = y * rows / height * columns + x * columns / width;

        sums[field] += plane[y * stride + x];
        counts[field]++;
      }

  for (guint i = 0; i < columns * rows; i++)
    fields[i] = counts[i] > 0 ? sums[i] / counts[i] : 0;
}

static void
judge (CsPicture           *self,
       const GstVideoFrame *frame)
{
  guint8 coarse[ROWS * COLUMNS];
  double sum = 0, squares = 0;

  measure (frame, CS_PICTURE_SIDE, CS_PICTURE_SIDE, self->fields);
  measure (frame, COLUMNS, ROWS, coarse);

  for (guint i = 0; i < ROWS * COLUMNS; i++)
    if (i % COLUMNS > 0)
      self->hash = self->hash << 1 | (coarse[i] > coarse[i - 1] + 1);

  for (guint i = 0; i < CS_PICTURE_FIELDS; i++)
    {
      sum += self->fields[i];
      squares += (double) self->fields[i] * self->fields[i];
    }

  self->mean = sum / CS_PICTURE_FIELDS;
  self->contrast = sqrt (MAX (0, squares / CS_PICTURE_FIELDS - self->mean * self->mean));
}

/* NULL for a sample whose brightness is not in its first plane. */
CsPicture *
cs_picture_new (GstSample *sample,
                gint64     at)
{
  GstVideoInfo info;
  GstVideoFrame frame;
  CsPicture *self;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || GST_VIDEO_INFO_FORMAT (&info) != GST_VIDEO_FORMAT_I420
      || !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ))
    return NULL;

  self = g_new0 (CsPicture, 1);
  self->sample = gst_sample_ref (sample);
  self->at = at;
  judge (self, &frame);
  gst_video_frame_unmap (&frame);

  return self;
}

void
cs_picture_free (CsPicture *self)
{
  gst_sample_unref (self->sample);
  g_free (self);
}

/* Black, white, or fog. */
gboolean
cs_picture_is_blank (const CsPicture *self)
{
  return self->contrast < 3;
}

/* Bits of the difference hash that differ, and fields whose brightness does. */
guint
cs_picture_distance (const CsPicture *a,
                     const CsPicture *b)
{
  guint distance = __builtin_popcountll (a->hash ^ b->hash);

  for (guint i = 0; i < CS_PICTURE_FIELDS; i++)
    if (ABS (a->fields[i] - b->fields[i]) >= FIELD_STEP)
      distance++;

  return distance;
}

static int
compare_contrast (gconstpointer a,
                  gconstpointer b)
{
  const CsPicture *x = *(CsPicture *const *) a, *y = *(CsPicture *const *) b;

  return (x->contrast < y->contrast) - (x->contrast > y->contrast);
}

static int
compare_time (gconstpointer a,
              gconstpointer b)
{
  const CsPicture *x = *(CsPicture *const *) a, *y = *(CsPicture *const *) b;

  return (x->at > y->at) - (x->at < y->at);
}

/* How far a picture is from the nearest of those chosen. */
static guint
nearest (const CsPicture *picture,
         GPtrArray       *chosen)
{
  guint least = G_MAXUINT;

  for (guint i = 0; i < chosen->len; i++)
    least = MIN (least, cs_picture_distance (picture, chosen->pdata[i]));

  return least;
}

/**
 * cs_picture_choose:
 * @all: of #CsPicture
 *
 * Up to @count pictures that look really different, the one with most to see
 * first; then in the order of time. A blank one is chosen only when all are.
 *
 * Returns: (transfer container): fewer than @count when there are no more
 */
GPtrArray *
cs_picture_choose (GPtrArray *all,
                   guint      count)
{
  g_autoptr(GPtrArray) left = g_ptr_array_new ();
  GPtrArray *chosen = g_ptr_array_new ();

  g_ptr_array_extend (left, all, NULL, NULL);
  g_ptr_array_sort (left, compare_contrast);

  while (chosen->len < count)
    {
      CsPicture *best = NULL;
      guint most = chosen->len == 0 ? 0 : ALIKE;

      for (guint i = 0; i < left->len; i++)
        {
          CsPicture *picture = left->pdata[i];
          guint far = nearest (picture, chosen);

          if (far < most || (far == most && best != NULL)
              || (cs_picture_is_blank (picture) && chosen->len > 0))
            continue;
          best = picture;
          most = far;
        }

      if (best == NULL)
        break;
      g_ptr_array_add (chosen, best);
      g_ptr_array_remove (left, best);
    }

  g_ptr_array_sort (chosen, compare_time);

  return chosen;
}
