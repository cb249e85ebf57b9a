/* cs-search-provider.h: the workspace in the search of the shell
 *
 * Answers org.gnome.Shell.SearchProvider2. It asks whatever workspace the service
 * has, its own or another process's; with none it finds nothing. What is chosen
 * is shown by the window, which the session bus starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

typedef struct _CsSearchProvider CsSearchProvider;

/* @workspace: where the service keeps the one that it has now, NULL while it has none */
CsSearchProvider *cs_search_provider_new  (GDBusConnection   *connection,
                                           CsWorkspace      **workspace);
void              cs_search_provider_free (CsSearchProvider  *self);

G_END_DECLS
