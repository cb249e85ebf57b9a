/* cs-composer-page.h: a post is written, checked, looked at and sent on its way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_COMPOSER_PAGE (cs_composer_page_get_type ())
G_DECLARE_FINAL_TYPE (CsComposerPage, cs_composer_page, CS, COMPOSER_PAGE, CsPage)

CsPage *cs_composer_page_new  (CsLibrary   *library,
                               GVariant    *options);
CsPage *cs_composer_page_edit (CsLibrary   *library,
                               const char  *id);

G_END_DECLS
