/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-theme.h"

#define INK(rgb) \
  { ((rgb) >> 16 & 0xff) / 255.0, ((rgb) >> 8 & 0xff) / 255.0, ((rgb) & 0xff) / 255.0, 1 }

/* Beginning with Adwaita’s blue; the others were searched for, so that the two that are nearest to
 * one another are as far apart as can be, to every kind of eye. */
static const CsTheme light = {
  .paper = INK (0xffffff),
  .text = INK (0x2e2e33),
  .dim = INK (0x65656b),
  .grid = INK (0xe0e0e3),
  .quiet = INK (0x77767b),
  .inks = { INK (0x1c71d8), INK (0x8b0000), INK (0x868800), INK (0x006549), INK (0xd36d8a),
            INK (0x1e1eca) },
};

static const CsTheme dark = {
  .paper = INK (0x1d1d20),
  .text = INK (0xf6f5f4),
  .dim = INK (0xb4b4b8),
  .grid = INK (0x4a4a4f),
  .quiet = INK (0x9a9996),
  .inks = { INK (0x78aeed), INK (0xfaa98c), INK (0x959600), INK (0xfb4d9b), INK (0x30fae2),
            INK (0xf0eb08) },
};

CsTheme
cs_theme_get (gboolean is_dark,
              gboolean is_high_contrast)
{
  CsTheme theme = is_dark ? dark : light;

  if (is_high_contrast)
    {
      theme.dim = theme.text;
      theme.quiet = theme.text;
      theme.grid = (CsInk) INK (0x868689);
    }

  return theme;
}
