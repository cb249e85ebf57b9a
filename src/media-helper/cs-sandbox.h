/* cs-sandbox.h: what this process gives up before it looks at a stranger's file
 *
 * No file but those it was handed, and one scratch folder; no network, no other
 * program, bounded memory. What the kernel lacks is left out, never pretended.
 * Under the address sanitizer, which needs the room and the calls, only writing
 * elsewhere is given up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean cs_sandbox_enter     (const char  *scratch,
                               GError     **error);

/* For tests. */
gboolean cs_sandbox_is_strict (void);

G_END_DECLS
