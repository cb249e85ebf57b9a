/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-probe.h"

#include "cs-boxes.h"
#include "cs-codec.h"
#include "cs-error.h"
#include "cs-image.h"
#include "cs-silence.h"
#include "cs-timing.h"
#include "cs-walk.h"

#include <gst/tag/tag.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A fraction of what was promised that may be missing before it is said: headers round. */
#define MISSING_NSEC (G_GINT64_CONSTANT (300) * GST_MSECOND)

static void
set_text (JsonObject *facts,
          const char *name,
          const char *value)
{
  if (value != NULL)
    json_object_set_string_member (facts, name, value);
}

static void
set_taken (JsonObject *facts,
           const char *name,
           char       *value)
{
  set_text (facts, name, value);
  g_free (value);
}

static int
rotation_of (const GstTagList *tags)
{
  g_autofree char *orientation = NULL;

  if (tags == NULL || !gst_tag_list_get_string (tags, GST_TAG_IMAGE_ORIENTATION, &orientation))
    return 0;

  return g_str_has_prefix (orientation, "rotate-90") ? 90
         : g_str_has_prefix (orientation, "rotate-180") ? 180
         : g_str_has_prefix (orientation, "rotate-270") ? 270 : 0;
}

static void
add_picture (JsonObject    *facts,
             const CsTrack *track)
{
  const GstStructure *s = gst_caps_get_structure (track->caps, 0);
  int width, height, par_num = 1, par_den = 1;

  set_taken (facts, "video_codec", cs_codec_name (track->caps));
  set_taken (facts, "video_profile", cs_codec_profile (track->caps));
  set_taken (facts, "video_level", cs_codec_level (track->caps));
  set_taken (facts, "pixel_format", cs_codec_pixel_format (track->caps));

  if (gst_structure_get_int (s, "width", &width) && gst_structure_get_int (s, "height", &height))
    {
      json_object_set_int_member (facts, "width", width);
      json_object_set_int_member (facts, "height", height);
    }

  gst_structure_get_fraction (s, "pixel-aspect-ratio", &par_num, &par_den);
  if (par_num <= 0 || par_den <= 0)
    par_num = par_den = 1;
  json_object_set_int_member (facts, "par_num", par_num);
  json_object_set_int_member (facts, "par_den", par_den);
  json_object_set_int_member (facts, "rotation", rotation_of (track->tags));
  json_object_set_boolean_member (facts, "interlaced", cs_codec_is_interlaced (track->caps));
  json_object_set_boolean_member (facts, "hdr", cs_codec_is_hdr (track->caps));
}

static gint64
bits_a_second (const CsTrack *track,
               gint64         nsec)
{
  return nsec > 0 ? (gint64) (track->bytes * 8.0 * GST_SECOND / nsec) : 0;
}

static void
add_timing (JsonObject    *facts,
            const CsTrack *track)
{
  CsTiming timing;

  cs_timing_of (track, &timing);
  json_object_set_int_member (facts, "frames", timing.frames);
  json_object_set_boolean_member (facts, "variable_rate", timing.variable);
  json_object_set_boolean_member (facts, "open_gop", timing.open_gop);

  if (timing.gop_max > 0)
    json_object_set_int_member (facts, "gop_max", timing.gop_max);

  if (timing.fps_num > 0)
    {
      json_object_set_int_member (facts, "fps_num", timing.fps_num);
      json_object_set_int_member (facts, "fps_den", timing.fps_den);
    }

  if (timing.extent > 0)
    json_object_set_int_member (facts, "video_bitrate", bits_a_second (track, timing.extent));
}

