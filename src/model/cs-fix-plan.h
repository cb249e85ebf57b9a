/* cs-fix-plan.h: the least that makes a clip fit
 *
 * A pure function: no change where none is needed, then a stream copy, then new
 * sound, then new video, as large, as smooth and as good as the networks take.
 * What comes out is predicted by cs_recipe_predict() and passes preflight; the
 * file that is made is probed and checked again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"
#include "cs-recipe.h"

G_BEGIN_DECLS

CsRecipe *cs_fix_plan (const CsFacts  *facts,
                       GPtrArray      *limits,
                       GError        **error);

G_END_DECLS
