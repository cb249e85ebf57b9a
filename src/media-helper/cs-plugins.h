/* cs-plugins.h: the parts of GStreamer that may touch a file, and no others
 *
 * The registry of the machine is not read: what is installed there does not
 * decide what opens a stranger's file. All is loaded before the sandbox closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

gboolean cs_plugins_load (GError **error);

G_END_DECLS
