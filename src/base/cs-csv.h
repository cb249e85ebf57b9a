/* cs-csv.h: tables as text, read with limits and written so that no spreadsheet runs them
 *
 * RFC 4180, in UTF-8 with or without a byte order mark; lines end with CRLF, LF or CR, the last
 * one too, or nobody could tell that it is whole. A row that breaks a rule is told with its line,
 * and the next one is read. What is written as text and would be a formula gets an apostrophe
 * before it (OWASP, “CSV Injection”), also within a cell where a program that parts cells by
 * semicolons or tabs would begin one; what is written as a number is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_CSV_FILE_MAX (64 * 1024 * 1024)
#define CS_CSV_ROW_MAX  (1024 * 1024)       /* bytes of its cells */
#define CS_CSV_CELL_MAX (64 * 1024)         /* bytes */
#define CS_CSV_CELLS_MAX 1000               /* of a row */

typedef enum
{
  CS_CSV_ROW,
  CS_CSV_BAD_ROW,
  CS_CSV_END,
} CsCsvStep;

typedef struct _CsCsv CsCsv;

CsCsv      *cs_csv_new        (GBytes      *bytes,
                               GError     **error);
void        cs_csv_free       (CsCsv       *self);
CsCsvStep   cs_csv_next       (CsCsv       *self,
                               GError     **error);
guint       cs_csv_get_line   (CsCsv       *self);
guint       cs_csv_n_cells    (CsCsv       *self);
const char *cs_csv_get_cell   (CsCsv       *self,
                               guint        column);
gboolean    cs_csv_is_formula (const char  *text);

typedef struct
{
  GString *text;      /* belongs to who writes */
  gsize    row;       /* where the row that is written begins */
  gboolean begun;     /* there is a cell in it */
} CsCsvWriter;

void        cs_csv_put_text   (CsCsvWriter *self,
                               const char  *text);
void        cs_csv_put_number (CsCsvWriter *self,
                               gint64       number);
void        cs_csv_put_end    (CsCsvWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCsv, cs_csv_free)

G_END_DECLS
