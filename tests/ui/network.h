/* network.h: whether the computer is online, as a test has it
 *
 * Stands in for the system’s GNetworkMonitor, which would tell of the machine that
 * the test runs on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Before anybody asks; it begins online. */
void network_stand_in   (void);
void network_set_online (gboolean online);

G_END_DECLS
