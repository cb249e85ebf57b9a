/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-row-private.h"

#include "cs-counts-private.h"
#include "cs-error.h"

#include <string.h>

static void
target_free (gpointer data)
{
  CsPostRowTarget *target = data;

  g_free (target->id);
  g_free (target->account_id);
  g_free (target->handle);
  g_free (target->zone);
  g_free (target->url);
  g_free (target->sentence);
  g_free (target->obstacle);
  g_free (target);
}

/* Whether anything of it was published there. */
gboolean
cs_post_row_target_is_out (const CsPostRowTarget *target)
{
  return target->standing == CS_STANDING_PUBLISHED || target->done_at != CS_UNKNOWN;
}

void
cs_post_row_free (gpointer data)
{
  CsPostRow *row = data;

  g_free (row->post_id);
  g_free (row->title);
  g_free (row->text);
  g_free (row->labels);
  g_free (row->file);
  g_free (row->thumbnail);
  g_ptr_array_unref (row->targets);
  g_free (row);
}

/* A post with its targets, before it is cut into rows. */
typedef struct
{
  CsPostRow *head;      /* what all its rows have; no targets */
  GPtrArray *targets;   /* CsPostRowTarget, each until a row takes it over */
  GArray    *parts;     /* Part: of the target that is read */
  gint64     n_more;    /* parts of the thread after the first */
} Whole;

/* How far a part of a thread got, by its youngest row. */
typedef struct
{
  CsStanding  standing;
  char       *sentence;
} Part;

static void
part_clear (gpointer data)
{
  g_clear_pointer (&((Part *) data)->sentence, g_free);
}

static void
whole_free (gpointer data)
{
  Whole *whole = data;

  cs_post_row_free (whole->head);
  g_ptr_array_unref (whole->targets);
  g_array_unref (whole->parts);
  g_free (whole);
}

static CsPostRow *
row_new (void)
{
  CsPostRow *row = g_new0 (CsPostRow, 1);

  row->due = CS_UNKNOWN;
  row->done_at = CS_UNKNOWN;
  row->targets = g_ptr_array_new_with_free_func (target_free);

  return row;
}

enum
{
  POST_NR, POST_ID, POST_TITLE, POST_TEXT, POST_LABELS, POST_CHANGED,
  TARGET_ID, TARGET_STATE, TARGET_DUE, TARGET_WALL, TARGET_ZONE,
  ACCOUNT_ID, ACCOUNT_HANDLE, ACCOUNT_NETWORK, DONE_AT,
  PART, ROW_STATE, NOT_BEFORE, URL, SENTENCE, POST_THREAD,
  COUNTED_AT, GONE_AT, COUNTS,
};

#define SELECT_POSTS \
  "SELECT p.nr, p.id, p.title, substr (p.text, 1, 200), p.labels, p.changed_at," \
  " t.id, t.state, t.due, t.wall, t.zone, a.id, a.handle, a.network," \
  " CASE t.state WHEN 'claimed' THEN" \
  "  (SELECT max (r.published_at) FROM receipt AS r WHERE r.target_id = t.id) END," \
  " o.part, o.state, o.not_before, o.remote_url, o.sentence, p.thread," \
  " l.taken_at, y.gone_at, " CS_COUNT_COLUMNS \
  " FROM json_each (:posts) AS k CROSS JOIN post AS p ON p.nr = k.value" \
  " LEFT JOIN target AS t ON t.post = p.nr LEFT JOIN account AS a ON a.nr = t.account" \
  " LEFT JOIN outbox AS o ON o.target_id = t.id AND t.state = 'claimed'" \
  " LEFT JOIN tally AS y ON y.target_id = t.id AND t.state = 'claimed'" \
  " LEFT JOIN latest AS l ON l.tally = y.nr" \
  " ORDER BY p.nr, t.nr, o.nr"

#define SELECT_FILES \
  "SELECT x.post, m.path, m.thumbnails, instr (m.facts, '''kind'': <''video''>')" \
  " FROM json_each (:posts) AS k CROSS JOIN attachment AS x ON x.post = k.value" \
  " JOIN media AS m ON m.nr = x.media ORDER BY x.post, x.position"

