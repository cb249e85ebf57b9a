/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-count-private.h"

#include "cs-json.h"

#include <math.h>

/* CS_UNKNOWN for what is missing, null, no number, a part of one, negative or too large. */
gint64
cs_count_read (JsonObject *object,
               const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double real = type == G_TYPE_DOUBLE ? json_node_get_double (node) : -1;
  gint64 whole = type == G_TYPE_INT64 ? json_node_get_int (node) : -1;

  if (real >= 0 && real <= CS_COUNT_MAX && real == floor (real))
    whole = (gint64) real;

  return whole >= 0 && whole <= CS_COUNT_MAX ? whole : CS_UNKNOWN;
}

/* Before the answer is read: nothing is known of any. */
void
cs_readings_begin (GArray *readings,
                   guint   length)
{
  CsReading none = { .state = CS_READING_LEFT_OUT };

  cs_counts_clear (none.counts);

  for (guint i = 0; i < length; i++)
    g_array_append_val (readings, none);
}

/* What is told of a post that was asked for: the first that is told of it counts. */
void
cs_readings_take (GArray            *readings,
                  GPtrArray         *tallies,
                  const char        *id,
                  JsonObject        *post,
                  const CsCountName *names,
                  guint              n_names)
{
  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      CsReading *reading = &g_array_index (readings, CsReading, i);

      if (reading->state == CS_READING_COUNTED || g_strcmp0 (tally->remote_id, id) != 0)
        continue;

      reading->state = CS_READING_COUNTED;
      for (guint k = 0; k < n_names; k++)
        reading->counts[names[k].metric] = cs_count_read (post, names[k].name);
    }
}
