/* cs-timing.h: frame rate and groups of pictures, from packets alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-walk.h"

G_BEGIN_DECLS

typedef struct
{
  gint64   frames;     /* that are shown */
  gint64   extent;     /* nanoseconds from the first shown moment to the last */
  gint64   gop_max;    /* frames from one key frame to the next, at most; 0: unknown */
  int      fps_num;    /* average; 0: unknown */
  int      fps_den;
  gboolean variable;
  gboolean open_gop;
} CsTiming;

void      cs_timing_of       (const CsTrack *track,
                              CsTiming      *timing);
GArray   *cs_timing_decoding (const CsTrack *track);
gboolean  cs_timing_is_shown (const CsTrack *track);

G_END_DECLS