static void
add_sound (JsonObject    *facts,
           const CsTrack *track,
           int            fd,
           CsTalk        *talk)
{
  const GstStructure *s = gst_caps_get_structure (track->caps, 0);
  gint64 start, end, rate = 0;
  int value;

  set_taken (facts, "audio_codec", cs_codec_name (track->caps));
  set_taken (facts, "audio_profile", cs_codec_profile (track->caps));

  if (gst_structure_get_int (s, "rate", &value))
    json_object_set_int_member (facts, "audio_rate", value);
  if (gst_structure_get_int (s, "channels", &value))
    json_object_set_int_member (facts, "audio_channels", value);

  cs_track_extent (track, &start, &end);
  if (end > start)
    {
      rate = bits_a_second (track, end - start);
      json_object_set_int_member (facts, "audio_bitrate", rate);
    }

  json_object_set_boolean_member (facts, "silent", cs_is_silent (fd, track, rate, talk));
}

/* What can be read, and what the header promised where that is more. */
static void
add_duration (JsonObject *facts,
              CsWalk     *walk,
              gboolean    from_zero)
{
  gint64 first = G_MAXINT64, last = 0, promised = 0;

  for (guint i = 0; i < walk->tracks->len; i++)
    {
      const CsTrack *track = walk->tracks->pdata[i];
      gint64 start, end;

      if (g_str_equal (cs_track_media (track), "other"))
        continue;

      cs_track_extent (track, &start, &end);
      if (end > start)
        {
          first = MIN (first, start);
          last = MAX (last, end);
        }
      promised = MAX (promised, track->promised);
    }

  if (last == 0)
    return;

  /* Transport streams begin at any time. */
  if (!from_zero)
    last -= first;

  if (promised - last > MAX (MISSING_NSEC, promised / 50))
    {
      json_object_set_int_member (facts, "duration", promised / 1000);
      json_object_set_int_member (facts, "readable", last / 1000);
    }
  else
    {
      json_object_set_int_member (facts, "duration", last / 1000);
    }
}

static void
add_boxes (JsonObject    *facts,
           const CsBoxes *boxes)
{
  gboolean front = boxes->mdat_at < 0 || boxes->moov_at < boxes->mdat_at;

  json_object_set_string_member (facts, "brand", boxes->brand);
  json_object_set_int_member (facts, "faststart", front);
  json_object_set_int_member (facts, "edit_list", cs_boxes_edits_show (boxes));
}

/* A parser said so, or pictures are missing that the header counts: GStreamer ends well on both.
 * Of sound the header may count single samples. */
static gboolean
is_damaged (const CsTrack *track,
            const CsBoxes *boxes)
{
  if (track == NULL)
    return FALSE;

  /* What an edit list leaves out is not sent, and of a fragmented file moov counts nothing. */
  for (guint i = 0; i < boxes->n_tracks; i++)
    if (!boxes->is_fragmented && !cs_boxes_edits_show (boxes)
        && g_str_equal (boxes->tracks[i].handler, "vide")
        && g_str_equal (cs_track_media (track), "video") && boxes->tracks[i].samples > 0)
      return track->broken > 0
          || track->packets->len + 1 + track->packets->len / 200 < boxes->tracks[i].samples;

  return track->broken > 0;
}

static JsonObject *
facts_of (CsWalk         *walk,
          const CsBoxes  *boxes,
          int             fd,
          CsTalk         *talk,
          GError        **error)
{
  g_autoptr(JsonObject) facts = json_object_new ();
  const CsTrack *video = cs_walk_find (walk, "video");
  const CsTrack *audio = cs_walk_find (walk, "audio");
  const char *container = cs_container_name (walk->container, boxes->is_iso ? boxes->brand : NULL);

  if (video == NULL && audio == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "There is neither a picture nor sound in this file: choose another");

  json_object_set_string_member (facts, "kind", video != NULL ? "video" : "audio");
  set_text (facts, "container", container);
  set_text (facts, "mime", cs_container_mime (container, video != NULL));

  if (video != NULL)
    {
      add_picture (facts, video);
      add_timing (facts, video);
    }
  if (audio != NULL)
    add_sound (facts, audio, fd, talk);

  if (boxes->is_iso)
    add_boxes (facts, boxes);

  add_duration (facts, walk, boxes->is_iso);
  json_object_set_boolean_member (facts, "damaged",
                                  is_damaged (video, boxes)
                                  || is_damaged (audio, boxes));

  return g_steal_pointer (&facts);
}

