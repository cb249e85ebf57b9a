/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-choice.h"

#include "cs-record-private.h"

static const CsField choice_fields[] = {
  CS_FIELD (CsChoice, name, CS_FIELD_TEXT),
  CS_FIELD (CsChoice, value, CS_FIELD_TEXT),
};

const CsRecordClass cs_choice_class = CS_RECORD_CLASS (CsChoice, "preference", choice_fields);
