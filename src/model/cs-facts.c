/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-facts.h"

#include "cs-record-private.h"

const char *const cs_media_kind_names[] = {
  [CS_MEDIA_VIDEO] = "video",
  [CS_MEDIA_IMAGE] = "image",
  [CS_MEDIA_AUDIO] = "audio",
  NULL
};

static const CsField facts_fields[] = {
  CS_FIELD_NAMED (CsFacts, kind, cs_media_kind_names),
  CS_FIELD (CsFacts, mime, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, container, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, brand, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, size, CS_FIELD_INT),
  CS_FIELD (CsFacts, duration, CS_FIELD_INT),
  CS_FIELD (CsFacts, video_codec, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, video_profile, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, video_level, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, pixel_format, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, width, CS_FIELD_INT),
  CS_FIELD (CsFacts, height, CS_FIELD_INT),
  CS_FIELD (CsFacts, rotation, CS_FIELD_INT),
  CS_FIELD (CsFacts, par_num, CS_FIELD_INT),
  CS_FIELD (CsFacts, par_den, CS_FIELD_INT),
  CS_FIELD (CsFacts, fps_num, CS_FIELD_INT),
  CS_FIELD (CsFacts, fps_den, CS_FIELD_INT),
  CS_FIELD (CsFacts, variable_rate, CS_FIELD_BOOL),
  CS_FIELD (CsFacts, interlaced, CS_FIELD_BOOL),
  CS_FIELD (CsFacts, hdr, CS_FIELD_BOOL),
  CS_FIELD (CsFacts, frames, CS_FIELD_INT),
  CS_FIELD (CsFacts, gop_max, CS_FIELD_INT),
  CS_FIELD (CsFacts, open_gop, CS_FIELD_BOOL),
  CS_FIELD (CsFacts, video_bitrate, CS_FIELD_INT),
  CS_FIELD (CsFacts, audio_codec, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, audio_profile, CS_FIELD_TEXT),
  CS_FIELD (CsFacts, audio_rate, CS_FIELD_INT),
  CS_FIELD (CsFacts, audio_channels, CS_FIELD_INT),
  CS_FIELD (CsFacts, audio_bitrate, CS_FIELD_INT),
  CS_FIELD (CsFacts, silent, CS_FIELD_BOOL),
  CS_FIELD (CsFacts, faststart, CS_FIELD_INT),
  CS_FIELD (CsFacts, edit_list, CS_FIELD_INT),
  CS_FIELD (CsFacts, readable, CS_FIELD_INT),
  CS_FIELD (CsFacts, damaged, CS_FIELD_BOOL),
};

const CsRecordClass cs_facts_class = CS_RECORD_CLASS (CsFacts, "facts", facts_fields);

/* The size as shown: with square pixels, turned upright. FALSE when it is not known. */
gboolean
cs_facts_get_shown (const CsFacts *self,
                    gint64        *width,
                    gint64        *height)
{
  gint64 wide = self->width;
  gint64 high = self->height;

  /* 2^20 is more than any picture has, and keeps every product below within 63 bits. */
  if (wide <= 0 || high <= 0 || wide > 1 << 20 || high > 1 << 20)
    return FALSE;

  if (self->par_num > 0 && self->par_den > 0 && self->par_num < 1 << 20 && self->par_den < 1 << 20)
    wide = MAX (1, (wide * self->par_num + self->par_den / 2) / self->par_den);

  *width = self->rotation == 90 || self->rotation == 270 ? high : wide;
  *height = self->rotation == 90 || self->rotation == 270 ? wide : high;

  return TRUE;
}

/* Frames a second, on average; 0 when it is not known. */
double
cs_facts_get_fps (const CsFacts *self)
{
  return self->fps_num > 0 && self->fps_den > 0 ? (double) self->fps_num / self->fps_den : 0;
}
