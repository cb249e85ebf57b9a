/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-rendition.h"

#include "cs-record-private.h"

static const CsField rendition_fields[] = {
  CS_FIELD (CsRendition, id, CS_FIELD_TEXT),
  CS_FIELD (CsRendition, media_id, CS_FIELD_TEXT),
  CS_FIELD (CsRendition, recipe, CS_FIELD_TEXT),
  CS_FIELD (CsRendition, path, CS_FIELD_TEXT),
  CS_FIELD (CsRendition, sha256, CS_FIELD_TEXT),
  CS_FIELD_OF (CsRendition, facts, CS_FIELD_RECORD, CS_RECORD_FACTS),
  CS_FIELD (CsRendition, networks, CS_FIELD_TEXTS),
  CS_FIELD (CsRendition, made_at, CS_FIELD_INT),
};

const CsRecordClass cs_rendition_class =
  CS_RECORD_CLASS (CsRendition, "rendition", rendition_fields);
