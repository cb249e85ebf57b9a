/* cs-within.h: a blocking call that comes back in time
 *
 * For services of others that may hang and do not always heed a cancellable: a
 * session bus whose handshake is never answered holds GDBus for 25 s (measured,
 * GLib 2.84). The call runs on a thread of its own; who waits for it does so
 * for a given time at the most.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gpointer (*CsWithinFunc) (gpointer       input,
                                  GCancellable  *cancellable,
                                  GError       **error);

gpointer cs_run_within (guint            msec,
                        CsWithinFunc     func,
                        gpointer         input,
                        GDestroyNotify   input_free,
                        GDestroyNotify   result_free,
                        GCancellable    *cancellable,
                        GError         **error);

G_END_DECLS
