/* numbers-shape.h: samples as an import brings them, and as they come in life
 *
 * Posts of ten accounts, published one after another through a year.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"

G_BEGIN_DECLS

#define N_ACCOUNTS 10
#define N_POSTS    10000
#define FIRST_DAY  20000                     /* 4 October 2024 */

/* How samples come, and what they tell.
 *
 * The goals of storing and of bytes were measured with the first: six numbers of a post a day, for
 * a hundred days, a post after another, as an import brings them, which takes in a whole file by
 * one transaction. The others come as they do in life, all posts side by side as time goes by, each
 * counted every six hours for 125 days: five million samples. Of them the last tells only what
 * networks do, half of the accounts what Mastodon tells of a post, half what Bluesky does. */
typedef struct
{
  const char *name;
  gboolean    by_post;
  gboolean    tells_all;
  guint       per_tx;       /* samples that are stored at once */
  guint       every;        /* rounds between two counts of a post */
  guint       n_counts;     /* of a post */
  const char *why_slow;     /* what is in the way of a goal, where it is missed */
  const char *why_large;
} Shape;

/* How far it has got. */
typedef struct
{
  const Shape       *shape;
  const char *const *target_ids;
  gint64             counts[N_POSTS][CS_N_METRICS];
  guint32            random;
  guint              round;
  guint              post;
} Collecting;

extern const Shape shape_imported;
extern const Shape shape_collected_six;
extern const Shape shape_collected;

gint64     published_at     (guint              post);

void       collecting_begin (Collecting        *self,
                             const Shape       *shape,
                             char             **target_ids);
GPtrArray *collecting_next  (Collecting        *self);

G_END_DECLS
