/* cs-numbers-read.h: numbers in a file that a person brought
 *
 * A table with the columns post (a link, or an id of ours or of the network), taken_at
 * (ISO 8601 with a zone, or seconds since 1970), metrics by their names, and where they are
 * wanted network and account. All that is wrong is told, row by row. Pure but for the list
 * of posts that it is given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-counted.h"

G_BEGIN_DECLS

typedef struct
{
  guint            line;
  const CsCounted *post;                  /* belongs to the list */
  gint64           taken_at;
  gint64           counts[CS_N_METRICS];  /* CS_UNKNOWN: the file does not tell */
} CsNumbersRow;

typedef struct
{
  guint  line;
  char  *reason;
} CsNumbersBad;

typedef struct
{
  GArray *rows;    /* CsNumbersRow: those that are right, in their order */
  GArray *bad;     /* CsNumbersBad */
} CsNumbersFile;

CsNumbersFile *cs_numbers_read      (GBytes         *bytes,
                                     GPtrArray      *posts,
                                     gint64          now);
void           cs_numbers_file_free (CsNumbersFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsNumbersFile, cs_numbers_file_free)

G_END_DECLS
