/* cs-item.h: one thing that a list shows
 *
 * The workspace answers questions with dictionaries; an item holds one, under the
 * id that stays the same when the thing changes. When it does, the item gets a
 * new view and says so, and what shows it reads again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CS_TYPE_ITEM (cs_item_get_type ())
G_DECLARE_FINAL_TYPE (CsItem, cs_item, CS, ITEM, GObject)

CsItem     *cs_item_new      (GVariant    *view);

const char *cs_item_get_id   (CsItem      *self);
GVariant   *cs_item_get_view (CsItem      *self);
const char *cs_item_get_text (CsItem      *self,
                              const char  *field);
gint64      cs_item_get_int  (CsItem      *self,
                              const char  *field,
                              gint64       fallback);
gboolean    cs_item_get_bool (CsItem      *self,
                              const char  *field);
GVariant   *cs_item_dup_value (CsItem     *self,
                               const char *field);

gboolean    cs_item_set_view (CsItem      *self,
                              GVariant    *view);

/* Of a dictionary that is no item; the text is borrowed from it, NULL when it has none. */
const char *cs_view_text     (GVariant    *view,
                              const char  *field);
gint64      cs_view_int      (GVariant    *view,
                              const char  *field,
                              gint64       fallback);
gboolean    cs_view_bool     (GVariant    *view,
                              const char  *field);

G_END_DECLS
