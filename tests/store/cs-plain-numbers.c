/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plain-numbers.h"

#include <inttypes.h>
#include <string.h>

static void
free_post (gpointer data)
{
  PlainPost *post = data;

  g_array_unref (post->rows);
  g_free (post->target_id);
  g_free (post);
}

static void
free_rows (gpointer data)
{
  g_array_unref (data);
}

PlainNumbers *
plain_numbers_new (void)
{
  PlainNumbers *self = g_new0 (PlainNumbers, 1);

  self->accounts = g_ptr_array_new_with_free_func (g_free);
  self->account_rows = g_ptr_array_new_with_free_func (free_rows);
  self->posts = g_ptr_array_new_with_free_func (free_post);

  return self;
}

void
plain_numbers_free (PlainNumbers *self)
{
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->account_rows);
  g_ptr_array_unref (self->posts);
  g_free (self);
}

void
plain_numbers_add_account (PlainNumbers *self,
                           const char   *id)
{
  g_ptr_array_add (self->accounts, g_strdup (id));
  g_ptr_array_add (self->account_rows, g_array_new (FALSE, FALSE, sizeof (PlainRow)));
}

void
plain_numbers_add_post (PlainNumbers *self,
                        const char   *target_id,
                        guint         account,
                        gint64        published_at)
{
  PlainPost *post = g_new0 (PlainPost, 1);

  post->target_id = g_strdup (target_id);
  post->account = account;
  post->published_at = published_at;
  post->rows = g_array_new (FALSE, FALSE, sizeof (PlainRow));
  g_ptr_array_add (self->posts, post);
}

/* What counts of a moment: its last revision; NULL: it was never told. */
const PlainRow *
plain_rows_find (GArray *rows,
                 gint64  taken_at)
{
  const PlainRow *found = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const PlainRow *row = &g_array_index (rows, PlainRow, i);

      if (row->taken_at == taken_at && (found == NULL || row->revision > found->revision))
        found = row;
    }

  return found;
}

/* What counts of the last moment; NULL: there is none. */
const PlainRow *
plain_rows_last (GArray *rows)
{
  gint64 last = G_MININT64;

  for (guint i = 0; i < rows->len; i++)
    last = MAX (last, g_array_index (rows, PlainRow, i).taken_at);

  return plain_rows_find (rows, last);
}

/* Notes what is to be stored, with its revision; FALSE when it is known. */
gboolean
plain_rows_expect (GArray   *rows,
                   PlainRow *row)
{
  const PlainRow *known = plain_rows_find (rows, row->taken_at);

  if (known != NULL && cs_counts_equal (known->counts, row->counts))
    return FALSE;

  row->revision = known != NULL ? known->revision + 1 : 0;
  memcpy (row->summed, row->counts, sizeof row->summed);
  g_array_append_val (rows, *row);

  return TRUE;
}

/* Those that count, a moment each. */
static GArray *
list_counting (GArray *rows)
{
  GArray *counting = g_array_new (FALSE, FALSE, sizeof (PlainRow));

  for (guint i = 0; i < rows->len; i++)
    {
      const PlainRow *row = &g_array_index (rows, PlainRow, i);

      if (plain_rows_find (rows, row->taken_at) == row)
        g_array_append_vals (counting, row, 1);
    }

  return counting;
}

/* What the last before a moment told of a metric, of those that count; 0: none did. */
static gint64
told_before (GArray *counting,
             gint64  before,
             guint   metric)
{
  gint64 at = G_MININT64;
  gint64 told = 0;

  for (guint i = 0; i < counting->len; i++)
    {
      const PlainRow *row = &g_array_index (counting, PlainRow, i);

      if (row->taken_at < before && row->taken_at > at && row->summed[metric] != CS_UNKNOWN)
        {
          at = row->taken_at;
          told = row->summed[metric];
        }
    }

  return told;
}

/* What the last that days make something of was. */
gint64
plain_rows_last_summed (GArray *rows,
                        guint   metric)
{
  g_autoptr(GArray) counting = list_counting (rows);

  return told_before (counting, G_MAXINT64, metric);
}

/* The day of the next that days make something of; FALSE: there is none. */
static gboolean
find_day_after (GArray *counting,
                gint64  after,
                guint   metric,
                gint64 *day)
{
  gint64 at = G_MAXINT64;

  for (guint i = 0; i < counting->len; i++)
    {
      const PlainRow *row = &g_array_index (counting, PlainRow, i);

      if (row->taken_at > after && row->summed[metric] != CS_UNKNOWN)
        at = MIN (at, row->taken_at);
    }

  *day = at / CS_DAY_SECONDS;

  return at != G_MAXINT64;
}

