/* slow-render.h: renders that get nowhere until they may
 *
 * Puts a helper of its own before the media helper; whatever else that does it
 * does as always.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void slow_render_begin  (void);
void slow_render_let_go (void);
void slow_render_end    (void);

G_END_DECLS
