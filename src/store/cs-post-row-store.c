/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-row-private.h"

#include "cs-match.h"

#include <string.h>

#define BATCH 256    /* posts that one statement reads */

/* A post at a moment: CS_UNKNOWN without one, CS_POST_ROW_EVERY with all of them. */
typedef struct
{
  gint64 post;
  gint64 due;
} Key;

/* The posts of a batch as a statement takes them: "[3,1,2]". */
static char *
list_posts (const Key *keys,
            guint      n_keys)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < n_keys; i++)
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", keys[i].post);

  g_string_append_c (list, ']');

  return g_string_free (list, FALSE);
}

static gint64
time_of (const CsPostRow *row)
{
  return row->done_at != CS_UNKNOWN ? row->done_at : row->due;
}

static gboolean
is_ranged (const CsPostRowRange *range)
{
  return range->from != CS_UNKNOWN || range->until != CS_UNKNOWN;
}

static gboolean
goes_to (const CsPostRow *row,
         const char      *account_id)
{
  for (guint i = 0; i < row->targets->len; i++)
    if (g_strcmp0 (((CsPostRowTarget *) row->targets->pdata[i])->account_id, account_id) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_meant (const CsPostRow      *row,
          const CsPostRowRange *range)
{
  gint64 time = time_of (row);

  if (range->standing >= 0 && (int) row->standing != range->standing)
    return FALSE;

  if (range->account_id != NULL && !goes_to (row, range->account_id))
    return FALSE;

  if (time == CS_UNKNOWN)
    return range->drafts;

  return (range->from == CS_UNKNOWN || time >= range->from)
      && (range->until == CS_UNKNOWN || time < range->until);
}

/* What is collected: rows, of each post at each moment one. */
typedef struct
{
  const CsPostRowRange *range;
  GPtrArray            *rows;
  GHashTable           *seen;   /* "post@due" */
  gint64                skip;
  gint64                room;   /* rows that are still wanted */
} Answer;

/* Whether a row that is meant has not been taken already. */
static gboolean
is_new (Answer          *answer,
        const CsPostRow *row)
{
  return g_hash_table_add (answer->seen, g_strdup_printf ("%s@%" G_GINT64_FORMAT, row->post_id,
                                                          row->due));
}

/* Takes over those of a post's rows that the key names and that are meant. */
static void
take_rows (Answer    *answer,
           GPtrArray *rows,
           gint64     due)
{
  for (guint i = 0; i < rows->len && answer->room > 0; )
    {
      CsPostRow *row = rows->pdata[i];

      if ((due != CS_POST_ROW_EVERY && row->due != due) || !is_meant (row, answer->range)
          || !is_new (answer, row))
        {
          i++;
          continue;
        }

      row = g_ptr_array_steal_index (rows, i);
      if (answer->skip > 0)
        {
          answer->skip--;
          cs_post_row_free (row);
          continue;
        }

      answer->room--;
      g_ptr_array_add (answer->rows, row);
    }
}

static gboolean
answer_batch (CsTx       *tx,
              Answer     *answer,
              GArray     *keys,
              GError    **error)
{
  g_autofree char *posts = list_posts ((const Key *) keys->data, keys->len);
  g_autoptr(GHashTable) read = cs_post_rows_read (tx, posts, answer->range->now, error);

  for (guint i = 0; read != NULL && i < keys->len; i++)
    {
      const Key *key = &g_array_index (keys, Key, i);
      GPtrArray *rows = g_hash_table_lookup (read, &key->post);

      if (rows != NULL)
        take_rows (answer, rows, key->due);
    }

  return read != NULL;
}

/* Reads keys and their rows, a batch at a time, until there is enough. */
static gboolean
answer_keys (CsTx    *tx,
             Answer  *answer,
             CsStmt  *stmt,
             GError **error)
{
  g_autoptr(CsStmt) keys_of = stmt;
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (Key));
  gboolean is_more = TRUE;

  while (is_more && answer->room > 0)
    {
      g_array_set_size (keys, 0);

      while (keys->len < BATCH && (is_more = cs_stmt_next (keys_of, NULL)))
        {
          Key key = { cs_stmt_get_int (keys_of, 0), cs_stmt_get_int (keys_of, 1) };

          g_array_append_val (keys, key);
        }

      if (!cs_stmt_check (keys_of, error))
        return FALSE;

      if (keys->len > 0 && !answer_batch (tx, answer, keys, error))
        return FALSE;
    }

  return TRUE;
}

static int
by_change (const CsPostRow *one,
           const CsPostRow *other)
{
  if (one->changed_at != other->changed_at)
    return one->changed_at > other->changed_at ? -1 : 1;

  return strcmp (other->post_id, one->post_id);
}

static int
by_order (gconstpointer a,
          gconstpointer b,
          gpointer      data)
{
  const CsPostRow *one = *(CsPostRow *const *) a;
  const CsPostRow *other = *(CsPostRow *const *) b;
  const CsPostRowRange *range = data;
  int forward = range->reverse ? -1 : 1;
  gint64 left = time_of (one);
  gint64 right = time_of (other);

  if (range->order == CS_POST_ROW_BY_CHANGE)
    return forward * by_change (one, other);

  /* What has no time comes last, whichever way the others go. */
  if (left == CS_UNKNOWN || right == CS_UNKNOWN)
    return left == right ? by_change (one, other) : left == CS_UNKNOWN ? 1 : -1;

  if (left != right)
    return left < right ? -forward : forward;

  return forward * strcmp (one->post_id, other->post_id);
}

static gboolean
wants_times (const CsPostRowRange *range)
{
  return range->standing != CS_STANDING_DRAFT;
}

/* By planned time, and then what has none. */
static gboolean
answer_times (CsTx    *tx,
              Answer  *answer,
              GError **error)
{
  const CsPostRowRange *range = answer->range;
  gboolean wants_drafts = range->drafts && (range->standing < 0 || !wants_times (range));

  return (!wants_times (range)
          || answer_keys (tx, answer, cs_post_row_keys_by_time (tx, range), error))
      && (!wants_drafts || answer_keys (tx, answer, cs_post_row_keys_of_drafts (tx, range), error));
}

/* Of a range everything is read, as what was late stands elsewhere than it was planned. */
static gboolean
answer_range (CsTx    *tx,
              Answer  *answer,
              GError **error)
{
  const CsPostRowRange *range = answer->range;
  gint64 skip = answer->skip;
  gint64 limit = answer->room;

  answer->skip = 0;
  answer->room = G_MAXINT64;

  if (!answer_times (tx, answer, error)
      || (wants_times (range)
          && !answer_keys (tx, answer, cs_post_row_keys_by_receipt (tx, range), error)))
    return FALSE;

  g_ptr_array_sort_with_data (answer->rows, by_order, (gpointer) range);
  g_ptr_array_remove_range (answer->rows, 0, MIN (skip, answer->rows->len));
  if (answer->rows->len > limit)
    g_ptr_array_set_size (answer->rows, limit);

  return TRUE;
}

/**
 * cs_post_row_store_list:
 *
 * Without a range rows are in the order of their planned time; in one, in that
 * of their time.
 *
 * Returns: (transfer full) (element-type CsPostRow): NULL with an error
 */
GPtrArray *
cs_post_row_store_list (CsTx                  *tx,
                        const CsPostRowRange  *range,
                        GError               **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (cs_post_row_free);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *expression = cs_match_expression (range->search);
  Answer answer = { range, rows, seen, range->offset,
                    range->limit > 0 ? range->limit : G_MAXINT64 };
  gboolean done;

  /* Looking for no word finds nothing. */
  if (range->search != NULL && expression == NULL)
    return g_steal_pointer (&rows);

  if (is_ranged (range))
    done = answer_range (tx, &answer, error);
  else if (range->order == CS_POST_ROW_BY_CHANGE)
    done = answer_keys (tx, &answer, cs_post_row_keys_by_change (tx, range), error);
  else
    done = answer_times (tx, &answer, error);

  return done ? g_steal_pointer (&rows) : NULL;
}
