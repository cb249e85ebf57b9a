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