static JsonObject *
image_facts (const CsImage  *image,
             GError        **error)
{
  g_autofree char *mime = g_strconcat ("image/", image->format, NULL);
  JsonObject *facts;

  if (image->width == 0 || image->height == 0)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "The picture is broken: it does not say its size");

  facts = json_object_new ();
  json_object_set_string_member (facts, "kind", "image");
  json_object_set_string_member (facts, "container", image->format);
  json_object_set_string_member (facts, "mime", mime);
  json_object_set_int_member (facts, "width", image->width);
  json_object_set_int_member (facts, "height", image->height);
  json_object_set_int_member (facts, "rotation", image->rotation);
  json_object_set_int_member (facts, "frames", image->frames);
  json_object_set_boolean_member (facts, "damaged", !image->is_whole);
  if (image->frames > 1)
    json_object_set_int_member (facts, "duration", image->duration);

  return facts;
}

/* A picture file is mapped, not read: who could shorten it meanwhile ends only this process. */
static JsonObject *
probe_image (int       fd,
             gsize     size,
             GError  **error)
{
  CsImage image;
  guint8 *bytes = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

  if (bytes == MAP_FAILED)
    return cs_fail_null (error, CS_ERROR_INVALID, "The picture is too large: export it smaller");

  cs_image_read (bytes, size, &image);
  munmap (bytes, size);

  return image_facts (&image, error);
}

/* Pictures in the boxes of films, by their brand; one or several, nothing here reads them. */
static const char *
picture_in_boxes (const CsBoxes *boxes)
{
  static const struct { const char *brand, *name; } brands[] = {
    { "avif", "AVIF" }, { "avis", "AVIF" }, { "heic", "HEIC" }, { "heix", "HEIC" },
    { "heim", "HEIC" }, { "heis", "HEIC" }, { "hevc", "HEIC" }, { "hevx", "HEIC" },
    { "mif1", "HEIF" }, { "msf1", "HEIF" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    if (boxes->is_iso && g_str_equal (brands[i].brand, boxes->brand))
      return brands[i].name;

  return NULL;
}

static JsonObject *
probe_clip (int       fd,
            CsTalk   *talk,
            GError  **error)
{
  g_autoptr(CsWalk) walk = NULL;
  const char *picture;
  CsBoxes boxes;

  cs_boxes_read (fd, &boxes);
  picture = picture_in_boxes (&boxes);
  if (picture != NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "This is a picture of the format %s, which nothing here reads: export it "
                         "as JPEG, PNG or WebP", picture);

  if (boxes.is_iso && boxes.moov_at < 0 && !boxes.is_fragmented)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "The recording was cut off before it was finished: copy or export "
                         "it anew");

  walk = cs_walk (fd, talk, error);

  return walk != NULL ? facts_of (walk, &boxes, fd, talk, error) : NULL;
}

/**
 * cs_probe:
 * @fd: the file; stays the caller's
 *
 * Returns: (transfer full): the facts, or NULL with a sentence about the file
 */
JsonObject *
cs_probe (int       fd,
          CsTalk   *talk,
          GError  **error)
{
  guint8 head[16] = { 0, };
  JsonObject *facts;
  struct stat st;

  if (fstat (fd, &st) < 0 || !S_ISREG (st.st_mode))
    return cs_fail_null (error, CS_ERROR_INVALID, "This is not a file: choose another");

  if (st.st_size == 0)
    return cs_fail_null (error, CS_ERROR_INVALID, "The file is empty: choose another");

  if (pread (fd, head, sizeof head, 0) == sizeof head
      && cs_image_format (head, sizeof head) != NULL)
    facts = probe_image (fd, st.st_size, error);
  else
    facts = probe_clip (fd, talk, error);

  if (facts != NULL)
    json_object_set_int_member (facts, "size", st.st_size);

  return facts;
}
