/* cs-link.h: an address is opened in the browser
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_link_open (GtkWidget   *from,
                   const char  *url);

G_END_DECLS
