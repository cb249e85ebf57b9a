/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-row-private.h"

#include "cs-match.h"

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

/* A statement that answers (post, due); the conditions go on behind the WHERE of its head. */
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

static void
bind_bounds (CsStmt               *stmt,
             const CsPostRowRange *range)
{
  cs_stmt_bind_int (stmt, ":from", range->from != CS_UNKNOWN ? range->from : G_MININT64 + 1);
  cs_stmt_bind_int (stmt, ":until", range->until != CS_UNKNOWN ? range->until : G_MAXINT64);
}

/* By planned time. */
CsStmt *
cs_post_row_keys_by_time (CsTx                 *tx,
                          const CsPostRowRange *range)
{
  CsStmt *stmt;

  stmt = prepare_keys (tx, range,
                       "SELECT DISTINCT k.post, k.due FROM target AS k"
                       " WHERE k.due IS NOT NULL AND k.due >= :from AND k.due < :until",
                       range->reverse ? "k.due DESC, k.post DESC" : "k.due, k.post");
  bind_bounds (stmt, range);

  return stmt;
}

/* What went out in the range, whenever it was due. */
CsStmt *
cs_post_row_keys_by_receipt (CsTx                 *tx,
                             const CsPostRowRange *range)
{
  CsStmt *stmt;

  stmt = prepare_keys (tx, range,
                       "SELECT DISTINCT k.post, k.due FROM receipt AS r"
                       " JOIN target AS k ON k.id = r.target_id"
                       " WHERE r.published_at >= :from AND r.published_at < :until",
                       "k.due, k.post");
  bind_bounds (stmt, range);

  return stmt;
}

#define POSTS "FROM (SELECT nr AS post, changed_at FROM post) AS k WHERE TRUE"

/* Each post once, with all of its moments. */
CsStmt *
cs_post_row_keys_by_change (CsTx                 *tx,
                            const CsPostRowRange *range)
{
  return prepare_keys (tx, range,
                       "SELECT k.post, " G_STRINGIFY (CS_POST_ROW_EVERY) " " POSTS,
                       range->reverse ? "k.changed_at, k.post"
                                      : "k.changed_at DESC, k.post DESC");
}

/* What has no time, or none any more. */
CsStmt *
cs_post_row_keys_of_drafts (CsTx                 *tx,
                            const CsPostRowRange *range)
{
  return prepare_keys (tx, range, "SELECT k.post, NULL " POSTS UNTIMED,
                       "k.changed_at DESC, k.post DESC");
}
