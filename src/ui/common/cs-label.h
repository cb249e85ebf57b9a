/* cs-label.h: how a label breaks what it says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void  cs_label_forbid_hyphens (GtkLabel   *label);

char *cs_label_dup_handle     (const char *handle);

G_END_DECLS
