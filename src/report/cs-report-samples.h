/* cs-report-samples.h: what was counted, as a table or as JSON for other programs
 *
 * Each value with who told it, when, and what it means; corrections stand after what they
 * correct. The same workspace gives the same bytes again. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-counted.h"

G_BEGIN_DECLS

typedef enum
{
  CS_REPORT_CSV,     /* a row each value */
  CS_REPORT_JSON,    /* a line each sample */
} CsReportFormat;

extern const char *const cs_report_format_names[];

/* Samples that were taken at “from” or later and before “until”; 0: no such bound. */
typedef struct
{
  GPtrArray *accounts;     /* CsAccount: whose followers are told, too */
  GPtrArray *posts;        /* CsCounted */
  gint64     from;
  gint64     until;
} CsReportRange;

typedef struct
{
  GString *text;
  gint64   n_samples;
  gint64   n_values;
} CsReport;

gboolean cs_report_samples (CsTx                 *tx,
                            const CsReportRange  *range,
                            CsReportFormat        format,
                            CsReport             *report,
                            GCancellable         *cancellable,
                            GError              **error);

G_END_DECLS
