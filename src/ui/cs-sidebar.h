/* cs-sidebar.h: the way to the pages and the accounts
 *
 *   page-selected (id): a person chose a page
 *   account-selected (id): … an account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_SIDEBAR (cs_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CsSidebar, cs_sidebar, CS, SIDEBAR, AdwBin)

void cs_sidebar_add_page     (CsSidebar  *self,
                              const char *id,
                              const char *title,
                              const char *icon);
void cs_sidebar_set_library  (CsSidebar  *self,
                              CsLibrary  *library);
void cs_sidebar_show_page    (CsSidebar  *self,
                              const char *id);
void cs_sidebar_show_account (CsSidebar  *self,
                              const char *id);
void cs_sidebar_show_activity (CsSidebar *self);

G_END_DECLS
