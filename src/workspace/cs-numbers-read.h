/* cs-numbers-read.h: numbers in a file that a person brought
 *
 * A table with the columns post (a link, or an id of ours or of the network), taken_at
 * (ISO 8601 with a zone, or seconds since 1970), metrics by their names, and where they are
 * wanted network and account. Or one as numbers.export writes it, a number a row: in “metric”
 * and “value”, with the “revision” of what was corrected. Followers are told in rows without a
 * post. All that is wrong is told, row by row. Pure but for the lists that it is given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-counted.h"

G_BEGIN_DECLS

/* Samples of a table: what one transaction takes in without being in anybody’s way. */
#define CS_NUMBERS_SAMPLES_MAX 100000

/* A sample, which may stand in several rows. What it points to belongs to the file. */
typedef struct
{
  guint            line;                  /* the first */
  const CsCounted *post;                  /* NULL: it is of an account */
  const CsAccount *account;
  gint64           taken_at;
  gint64           revision;
  gboolean         is_superseded;         /* the next row has a later revision of it */
  gint64           counts[CS_N_TOLD];     /* CS_UNKNOWN: the file does not tell */
} CsNumbersRow;

typedef struct
{
  guint  line;
  char  *reason;
} CsNumbersBad;

typedef struct
{
  GArray    *rows;       /* CsNumbersRow: those that are right, in their order; but where there are
                            revisions, those of one moment stand together */
  guint      n_read;     /* rows of the table below its names */
  GArray    *bad;        /* CsNumbersBad */
  GPtrArray *posts;      /* what rows point to */
  GPtrArray *accounts;
} CsNumbersFile;

CsNumbersFile *cs_numbers_read      (GBytes             *bytes,
                                     GPtrArray          *posts,
                                     GPtrArray          *accounts,
                                     gint64              now);
void           cs_numbers_file_free (CsNumbersFile      *self);
gboolean       cs_numbers_row_joins (const CsNumbersRow *self,
                                     const CsNumbersRow *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsNumbersFile, cs_numbers_file_free)

G_END_DECLS
