/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-receipt.h"

#include "cs-record-private.h"

static const CsField receipt_fields[] = {
  CS_FIELD (CsReceipt, id, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, number, CS_FIELD_INT),
  CS_FIELD (CsReceipt, target_id, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, post_id, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, account_id, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsReceipt, network, cs_network_names),
  CS_FIELD (CsReceipt, handle, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, part, CS_FIELD_INT),
  CS_FIELD (CsReceipt, remote_id, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, url, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, published_at, CS_FIELD_INT),
  CS_FIELD (CsReceipt, body_sha256, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, previous, CS_FIELD_TEXT),
  CS_FIELD (CsReceipt, hash, CS_FIELD_TEXT),
};

const CsRecordClass cs_receipt_class = CS_RECORD_CLASS (CsReceipt, "receipt", receipt_fields);
