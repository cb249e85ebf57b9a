/* standstill.h: nothing of the workspace is answered for a while
 *
 * Takes up every worker that could answer, as a disk does that has stopped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-job.h"

G_BEGIN_DECLS

/* Returns when the last worker is taken; what was asked before is answered. */
void standstill_begin (CsJobPool pool);
void standstill_end   (void);

G_END_DECLS
