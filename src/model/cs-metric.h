/* cs-metric.h: what is counted of a post, and what each network means by it
 *
 * One list for all networks. A network that does not give a number leaves it
 * CS_UNKNOWN: unknown is not zero. The engagement of a post is defined per
 * network, numerator and denominator apart, as the networks differ in what they
 * tell; rates of two networks are never compared without their definitions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-network.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_METRIC_VIEWS,
  CS_METRIC_LIKES,      /* favourites */
  CS_METRIC_COMMENTS,   /* replies */
  CS_METRIC_SHARES,     /* boosts, reposts */
  CS_METRIC_QUOTES,
  CS_METRIC_SAVES,      /* bookmarks */
  CS_N_METRICS,
} CsMetric;

/* Where any number may be meant, engagement is one of them. */
#define CS_METRIC_ENGAGEMENT CS_N_METRICS

/* Of fewer followers there is no rate: one of them more or less would say nothing but who
 * happened to look, and 3 of 3 is no 100 %. Texts name the number. */
#define CS_RATE_LEAST_FOLLOWERS 30

/* What every program reads exactly, and far more than anybody counts. */
#define CS_COUNT_MAX (G_GINT64_CONSTANT (1) << 53)

/* A number as it is shown: those that are told, then what is reckoned from them. */
enum
{
  CS_MEANING_FOLLOWERS = CS_N_METRICS,
  CS_N_TOLD,
  CS_MEANING_ENGAGEMENT = CS_N_TOLD,
  CS_MEANING_RATE,
  CS_N_MEANINGS,
};

typedef struct
{
  const char *name;         /* in files and on the wire */
  const char *title;
  const char *definition;   /* NULL: the network does not tell it */
} CsMeaning;

extern const char *const cs_metric_names[];    /* "likes": in files and on the wire */

const char *cs_metric_get_title      (CsMetric      metric,
                                      CsNetwork     network);
gboolean    cs_metric_is_given       (CsMetric      metric,
                                      CsNetwork     network);
const char *cs_metric_get_definition (CsMetric      metric,
                                      CsNetwork     network);

const char *cs_told_get_name         (guint         number);
void        cs_metric_list_meanings  (CsNetwork     network,
                                      CsMeaning     meanings[CS_N_MEANINGS]);

void        cs_counts_clear          (gint64        counts[CS_N_METRICS]);
gboolean    cs_counts_equal          (const gint64  a[CS_N_METRICS],
                                      const gint64  b[CS_N_METRICS]);
gboolean    cs_counts_are_unknown    (const gint64  counts[CS_N_METRICS]);
gint64      cs_counts_engagement     (const gint64  counts[CS_N_METRICS]);
gint64      cs_counts_get            (const gint64  counts[CS_N_METRICS],
                                      guint         metric);
const char *cs_engagement_get_definition (CsNetwork network);
const char *cs_engagement_get_rate_definition (CsNetwork network);
const char *cs_followers_get_definition  (CsNetwork network);

/* The fields of a record that has an array “counts”. */
#define CS_COUNT_FIELD(Type, name, metric) \
  { name, CS_FIELD_INT, G_STRUCT_OFFSET (Type, counts[metric]), NULL, 0 }
#define CS_COUNT_FIELDS(Type) \
  CS_COUNT_FIELD (Type, "views", CS_METRIC_VIEWS), \
  CS_COUNT_FIELD (Type, "likes", CS_METRIC_LIKES), \
  CS_COUNT_FIELD (Type, "comments", CS_METRIC_COMMENTS), \
  CS_COUNT_FIELD (Type, "shares", CS_METRIC_SHARES), \
  CS_COUNT_FIELD (Type, "quotes", CS_METRIC_QUOTES), \
  CS_COUNT_FIELD (Type, "saves", CS_METRIC_SAVES)

G_END_DECLS
