/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-walk.h"

#include "cs-error.h"
#include "cs-fd-src.h"
#include "cs-legs.h"

#include <string.h>

/* Sixteen hours at 60 frames a second: a file with more is counted no further. */
#define MAX_PACKETS 3500000

typedef struct
{
  CsWalk     *walk;
  CsRun       run;
  GstElement *pipeline;
  GMutex      lock;
} Walker;

static void
track_free (gpointer data)
{
  CsTrack *self = data;

  gst_clear_caps (&self->caps);
  gst_clear_tag_list (&self->tags);
  g_array_unref (self->packets);
  g_free (self);
}

void
cs_walk_free (CsWalk *self)
{
  g_ptr_array_unref (self->tracks);
  g_free (self->container);
  g_free (self);
}

static gint64
stream_time (const CsTrack *track,
             GstClockTime   time)
{
  guint64 at;
  int sign;

  if (!GST_CLOCK_TIME_IS_VALID (time) || track->segment.format != GST_FORMAT_TIME)
    return G_MININT64;

  sign = gst_segment_to_stream_time_full (&track->segment, GST_FORMAT_TIME, time, &at);

  return sign == 0 || at > G_MAXINT64 ? G_MININT64 : sign * (gint64) at;
}

/* How long a unit's length is, from avcC (ISO/IEC 14496-15 §5.3.3) or hvcC (§8.3.3). */
static guint
nal_prefix_of (const GstCaps *caps)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  const char *format = gst_structure_get_string (s, "stream-format");
  const GValue *value = gst_structure_get_value (s, "codec_data");
  gsize place = g_strcmp0 (format, "avc") == 0 ? 4 : g_strcmp0 (format, "hvc1") == 0 ? 21 : 0;
  guint8 byte;

  if (place == 0 || value == NULL || !GST_VALUE_HOLDS_BUFFER (value)
      || gst_buffer_extract (gst_value_get_buffer (value), place, &byte, 1) != 1)
    return 0;

  return (byte & 3) + 1;
}

/* Units must fill their packet exactly; what overwrote a part of the file seldom knows that. */
static gboolean
units_fill (const CsTrack *track,
            GstBuffer     *buffer)
{
  gsize size = gst_buffer_get_size (buffer), at = 0;
  guint prefix = track->nal_prefix;

  while (prefix > 0 && at < size)
    {
      guint8 bytes[4];
      gsize length = 0;

      if (gst_buffer_extract (buffer, at, bytes, prefix) != prefix)
        return FALSE;

      for (guint i = 0; i < prefix; i++)
        length = length << 8 | bytes[i];

      if (length == 0 || length > size - at - prefix)
        return FALSE;
      at += prefix + length;
    }

  return TRUE;
}

static void
add_packet (CsTrack   *track,
            GstBuffer *buffer)
{
  CsPacket packet = {
    .pts = stream_time (track, GST_BUFFER_PTS (buffer)),
    .dts = stream_time (track, GST_BUFFER_DTS (buffer)),
    .duration = GST_BUFFER_DURATION_IS_VALID (buffer) ? (gint64) GST_BUFFER_DURATION (buffer) : 0,
    .size = gst_buffer_get_size (buffer),
    .key = !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT),
  };

  track->bytes += packet.size;
  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_CORRUPTED) || !units_fill (track, buffer))
    track->broken++;
  if (track->packets->len < MAX_PACKETS)
    g_array_append_val (track->packets, packet);

  cs_run_moved (track->run, packet.pts != G_MININT64 ? packet.pts / 1000 : -1);
}

static void
take_event (CsTrack  *track,
            GstEvent *event)
{
  GstTagList *tags = NULL;
  GstCaps *caps = NULL;

  switch (GST_EVENT_TYPE (event))
    {
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment (event, &track->segment);
      break;

    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      gst_caps_replace (&track->caps, caps);
      track->nal_prefix = nal_prefix_of (caps);
      break;

    case GST_EVENT_TAG:
      gst_event_parse_tag (event, &tags);
      if (track->tags == NULL)
        track->tags = gst_tag_list_new_empty ();
      gst_tag_list_insert (track->tags, tags, GST_TAG_MERGE_REPLACE);
      break;

    default:
      break;
    }
}

static gboolean
add_from_list (GstBuffer **buffer,
               guint       index,
               gpointer    user_data)
{
  add_packet (user_data, *buffer);

  return TRUE;
}

/* The header's claim; it is asked at the end of a stream, while the demuxer still knows it. */
static void
ask_duration (CsTrack *track,
              GstPad  *pad)
{
  gint64 promised;

  if (gst_pad_query_duration (pad, GST_FORMAT_TIME, &promised))
    track->promised = promised;
}

