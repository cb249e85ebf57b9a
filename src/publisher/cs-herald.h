/* cs-herald.h: notifications while no window runs
 *
 * Speaks in the application's name, so that pressing one starts the application:
 * the actions that its desktop calls for here are handed on to it by the bus.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

typedef struct _CsHerald CsHerald;

CsHerald *cs_herald_new  (CsWorkspace *workspace);
void      cs_herald_free (CsHerald    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHerald, cs_herald_free)

G_END_DECLS
