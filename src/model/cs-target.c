/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-target.h"

#include "cs-record-private.h"

const char *const cs_target_state_names[] = {
  [CS_TARGET_DRAFT] = "draft",
  [CS_TARGET_SCHEDULED] = "scheduled",
  [CS_TARGET_CLAIMED] = "claimed",
  NULL
};

const char *const cs_lateness_names[] = {
  [CS_LATE_ASK] = "ask",
  [CS_LATE_PUBLISH] = "publish",
  [CS_LATE_DROP] = "drop",
  NULL
};

static const CsField target_fields[] = {
  CS_FIELD (CsTarget, id, CS_FIELD_TEXT),
  CS_FIELD (CsTarget, post_id, CS_FIELD_TEXT),
  CS_FIELD (CsTarget, account_id, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsTarget, state, cs_target_state_names),
  CS_FIELD (CsTarget, text, CS_FIELD_TEXT),
  CS_FIELD (CsTarget, warning, CS_FIELD_TEXT),
  CS_FIELD (CsTarget, wall, CS_FIELD_INT),
  CS_FIELD (CsTarget, zone, CS_FIELD_TEXT),
  CS_FIELD (CsTarget, fold, CS_FIELD_INT),
  CS_FIELD (CsTarget, due, CS_FIELD_INT),
  CS_FIELD_NAMED (CsTarget, lateness, cs_lateness_names),
  CS_FIELD (CsTarget, late_limit, CS_FIELD_INT),
};

const CsRecordClass cs_target_class = CS_RECORD_CLASS (CsTarget, "target", target_fields);
