/* cs-browser.h: shows a page to the person, in their own browser
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean cs_browser_open (const char  *uri,
                          GError     **error);

G_END_DECLS
