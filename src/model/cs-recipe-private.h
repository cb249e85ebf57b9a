/* cs-recipe-private.h: between the plan and its words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-recipe.h"

G_BEGIN_DECLS

/* Frames from key frame to key frame where no network asks for less. */
#define CS_RECIPE_GOP 250

void cs_recipe_say (CsRecipe      *recipe,
                    const CsFacts *facts);

G_END_DECLS
