/* cs-post-columns.h: what the columns of the list of posts show of a row
 *
 * The functions that its template calls: from the view of an item to the words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_post_columns_bind (GtkWidgetClass *klass);

G_END_DECLS
