/* cs-preflight.h: what a network would say of a clip, a picture or a text
 *
 * Pure functions of what is known and what is allowed. Each finding has the
 * stable id of the rule it breaks; each rule is one row of a table. What is
 * unknown breaks no rule, but for the kind of file and its coding, without
 * which nothing can be said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"
#include "cs-finding.h"
#include "cs-limits.h"
#include "cs-post.h"
#include "cs-target.h"

G_BEGIN_DECLS

GPtrArray *cs_preflight_media     (const CsFacts  *facts,
                                   const CsLimits *limits);
GPtrArray *cs_preflight_text      (const CsPost   *post,
                                   const CsTarget *target,
                                   guint           part,
                                   GPtrArray      *media,
                                   const CsLimits *limits);

gint64     cs_preflight_length    (const char     *text,
                                   const char     *warning,
                                   const CsLimits *limits);
gboolean   cs_preflight_has_block (GPtrArray      *findings);

G_END_DECLS
