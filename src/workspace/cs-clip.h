/* cs-clip.h: a file that was added, with whom it is for and what was made of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-fit.h"

G_BEGIN_DECLS

typedef struct
{
  CsMedia   *media;
  GPtrArray *aims;         /* CsAim: what the row was asked about */
  GPtrArray *renditions;   /* CsRendition */
} CsClip;

CsClip   *cs_clip_load     (CsAct    *act,
                            GError  **error);
GVariant *cs_clip_verdicts (CsClip   *self);
void      cs_clip_free     (CsClip   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsClip, cs_clip_free)

G_END_DECLS
