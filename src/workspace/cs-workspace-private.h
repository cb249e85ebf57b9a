/* cs-workspace-private.h: what the wire needs of the workspace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

/* As cs_workspace_run_async(), under an id that somebody else gave. */
void cs_workspace_run_as (CsWorkspace          *self,
                          const char           *id,
                          const char           *name,
                          GVariant             *args,
                          GCancellable         *cancellable,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data);

G_END_DECLS
