/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-report-chart.h"
#include "cs-test.h"

#include <math.h>
#include <string.h>

/* Where a file says its size: 400 × 300 of 96 an inch are 300 × 225 of 72. */
#define PAPER "[ 0 0 300 225 ]"
#define VIEW "viewBox=\"0 0 400 300\""

static CsChart *
make_chart (void)
{
  static const CsPoint points[] = { { 0, 1, 0 }, { 1, NAN, 0 }, { 2, 3, 0 }, { 3, 2, 0 } };
  g_autoptr(CsSeries) series = cs_series_new (points, G_N_ELEMENTS (points));
  g_autoptr(CsAxis) x = cs_axis_new_value (0, 3, CS_UNIT_COUNT);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 3, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_set_title (chart, "Kiln", TRUE);
  cs_chart_add_line (chart, series, "ana");

  return chart;
}

static GBytes *
draw (CsPictureFormat format,
      guint           width,
      guint           height)
{
  g_autoptr(CsChart) chart = make_chart ();
  g_autoptr(GError) error = NULL;
  GBytes *bytes = cs_report_chart (chart, format, width, height, &error);

  g_assert_no_error (error);

  return bytes;
}

static void
assert_begins (GBytes     *bytes,
               const char *magic)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (length, >, 500);
  g_assert_cmpmem (data, strlen (magic), magic, strlen (magic));
}

/* A file of each format, which is the same when it is made again. */
static void
test_formats (void)
{
  static const char *const magics[] = { "<?xml", "%PDF", "\x89PNG" };

  for (CsPictureFormat format = CS_PICTURE_SVG; format <= CS_PICTURE_PNG; format++)
    {
      g_autoptr(GBytes) first = draw (format, 400, 300);
      g_autoptr(GBytes) second = draw (format, 400, 300);

      assert_begins (first, magics[format]);
      g_assert_true (g_bytes_equal (first, second));
    }
}

/* The bytes of the size stand after “IHDR”, the most significant first. */
static guint
read_side (GBytes *png,
           gsize   at)
{
  const guint8 *data = g_bytes_get_data (png, NULL);

  return (guint) data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3];
}

static void
test_sizes (void)
{
  g_autoptr(GBytes) png = draw (CS_PICTURE_PNG, 400, 300);
  g_autoptr(GBytes) svg = draw (CS_PICTURE_SVG, 400, 300);
  g_autoptr(GBytes) pdf = draw (CS_PICTURE_PDF, 400, 300);
  gsize svg_length, pdf_length;
  const char *svg_text = g_bytes_get_data (svg, &svg_length);
  const char *pdf_text = g_bytes_get_data (pdf, &pdf_length);

  g_assert_cmpuint (read_side (png, 16), ==, 800);
  g_assert_cmpuint (read_side (png, 20), ==, 600);
  g_assert_nonnull (memmem (svg_text, svg_length, VIEW, strlen (VIEW)));
  g_assert_nonnull (memmem (pdf_text, pdf_length, PAPER, strlen (PAPER)));
}

static void
assert_refused (guint width,
                guint height)
{
  g_autoptr(CsChart) chart = make_chart ();
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_report_chart (chart, CS_PICTURE_PNG, width, height, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "3840x2160"));
}

/* What would take all memory is refused before it is drawn; shapes take none. */
static void
test_pixels_are_bounded (void)
{
  g_autoptr(GBytes) most = draw (CS_PICTURE_PNG, 3840, 2160);
  g_autoptr(GBytes) shapes = draw (CS_PICTURE_SVG, CS_PICTURE_SIDE_MAX, CS_PICTURE_SIDE_MAX);

  g_assert_cmpuint (read_side (most, 16), ==, 7680);
  assert_begins (shapes, "<?xml");
  assert_refused (3841, 2160);
  assert_refused (CS_PICTURE_SIDE_MAX, CS_PICTURE_SIDE_MAX);
}

