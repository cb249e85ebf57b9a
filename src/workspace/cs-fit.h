/* cs-fit.h: whether a clip fits, for whom, and what would make it fit
 *
 * Joins the records of the store with the rules of the model.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-media.h"
#include "cs-post.h"
#include "cs-recipe.h"
#include "cs-rendition.h"
#include "cs-target.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* Whose rules are meant: an account's, or a network's as they are shipped. */
typedef struct
{
  CsNetwork  network;
  CsAccount *account;   /* NULL: the network's own */
} CsAim;

GPtrArray   *cs_fit_aims           (CsTx               *tx,
                                    const char *const  *accounts,
                                    const char *const  *networks,
                                    GError            **error);
gboolean     cs_fit_passes         (const CsAim        *aim,
                                    const CsFacts      *facts);
gboolean     cs_fit_must_pass      (const CsAim        *aim,
                                    const CsFacts      *facts,
                                    GError            **error);
CsRecipe    *cs_fit_plan           (const CsAim        *aim,
                                    const CsMedia      *media,
                                    GError            **error);
CsRendition *cs_fit_find_rendition (const CsAim        *aim,
                                    const CsMedia      *media,
                                    GPtrArray          *renditions);
const CsFacts *cs_fit_choose       (const CsAim        *aim,
                                    const CsMedia      *media,
                                    GPtrArray          *renditions);
GPtrArray   *cs_fit_clip           (const CsAim        *aim,
                                    const CsFacts      *facts);
GPtrArray   *cs_fit_text           (const CsAim        *aim,
                                    const CsPost       *post,
                                    const CsTarget     *target,
                                    guint               part,
                                    GPtrArray          *clips);
GVariant    *cs_fit_verdict        (const CsAim        *aim,
                                    const CsMedia      *media,
                                    GPtrArray          *renditions);

G_END_DECLS
