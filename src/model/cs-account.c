/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account.h"

#include "cs-record-private.h"

const char *const cs_account_state_names[] = {
  [CS_ACCOUNT_READY] = "ready",
  [CS_ACCOUNT_SIGN_IN] = "sign-in",
  [CS_ACCOUNT_NEEDS_YOU] = "needs-you",
  NULL
};

const char *const cs_video_way_names[] = {
  [CS_VIDEO_UNDECIDED] = "undecided",
  [CS_VIDEO_SERVICE] = "service",
  [CS_VIDEO_BLOB] = "blob",
  NULL
};

static const CsField account_fields[] = {
  CS_FIELD_NAMED (CsAccount, network, cs_network_names),
  CS_FIELD (CsAccount, id, CS_FIELD_TEXT),
  CS_FIELD (CsAccount, handle, CS_FIELD_TEXT),
  CS_FIELD (CsAccount, display_name, CS_FIELD_TEXT),
  CS_FIELD (CsAccount, remote_id, CS_FIELD_TEXT),
  CS_FIELD (CsAccount, host, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsAccount, state, cs_account_state_names),
  CS_FIELD (CsAccount, reason, CS_FIELD_TEXT),
  CS_FIELD (CsAccount, settings, CS_FIELD_DICT),
  CS_FIELD (CsAccount, limits, CS_FIELD_DICT),
  CS_FIELD_NAMED (CsAccount, video_way, cs_video_way_names),
  CS_FIELD (CsAccount, honours_key, CS_FIELD_BOOL),
  CS_FIELD (CsAccount, can_schedule, CS_FIELD_BOOL),
  CS_FIELD (CsAccount, added_at, CS_FIELD_INT),
  CS_FIELD (CsAccount, checked_at, CS_FIELD_INT),
};

const CsRecordClass cs_account_class = CS_RECORD_CLASS (CsAccount, "account", account_fields);
