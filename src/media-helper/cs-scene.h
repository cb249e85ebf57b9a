/* cs-scene.h: a potter's workshop, drawn: what the clips of the sample workspace show
 *
 * The same name, size, time and seed give the same picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

gboolean    cs_scene_is    (const char   *name);
void        cs_scene_draw  (const char   *name,
                            cairo_t      *cr,
                            int           width,
                            int           height,
                            double        time,
                            guint32       seed);

G_END_DECLS
