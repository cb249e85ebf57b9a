/* cs-backoff.h: how long to wait after what failed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 cs_backoff (guint  failures,
                   gint64 first,
                   gint64 longest);

G_END_DECLS
