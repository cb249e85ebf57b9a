/* cs-posts-filter.h: which posts are asked for: some words, a state, an account
 *
 *   changed (): it asks for others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_POSTS_FILTER (cs_posts_filter_get_type ())
G_DECLARE_FINAL_TYPE (CsPostsFilter, cs_posts_filter, CS, POSTS_FILTER, GtkBox)

gboolean  cs_posts_filter_is_set        (CsPostsFilter  *self);
void      cs_posts_filter_fill_args     (CsPostsFilter  *self,
                                         GVariantDict   *args);

void      cs_posts_filter_set_accounts  (CsPostsFilter  *self,
                                         GListModel     *accounts);
void      cs_posts_filter_clear         (CsPostsFilter  *self);

G_END_DECLS
