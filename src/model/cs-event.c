/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-event.h"

#include "cs-record-private.h"

static const CsField event_fields[] = {
  CS_FIELD (CsEvent, number, CS_FIELD_INT),
  CS_FIELD (CsEvent, at, CS_FIELD_INT),
  CS_FIELD (CsEvent, name, CS_FIELD_TEXT),
  CS_FIELD (CsEvent, kind, CS_FIELD_TEXT),
  CS_FIELD (CsEvent, subject, CS_FIELD_TEXT),
  CS_FIELD (CsEvent, detail, CS_FIELD_DICT),
};

const CsRecordClass cs_event_class = CS_RECORD_CLASS (CsEvent, "event", event_fields);
