/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-order.h"

#include "cs-item.h"
#include "cs-record.h"
#include "cs-standing.h"

static int
compare_title (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const char *one = cs_item_get_text ((CsItem *) a, "title");
  const char *other = cs_item_get_text ((CsItem *) b, "title");

  return g_utf8_collate (one != NULL ? one : "", other != NULL ? other : "");
}

static int
compare_state (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  int one = 0;
  int other = 0;

  cs_enum_from_name (cs_standing_names, cs_item_get_text ((CsItem *) a, "state"), &one);
  cs_enum_from_name (cs_standing_names, cs_item_get_text ((CsItem *) b, "state"), &other);

  return gtk_ordering_from_cmpfunc (one - other);
}

static gint64
when_of (CsItem *item)
{
  return cs_item_get_int (item, "done_at", cs_item_get_int (item, "due", G_MAXINT64));
}

static int
compare_when (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  gint64 one = when_of ((CsItem *) a);
  gint64 other = when_of ((CsItem *) b);

  return one < other ? GTK_ORDERING_SMALLER : one > other;
}

static int
compare_results (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 one = cs_item_get_int ((CsItem *) a, "engagement", -1);
  gint64 other = cs_item_get_int ((CsItem *) b, "engagement", -1);

  return one < other ? GTK_ORDERING_SMALLER : one > other;
}

static int
compare_changed (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  gint64 one = cs_item_get_int ((CsItem *) a, "changed_at", 0);
  gint64 other = cs_item_get_int ((CsItem *) b, "changed_at", 0);

  return one < other ? GTK_ORDERING_SMALLER : one > other;
}

GtkSorter *
cs_post_order_new (CsPostOrder by)
{
  static const GCompareDataFunc compare[] = {
    [CS_POST_BY_TITLE] = compare_title,
    [CS_POST_BY_STATE] = compare_state,
    [CS_POST_BY_TIME] = compare_when,
    [CS_POST_BY_RESULTS] = compare_results,
    [CS_POST_BY_CHANGE] = compare_changed,
  };

  return GTK_SORTER (gtk_custom_sorter_new (compare[by], NULL, NULL));
}
