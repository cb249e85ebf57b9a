/* cs-application.h: the desktop program
 *
 * One for each user session, and one for each other workspace, which nobody asks
 * for by the program's name. While it lives it holds the library open, and so
 * hosts the services also when its window is closed for a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-background.h"
#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_APPLICATION_ID "io.github.creatorsync.CreatorSync"

#define CS_TYPE_APPLICATION (cs_application_get_type ())
G_DECLARE_FINAL_TYPE (CsApplication, cs_application, CS, APPLICATION, AdwApplication)

CsApplication *cs_application_new         (GApplicationFlags  flags);
CsLibrary     *cs_application_get_library (CsApplication     *self);
CsBackground  *cs_application_get_background (CsApplication  *self);

/* For tests. */
void           cs_application_set_folder  (CsApplication     *self,
                                           const char        *folder);

G_END_DECLS
