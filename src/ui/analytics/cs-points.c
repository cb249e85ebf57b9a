/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-points.h"

#include "cs-item.h"
#include "cs-numbers-points.h"

#include <glib/gi18n.h>

static const CsCurvePoint *
get (const CsPoints *self,
     guint           index)
{
  return &g_array_index (self->points, CsCurvePoint, index);
}

/**
 * cs_points_new:
 * @view: with a(xxu) as @field, and “gaps”
 * @until: where the chart ends, as an x
 */
CsPoints *
cs_points_new (GVariant   *view,
               const char *field,
               gint64      origin,
               gint64      until)
{
  CsPoints *self = g_new0 (CsPoints, 1);

  self->points = cs_numbers_points_read (view, field, until);
  self->gaps = g_variant_lookup_value (view, "gaps", G_VARIANT_TYPE ("aa{sv}"));
  self->origin = origin;

  return self;
}

void
cs_points_free (CsPoints *self)
{
  g_array_unref (self->points);
  g_clear_pointer (&self->gaps, g_variant_unref);
  g_free (self);
}

/* The longest of those that lie between two moments; NULL. */
static GVariant *
find_gap (GVariant *gaps,
          gint64    from,
          gint64    until)
{
  g_autoptr(GVariant) longest = NULL;
  gint64 most = 0;

  for (gsize i = 0; gaps != NULL && i < g_variant_n_children (gaps); i++)
    {
      g_autoptr(GVariant) gap = g_variant_get_child_value (gaps, i);
      gint64 begin = MAX (cs_view_int (gap, "from_at", G_MAXINT64), from);
      gint64 end = MIN (cs_view_int (gap, "until_at", G_MAXINT64), until);

      if (end <= begin || end - begin <= most)
        continue;

      most = end - begin;
      g_clear_pointer (&longest, g_variant_unref);
      longest = g_variant_ref (gap);
    }

  return g_steal_pointer (&longest);
}

static char *
dup_gap_words (const CsPoints  *self,
               const CsReading *reading,
               guint            index)
{
  gint64 from = self->origin + get (self, index - 1)->x;
  gint64 until = index + 1 < self->points->len ? self->origin + get (self, index + 1)->x
                                               : G_MAXINT64;
  g_autoptr(GVariant) gap = find_gap (self->gaps, from, until);
  g_autofree char *why = gap != NULL ? cs_words_sentence (cs_view_text (gap, "sentence")) : NULL;
  g_autofree char *begin = cs_words_when (reading, from);
  g_autofree char *end = until != G_MAXINT64 ? cs_words_when (reading, until) : NULL;
  g_autofree char *when = NULL;

  if (end != NULL)
    /* Translators: two times, as in: Not counted from Fri 27 Nov 18:30 to Sat 28 Nov 09:00 */
    when = g_strdup_printf (_("Not counted from %s to %s"), begin, end);
  else
    /* Translators: a time, as in: Not counted since Fri 27 Nov 18:30 */
    when = g_strdup_printf (_("Not counted since %s"), begin);

  if (why == NULL)
    return g_steal_pointer (&when);

  /* Translators: when nothing was counted, and why */
  return g_strdup_printf (C_("gap", "%s: %s"), when, why);
}

void
cs_points_add_marks (GStrvBuilder *remarks,
                     guint         marks)
{
  if ((marks & CS_CURVE_CORRECTED) != 0)
    g_strv_builder_add (remarks, _("Corrected: another number was told before"));
  if ((marks & CS_CURVE_LOWERED) != 0)
    g_strv_builder_add (remarks, _("Corrected: the network took some back"));
  if ((marks & CS_CURVE_IMPORTED) != 0)
    g_strv_builder_add (remarks, _("From a file"));
}

/* What is to be known of a point but its value; NULL: nothing. */
char *
cs_points_dup_remark (const CsPoints  *self,
                      const CsReading *reading,
                      guint            index)
{
  const CsCurvePoint *point = get (self, index);
  g_autoptr(GStrvBuilder) remarks = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  if (point->value == CS_UNKNOWN)
    return dup_gap_words (self, reading, index);

  cs_points_add_marks (remarks, point->marks);
  all = g_strv_builder_end (remarks);

  return all[0] != NULL ? g_strjoinv (C_("list of remarks", "; "), all) : NULL;
}
