/* cs-plan.h: what may be planned, and what a plan changes
 *
 * Pure rules: they read no clock and no disk, and answer with a new target or
 * with a sentence for the person. Once a target is claimed, its way is the
 * outbox’s; nothing here changes it any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-post.h"
#include "cs-target.h"

G_BEGIN_DECLS

const char *cs_target_get_text    (const CsTarget   *target,
                                   const CsPost     *post);
gboolean    cs_target_may_change  (const CsTarget   *target,
                                   GError          **error);
gboolean    cs_target_is_ready    (const CsTarget   *target,
                                   const CsPost     *post,
                                   const CsAccount  *account,
                                   GError          **error);

CsTarget   *cs_target_scheduled   (const CsTarget   *target,
                                   const CsPost     *post,
                                   const CsAccount  *account,
                                   gint64            wall,
                                   const char       *zone,
                                   gint64            fold,
                                   gint64            now,
                                   GError          **error);
CsTarget   *cs_target_due_now     (const CsTarget   *target,
                                   const CsPost     *post,
                                   const CsAccount  *account,
                                   const char       *zone,
                                   gint64            now,
                                   GError          **error);
CsTarget   *cs_target_unscheduled (const CsTarget   *target,
                                   GError          **error);

G_END_DECLS
