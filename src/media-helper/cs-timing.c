/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-timing.h"

/* A container that counts in milliseconds rounds each step by up to one. */
#define JITTER_NSEC (GST_MSECOND + GST_MSECOND / 2)

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* AVI and MPEG give few frames a time to be shown; the times of decoding go as evenly. */
static gboolean
lacks_times (const CsTrack *track)
{
  guint missing = 0;

  for (guint i = 0; i < track->packets->len; i++)
    if (g_array_index (track->packets, CsPacket, i).pts == G_MININT64)
      missing++;

  return missing > track->packets->len / 20;
}

/* AVI may pack two pictures into one piece, and an empty piece follows in the second's place: the
 * three are two moments. */
static void
drop_repeated (GArray *times)
{
  guint kept = 0;

  for (guint i = 0; i < times->len; i++)
    if (i == 0 || g_array_index (times, gint64, i) != g_array_index (times, gint64, kept - 1))
      g_array_index (times, gint64, kept++) = g_array_index (times, gint64, i);

  g_array_set_size (times, kept);
}

/* The times of the frames that are shown, in the order in which they are. */
static GArray *
shown_times (const CsTrack *track)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean by_decoding = lacks_times (track);

  for (guint i = 0; i < track->packets->len; i++)
    {
      const CsPacket *packet = &g_array_index (track->packets, CsPacket, i);

      gint64 at = by_decoding ? packet->dts : packet->pts;

      if (at >= -JITTER_NSEC)
        g_array_append_val (times, at);
    }

  g_array_sort (times, compare_times);
  if (by_decoding)
    drop_repeated (times);

  return times;
}

/* Rates have names: what is within a thousandth of one of them is that one. */
static void
name_rate (double    fps,
           CsTiming *timing)
{
  static const int rates[][2] = {
    { 24000, 1001 }, { 24, 1 }, { 25, 1 }, { 30000, 1001 }, { 30, 1 }, { 48, 1 },
    { 50, 1 }, { 60000, 1001 }, { 60, 1 }, { 120000, 1001 }, { 120, 1 }, { 15, 1 }, { 10, 1 },
  };
  double best = 0.0004;

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      double rate = (double) rates[i][0] / rates[i][1];

      if (ABS (fps / rate - 1) < best)
        {
          best = ABS (fps / rate - 1);
          timing->fps_num = rates[i][0];
          timing->fps_den = rates[i][1];
        }
    }

  if (timing->fps_num == 0)
    {
      int thousandths = (int) MIN (fps * 1000 + 0.5, G_MAXINT / 2);
      int common = gst_util_greatest_common_divisor (MAX (1, thousandths), 1000);

      timing->fps_num = MAX (1, thousandths) / common;
      timing->fps_den = 1000 / common;
    }
}

/* One step, or one in a hundred, may differ from the median before the rate is called variable. */
static gboolean
steps_vary (GArray *times)
{
  g_autoptr(GArray) steps = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 median;
  guint odd = 0;

  for (guint i = 1; i < times->len; i++)
    {
      gint64 step = g_array_index (times, gint64, i) - g_array_index (times, gint64, i - 1);

      g_array_append_val (steps, step);
    }

  g_array_sort (steps, compare_times);
  median = g_array_index (steps, gint64, steps->len / 2);

  for (guint i = 0; i < steps->len; i++)
    if (ABS (g_array_index (steps, gint64, i) - median) > JITTER_NSEC + median / 20)
      odd++;

  return odd > MAX (1, steps->len / 100);
}

static void
rate_of (const CsTrack *track,
         GArray        *times,
         CsTiming      *timing)
{
  gint64 span;

  timing->frames = times->len;
  if (times->len < 2)
    return;

  span = g_array_index (times, gint64, times->len - 1) - g_array_index (times, gint64, 0);
  timing->extent = span + span / (times->len - 1);
  timing->variable = times->len > 2 && steps_vary (times);

  if (span > 0)
    name_rate ((times->len - 1) * (double) GST_SECOND / span, timing);
}

/* How many frames are shown from one key frame to the next; in the file some stand elsewhere. */
static gint64
longest_group (GArray *times,
               GArray *keys)
{
  guint next = 0, begin = 0;
  gint64 longest = 0;

  for (guint i = 0; i < times->len; i++)
    {
      if (next >= keys->len
          || g_array_index (times, gint64, i) < g_array_index (keys, gint64, next))
        continue;

      longest = MAX (longest, (gint64) i - begin);
      begin = i;
      next++;
    }

  return MAX (longest, (gint64) times->len - begin);
}

/* Open: a frame behind a key frame in the file is shown before it, so it needs what was earlier. */
static void
groups_of (const CsTrack *track,
           GArray        *times,
           CsTiming      *timing)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean by_decoding = lacks_times (track);
  gint64 key_pts = G_MININT64;

  for (guint i = 0; i < track->packets->len; i++)
    {
      const CsPacket *packet = &g_array_index (track->packets, CsPacket, i);

      if (packet->key)
        {
          key_pts = by_decoding ? packet->dts : packet->pts;
          g_array_append_val (keys, key_pts);
        }
      else if (keys->len > 1 && !by_decoding && packet->pts != G_MININT64 && packet->pts < key_pts)
        {
          timing->open_gop = TRUE;
        }
    }

  g_array_sort (keys, compare_times);
  timing->gop_max = keys->len > 0 ? longest_group (times, keys) : 0;
}

void
cs_timing_of (const CsTrack *track,
              CsTiming      *timing)
{
  g_autoptr(GArray) times = shown_times (track);

  *timing = (CsTiming) { 0, };
  rate_of (track, times, timing);
  groups_of (track, times, timing);
}

static gboolean
is_said (const CsTrack *track,
         gsize          member)
{
  for (guint i = 0; i < track->packets->len; i++)
    if (G_STRUCT_MEMBER (gint64, &g_array_index (track->packets, CsPacket, i), member)
        == G_MININT64)
      return FALSE;

  return TRUE;
}

/**
 * cs_timing_decoding:
 *
 * When to decode each packet of a track that only says when each is shown, as
 * Matroska does: in their order the times of showing, so much earlier that no
 * picture is shown before it was decoded.
 *
 * Returns: (nullable) (transfer full): nanoseconds, packet by packet; NULL when
 *   the track says it itself, or says neither
 */
GArray *
cs_timing_decoding (const CsTrack *track)
{
  gint64 early = 0;
  GArray *times;

  if (!is_said (track, G_STRUCT_OFFSET (CsPacket, pts))
      || is_said (track, G_STRUCT_OFFSET (CsPacket, dts)))
    return NULL;

  times = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < track->packets->len; i++)
    g_array_append_val (times, g_array_index (track->packets, CsPacket, i).pts);
  g_array_sort (times, compare_times);

  for (guint i = 0; i < times->len; i++)
    early = MAX (early, g_array_index (times, gint64, i)
                        - g_array_index (track->packets, CsPacket, i).pts);

  for (guint i = 0; i < times->len; i++)
    g_array_index (times, gint64, i) -= early;

  return times;
}

/* Whether every picture says when it is shown; without that none can be copied. */
gboolean
cs_timing_is_shown (const CsTrack *track)
{
  return is_said (track, G_STRUCT_OFFSET (CsPacket, pts));
}
