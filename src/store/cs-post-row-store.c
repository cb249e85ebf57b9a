/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-row-store.h"

#include "cs-error.h"
#include "cs-match.h"

#include <string.h>

#define BATCH     256    /* posts that one statement reads */
#define EVERY     (G_MAXINT64 - 1)

/* A post at a moment: CS_UNKNOWN without one, EVERY with all of them. */
typedef struct
{
  gint64 post;
  gint64 due;
} Key;

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
  g_free (target);
}

static void
row_free (gpointer data)
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

#define UNTIMED \
  " AND (NOT EXISTS (SELECT 1 FROM target WHERE target.post = k.post)" \
  "      OR k.post IN (SELECT post FROM target WHERE due IS NULL)" \
  "      OR k.post IN (SELECT t.post FROM outbox AS o JOIN target AS t" \
  "                    ON t.id = o.target_id WHERE o.state > 100))"

/* Which posts can have a row with that standing: the rows themselves are asked later. */
static const char *
candidates (int standing)
{
  switch (standing)
    {
    case CS_STANDING_DRAFT:
      return UNTIMED;

    case CS_STANDING_SCHEDULED:
      return " AND k.post IN (SELECT post FROM target WHERE state = 'scheduled')";

    case CS_STANDING_WAITING:
      return " AND k.post IN (SELECT post FROM target WHERE state = 'scheduled' UNION"
             "                SELECT t.post FROM outbox AS o JOIN target AS t"
             "                ON t.id = o.target_id WHERE o.state < 100)";

    case CS_STANDING_PUBLISHING:
    case CS_STANDING_NEEDS_YOU:
    case CS_STANDING_FAILED:
      return " AND k.post IN (SELECT t.post FROM outbox AS o JOIN target AS t"
             "                ON t.id = o.target_id WHERE o.state < 100)";

    case CS_STANDING_MISSED:
      return " AND k.post IN (SELECT t.post FROM outbox AS o JOIN target AS t"
             "                ON t.id = o.target_id WHERE o.state > 100)";

    case CS_STANDING_PUBLISHED:
    default:
      return "";
    }
}

/* What limits the posts, whatever their order: every statement of keys ends its WHERE with it. */
static char *
dup_conditions (const CsPostRowRange *range)
{
  GString *sql = g_string_new (NULL);

  if (range->account_id != NULL)
    g_string_append (sql, " AND k.post IN (SELECT post FROM target WHERE account ="
                     " (SELECT nr FROM account WHERE id = :account))");

  if (range->media_id != NULL)
    g_string_append (sql, " AND k.post IN (SELECT post FROM attachment WHERE media ="
                     " (SELECT nr FROM media WHERE id = :media))");

  if (range->search != NULL)
    g_string_append (sql, " AND k.post IN (SELECT rowid FROM post_search"
                     " WHERE post_search MATCH :search)");

  if (range->ids != NULL)
    g_string_append (sql, " AND k.post IN (SELECT nr FROM post"
                     " WHERE id IN (SELECT value FROM json_each (:ids)))");

  g_string_append (sql, candidates (range->standing));

  return g_string_free (sql, FALSE);
}

/* Ids as a statement takes them; they hold nothing that would have to be escaped. */
static char *
list_ids (const char *const *ids)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; ids[i] != NULL; i++)
    g_string_append_printf (list, "%s\"%s\"", i > 0 ? "," : "", ids[i]);

  g_string_append_c (list, ']');

  return g_string_free (list, FALSE);
}

static void
bind_conditions (CsStmt               *stmt,
                 const CsPostRowRange *range)
{
  if (range->account_id != NULL)
    cs_stmt_bind_text (stmt, ":account", range->account_id);

  if (range->media_id != NULL)
    cs_stmt_bind_text (stmt, ":media", range->media_id);

  if (range->search != NULL)
    {
      g_autofree char *expression = cs_match_expression (range->search);

      cs_stmt_bind_text (stmt, ":search", expression);
    }

  if (range->ids != NULL)
    {
      g_autofree char *ids = list_ids (range->ids);

      cs_stmt_bind_text (stmt, ":ids", ids);
    }
}

/* A statement that answers (post, due); format has %s for the conditions and for the order. */
static CsStmt *
prepare_keys (CsTx                 *tx,
              const CsPostRowRange *range,
              const char           *head,
              const char           *order)
{
  g_autofree char *conditions = dup_conditions (range);
  g_autofree char *sql = g_strconcat (head, conditions, " ORDER BY ", order, NULL);
  CsStmt *stmt = cs_tx_prepare (tx, sql);

  bind_conditions (stmt, range);

  return stmt;
}

static CsStmt *
keys_by_time (CsTx                 *tx,
              const CsPostRowRange *range)
{
  CsStmt *stmt;

  stmt = prepare_keys (tx, range,
                       "SELECT DISTINCT k.post, k.due FROM target AS k"
                       " WHERE k.due IS NOT NULL AND k.due >= :from AND k.due < :until",
                       range->reverse ? "k.due DESC, k.post DESC" : "k.due, k.post");
  cs_stmt_bind_int (stmt, ":from", range->from != CS_UNKNOWN ? range->from : G_MININT64 + 1);
  cs_stmt_bind_int (stmt, ":until", range->until != CS_UNKNOWN ? range->until : G_MAXINT64);

  return stmt;
}