/* What is in the way of counting now, of one post or of all that the account has. */
#define SELECT_OBSTACLES \
  "SELECT coalesce (y.target_id, a.id), g.sentence" \
  " FROM gap AS g JOIN account AS a ON a.nr = g.account LEFT JOIN tally AS y ON y.nr = g.tally" \
  " WHERE g.until_at IS NULL AND g.sentence IS NOT NULL ORDER BY g.nr"

static gboolean
read_name (CsStmt             *stmt,
           int                 column,
           const char *const  *names,
           int                *value,
           GError            **error)
{
  const char *name = cs_stmt_get_text (stmt, column);

  return (name != NULL && cs_enum_from_name (names, name, value))
      || cs_fail (error, CS_ERROR_STORE, "“%s” is not known here: update the program",
                  name != NULL ? name : "");
}

/* A list of texts as the store keeps them. */
static GVariant *
parse_texts (const char *text)
{
  return text != NULL ? g_variant_parse (G_VARIANT_TYPE_STRING_ARRAY, text, NULL, NULL, NULL)
                      : NULL;
}

static gint64
count_texts (const char *text)
{
  g_autoptr(GVariant) texts = parse_texts (text);

  return texts != NULL ? g_variant_n_children (texts) : 0;
}

static char *
dup_first (const char *text)
{
  g_autoptr(GVariant) texts = parse_texts (text);
  char *first = NULL;

  if (texts != NULL && g_variant_n_children (texts) > 0)
    g_variant_get_child (texts, 0, "s", &first);

  return first;
}

static Whole *
read_head (CsStmt *stmt)
{
  Whole *whole = g_new0 (Whole, 1);

  whole->head = row_new ();
  whole->head->post_id = g_strdup (cs_stmt_get_text (stmt, POST_ID));
  whole->head->title = g_strdup (cs_stmt_get_text (stmt, POST_TITLE));
  whole->head->text = g_strdup (cs_stmt_get_text (stmt, POST_TEXT));
  whole->head->labels = g_strdup (cs_stmt_get_text (stmt, POST_LABELS));
  whole->head->changed_at = cs_stmt_get_int (stmt, POST_CHANGED);
  whole->targets = g_ptr_array_new_with_free_func (target_free);
  whole->parts = g_array_new (FALSE, TRUE, sizeof (Part));
  g_array_set_clear_func (whole->parts, part_clear);
  whole->n_more = count_texts (cs_stmt_get_text (stmt, POST_THREAD));

  return whole;
}

static CsPostRowTarget *
read_target (CsStmt  *stmt,
             gint64   now,
             GError **error)
{
  int state;
  int network;
  CsPostRowTarget *target;

  if (!read_name (stmt, TARGET_STATE, cs_target_state_names, &state, error)
      || !read_name (stmt, ACCOUNT_NETWORK, cs_network_names, &network, error))
    return NULL;

  target = g_new0 (CsPostRowTarget, 1);
  target->id = g_strdup (cs_stmt_get_text (stmt, TARGET_ID));
  target->account_id = g_strdup (cs_stmt_get_text (stmt, ACCOUNT_ID));
  target->handle = g_strdup (cs_stmt_get_text (stmt, ACCOUNT_HANDLE));
  target->network = network;
  target->claimed = state == CS_TARGET_CLAIMED;
  target->due = cs_stmt_get_int (stmt, TARGET_DUE);
  target->wall = cs_stmt_get_int (stmt, TARGET_WALL);
  target->zone = g_strdup (cs_stmt_get_text (stmt, TARGET_ZONE));
  target->done_at = cs_stmt_get_int (stmt, DONE_AT);
  target->standing = cs_standing_of_plan (state, target->due, now);
  target->counted_at = cs_stmt_get_int (stmt, COUNTED_AT);
  target->gone_at = cs_stmt_get_int (stmt, GONE_AT);
  cs_counts_read (stmt, COUNTS, target->counts);

  return target;
}

/* The most urgent of the parts; the first that is not out tells what happened. */
static void
sum_up (GArray          *parts,
        CsPostRowTarget *target)
{
  const Part *telling = NULL;

  target->standing = g_array_index (parts, Part, 0).standing;

  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      target->standing = cs_standing_more_urgent (target->standing, part->standing);
      if (telling == NULL && part->standing != CS_STANDING_PUBLISHED)
        telling = part;
    }

  g_set_str (&target->sentence,
             telling != NULL ? telling->sentence : g_array_index (parts, Part, 0).sentence);
}

