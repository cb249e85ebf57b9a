/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-step.h"

#include "cs-record-private.h"

const char *const cs_step_state_names[] = {
  [CS_STEP_DONE] = "done",
  [CS_STEP_UNDONE] = "undone",
  [CS_STEP_REFUSED] = "refused",
  NULL
};

static const CsField step_fields[] = {
  CS_FIELD (CsStep, number, CS_FIELD_INT),
  CS_FIELD (CsStep, at, CS_FIELD_INT),
  CS_FIELD (CsStep, title, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsStep, state, cs_step_state_names),
  CS_FIELD (CsStep, reason, CS_FIELD_TEXT),
};

const CsRecordClass cs_step_class = CS_RECORD_CLASS (CsStep, "step", step_fields);
