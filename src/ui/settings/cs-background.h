/* cs-background.h: what is due goes out while no window is open
 *
 * The publisher is started at login, and now: by the desktop's portal for a
 * program in a sandbox, else by a file in the person's autostart folder. It is
 * asked for when something is scheduled for the first time, or by the switch in the
 * preferences; what was decided is in the settings. Main thread.
 *
 *   decided (): it was turned on of itself, when something was scheduled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

G_BEGIN_DECLS

#define CS_TYPE_BACKGROUND (cs_background_get_type ())
G_DECLARE_FINAL_TYPE (CsBackground, cs_background, CS, BACKGROUND, GObject)

CsBackground *cs_background_new        (CsLibrary            *library,
                                        GDBusConnection      *bus,
                                        gboolean              is_sandboxed);

/* Awaits no answer any more. */
void          cs_background_stop       (CsBackground         *self);

gboolean      cs_background_is_on      (CsBackground         *self);
void          cs_background_set_async  (CsBackground         *self,
                                        gboolean              wanted,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean      cs_background_set_finish (CsBackground         *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
