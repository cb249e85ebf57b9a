/* cs-plain-numbers.h: what days and posts should say, reckoned as plainly as can be
 *
 * Lists of rows that are searched from end to end, each time again. What the store
 * keeps up as it goes is compared with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tally.h"

typedef struct
{
  gint64 taken_at;
  gint64 revision;
  gint64 counts[CS_N_METRICS];   /* of an account: its followers in the first place */
  gint64 summed[CS_N_METRICS];   /* what days make of it */
} PlainRow;

typedef struct
{
  char    *target_id;
  guint    account;
  gint64   published_at;
  GArray  *rows;                 /* PlainRow */
} PlainPost;

typedef struct
{
  GPtrArray *accounts;           /* their ids */
  GPtrArray *account_rows;       /* GArray of PlainRow, an account each */
  GPtrArray *posts;              /* PlainPost */
} PlainNumbers;

PlainNumbers   *plain_numbers_new         (void);
void            plain_numbers_free        (PlainNumbers       *self);
void            plain_numbers_add_account (PlainNumbers       *self,
                                           const char         *id);
void            plain_numbers_add_post    (PlainNumbers       *self,
                                           const char         *target_id,
                                           guint               account,
                                           gint64              published_at);

const PlainRow *plain_rows_find           (GArray             *rows,
                                           gint64              taken_at);
const PlainRow *plain_rows_last           (GArray             *rows);
gboolean        plain_rows_expect         (GArray             *rows,
                                           PlainRow           *row);

void            plain_post_expect         (PlainPost          *post,
                                           GHashTable         *frozen,
                                           PlainRow           *row,
                                           gboolean           *is_new);
gint64          plain_rows_last_summed    (GArray             *rows,
                                           guint               metric);

/* CsAccountDay by plain_day_key(); such of which nothing is known are left out. */
GHashTable     *plain_numbers_reckon      (const PlainNumbers *self);
char           *plain_day_key             (guint               account,
                                           gint64              day);
CsAccountDay   *plain_day_get             (const PlainNumbers *self,
                                           GHashTable         *days,
                                           guint               account,
                                           gint64              day);
