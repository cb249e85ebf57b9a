/* cs-post-order.h: rows of posts, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CS_POST_BY_TITLE,
  CS_POST_BY_STATE,
  CS_POST_BY_TIME,      /* those without a time last */
  CS_POST_BY_RESULTS,   /* what is not known is least */
  CS_POST_BY_CHANGE,
} CsPostOrder;

GtkSorter *cs_post_order_new (CsPostOrder by);

G_END_DECLS
