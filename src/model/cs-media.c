/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media.h"

#include "cs-record-private.h"

static const CsField media_fields[] = {
  CS_FIELD (CsMedia, id, CS_FIELD_TEXT),
  CS_FIELD (CsMedia, path, CS_FIELD_TEXT),
  CS_FIELD (CsMedia, title, CS_FIELD_TEXT),
  CS_FIELD (CsMedia, sha256, CS_FIELD_TEXT),
  CS_FIELD (CsMedia, size, CS_FIELD_INT),
  CS_FIELD (CsMedia, mtime, CS_FIELD_INT),
  CS_FIELD_OF (CsMedia, facts, CS_FIELD_RECORD, CS_RECORD_FACTS),
  CS_FIELD (CsMedia, thumbnails, CS_FIELD_TEXTS),
  CS_FIELD (CsMedia, added_at, CS_FIELD_INT),
};

const CsRecordClass cs_media_class = CS_RECORD_CLASS (CsMedia, "media", media_fields);
