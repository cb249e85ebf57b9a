/* cs-here.h: the clock by which the person plans
 *
 * Of this process: as the window that was opened last read it in its workspace.
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean   cs_here_set         (GVariant   *preferences);

GTimeZone *cs_here_make_zone   (void);
char      *cs_here_dup_zone    (void);
int        cs_here_get_minute  (void);

G_END_DECLS
