/* cs-report-chart.h: a chart as a file of its own
 *
 * SVG and PDF hold shapes and letters, PNG the pixels of twice the size; SVG says what it
 * shows, too, for who does not see it. The same chart gives the same bytes again. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CS_PICTURE_SVG,
  CS_PICTURE_PDF,
  CS_PICTURE_PNG,
} CsPictureFormat;

#define CS_PICTURE_SIDE_MIN 100
#define CS_PICTURE_SIDE_MAX 8000

/* Of a PNG at most: those of a screen of 7680 × 4320. */
#define CS_PICTURE_PIXELS_MAX (7680 * 4320)

extern const char *const cs_picture_format_names[];

GBytes *cs_report_chart (CsChart          *chart,
                         CsPictureFormat   format,
                         guint             width,
                         guint             height,
                         GError          **error);

G_END_DECLS
