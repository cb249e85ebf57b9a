/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample.h"

#include "cs-record-private.h"

const char *const cs_origin_names[] = { "network", "import", NULL };

static const CsField sample_fields[] = {
  CS_FIELD (CsSample, target_id, CS_FIELD_TEXT),
  CS_FIELD (CsSample, taken_at, CS_FIELD_INT),
  CS_FIELD (CsSample, revision, CS_FIELD_INT),
  CS_FIELD_NAMED (CsSample, origin, cs_origin_names),
  CS_FIELD (CsSample, source, CS_FIELD_TEXT),
  CS_COUNT_FIELDS (CsSample),
};

const CsRecordClass cs_sample_class = CS_RECORD_CLASS (CsSample, "sample", sample_fields);

static const CsField account_sample_fields[] = {
  CS_FIELD (CsAccountSample, account_id, CS_FIELD_TEXT),
  CS_FIELD (CsAccountSample, taken_at, CS_FIELD_INT),
  CS_FIELD (CsAccountSample, revision, CS_FIELD_INT),
  CS_FIELD_NAMED (CsAccountSample, origin, cs_origin_names),
  CS_FIELD (CsAccountSample, source, CS_FIELD_TEXT),
  CS_FIELD (CsAccountSample, followers, CS_FIELD_INT),
  CS_FIELD (CsAccountSample, following, CS_FIELD_INT),
  CS_FIELD (CsAccountSample, posts, CS_FIELD_INT),
};

const CsRecordClass cs_account_sample_class =
  CS_RECORD_CLASS (CsAccountSample, "account-sample", account_sample_fields);
