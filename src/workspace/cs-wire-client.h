/* cs-wire-client.h: the other end of the socket, in a process that asks
 *
 * All of these block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-job.h"

G_BEGIN_DECLS

GDBusConnection *cs_wire_connect (const char       *address,
                                  GCancellable     *cancellable,
                                  GError          **error);
GVariant        *cs_wire_run     (GDBusConnection  *connection,
                                  const char       *id,
                                  const char       *name,
                                  GVariant         *args,
                                  CsProgressFunc    on_progress,
                                  gpointer          user_data,
                                  gboolean         *has_begun,
                                  GCancellable     *cancellable,
                                  GError          **error);

G_END_DECLS
