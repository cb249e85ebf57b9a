/* cs-clip-cell.h: a file in the grid of media: its picture, what it is, where it is used
 *
 *   view: as the command media.list answers it
 *   words: all that it shows, as one sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_CLIP_CELL (cs_clip_cell_get_type ())
G_DECLARE_FINAL_TYPE (CsClipCell, cs_clip_cell, CS, CLIP_CELL, GtkBox)

G_END_DECLS
