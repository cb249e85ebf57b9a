/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-axis.h"

#include "cs-axis-private.h"

#include <math.h>

/* A range is none that is smaller than this part of its values. */
#define SMALLEST 1e-9

static void
tick_free (gpointer data)
{
  CsTick *tick = data;

  g_free (tick->label);
  g_free (tick);
}

static void
axis_clear (gpointer data)
{
  CsAxis *self = data;

  g_clear_pointer (&self->calendar.zone, g_time_zone_unref);
  g_strfreev (self->labels);
  g_strfreev (self->names);
}

CsAxis *
cs_axis_ref (CsAxis *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_axis_unref (CsAxis *self)
{
  g_atomic_rc_box_release_full (self, axis_clear);
}

CsAxis *
cs_axis_make (const CsAxisKind *kind,
              double            low,
              double            high)
{
  CsAxis *self = g_atomic_rc_box_new0 (CsAxis);

  self->kind = kind;
  self->low = low;
  self->high = high;

  return self;
}

/* Takes @label. */
void
cs_axis_add (const CsAxis *self,
             GPtrArray    *ticks,
             double        value,
             char         *label)
{
  CsTick *tick = g_new0 (CsTick, 1);

  tick->value = value;
  tick->at = cs_axis_scale (self, value);
  tick->label = label;
  g_ptr_array_add (ticks, tick);
}

static void
list_no_ticks (const CsAxis *self,
               guint         n_max,
               GPtrArray    *ticks)
{
}

static char *
say_plainly (const CsAxis *self,
             double        value)
{
  return cs_number_format (value, CS_UNIT_COUNT);
}

static const CsAxisKind plain = { list_no_ticks, say_plainly, NULL };

/* From the one to the other and nothing written: what a sparkline lies on. */
CsAxis *
cs_axis_new_plain (double low,
                   double high)
{
  gboolean is_range = isfinite (low) && isfinite (high) && low < high;
  double room = MAX (fabs (low) * SMALLEST, 1);

  if (!is_range && isfinite (low))
    return cs_axis_make (&plain, low - room, low + room);

  return cs_axis_make (&plain, is_range ? low : 0, is_range ? high : 1);
}

static guint
ordinal_index (const CsAxis *self,
               double        value)
{
  return (guint) CLAMP (round (value), 0, self->high);
}

static void
list_labels (const CsAxis *self,
             guint         n_max,
             GPtrArray    *ticks)
{
  guint n = g_strv_length (self->labels);
  guint step = (n + n_max - 1) / n_max;

  for (guint i = 0; i < n; i += step)
    cs_axis_add (self, ticks, i, g_strdup (self->labels[i]));
}

static char *
say_name (const CsAxis *self,
          double        value)
{
  char **names = self->names != NULL ? self->names : self->labels;
  guint i = ordinal_index (self, value);

  return g_strdup (i < g_strv_length (names) ? names[i] : "");
}

static const CsAxisKind ordinal = { list_labels, say_name, NULL };

/**
 * cs_axis_new_ordinal:
 * @labels: what is written below the first, the second …; some are left out where there is no room
 * @names: (nullable): what is said of them, if more is to be said
 *
 * Value 0 is the first, 1 the second: each has a place as wide as another’s.
 */
CsAxis *
cs_axis_new_ordinal (const char *const *labels,
                     const char *const *names)
{
  CsAxis *self = cs_axis_make (&ordinal, -0.5, MAX (g_strv_length ((char **) labels), 1) - 0.5);

  self->labels = g_strdupv ((char **) labels);
  self->names = g_strdupv ((char **) names);

  return self;
}

double
cs_axis_get_low (const CsAxis *self)
{
  return self->low;
}

double
cs_axis_get_high (const CsAxis *self)
{
  return self->high;
}

/* 0 at its beginning, 1 at its end; beyond them for what lies outside. */
double
cs_axis_scale (const CsAxis *self,
               double        value)
{
  return (value - self->low) / (self->high - self->low);
}

double
cs_axis_unscale (const CsAxis *self,
                 double        at)
{
  return self->low + at * (self->high - self->low);
}

/**
 * cs_axis_fit:
 * @n_max: how many ticks there is room for
 *
 * The ends of a value axis are ticks, so how far it reaches beyond its values goes by how many it
 * may have.
 *
 * Returns: (transfer full): an axis of the same values, which may be @self
 */
CsAxis *
cs_axis_fit (CsAxis *self,
             guint   n_max)
{
  return self->kind->fit != NULL ? self->kind->fit (self, n_max) : cs_axis_ref (self);
}

/**
 * cs_axis_list_ticks:
 * @n_max: how many there is room for
 *
 * Returns: (element-type CsTick): ascending, all on the axis
 */
GPtrArray *
cs_axis_list_ticks (const CsAxis *self,
                    guint         n_max)
{
  GPtrArray *ticks = g_ptr_array_new_with_free_func (tick_free);

  if (n_max > 0)
    self->kind->list_ticks (self, n_max, ticks);

  return ticks;
}

/* A value in full: “21 November 2026”, “1,204” */
char *
cs_axis_say (const CsAxis *self,
             double        value)
{
  return self->kind->say (self, value);
}
