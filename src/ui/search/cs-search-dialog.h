/* cs-search-dialog.h: everything in the workspace, as one types
 *
 * Results come grouped: posts, files, accounts. Choosing one closes the dialog
 * and shows it by the window's actions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_SEARCH_DIALOG (cs_search_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsSearchDialog, cs_search_dialog, CS, SEARCH_DIALOG, AdwDialog)

AdwDialog *cs_search_dialog_new (CsLibrary  *library,
                                 const char *typed);

G_END_DECLS
