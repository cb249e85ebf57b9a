/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"

#include <glib/gi18n.h>

static char *
say_value (CsChart *self,
           double   value)
{
  return self->say != NULL ? self->say (value, self->say_data) : cs_axis_say (self->y, value);
}

/* “1,204 followers”, “12 to 30 interactions” */
static char *
say_point (CsChart       *self,
           const CsLayer *layer,
           guint          i)
{
  CsPoint point = cs_series_get_point (layer->series, i);
  g_autofree char *value = NULL;
  g_autofree char *low = NULL;

  if (!cs_layer_is_known (layer, i))
    return g_strdup (_("not known"));

  if (layer->kind == CS_LAYER_BAND)
    {
      value = say_value (self, cs_series_get_point (layer->high, i).y);
      low = cs_axis_say (self->y, point.y);
      /* Translators: what lies between, as in 12 to 30 interactions */
      return g_strdup_printf (_("%s to %s"), low, value);
    }

  value = say_value (self, point.y);

  if (point.mark == CS_MARK_CORRECTED)
    /* Translators: a value that was corrected later, as in 1,204 followers, corrected */
    return g_strdup_printf (_("%s, corrected"), value);

  return g_steal_pointer (&value);
}

/**
 * cs_chart_describe_spot:
 *
 * A point in a sentence: “21 November 2026: 1,204 followers, corrected”; where there are several
 * layers, with the name of its own.
 */
char *
cs_chart_describe_spot (CsChart *self,
                        CsSpot   spot)
{
  const CsLayer *layer = cs_chart_get_layer (self, spot.layer);
  g_autofree char *when = NULL;
  g_autofree char *what = NULL;

  if (layer == NULL || spot.point >= cs_series_get_length (layer->series))
    return g_strdup ("");

  when = cs_axis_say (self->x, cs_series_get_point (layer->series, spot.point).x);
  what = say_point (self, layer, spot.point);

  if (self->layers->len > 1 && layer->name != NULL)
    /* Translators: the name of a line, a day, a value: Pots, 21 November 2026: 1,204 followers */
    return g_strdup_printf (_("%s, %s: %s"), layer->name, when, what);

  /* Translators: a day and a value: 21 November 2026: 1,204 followers */
  return g_strdup_printf (_("%s: %s"), when, what);
}

static const char *
get_name (CsChart       *self,
          const CsLayer *layer)
{
  if (self->layers->len > 1 && layer->name != NULL)
    return layer->name;

  if (self->title != NULL)
    return self->title;

  return layer->name != NULL ? layer->name : _("Chart");
}

/* “92 values, 2 gaps” */
static char *
say_amount (const CsLayer *layer)
{
  guint n_known = cs_series_get_n_known (layer->series);
  guint n_gaps = cs_series_get_n_gaps (layer->series);
  g_autofree char *known = g_strdup_printf (ngettext ("%u value", "%u values", n_known), n_known);
  g_autofree char *gaps = g_strdup_printf (ngettext ("%u gap", "%u gaps", n_gaps), n_gaps);

  if (n_gaps == 0)
    return g_steal_pointer (&known);

  /* Translators: what a chart has: 92 values, 2 gaps */
  return g_strdup_printf (C_("values and gaps", "%s, %s"), known, gaps);
}

/* Of a line or of bars: from when until when, its extremes and where it ends. */
static char *
say_course (CsChart       *self,
            const CsLayer *layer,
            guint          first,
            guint          last)
{
  g_autofree char *from = cs_axis_say (self->x, cs_series_get_point (layer->series, first).x);
  g_autofree char *until = cs_axis_say (self->x, cs_series_get_point (layer->series, last).x);
  g_autofree char *amount = say_amount (layer);
  g_autofree char *low_when = NULL;
  g_autofree char *high_when = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *end = say_value (self, cs_series_get_point (layer->series, last).y);
  guint lowest;
  guint highest;

  cs_series_get_extremes (layer->series, &lowest, &highest);
  low_when = cs_axis_say (self->x, cs_series_get_point (layer->series, lowest).x);
  high_when = cs_axis_say (self->x, cs_series_get_point (layer->series, highest).x);
  low = say_value (self, cs_series_get_point (layer->series, lowest).y);
  high = say_value (self, cs_series_get_point (layer->series, highest).y);

  return g_strdup_printf (_("%s from %s to %s: %s. Lowest: %s (%s). Highest: %s (%s). Last: %s."),
                          get_name (self, layer), from, until, amount, low, low_when,
                          high, high_when, end);
}

static char *
describe_layer (CsChart *self,
                guint    nr)
{
  const CsLayer *layer = cs_chart_get_layer (self, nr);
  CsSpot first = { nr, 0 };
  CsSpot last = { nr, 0 };
  g_autofree char *value = NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (!cs_chart_move (self, CS_MOVE_FIRST, &first) || !cs_chart_move (self, CS_MOVE_LAST, &last))
    return g_strdup_printf (_("%s: no numbers yet."), get_name (self, layer));

  from = cs_axis_say (self->x, cs_series_get_point (layer->series, first.point).x);

  if (first.point == last.point)
    {
      value = say_point (self, layer, first.point);
      return g_strdup_printf (_("%s has one value, on %s: %s."), get_name (self, layer), from,
                              value);
    }

  if (layer->kind != CS_LAYER_BAND)
    return say_course (self, layer, first.point, last.point);

  until = cs_axis_say (self->x, cs_series_get_point (layer->series, last.point).x);
  value = say_point (self, layer, last.point);

  return g_strdup_printf (_("%s from %s to %s. Last: %s."), get_name (self, layer), from, until,
                          value);
}

/* The whole chart for who does not see it, a few sentences a layer. */
char *
cs_chart_describe (CsChart *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (self->layers->len > 1 && self->title != NULL)
    g_string_append_printf (text, "%s.", self->title);

  for (guint nr = 0; nr < self->layers->len; nr++)
    {
      g_autofree char *sentence = describe_layer (self, nr);

      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, sentence);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of layers whose names have no place. */
char *
cs_chart_say_more (guint n_layers)
{
  /* Translators: at the end of the names of some lines of a chart: how many others there are */
  return g_strdup_printf (ngettext ("… and %u more", "… and %u more", n_layers), n_layers);
}