/* Small, three lines were flat on one number, and “… and 2 more” upon a name. */
static void
test_too_small_is_refused (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  guint width, height;

  cs_chart_find_least (chart, &width, &height);
  g_assert_cmpuint (width, >, 100);
  g_assert_cmpuint (height, >, 100);

  for (CsPictureFormat format = CS_PICTURE_SVG; format <= CS_PICTURE_PNG; format++)
    {
      g_autoptr(GBytes) least = cs_report_chart (chart, format, width, height, NULL);
      g_autofree char *named = g_strdup_printf ("%ux%u or more", width, height);
      const guint small[][2] = { { 100, 100 }, { width - 1, height }, { width, height - 1 } };

      g_assert_nonnull (least);
      for (guint i = 0; i < G_N_ELEMENTS (small); i++)
        {
          g_autoptr(GError) error = NULL;

          g_assert_null (cs_report_chart (chart, format, small[i][0], small[i][1], &error));
          g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, named));
        }
    }
}

/* For who does not see it: its title and its sentences, whatever is in them. */
static void
test_svg_says_what_it_shows (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  g_autoptr(GBytes) svg = NULL;
  g_autofree char *text = NULL;
  g_autofree char *said = NULL;

  cs_chart_set_title (chart, "<Kiln> & \"co\"\x01", FALSE);
  svg = cs_report_chart (chart, CS_PICTURE_SVG, 400, 300, NULL);
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_nonnull (strstr (text, " role=\"img\">\n<title>&lt;Kiln&gt; &amp; &quot;co&quot; "
                                  "</title>\n<desc>&lt;Kiln&gt; &amp; "));
  said = cs_chart_describe (chart);
  g_assert_nonnull (strstr (said, "Highest: 3"));
  g_assert_nonnull (strstr (text, "Highest: 3"));
  g_assert_true (strstr (text, "<desc>") < strstr (text, "<path"));
}

/* The content of a page: the first stream of the file. */
static char *
read_page (GBytes *pdf)
{
  g_autoptr(GConverter) inflate = G_CONVERTER (g_zlib_decompressor_new (
    G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr(GError) error = NULL;
  gsize length, n_read, n_written;
  const char *data = g_bytes_get_data (pdf, &length);
  const char *content = memmem (data, length, "stream\n", strlen ("stream\n"));
  char *page = g_malloc0 (64 * 1024);

  g_assert_nonnull (content);
  content += strlen ("stream\n");
  g_converter_convert (inflate, content, length - (content - data), page, 64 * 1024 - 1,
                       G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
  g_assert_no_error (error);

  return page;
}

/* Not the sheet alone is of 72 an inch: what is on it is, too, and goes to its edge, no farther. */
static void
test_pdf_is_drawn_to_its_size (void)
{
  g_autoptr(GBytes) pdf = draw (CS_PICTURE_PDF, 400, 300);
  g_autofree char *page = read_page (pdf);
  g_auto(GStrv) words = g_strsplit_set (page, " \n", -1);
  double farthest = 0;

  for (guint i = 2; words[i] != NULL; i++)
    if (strcmp (words[i], "m") == 0 || strcmp (words[i], "l") == 0)
      farthest = MAX (farthest, g_ascii_strtod (words[i - 2], NULL));

  g_assert_cmpfloat (farthest, >, 250);
  g_assert_cmpfloat (farthest, <, 300);
}

CS_TESTS (report_chart)
{
  g_test_add_func ("/report/chart/pdf-is-drawn-to-its-size", test_pdf_is_drawn_to_its_size);
  g_test_add_func ("/report/chart/too-small-is-refused", test_too_small_is_refused);
  g_test_add_func ("/report/chart/svg-says-what-it-shows", test_svg_says_what_it_shows);
  g_test_add_func ("/report/chart/formats", test_formats);
  g_test_add_func ("/report/chart/sizes", test_sizes);
  g_test_add_func ("/report/chart/pixels-are-bounded", test_pixels_are_bounded);
}
