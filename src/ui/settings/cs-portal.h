/* cs-portal.h: what a program in a sandbox asks its desktop for
 *
 * org.freedesktop.portal.Background alone: GTK asks for the rest. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     cs_portal_ask_background_async  (GDBusConnection      *bus,
                                          const char           *reason,
                                          const char           *program,
                                          gboolean              wanted,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean cs_portal_ask_background_finish (GDBusConnection      *bus,
                                          GAsyncResult         *result,
                                          gboolean             *granted,
                                          GError              **error);

G_END_DECLS
