/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-finding.h"

#include "cs-record-private.h"

const char *const cs_severity_names[] = {
  [CS_FINDING_NOTE] = "note",
  [CS_FINDING_WARNING] = "warning",
  [CS_FINDING_BLOCK] = "block",
  NULL
};

const char *const cs_fix_names[] = {
  [CS_FIX_NONE] = "none",
  [CS_FIX_REMUX] = "remux",
  [CS_FIX_AUDIO] = "audio",
  [CS_FIX_ENCODE] = "encode",
  [CS_FIX_TEXT] = "text",
  [CS_FIX_ALT] = "alt",
  [CS_FIX_CUT] = "cut",
  NULL
};

static const CsField finding_fields[] = {
  CS_FIELD (CsFinding, rule, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsFinding, network, cs_network_names),
  CS_FIELD_NAMED (CsFinding, severity, cs_severity_names),
  CS_FIELD (CsFinding, reason, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsFinding, fix, cs_fix_names),
  CS_FIELD (CsFinding, unverified, CS_FIELD_BOOL),
  CS_FIELD (CsFinding, part, CS_FIELD_INT),
  CS_FIELD (CsFinding, file, CS_FIELD_INT),
};

const CsRecordClass cs_finding_class = CS_RECORD_CLASS (CsFinding, "finding", finding_fields);
