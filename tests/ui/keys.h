/* keys.h: a key, without a keyboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

/* What the class of @widget, or of what is around it, does at that key; FALSE: nothing. “Forward”
 * and “Backward” are the arrows as one reads, “Right” and “Left” where nothing is mirrored. */
gboolean keys_press (GtkWidget  *widget,
                     const char *key);