/* Rows come by birth: a younger one of the same part takes the place of the elder. A part that
 * was taken out of the thread since says nothing. */
static void
take_progress (Whole           *whole,
               CsPostRowTarget *target,
               CsStmt          *stmt,
               gint64           now)
{
  gint64 number = cs_stmt_get_int (stmt, PART);
  CsOutboxState state = cs_outbox_state_from_number (cs_stmt_get_int (stmt, ROW_STATE));
  Part *part;

  if (number < 0 || number > whole->n_more || number > whole->parts->len)
    return;

  if (number == whole->parts->len)
    g_array_set_size (whole->parts, number + 1);

  part = &g_array_index (whole->parts, Part, number);
  part->standing = cs_standing_of_row (state, cs_stmt_get_int (stmt, NOT_BEFORE), now);
  g_set_str (&part->sentence, cs_stmt_get_text (stmt, SENTENCE));
  if (number == 0)
    g_set_str (&target->url, cs_stmt_get_text (stmt, URL));

  sum_up (whole->parts, target);
}

static gboolean
read_line (GHashTable  *wholes,
           CsStmt      *stmt,
           gint64       now,
           GError     **error)
{
  gint64 post = cs_stmt_get_int (stmt, POST_NR);
  Whole *whole = g_hash_table_lookup (wholes, &post);
  CsPostRowTarget *target;

  if (whole == NULL)
    {
      whole = read_head (stmt);
      g_hash_table_insert (wholes, g_memdup2 (&post, sizeof post), whole);
    }

  if (cs_stmt_get_text (stmt, TARGET_ID) == NULL)
    return TRUE;

  target = whole->targets->len > 0 ? whole->targets->pdata[whole->targets->len - 1] : NULL;

  if (target == NULL || strcmp (target->id, cs_stmt_get_text (stmt, TARGET_ID)) != 0)
    {
      target = read_target (stmt, now, error);
      if (target == NULL)
        return FALSE;

      g_array_set_size (whole->parts, 0);
      g_ptr_array_add (whole->targets, target);
    }

  if (cs_stmt_get_int (stmt, ROW_STATE) != CS_UNKNOWN)
    take_progress (whole, target, stmt, now);

  return TRUE;
}

/* Reads on, a line at a time, until there are no more. */
static gboolean
read_wholes (CsTx        *tx,
             const char  *posts,
             gint64       now,
             GHashTable  *wholes,
             GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, SELECT_POSTS);

  cs_stmt_bind_text (select, ":posts", posts);

  while (cs_stmt_next (select, NULL))
    if (!read_line (wholes, select, now, error))
      return FALSE;

  return cs_stmt_check (select, error);
}

static gboolean
read_files (CsTx        *tx,
            const char  *posts,
            GHashTable  *wholes,
            GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, SELECT_FILES);

  cs_stmt_bind_text (select, ":posts", posts);

  while (cs_stmt_next (select, NULL))
    {
      gint64 post = cs_stmt_get_int (select, 0);
      Whole *whole = g_hash_table_lookup (wholes, &post);

      if (whole == NULL)
        continue;

      if (whole->head->file == NULL)
        whole->head->file = g_strdup (cs_stmt_get_text (select, 1));
      if (whole->head->thumbnail == NULL)
        whole->head->thumbnail = dup_first (cs_stmt_get_text (select, 2));
      if (cs_stmt_get_int (select, 3) > 0)
        whole->head->has_clip = TRUE;
    }

  return cs_stmt_check (select, error);
}

/* What is out and was not counted. */
static GPtrArray *
list_uncounted (GHashTable *wholes)
{
  GPtrArray *targets = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer whole;

  g_hash_table_iter_init (&iter, wholes);
  while (g_hash_table_iter_next (&iter, NULL, &whole))
    {
      GPtrArray *all = ((Whole *) whole)->targets;

      for (guint i = 0; i < all->len; i++)
        {
          CsPostRowTarget *target = all->pdata[i];

          if (cs_post_row_target_is_out (target) && target->counted_at == CS_UNKNOWN)
            g_ptr_array_add (targets, target);
        }
    }

  return targets;
}

