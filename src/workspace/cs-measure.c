/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-measure.h"

#include <glib/gi18n.h>
#include <math.h>

const char *const cs_measure_names[] = {
  "views", "likes", "comments", "shares", "quotes", "saves", "engagement", "rate", NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (cs_measure_names) == CS_N_MEASURES + 1);

/* The network’s own word; of CS_N_NETWORKS the one for all of them. */
const char *
cs_measure_get_title (guint     measure,
                      CsNetwork network)
{
  switch (measure)
    {
    case CS_METRIC_ENGAGEMENT:
      return _("Engagement");
    case CS_MEASURE_RATE:
      return _("Engagement by followers");
    default:
      return cs_metric_get_title (measure, network);
    }
}

static const char *
text_of (GVariant   *view,
         const char *field)
{
  const char *text = NULL;

  g_variant_lookup (view, field, "&s", &text);

  return text;
}

/* Whether any of the networks tells it. @definitions: of numbers.overview */
gboolean
cs_measure_is_given (GVariant *definitions,
                     guint     measure)
{
  if (measure >= CS_N_METRICS)
    return TRUE;

  for (gsize i = 0; definitions != NULL && i < g_variant_n_children (definitions); i++)
    {
      g_autoptr(GVariant) definition = g_variant_get_child_value (definitions, i);

      if (g_strcmp0 (text_of (definition, "metric"), cs_measure_names[measure]) == 0)
        return TRUE;
    }

  return FALSE;
}

static char *
dup_definition_of (GVariant  *definition,
                   CsNetwork  network)
{
  /* Translators: a network and how it defines a number */
  return g_strdup_printf (C_("definition", "%s: %s"), cs_network_get_title (network),
                          text_of (definition, "definition"));
}

/**
 * cs_measure_dup_definition:
 * @definitions: (nullable): of numbers.overview
 * @name: as it is there: a measure’s, or “followers”
 * @between: what stands between two networks
 *
 * The definitions differ, and so do the numbers.
 *
 * Returns: (transfer full) (nullable): what it means at each of the networks
 */
char *
cs_measure_dup_definition (GVariant   *definitions,
                           const char *name,
                           const char *between)
{
  g_autoptr(GStrvBuilder) sentences = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  for (gsize i = 0; definitions != NULL && i < g_variant_n_children (definitions); i++)
    {
      g_autoptr(GVariant) definition = g_variant_get_child_value (definitions, i);
      CsNetwork network;

      if (g_strcmp0 (text_of (definition, "metric"), name) == 0
          && cs_network_from_name (text_of (definition, "network"), &network))
        g_strv_builder_take (sentences, dup_definition_of (definition, network));
    }

  all = g_strv_builder_end (sentences);

  return all[0] != NULL ? g_strjoinv (between, all) : NULL;
}

static gboolean
is_told (GVariant *posts,
         guint     metric)
{
  for (gsize i = 0; i < g_variant_n_children (posts); i++)
    {
      g_autoptr(GVariant) post = g_variant_get_child_value (posts, i);
      CsNetwork network;

      if (cs_network_from_name (text_of (post, "network"), &network)
          && cs_metric_is_given (metric, network))
        return TRUE;
    }

  return FALSE;
}

/* The names of what may be asked for in the place of @measure: “engagement, likes”. */
char *
cs_measure_dup_others (GVariant *posts,
                       guint     measure)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  if (measure != CS_METRIC_ENGAGEMENT)
    g_strv_builder_add (names, cs_measure_names[CS_METRIC_ENGAGEMENT]);
  for (guint i = 0; i < CS_N_METRICS; i++)
    if (i != measure && is_told (posts, i))
      g_strv_builder_add (names, cs_measure_names[i]);

  all = g_strv_builder_end (names);

  return g_strjoinv (", ", all);
}

/* NaN: not known. */
double
cs_measure_of (GVariant *post,
               guint     measure)
{
  double rate = NAN;
  gint64 count;

  if (measure == CS_MEASURE_RATE)
    {
      g_variant_lookup (post, cs_measure_names[measure], "d", &rate);
      return rate;
    }

  return g_variant_lookup (post, cs_measure_names[measure], "x", &count) ? (double) count : NAN;
}
