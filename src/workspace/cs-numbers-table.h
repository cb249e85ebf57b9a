/* cs-numbers-table.h: the columns of a table with numbers
 *
 * Either a column each number, by its name, or “metric” and “value”, as an export has them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-csv.h"
#include "cs-metric.h"

G_BEGIN_DECLS

typedef enum
{
  CS_COLUMN_POST,
  CS_COLUMN_TAKEN_AT,
  CS_COLUMN_ACCOUNT,
  CS_COLUMN_NETWORK,
  CS_COLUMN_TARGET,
  CS_COLUMN_URL,
  CS_COLUMN_REVISION,
  CS_COLUMN_METRIC,
  CS_COLUMN_VALUE,
  /* What an export tells besides: it is known from the post, or is what this file is. */
  CS_COLUMN_TITLE,
  CS_COLUMN_PUBLISHED_AT,
  CS_COLUMN_ORIGIN,
  CS_COLUMN_SOURCE,
  CS_COLUMN_DEFINITION,
  CS_COLUMN_FIRST_NUMBER,
  CS_N_COLUMNS = CS_COLUMN_FIRST_NUMBER + CS_N_TOLD,
} CsNumbersColumn;

typedef struct
{
  CsCsv *csv;
  guint  n_cells;                /* of the first row */
  guint  place[CS_N_COLUMNS];    /* G_MAXUINT: it has no such column */
} CsNumbersTable;

void      cs_numbers_table_begin     (CsNumbersTable        *self,
                                      CsCsv                 *csv);
gboolean  cs_numbers_table_take_name (CsNumbersTable        *self,
                                      guint                  place,
                                      GError               **error);
gboolean  cs_numbers_table_check     (const CsNumbersTable  *self,
                                      GError               **error);
gboolean  cs_numbers_table_has       (const CsNumbersTable  *self,
                                      guint                  column);
gboolean  cs_numbers_table_is_long   (const CsNumbersTable  *self);
char     *cs_numbers_table_dup_cell  (const CsNumbersTable  *self,
                                      guint                  column);

G_END_DECLS
