/* cs-command-private.h: the rows, one array a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-command.h"

G_BEGIN_DECLS

/* Each ends with a row without a name. */
extern const CsCommand cs_account_commands[];
extern const CsCommand cs_check_commands[];
extern const CsCommand cs_export_commands[];
extern const CsCommand cs_fix_commands[];
extern const CsCommand cs_history_commands[];
extern const CsCommand cs_job_commands[];
extern const CsCommand cs_media_commands[];
extern const CsCommand cs_notice_commands[];
extern const CsCommand cs_numbers_commands[];
extern const CsCommand cs_numbers_files_commands[];
extern const CsCommand cs_outbox_commands[];
extern const CsCommand cs_plan_commands[];
extern const CsCommand cs_post_commands[];
extern const CsCommand cs_post_rows_commands[];
extern const CsCommand cs_posts_commands[];
extern const CsCommand cs_preference_commands[];
extern const CsCommand cs_sample_commands[];
extern const CsCommand cs_search_commands[];
extern const CsCommand cs_status_commands[];
extern const CsCommand cs_today_commands[];
extern const CsCommand cs_workspace_commands[];

G_END_DECLS
