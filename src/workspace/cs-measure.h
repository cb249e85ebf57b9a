/* cs-measure.h: which number of posts is looked at
 *
 * A measure is a CsMetric, CS_METRIC_ENGAGEMENT, or that by followers. A post here is one of
 * the answers of the numbers (cs-numbers.h). Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"

G_BEGIN_DECLS

#define CS_MEASURE_RATE (CS_METRIC_ENGAGEMENT + 1)
#define CS_N_MEASURES   (CS_MEASURE_RATE + 1)

extern const char *const cs_measure_names[];    /* “likes”, “rate”: on the wire and in settings */

const char *cs_measure_get_title      (guint       measure,
                                       CsNetwork   network);
gboolean    cs_measure_is_given       (GVariant   *definitions,
                                       guint       measure);
char       *cs_measure_dup_definition (GVariant   *definitions,
                                       const char *name,
                                       const char *between);
char       *cs_measure_dup_others     (GVariant   *posts,
                                       guint       measure);
double      cs_measure_of             (GVariant   *post,
                                       guint       measure);

G_END_DECLS
