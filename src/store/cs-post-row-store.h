/* cs-post-row-store.h: posts as lists show them: with where they go and how far they got
 *
 * One row a post, or several when its accounts have different times: a row is
 * a post at a moment. Read by range, in a few statements whatever the number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"
#include "cs-network.h"
#include "cs-standing.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef struct
{
  char       *id;
  char       *account_id;
  char       *handle;
  CsNetwork   network;
  CsStanding  standing;
  gboolean    claimed;
  gint64      due;          /* CS_UNKNOWN: none, or called off */
  gint64      wall;
  char       *zone;
  gint64      done_at;      /* CS_UNKNOWN: not published */
  char       *url;          /* of its first part */
  char       *sentence;     /* what happened last */
  gint64      counted_at;   /* CS_UNKNOWN: not yet; what follows was told then */
  gint64      counts[CS_N_METRICS];
  gint64      gone_at;      /* CS_UNKNOWN: it is there, as far as is known */
  char       *obstacle;     /* in the way of counting what was not counted yet; NULL: none */
} CsPostRowTarget;

typedef struct
{
  char       *post_id;
  char       *title;        /* NULL: none was given */
  char       *text;         /* how it begins */
  char       *labels;       /* GVariant text of an “as”, NULL: none */
  char       *file;         /* path of the first file, NULL: none */
  char       *thumbnail;    /* relative to the workspace, NULL: none */
  gboolean    has_clip;
  gint64      changed_at;
  gboolean    is_split;     /* the post has other rows too */
  gint64      due;          /* CS_UNKNOWN: no time */
  gint64      done_at;      /* of the last target, when all are published */
  CsStanding  standing;     /* the most urgent of its targets */
  GPtrArray  *targets;      /* CsPostRowTarget */
} CsPostRow;

typedef enum
{
  CS_POST_ROW_BY_TIME,      /* the earliest first, drafts at the end */
  CS_POST_ROW_BY_CHANGE,    /* the last changed first */
} CsPostRowOrder;

/* Which rows. A row’s time is when it was published, else when it is due. */
typedef struct
{
  gint64          from;        /* CS_UNKNOWN: no such bound */
  gint64          until;
  int             standing;    /* CsStanding; -1: any */
  const char     *search;      /* words of it; NULL: any */
  const char *const *ids;      /* of posts; NULL: any */
  const char     *account_id;  /* NULL: any */
  const char     *media_id;    /* shown by the post; NULL: any */
  gboolean        drafts;      /* those without a time, too */
  CsPostRowOrder  order;
  gboolean        reverse;
  gint64          offset;
  gint64          limit;       /* 0: no limit */
  gint64          now;
} CsPostRowRange;

/* (element-type CsPostRow) */
GPtrArray *cs_post_row_store_list (CsTx                  *tx,
                                   const CsPostRowRange  *range,
                                   GError               **error);

gboolean   cs_post_row_target_is_out (const CsPostRowTarget *target);

G_END_DECLS
