/* cs-pace.h: how often progress is worth saying
 *
 * Zeroed memory is a pace that has said nothing yet. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64   at;      /* when something was said last; monotonic */
  gint64   done;
  gint64   total;
} CsPace;

gboolean cs_pace_lets (CsPace  *self,
                       gint64   done,
                       gint64   total);

G_END_DECLS
