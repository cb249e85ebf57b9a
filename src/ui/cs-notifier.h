/* cs-notifier.h: tells a person who does not look at the window what happened
 *
 * Sends the library’s notices as notifications of the application, and takes those
 * back that ask for something when it has been answered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_NOTIFIER (cs_notifier_get_type ())
G_DECLARE_FINAL_TYPE (CsNotifier, cs_notifier, CS, NOTIFIER, GObject)

CsNotifier *cs_notifier_new  (GtkApplication *application,
                              CsLibrary      *library);
void        cs_notifier_stop (CsNotifier     *self);

G_END_DECLS
