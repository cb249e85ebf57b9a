/* labels.h: finds texts of a window that are not shown whole
 *
 * A text that the user wrote may be shortened where its widget, or one around it,
 * has the style class "may-ellipsize" and a tooltip gives the whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

guint labels_tell (GtkWidget  *window,
                   const char *picture,
                   int         width);
