/* writing.h: the composer that is seen, and what it has saved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "display.h"

GtkTextView *writing_view     (Display    *display);
void         writing_type     (Display    *display,
                               const char *text);
/* Of a window. */
gboolean     writing_is_saved (gpointer    window);
gboolean     writing_has_left (gpointer    window);
/* How many a command lists. */
guint        writing_count    (Display    *display,
                               const char *command);
/* Of the only post there is. */
char        *writing_text     (Display    *display);
GVariant    *writing_target   (Display    *display);