static GstPadProbeReturn
on_passing (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  CsTrack *track = user_data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    add_packet (track, GST_PAD_PROBE_INFO_BUFFER (info));
  else if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), add_from_list, track);
  else if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS)
    ask_duration (track, pad);
  else
    take_event (track, GST_PAD_PROBE_INFO_EVENT (info));

  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *parser,
              GstPad     *pad,
              gpointer    user_data)
{
  Walker *walker = user_data;
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr(GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");
  CsTrack *track = g_new0 (CsTrack, 1);

  track->run = &walker->run;
  track->promised = -1;
  track->nal_prefix = track->caps != NULL ? nal_prefix_of (track->caps) : 0;
  track->caps = gst_pad_get_current_caps (pad);
  track->packets = g_array_new (FALSE, FALSE, sizeof (CsPacket));
  gst_segment_init (&track->segment, GST_FORMAT_UNDEFINED);

  g_mutex_lock (&walker->lock);
  g_ptr_array_add (walker->walk->tracks, track);
  g_mutex_unlock (&walker->lock);

  /* Not async: one demuxer thread feeds all sinks, and none may wait for another. */
  g_object_set (sink, "async", FALSE, "sync", FALSE, "enable-last-sample", FALSE, NULL);
  gst_bin_add (GST_BIN (walker->pipeline), sink);
  gst_pad_add_probe (pad,
                     GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST
                     | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                     on_passing, track, NULL);
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, sink_pad);
}

static void
on_typed (GstElement *typefind,
          guint       probability,
          GstCaps    *caps,
          gpointer    user_data)
{
  Walker *walker = user_data;

  g_set_str (&walker->walk->container, gst_structure_get_name (gst_caps_get_structure (caps, 0)));
}

static void
on_element_added (GstBin     *bin,
                  GstBin     *sub_bin,
                  GstElement *element,
                  gpointer    user_data)
{
  g_autofree char *name = gst_element_get_name (element);

  if (g_str_has_prefix (name, "typefind"))
    g_signal_connect (element, "have-type", G_CALLBACK (on_typed), user_data);
}

/**
 * cs_walk:
 * @fd: the file; stays the caller's
 *
 * Reads the file from its beginning to its end and decodes nothing. Blocks.
 *
 * Returns: what is in it, or NULL with a sentence about the file
 */
CsWalk *
cs_walk (int       fd,
         CsTalk   *talk,
         GError  **error)
{
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr(CsWalk) walk = g_new0 (CsWalk, 1);
  Walker walker = { .walk = walk, .pipeline = pipeline, .run = { .talk = talk, .growing = -1 } };
  GstElement *source = cs_fd_src_new (fd);
  GstElement *parser = gst_element_factory_make ("parsebin", NULL);
  gboolean ended;

  walk->tracks = g_ptr_array_new_with_free_func (track_free);
  g_mutex_init (&walker.lock);

  g_signal_connect (pipeline, "deep-element-added", G_CALLBACK (on_element_added), &walker);
  gst_bin_add_many (GST_BIN (pipeline), source, parser, NULL);
  gst_element_link (source, parser);
  g_signal_connect (parser, "pad-added", G_CALLBACK (on_pad_added), &walker);
  ended = cs_run_to_end (&walker.run, pipeline, error);
  g_mutex_clear (&walker.lock);

  if (!ended)
    return NULL;

  return g_steal_pointer (&walk);
}

/* From the first moment shown to the end of the last, by the packets; 0 and 0 for none. */
void
cs_track_extent (const CsTrack *self,
                 gint64        *start,
                 gint64        *end)
{
  gint64 first = G_MAXINT64, last = G_MININT64, final = G_MININT64;
  guint timed = 0;

  for (guint i = 0; i < self->packets->len; i++)
    {
      const CsPacket *packet = &g_array_index (self->packets, CsPacket, i);

      gint64 at = packet->pts != G_MININT64 ? packet->pts : packet->dts;

      if (at == G_MININT64)
        continue;

      timed++;
      first = MIN (first, at);
      final = MAX (final, at);
      last = MAX (last, at + packet->duration);
    }

  /* A parser of images tells no durations: the last one lasts as long as the others. */
  if (timed > 1 && last == final)
    last += (final - first) / (timed - 1);

  *start = last > first ? MAX (first, 0) : 0;
  *end = last > first ? last : 0;
}

/* Cameras and editors store video as images one by one, too. One alone is a cover, and the blocks
 * of a picture’s file have no times. */
static gboolean
is_shown_in_turn (const CsTrack *self)
{
  gint64 start, end;

  cs_track_extent (self, &start, &end);

  return self->packets->len > 1 && end > start;
}

/* "video", "audio", "image" or "other". */
const char *
cs_track_media (const CsTrack *self)
{
  const char *name = self->caps != NULL && gst_caps_get_size (self->caps) > 0
                     ? gst_structure_get_name (gst_caps_get_structure (self->caps, 0)) : "";

  return g_str_has_prefix (name, "video/") ? "video"
         : g_str_has_prefix (name, "audio/") ? "audio"
         : !g_str_has_prefix (name, "image/") ? "other"
         : is_shown_in_turn (self) ? "video" : "image";
}

/* The first one; but beside a video, images are those of its chapters. */
CsTrack *
cs_walk_find (CsWalk     *self,
              const char *media)
{
  CsTrack *images = NULL;

  for (guint i = 0; i < self->tracks->len; i++)
    {
      CsTrack *track = self->tracks->pdata[i];

      if (!g_str_equal (cs_track_media (track), media) || track->packets->len == 0)
        continue;

      if (!cs_legs_is (track->caps, "image/"))
        return track;
      if (images == NULL)
        images = track;
    }

  return images;
}
