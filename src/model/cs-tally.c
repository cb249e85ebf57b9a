/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tally.h"

#include "cs-record-private.h"

static const CsField tally_fields[] = {
  CS_FIELD (CsTally, target_id, CS_FIELD_TEXT),
  CS_FIELD (CsTally, post_id, CS_FIELD_TEXT),
  CS_FIELD (CsTally, account_id, CS_FIELD_TEXT),
  CS_FIELD (CsTally, remote_id, CS_FIELD_TEXT),
  CS_FIELD (CsTally, url, CS_FIELD_TEXT),
  CS_FIELD (CsTally, published_at, CS_FIELD_INT),
  CS_FIELD (CsTally, followers, CS_FIELD_INT),
  CS_FIELD (CsTally, next_at, CS_FIELD_INT),
  CS_FIELD (CsTally, missing_at, CS_FIELD_INT),
  CS_FIELD (CsTally, gone_at, CS_FIELD_INT),
  CS_FIELD (CsTally, taken_at, CS_FIELD_INT),
  CS_FIELD_NAMED (CsTally, origin, cs_origin_names),
  CS_FIELD (CsTally, source, CS_FIELD_TEXT),
  CS_COUNT_FIELDS (CsTally),
  CS_FIELD (CsTally, engagement, CS_FIELD_INT),
};

const CsRecordClass cs_tally_class = CS_RECORD_CLASS (CsTally, "tally", tally_fields);

static const CsField account_day_fields[] = {
  CS_FIELD (CsAccountDay, account_id, CS_FIELD_TEXT),
  CS_FIELD (CsAccountDay, day, CS_FIELD_INT),
  CS_FIELD (CsAccountDay, posts, CS_FIELD_INT),
  CS_COUNT_FIELDS (CsAccountDay),
  CS_FIELD (CsAccountDay, followers, CS_FIELD_INT),
  CS_FIELD (CsAccountDay, frozen, CS_FIELD_BOOL),
};

const CsRecordClass cs_account_day_class =
  CS_RECORD_CLASS (CsAccountDay, "account-day", account_day_fields);

static const CsField gap_fields[] = {
  CS_FIELD (CsGap, account_id, CS_FIELD_TEXT),
  CS_FIELD (CsGap, target_id, CS_FIELD_TEXT),
  CS_FIELD (CsGap, from_at, CS_FIELD_INT),
  CS_FIELD (CsGap, until_at, CS_FIELD_INT),
  CS_FIELD (CsGap, code, CS_FIELD_TEXT),
  CS_FIELD (CsGap, sentence, CS_FIELD_TEXT),
};

const CsRecordClass cs_gap_class = CS_RECORD_CLASS (CsGap, "gap", gap_fields);
