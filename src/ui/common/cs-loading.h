/* cs-loading.h: what stands in a page's place until it is read
 *
 * Nothing at first, for most is read at once; a spinner when it takes a while.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_LOADING (cs_loading_get_type ())
G_DECLARE_FINAL_TYPE (CsLoading, cs_loading, CS, LOADING, AdwBin)

/* For tests. */
GtkWidget *cs_loading_new (void);

G_END_DECLS
