/* cs-languages.h: the languages that a post can be said to be in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first place is that of a language that is not said. */
GtkStringList *cs_languages_list (const char     *also);
const char    *cs_languages_tag  (GtkStringList  *list,
                                  guint           place);
guint          cs_languages_find (GtkStringList  *list,
                                  const char     *tag);

G_END_DECLS
