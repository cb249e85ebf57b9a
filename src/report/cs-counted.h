/* cs-counted.h: published posts with the names that people know them by
 *
 * A tally outlives its post and its target: what is gone has no title.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef struct
{
  CsTally   *tally;
  CsAccount *account;    /* also one that was removed */
  char      *title;      /* as lists call it; NULL: it has none */
  gboolean   deleted;    /* the post is no longer in the workspace */
} CsCounted;

/* Which of them. All zero: all. */
typedef struct
{
  const char *const *account_ids;   /* NULL: of any */
  const char        *post_id;       /* NULL: any */
  gint64             from;          /* published at this second or later; 0: any */
  gint64             until;         /* published before this second; 0: any */
  guint              limit;         /* of an account, the newest; 0: no limit */
  gboolean           is_whole;      /* also what is out and nobody has begun to count */
} CsCountedRange;

GPtrArray *cs_counted_list (CsTx                  *tx,
                            const CsCountedRange  *range,
                            GError               **error);
GPtrArray *cs_counted_top  (CsTx                  *tx,
                            const char *const     *account_ids,
                            guint                  metric,
                            guint                  limit,
                            GError               **error);

G_END_DECLS
