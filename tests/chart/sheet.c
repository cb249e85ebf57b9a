/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sheet.h"

/* One a step, from @start on; NaN is a gap. */
CsSeries *
sheet_series (const double *values,
              guint         n_values,
              double        start,
              double        step)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, n_values);

  for (guint i = 0; i < n_values; i++)
    points[i] = (CsPoint) { start + i * step, values[i], CS_MARK_NONE };

  return cs_series_new (points, n_values);
}

/* November 2026 and what follows, by days. */
CsAxis *
sheet_days (guint n_days)
{
  CsAxisCalendar calendar = { NULL, FALSE, 1, TRUE };

  return cs_axis_new_time (SHEET_START, SHEET_START + (n_days - 1) * SHEET_DAY, &calendar);
}

/* Nothing but what layers draw leaves a trace. */
CsTheme
sheet_bare_theme (void)
{
  CsTheme theme = cs_theme_get (FALSE, FALSE);
  CsInk white = { 1, 1, 1, 1 };

  theme.text = theme.dim = theme.grid = white;

  return theme;
}

/* One font, smoothed in grey and moved to no grid: the same wherever it is drawn. */
PangoContext *
sheet_letters (double text_scale)
{
  g_autoptr(PangoFontMap) map = pango_cairo_font_map_new ();
  PangoContext *letters = pango_font_map_create_context (map);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string ("Cantarell 11");
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (letters, options);
  pango_cairo_context_set_resolution (letters, 96 * text_scale);
  pango_context_set_font_description (letters, font);
  cairo_font_options_destroy (options);

  return letters;
}

cairo_surface_t *
sheet_draw (CsChart *chart,
            int      width,
            int      height)
{
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (sheet);

  cs_chart_draw (chart, cr, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (sheet);

  return sheet;
}

guint32
sheet_pixel (cairo_surface_t *sheet,
             int              x,
             int              y)
{
  const guchar *row = cairo_image_surface_get_data (sheet)
                    + (gsize) y * cairo_image_surface_get_stride (sheet);

  return ((const guint32 *) (const void *) row)[x];
}

/* 0…1, the same in every run. */
double
sheet_random (guint64 *state)
{
  *state *= G_GUINT64_CONSTANT (6364136223846793005);
  *state += G_GUINT64_CONSTANT (1442695040888963407);

  return (*state >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}

/* What a caller with ngettext() gives. */
char *
sheet_say (double   value,
           gpointer user_data)
{
  g_autofree char *number = cs_number_format (value, CS_UNIT_COUNT);

  return g_strconcat (number, " followers", NULL);
}
