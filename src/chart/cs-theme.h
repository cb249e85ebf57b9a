/* cs-theme.h: the colours of a chart, on light and on dark
 *
 * The colours of series stand 3:1 against what is behind them, and two of them are
 * told apart with protanopia, deuteranopia and tritanopia too (tests/chart proves
 * both). A caller may change its copy: in a window the paper is that of the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_THEME_N_INKS 6

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} CsInk;

typedef struct
{
  CsInk paper;                   /* behind everything; alpha 0: nothing is painted */
  CsInk text;
  CsInk dim;                     /* what is written at the ticks */
  CsInk grid;
  CsInk quiet;                   /* what a series is compared with */
  CsInk inks[CS_THEME_N_INKS];   /* the series, in their order */
} CsTheme;

CsTheme cs_theme_get (gboolean is_dark,
                      gboolean is_high_contrast);

G_END_DECLS
