/* numbers-naive.h: what one writes first, twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define METRIC_PEER "a row a metric with text ids and times"
#define WIDE_PEER   "reckoned from a row a sample"

typedef struct
{
  sqlite3      *handle;
  sqlite3_stmt *insert;
} MetricRows;

typedef struct
{
  sqlite3      *handle;
  sqlite3_stmt *top;
  sqlite3_stmt *days;
} WideRows;

double naive_number     (sqlite3       *handle,
                         const char    *sql);

void   metric_rows_open (MetricRows    *self,
                         const char    *path);
void   metric_rows_add  (MetricRows    *self,
                         GPtrArray     *samples);
double metric_rows_end  (MetricRows    *self);

void   wide_rows_open   (WideRows      *self,
                         const char    *path,
                         const char    *store);
gint64 wide_rows_top    (WideRows      *self,
                         const char    *account_id);
gint64 wide_rows_likes  (WideRows      *self,
                         const char    *account_id,
                         gint64         from_day,
                         gint64         until_day);
void   wide_rows_close  (WideRows      *self);

G_END_DECLS
