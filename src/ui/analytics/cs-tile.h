/* cs-tile.h: one number that matters, how it changed, and how old it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tile-text.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_TILE (cs_tile_get_type ())
G_DECLARE_FINAL_TYPE (CsTile, cs_tile, CS, TILE, AdwBin)

void cs_tile_show (CsTile           *self,
                   const CsTileText *text);

G_END_DECLS
