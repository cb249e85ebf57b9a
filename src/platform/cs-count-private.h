/* cs-count-private.h: reading counts out of what a network answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-reading.h"
#include "cs-tally.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* For all of an answer: who is slower is asked again another time. */
#define CS_COUNT_SECONDS 30

/* What a network calls a number. */
typedef struct
{
  const char *name;
  CsMetric    metric;
} CsCountName;

gint64  cs_count_read     (JsonObject         *object,
                           const char         *name);

void    cs_readings_begin (GArray             *readings,
                           guint               length);
void    cs_readings_take  (GArray             *readings,
                           GPtrArray          *tallies,
                           const char         *id,
                           JsonObject         *post,
                           const CsCountName  *names,
                           guint               n_names);

G_END_DECLS
