/* acts.h: what a person and the world do before a picture is taken
 *
 * An act is an action of the window, of what is seen in it or of the dialog on it, with its
 * parameter, as win.show-page("posts"); those named shots. no action of the program does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

/* FALSE, and it is told, if there is nothing that it could be done to. */
gboolean acts_do       (GtkWidget  *window,
                        const char *words);
/* The world around it, as it was before. */
void     acts_undo     (GtkWidget  *window);
/* Nothing is answered until then. */
gboolean acts_is_still (void);
