/* cs-window.h: the main window: sidebar and pages
 *
 * Pages know nothing of each other: they meet in the window's actions, "win.…".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-application.h"
#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_WINDOW (cs_window_get_type ())
G_DECLARE_FINAL_TYPE (CsWindow, cs_window, CS, WINDOW, AdwApplicationWindow)

CsWindow   *cs_window_new           (CsApplication *application,
                                     CsLibrary     *library);

CsLibrary  *cs_window_get_library   (CsWindow      *self);
CsPage     *cs_window_get_page      (CsWindow      *self);

gboolean    cs_window_show_page     (CsWindow      *self,
                                     const char    *id);
void        cs_window_show_account  (CsWindow      *self,
                                     const char    *id);
void        cs_window_show_activity (CsWindow      *self);
void        cs_window_push          (CsWindow      *self,
                                     CsPage        *page);

G_END_DECLS
