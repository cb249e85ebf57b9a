/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-entries.h"

#include "cs-record.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (CsEntries, cs_entries, cs_entries_ref, cs_entries_unref)

static void
cs_entries_clear (gpointer data)
{
  CsEntries *self = data;

  g_ptr_array_unref (self->all);
  g_free (self->starts);
}

CsEntries *
cs_entries_ref (CsEntries *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_entries_unref (CsEntries *self)
{
  g_atomic_rc_box_release_full (self, cs_entries_clear);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const CsEntry *one = *(CsEntry *const *) a;
  const CsEntry *other = *(CsEntry *const *) b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return strcmp (one->id, other->id);
}

/* @all: (transfer full): those of other days are left out */
CsEntries *
cs_entries_new (gint64     first,
                guint      n_days,
                GPtrArray *all)
{
  CsEntries *self = g_atomic_rc_box_new0 (CsEntries);
  guint at = 0;

  g_ptr_array_sort (all, compare);
  self->first = first;
  self->n_days = n_days;
  self->all = all;
  self->starts = g_new0 (guint, n_days + 1);

  for (guint i = 0; i <= n_days; i++)
    {
      while (at < all->len && ((CsEntry *) all->pdata[at])->day < first + i)
        at++;
      self->starts[i] = at;
    }

  return self;
}

/* @rows: an answer of post.rows */
CsEntries *
cs_entries_read (GVariant        *rows,
                 gint64           first,
                 guint            n_days,
                 const CsReading *reading)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_entry_unref);

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);
      CsEntry *entry = cs_entry_new (row, reading);

      if (entry->id != NULL && entry->post != NULL && entry->at != CS_UNKNOWN)
        g_ptr_array_add (all, entry);
      else
        cs_entry_unref (entry);
    }

  return cs_entries_new (first, n_days, all);
}

/* The same with @entry in the place of the one of its id, or besides. */
CsEntries *
cs_entries_with (const CsEntries *self,
                 CsEntry         *entry)
{
  GPtrArray *all = g_ptr_array_new_full (self->all->len + 1, (GDestroyNotify) cs_entry_unref);

  for (guint i = 0; i < self->all->len; i++)
    {
      CsEntry *other = self->all->pdata[i];

      if (strcmp (other->id, entry->id) != 0)
        g_ptr_array_add (all, cs_entry_ref (other));
    }

  g_ptr_array_add (all, cs_entry_ref (entry));

  return cs_entries_new (self->first, self->n_days, all);
}

guint
cs_entries_count (const CsEntries *self,
                  gint64           day)
{
  if (day < self->first || day >= self->first + self->n_days)
    return 0;

  return self->starts[day - self->first + 1] - self->starts[day - self->first];
}

/* The entry, borrowed, or NULL behind the last. */
CsEntry *
cs_entries_get (const CsEntries *self,
                gint64           day,
                guint            i)
{
  if (i >= cs_entries_count (self, day))
    return NULL;

  return self->all->pdata[self->starts[day - self->first] + i];
}

CsEntry *
cs_entries_find (const CsEntries *self,
                 const char      *id)
{
  for (guint i = 0; i < self->all->len; i++)
    if (g_strcmp0 (((CsEntry *) self->all->pdata[i])->id, id) == 0)
      return self->all->pdata[i];

  return NULL;
}

/* The nearest post of an account of @moving that @due is too close to; or NULL. */
const CsEntry *
cs_entries_collision (const CsEntries *self,
                      const CsEntry   *moving,
                      gint64           due)
{
  const CsEntry *nearest = NULL;
  gint64 apart = CS_ENTRY_APART;

  for (guint i = 0; i < self->all->len; i++)
    {
      const CsEntry *other = self->all->pdata[i];
      gint64 distance = ABS (other->at - due);

      if (distance >= apart || strcmp (other->id, moving->id) == 0
          || !cs_entry_shares_account (moving, other))
        continue;

      nearest = other;
      apart = distance;
    }

  return nearest;
}