/* By the newest: there are few that are not over, and most lists need none of them. */
static gboolean
read_obstacles (CsTx        *tx,
                GHashTable  *wholes,
                GError     **error)
{
  g_autoptr(GPtrArray) targets = list_uncounted (wholes);
  g_autoptr(GHashTable) sentences = NULL;
  g_autoptr(CsStmt) select = NULL;

  if (targets->len == 0)
    return TRUE;

  sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  select = cs_tx_prepare (tx, SELECT_OBSTACLES);
  while (cs_stmt_next (select, NULL))
    g_hash_table_replace (sentences, g_strdup (cs_stmt_get_text (select, 0)),
                          g_strdup (cs_stmt_get_text (select, 1)));

  for (guint i = 0; i < targets->len; i++)
    {
      CsPostRowTarget *target = targets->pdata[i];
      const char *own = g_hash_table_lookup (sentences, target->id);

      target->obstacle = g_strdup (own != NULL || target->account_id == NULL ? own
                                   : g_hash_table_lookup (sentences, target->account_id));
    }

  return cs_stmt_check (select, error);
}

static CsPostRow *
row_like (const CsPostRow *head)
{
  CsPostRow *row = row_new ();

  row->post_id = g_strdup (head->post_id);
  row->title = g_strdup (head->title);
  row->text = g_strdup (head->text);
  row->labels = g_strdup (head->labels);
  row->file = g_strdup (head->file);
  row->thumbnail = g_strdup (head->thumbnail);
  row->has_clip = head->has_clip;
  row->changed_at = head->changed_at;
  row->standing = CS_STANDING_DRAFT;

  return row;
}

static CsPostRow *
row_at (GPtrArray       *rows,
        const CsPostRow *head,
        gint64           due)
{
  CsPostRow *row;

  for (guint i = 0; i < rows->len; i++)
    {
      row = rows->pdata[i];
      if (row->due == due)
        return row;
    }

  row = row_like (head);
  row->due = due;
  g_ptr_array_add (rows, row);

  return row;
}

static void
take_target (CsPostRow       *row,
             CsPostRowTarget *target)
{
  gboolean is_first = row->targets->len == 0;

  row->standing = is_first ? target->standing
                           : cs_standing_more_urgent (row->standing, target->standing);
  row->done_at = is_first ? target->done_at : MAX (row->done_at, target->done_at);
  g_ptr_array_add (row->targets, target);
}

/* One a moment; a post that goes nowhere yet is a row, too. */
static GPtrArray *
cut (Whole *whole)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (cs_post_row_free);

  g_ptr_array_set_free_func (whole->targets, NULL);

  for (guint i = 0; i < whole->targets->len; i++)
    {
      CsPostRowTarget *target = whole->targets->pdata[i];

      if (target->standing == CS_STANDING_DRAFT)
        target->due = CS_UNKNOWN;

      take_target (row_at (rows, whole->head, target->due), target);
    }

  g_ptr_array_set_size (whole->targets, 0);

  if (rows->len == 0)
    row_at (rows, whole->head, CS_UNKNOWN);

  for (guint i = 0; i < rows->len; i++)
    {
      CsPostRow *row = rows->pdata[i];

      row->is_split = rows->len > 1;
      if (row->standing != CS_STANDING_PUBLISHED)
        row->done_at = CS_UNKNOWN;
    }

  return rows;
}

/**
 * cs_post_rows_read:
 * @posts: their integer keys, as JSON: "[3,1,2]"
 *
 * Returns: (transfer full): the rows of each post (GPtrArray of CsPostRow), by
 *   its key; NULL with an error
 */
GHashTable *
cs_post_rows_read (CsTx        *tx,
                   const char  *posts,
                   gint64       now,
                   GError     **error)
{
  g_autoptr(GHashTable) wholes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                        whole_free);
  g_autoptr(GHashTable) rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                      (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer post;
  gpointer whole;

  if (!read_wholes (tx, posts, now, wholes, error) || !read_files (tx, posts, wholes, error)
      || !read_obstacles (tx, wholes, error))
    return NULL;

  g_hash_table_iter_init (&iter, wholes);
  while (g_hash_table_iter_next (&iter, &post, &whole))
    g_hash_table_insert (rows, g_memdup2 (post, sizeof (gint64)), cut (whole));

  return g_steal_pointer (&rows);
}
