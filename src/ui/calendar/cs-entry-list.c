/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-entry-list.h"

#include <string.h>

struct _CsEntryItem
{
  GObject  parent_instance;

  CsEntry *entry;
};

G_DEFINE_FINAL_TYPE (CsEntryItem, cs_entry_item, G_TYPE_OBJECT)

struct _CsEntryList
{
  GObject    parent_instance;

  CsEntries *entries;   /* NULL: empty */
  guint      start;     /* of the range in all of them … */
  guint      end;       /* … and behind it */
};

static void list_model_init (GListModelInterface *iface);
static void section_model_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsEntryList, cs_entry_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL, section_model_init))

static void
cs_entry_item_finalize (GObject *object)
{
  cs_entry_unref (CS_ENTRY_ITEM (object)->entry);

  G_OBJECT_CLASS (cs_entry_item_parent_class)->finalize (object);
}

static void
cs_entry_item_class_init (CsEntryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_entry_item_finalize;
}

static void
cs_entry_item_init (CsEntryItem *self)
{
}

CsEntry *
cs_entry_item_get_entry (CsEntryItem *self)
{
  return self->entry;
}

static CsEntry *
entry_at (CsEntryList *self,
          guint        position)
{
  return self->entries->all->pdata[self->start + position];
}

static GType
cs_entry_list_get_item_type (GListModel *model)
{
  return CS_TYPE_ENTRY_ITEM;
}

static guint
cs_entry_list_get_n_items (GListModel *model)
{
  CsEntryList *self = CS_ENTRY_LIST (model);

  return self->end - self->start;
}

static gpointer
cs_entry_list_get_item (GListModel *model,
                        guint       position)
{
  CsEntryList *self = CS_ENTRY_LIST (model);
  CsEntryItem *item;

  if (position >= self->end - self->start)
    return NULL;

  item = g_object_new (CS_TYPE_ENTRY_ITEM, NULL);
  item->entry = cs_entry_ref (entry_at (self, position));

  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cs_entry_list_get_item_type;
  iface->get_n_items = cs_entry_list_get_n_items;
  iface->get_item = cs_entry_list_get_item;
}

/* A section is a day. */
static void
cs_entry_list_get_section (GtkSectionModel *model,
                           guint            position,
                           guint           *start,
                           guint           *end)
{
  CsEntryList *self = CS_ENTRY_LIST (model);
  gint64 day;
  guint i;

  if (position >= self->end - self->start)
    {
      *start = self->end - self->start;
      *end = G_MAXUINT;
      return;
    }

  day = entry_at (self, position)->day;
  i = day - self->entries->first;
  *start = MAX (self->entries->starts[i], self->start) - self->start;
  *end = MIN (self->entries->starts[i + 1], self->end) - self->start;
}

static void
section_model_init (GtkSectionModelInterface *iface)
{
  iface->get_section = cs_entry_list_get_section;
}

static void
cs_entry_list_finalize (GObject *object)
{
  g_clear_pointer (&CS_ENTRY_LIST (object)->entries, cs_entries_unref);

  G_OBJECT_CLASS (cs_entry_list_parent_class)->finalize (object);
}

static void
cs_entry_list_class_init (CsEntryListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_entry_list_finalize;
}

static void
cs_entry_list_init (CsEntryList *self)
{
}

CsEntryList *
cs_entry_list_new (void)
{
  return g_object_new (CS_TYPE_ENTRY_LIST, NULL);
}

static guint
start_of (CsEntries *entries,
          gint64     day)
{
  return entries->starts[CLAMP (day - entries->first, 0, (gint64) entries->n_days)];
}

static gboolean
is_same (const CsEntries *one,
         guint            i,
         const CsEntries *other,
         guint            j)
{
  return cs_entry_equal (one->all->pdata[i], other->all->pdata[j]);
}

/* What is listed: the days from @from to @until. Says what differs, and no more. */
void
cs_entry_list_set_range (CsEntryList *self,
                         CsEntries   *entries,
                         gint64       from,
                         gint64       until)
{
  g_autoptr(CsEntries) was = g_steal_pointer (&self->entries);
  guint was_start = self->start;
  guint n_was = self->end - self->start;
  guint n;
  guint head = 0;
  guint tail = 0;

  self->entries = entries != NULL ? cs_entries_ref (entries) : NULL;
  self->start = entries != NULL ? start_of (entries, from) : 0;
  self->end = entries != NULL ? start_of (entries, until + 1) : 0;
  n = self->end - self->start;

  while (head < MIN (n, n_was) && is_same (was, was_start + head, entries, self->start + head))
    head++;

  while (tail < MIN (n, n_was) - head
         && is_same (was, was_start + n_was - 1 - tail, entries, self->end - 1 - tail))
    tail++;

  if (n - head - tail > 0 || n_was - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_was - head - tail, n - head - tail);
  if (n > 0)
    gtk_section_model_sections_changed (GTK_SECTION_MODEL (self), 0, n);
}

/* GTK_INVALID_LIST_POSITION when it is not there. */
guint
cs_entry_list_find (CsEntryList *self,
                    const char  *id)
{
  for (guint i = 0; i < self->end - self->start; i++)
    if (g_strcmp0 (entry_at (self, i)->id, id) == 0)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

/* The first of that day, or of the next that has any, or the last of all. */
guint
cs_entry_list_find_day (CsEntryList *self,
                        gint64       day)
{
  guint n = self->end - self->start;

  for (guint i = 0; i < n; i++)
    if (entry_at (self, i)->day >= day)
      return i;

  return n > 0 ? n - 1 : GTK_INVALID_LIST_POSITION;
}