static gboolean
is_frozen (const PlainPost *post,
           GHashTable      *frozen,
           gint64           day)
{
  g_autofree char *key = plain_day_key (post->account, day);

  return g_hash_table_contains (frozen, key);
}

/* As plain_rows_expect(); a number whose day is frozen, or before one that is, is in no sum: days
 * make of its moment what they did. @frozen has keys of days. */
void
plain_post_expect (PlainPost  *post,
                   GHashTable *frozen,
                   PlainRow   *row,
                   gboolean   *is_new)
{
  const PlainRow *known = plain_rows_find (post->rows, row->taken_at);
  g_autoptr(GArray) counting = list_counting (post->rows);
  gint64 was[CS_N_METRICS];

  for (guint m = 0; m < CS_N_METRICS; m++)
    was[m] = known != NULL ? known->summed[m] : CS_UNKNOWN;

  *is_new = plain_rows_expect (post->rows, row);
  if (!*is_new)
    return;

  row = &g_array_index (post->rows, PlainRow, post->rows->len - 1);
  for (guint m = 0; m < CS_N_METRICS; m++)
    {
      gint64 day;

      if (is_frozen (post, frozen, row->taken_at / CS_DAY_SECONDS)
          || (find_day_after (counting, row->taken_at, m, &day) && is_frozen (post, frozen, day)))
        row->summed[m] = was[m];
    }
}

char *
plain_day_key (guint  account,
               gint64 day)
{
  return g_strdup_printf ("%u %" PRId64, account, day);
}

/* Made when it is asked for the first time. */
CsAccountDay *
plain_day_get (const PlainNumbers *self,
               GHashTable         *days,
               guint               account,
               gint64              day)
{
  g_autofree char *key = plain_day_key (account, day);
  CsAccountDay *found = g_hash_table_lookup (days, key);

  if (found == NULL)
    {
      found = cs_record_new (CS_RECORD_ACCOUNT_DAY);
      found->account_id = g_strdup (self->accounts->pdata[account]);
      found->day = day;
      found->posts = 0;
      g_hash_table_insert (days, g_steal_pointer (&key), found);
    }

  return found;
}

static void
reckon_post (const PlainNumbers *self,
             GHashTable         *days,
             const PlainPost    *post)
{
  g_autoptr(GArray) rows = list_counting (post->rows);

  plain_day_get (self, days, post->account, post->published_at / CS_DAY_SECONDS)->posts++;

  for (guint i = 0; i < rows->len; i++)
    {
      const PlainRow *row = &g_array_index (rows, PlainRow, i);
      CsAccountDay *today = plain_day_get (self, days, post->account,
                                           row->taken_at / CS_DAY_SECONDS);

      for (guint m = 0; m < CS_N_METRICS; m++)
        if (row->summed[m] != CS_UNKNOWN)
          today->counts[m] = (today->counts[m] != CS_UNKNOWN ? today->counts[m] : 0)
                           + row->summed[m] - told_before (rows, row->taken_at, m);
    }
}

/* That a day tells its followers is seen by any row of it; which, at its end. */
static void
reckon_followers (const PlainNumbers *self,
                  GHashTable         *days,
                  guint               account)
{
  g_autoptr(GArray) rows = list_counting (self->account_rows->pdata[account]);

  for (guint i = 0; i < rows->len; i++)
    {
      const PlainRow *row = &g_array_index (rows, PlainRow, i);
      gint64 day = row->taken_at / CS_DAY_SECONDS;

      if (row->counts[0] != CS_UNKNOWN)
        plain_day_get (self, days, account, day)->followers =
          told_before (rows, (day + 1) * CS_DAY_SECONDS, 0);
    }
}

static gboolean
is_empty (const CsAccountDay *day)
{
  return day->posts == 0 && day->followers == CS_UNKNOWN && cs_counts_are_unknown (day->counts);
}

GHashTable *
plain_numbers_reckon (const PlainNumbers *self)
{
  GHashTable *days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cs_record_unref);
  GHashTableIter iter;
  gpointer day;

  for (guint i = 0; i < self->posts->len; i++)
    reckon_post (self, days, self->posts->pdata[i]);

  for (guint i = 0; i < self->accounts->len; i++)
    reckon_followers (self, days, i);

  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, NULL, &day))
    if (is_empty (day))
      g_hash_table_iter_remove (&iter);

  return days;
}
