/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-report-chart.h"

#include "cs-error.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <string.h>

#define PNG_SCALE 2    /* pixels a unit: for screens of today */

const char *const cs_picture_format_names[] = { "svg", "pdf", "png", NULL };

static cairo_status_t
take_bytes (gpointer             closure,
            const unsigned char *data,
            unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* Units are CSS pixels: of paper 96 an inch, where PDF has points, 72 an inch. */
static cairo_surface_t *
make_surface (GByteArray      *bytes,
              CsPictureFormat  format,
              guint            width,
              guint            height)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case CS_PICTURE_SVG:
      surface = cairo_svg_surface_create_for_stream (take_bytes, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;

    case CS_PICTURE_PDF:
      surface = cairo_pdf_surface_create_for_stream (take_bytes, bytes, width * 0.75,
                                                     height * 0.75);
      /* The first that has transparency: every reader knows it. */
      cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
      /* Without a moment of its own, or no two files would be the same. */
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
      cairo_surface_set_device_scale (surface, 0.75, 0.75);
      return surface;

    case CS_PICTURE_PNG:
    default:
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * PNG_SCALE,
                                            height * PNG_SCALE);
      cairo_surface_set_device_scale (surface, PNG_SCALE, PNG_SCALE);
      return surface;
    }
}

/* Without what no file of XML may hold. */
static char *
escape (const char *text)
{
  g_autofree char *clean = g_strdup (text);

  for (char *c = clean; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';

  return g_markup_escape_text (clean, -1);
}

/* What it shows, in words, after the tag that opens the file: cairo has no place for it. */
static void
add_words (GByteArray *svg,
           CsChart    *chart)
{
  g_autofree char *file = g_strndup ((const char *) svg->data, svg->len);
  g_autofree char *sentences = cs_chart_describe (chart);
  g_autofree char *title = escape (cs_chart_get_title (chart) != NULL
                                   ? cs_chart_get_title (chart) : "");
  g_autofree char *description = escape (sentences);
  g_autofree char *whole = NULL;
  char *opening = strstr (file, "<svg ");
  char *rest = opening != NULL ? strchr (opening, '>') : NULL;

  g_return_if_fail (rest != NULL);

  *rest++ = '\0';
  whole = g_strdup_printf ("%s role=\"img\">\n<title>%s</title>\n<desc>%s</desc>%s", file, title,
                           description, rest);
  g_byte_array_set_size (svg, 0);
  g_byte_array_append (svg, (const guint8 *) whole, strlen (whole));
}

static gboolean
check_size (CsChart  *chart,
            guint     width,
            guint     height,
            GError  **error)
{
  guint least_width, least_height;

  if (cs_chart_fits (chart, width, height))
    return TRUE;

  cs_chart_find_least (chart, &least_width, &least_height);

  return cs_fail (error, CS_ERROR_INVALID,
                  "There is no room for this chart in %ux%u: choose %ux%u or more", width, height,
                  least_width, least_height);
}

/* The other formats have none. */
static gboolean
check_pixels (CsPictureFormat   format,
              guint             width,
              guint             height,
              GError          **error)
{
  guint64 n = (guint64) width * PNG_SCALE * height * PNG_SCALE;

  return format != CS_PICTURE_PNG || n <= CS_PICTURE_PIXELS_MAX
      || cs_fail (error, CS_ERROR_INVALID,
                  "A PNG of %ux%u has too many pixels: choose 3840x2160 or less, or SVG, which "
                  "has none", width, height);
}

/**
 * cs_report_chart:
 * @width: in units of which 96 are an inch
 *
 * Returns: (transfer full): the whole file
 */
GBytes *
cs_report_chart (CsChart          *chart,
                 CsPictureFormat   format,
                 guint             width,
                 guint             height,
                 GError          **error)
{
  g_autoptr(GByteArray) bytes = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;
  cairo_status_t status;

  if (!check_pixels (format, width, height, error) || !check_size (chart, width, height, error))
    return NULL;

  bytes = g_byte_array_new ();
  surface = make_surface (bytes, format, width, height);
  cr = cairo_create (surface);
  cs_chart_draw (chart, cr, width, height);
  status = cairo_status (cr);
  cairo_destroy (cr);

  if (status == CAIRO_STATUS_SUCCESS && format == CS_PICTURE_PNG)
    status = cairo_surface_write_to_png_stream (surface, take_bytes, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    return cs_fail_null (error, CS_ERROR_FAILED, "The chart could not be drawn: %s",
                         cairo_status_to_string (status));

  if (format == CS_PICTURE_SVG)
    add_words (bytes, chart);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