/* What went out in the range, whenever it was due. */
static CsStmt *
keys_by_receipt (CsTx                 *tx,
                 const CsPostRowRange *range)
{
  CsStmt *stmt;

  stmt = prepare_keys (tx, range,
                       "SELECT DISTINCT k.post, k.due FROM receipt AS r"
                       " JOIN target AS k ON k.id = r.target_id"
                       " WHERE r.published_at >= :from AND r.published_at < :until",
                       "k.due, k.post");
  cs_stmt_bind_int (stmt, ":from", range->from != CS_UNKNOWN ? range->from : G_MININT64 + 1);
  cs_stmt_bind_int (stmt, ":until", range->until != CS_UNKNOWN ? range->until : G_MAXINT64);

  return stmt;
}

#define POSTS "FROM (SELECT nr AS post, changed_at FROM post) AS k WHERE TRUE"

static CsStmt *
keys_by_change (CsTx                 *tx,
                const CsPostRowRange *range)
{
  return prepare_keys (tx, range, "SELECT k.post, 9223372036854775806 " POSTS,
                       range->reverse ? "k.changed_at, k.post"
                                      : "k.changed_at DESC, k.post DESC");
}

static CsStmt *
keys_of_drafts (CsTx                 *tx,
                const CsPostRowRange *range)
{
  return prepare_keys (tx, range, "SELECT k.post, NULL " POSTS UNTIMED,
                       "k.changed_at DESC, k.post DESC");
}

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

  row_free (whole->head);
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
};

#define SELECT_POSTS \
  "SELECT p.nr, p.id, p.title, substr (p.text, 1, 200), p.labels, p.changed_at," \
  " t.id, t.state, t.due, t.wall, t.zone, a.id, a.handle, a.network," \
  " CASE t.state WHEN 'claimed' THEN" \
  "  (SELECT max (r.published_at) FROM receipt AS r WHERE r.target_id = t.id) END," \
  " o.part, o.state, o.not_before, o.remote_url, o.sentence, p.thread" \
  " FROM json_each (:posts) AS k CROSS JOIN post AS p ON p.nr = k.value" \
  " LEFT JOIN target AS t ON t.post = p.nr LEFT JOIN account AS a ON a.nr = t.account" \
  " LEFT JOIN outbox AS o ON o.target_id = t.id AND t.state = 'claimed'" \
  " ORDER BY p.nr, t.nr, o.nr"

#define SELECT_FILES \
  "SELECT x.post, m.path, m.thumbnails, instr (m.facts, '''kind'': <''video''>')" \
  " FROM json_each (:posts) AS k CROSS JOIN attachment AS x ON x.post = k.value" \
  " JOIN media AS m ON m.nr = x.media ORDER BY x.post, x.position"

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
read_wholes (CsTx                  *tx,
             const char            *posts,
             const CsPostRowRange  *range,
             GHashTable            *wholes,
             GError               **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, SELECT_POSTS);

  cs_stmt_bind_text (select, ":posts", posts);

  while (cs_stmt_next (select, NULL))
    if (!read_line (wholes, select, range->now, error))
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
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

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

      if ((due != EVERY && row->due != due) || !is_meant (row, answer->range)
          || !is_new (answer, row))
        {
          i++;
          continue;
        }

      row = g_ptr_array_steal_index (rows, i);
      if (answer->skip > 0)
        {
          answer->skip--;
          row_free (row);
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
  g_autoptr(GHashTable) wholes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                        whole_free);
  g_autoptr(GHashTable) cuts = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                                      (GDestroyNotify) g_ptr_array_unref);

  if (!read_wholes (tx, posts, answer->range, wholes, error)
      || !read_files (tx, posts, wholes, error))
    return FALSE;

  for (guint i = 0; i < keys->len; i++)
    {
      Key *key = &g_array_index (keys, Key, i);
      GPtrArray *rows = g_hash_table_lookup (cuts, &key->post);
      Whole *whole = g_hash_table_lookup (wholes, &key->post);

      if (rows == NULL && whole != NULL)
        {
          rows = cut (whole);
          g_hash_table_insert (cuts, &key->post, rows);
        }

      if (rows != NULL)
        take_rows (answer, rows, key->due);
    }

  return TRUE;
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

  return (!wants_times (range) || answer_keys (tx, answer, keys_by_time (tx, range), error))
      && (!wants_drafts || answer_keys (tx, answer, keys_of_drafts (tx, range), error));
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
      || (wants_times (range) && !answer_keys (tx, answer, keys_by_receipt (tx, range), error)))
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
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
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
    done = answer_keys (tx, &answer, keys_by_change (tx, range), error);
  else
    done = answer_times (tx, &answer, error);

  return done ? g_steal_pointer (&rows) : NULL;
}
