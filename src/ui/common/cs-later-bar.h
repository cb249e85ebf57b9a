/* cs-later-bar.h: a bar for what is selected, which comes when a second click can no longer follow
 *
 * It makes room for itself: at the first of two clicks it would move what is under the pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  gpointer    bar;
  const char *property;    /* of it, that shows it */
  guint       soon;
} CsLaterBar;

void cs_later_bar_init  (CsLaterBar *self,
                         gpointer    bar,
                         const char *property);
void cs_later_bar_set   (CsLaterBar *self,
                         guint       n_selected);
void cs_later_bar_clear (CsLaterBar *self);

G_END_DECLS
