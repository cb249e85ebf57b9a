/* cs-record-private.h: the field tables, one beside each record's struct
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

extern const CsRecordClass cs_account_class;
extern const CsRecordClass cs_post_class;
extern const CsRecordClass cs_attachment_class;
extern const CsRecordClass cs_target_class;
extern const CsRecordClass cs_media_class;
extern const CsRecordClass cs_facts_class;
extern const CsRecordClass cs_rendition_class;
extern const CsRecordClass cs_outbox_row_class;
extern const CsRecordClass cs_receipt_class;
extern const CsRecordClass cs_event_class;
extern const CsRecordClass cs_step_class;
extern const CsRecordClass cs_choice_class;
extern const CsRecordClass cs_finding_class;
extern const CsRecordClass cs_recipe_class;
extern const CsRecordClass cs_limits_class;
extern const CsRecordClass cs_sample_class;
extern const CsRecordClass cs_account_sample_class;
extern const CsRecordClass cs_tally_class;
extern const CsRecordClass cs_account_day_class;
extern const CsRecordClass cs_gap_class;
