/* cs-direct.h: where libav’s decoders may draw straight into the next element’s buffers
 *
 * A picture is coded in blocks of 16 by 16. Where it ends within one, the buffers
 * are larger than what is shown: they are copied in any case, and at times the
 * decoder aborts over them ("video meta uses 544x960 instead of 540x960").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The size of the picture in its file; 0: not known. */
static inline gboolean
cs_direct_fits (int width,
                int height)
{
  return width > 0 && height > 0 && width % 16 == 0 && height % 16 == 0;
}

G_END_DECLS
