/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-frame-times.h"

#define SAME 50000    /* nanoseconds by which clocks of containers round */

struct _CsFrameTimes
{
  GMutex  lock;
  GArray *times;      /* gint64, ascending */
};

static void
clear (gpointer data)
{
  CsFrameTimes *self = data;

  g_mutex_clear (&self->lock);
  g_array_unref (self->times);
}

CsFrameTimes *
cs_frame_times_new (void)
{
  CsFrameTimes *self = g_atomic_rc_box_new0 (CsFrameTimes);

  g_mutex_init (&self->lock);
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));

  return self;
}

CsFrameTimes *
cs_frame_times_ref (CsFrameTimes *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_frame_times_unref (CsFrameTimes *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* How many frames begin at that time or before it. */
static guint
count_until (CsFrameTimes *self,
             gint64        nsec)
{
  guint low = 0;
  guint high = self->times->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->times, gint64, middle) <= nsec)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* In any order; those that are known are not added again. */
void
cs_frame_times_add (CsFrameTimes *self,
                    gint64        nsec)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  guint at = count_until (self, nsec);

  if ((at > 0 && nsec - g_array_index (self->times, gint64, at - 1) < SAME)
      || (at < self->times->len && g_array_index (self->times, gint64, at) - nsec < SAME))
    return;

  g_array_insert_val (self->times, at, nsec);
}

/* When the frame begins that is shown at that time; -1 when it was not seen. */
gint64
cs_frame_times_find (CsFrameTimes *self,
                     gint64        nsec)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  guint n = count_until (self, nsec + SAME);

  return n > 0 ? g_array_index (self->times, gint64, n - 1) : -1;
}

/* When the frame begins that comes before the one that begins then; -1 when it was not seen. */
gint64
cs_frame_times_find_before (CsFrameTimes *self,
                            gint64        nsec)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);
  guint n = count_until (self, nsec - SAME);

  return n > 0 ? g_array_index (self->times, gint64, n - 1) : -1;
}
