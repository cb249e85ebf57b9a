/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-search-store.h"

#include "cs-error.h"
#include "cs-match.h"

#include <string.h>

#define PER_BATCH  100    /* what is read behind the work before others have their turn */
#define RANKED     1000   /* the youngest finds, among which the best are looked for */
#define SHORT      4      /* letters up to which the youngest are the best */

static void
append_text (GString    *all,
             const char *text)
{
  if (text == NULL)
    return;

  if (all->len > 0)
    g_string_append_c (all, '\n');
  g_string_append (all, text);
}

/* Texts as the store keeps a list of them. */
static GStrv
parse_list (const char *text)
{
  g_autoptr(GVariant) value = NULL;

  if (text != NULL)
    value = g_variant_parse (G_VARIANT_TYPE_STRING_ARRAY, text, NULL, NULL, NULL);

  return value != NULL ? g_variant_dup_strv (value, NULL) : g_new0 (char *, 1);
}

static void
append_list (GString    *all,
             const char *list)
{
  g_auto(GStrv) texts = parse_list (list);

  for (guint i = 0; texts[i] != NULL; i++)
    append_text (all, texts[i]);
}

/* What single accounts get instead of the post’s text and warning. */
static gboolean
append_overrides (CsTx     *tx,
                  gint64    post,
                  GString  *all,
                  GError  **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT text, warning FROM target WHERE post = :post"
    " AND (text IS NOT NULL OR warning IS NOT NULL) ORDER BY nr");

  cs_stmt_bind_int (select, ":post", post);

  while (cs_stmt_next (select, NULL))
    {
      append_text (all, cs_stmt_get_text (select, 0));
      append_text (all, cs_stmt_get_text (select, 1));
    }

  return cs_stmt_check (select, error);
}

static gboolean
forget (CsTx        *tx,
        const char  *sql,
        gint64       nr,
        GError     **error)
{
  g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, sql);

  cs_stmt_bind_int (stmt, ":nr", nr);

  return cs_stmt_run (stmt, error);
}

static void
bind_folded (CsStmt     *stmt,
             const char *name,
             const char *text)
{
  g_autofree char *folded = cs_match_fold (text);

  cs_stmt_bind_text (stmt, name, folded);
}

static gboolean
read_post (CsTx    *tx,
           gint64   nr,
           GError **error)
{
  g_autoptr(GString) body = g_string_new (NULL);
  g_autoptr(GString) labels = g_string_new (NULL);
  g_autoptr(CsStmt) add = NULL;
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT title, text, thread, warning, labels FROM post WHERE nr = :nr");

  cs_stmt_bind_int (select, ":nr", nr);

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error);      /* deleted */

  append_text (body, cs_stmt_get_text (select, 1));
  append_list (body, cs_stmt_get_text (select, 2));
  append_text (body, cs_stmt_get_text (select, 3));
  append_list (labels, cs_stmt_get_text (select, 4));
  if (!append_overrides (tx, nr, body, error))
    return FALSE;

  add = cs_tx_prepare (tx,
    "INSERT INTO post_search (rowid, title, text, labels) VALUES (:nr, :title, :text, :labels)");
  cs_stmt_bind_int (add, ":nr", nr);
  bind_folded (add, ":title", cs_stmt_get_text (select, 0));
  bind_folded (add, ":text", body->str);
  bind_folded (add, ":labels", labels->str);

  return cs_stmt_run (add, error);
}

static gboolean
read_media (CsTx    *tx,
            gint64   nr,
            GError **error)
{
  g_autofree char *file = NULL;
  g_autoptr(CsStmt) add = NULL;
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, "SELECT title, path FROM media WHERE nr = :nr");

  cs_stmt_bind_int (select, ":nr", nr);

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error);

  if (cs_stmt_get_text (select, 1) != NULL)
    file = g_path_get_basename (cs_stmt_get_text (select, 1));

  add = cs_tx_prepare (tx,
    "INSERT INTO media_search (rowid, title, file) VALUES (:nr, :title, :file)");
  cs_stmt_bind_int (add, ":nr", nr);
  bind_folded (add, ":title", cs_stmt_get_text (select, 0));
  bind_folded (add, ":file", file);

  return cs_stmt_run (add, error);
}

/* Takes a row's words anew, and it out of what is stale. */
static gboolean
refresh (CsTx        *tx,
         const char  *kind,
         gint64       nr,
         GError     **error)
{
  gboolean is_post = strcmp (kind, "post") == 0;

  return forget (tx, is_post ? "DELETE FROM search_stale WHERE nr = :nr AND kind = 'post'"
                             : "DELETE FROM search_stale WHERE nr = :nr AND kind = 'media'",
                 nr, error)
      && forget (tx, is_post ? "DELETE FROM post_search WHERE rowid = :nr"
                             : "DELETE FROM media_search WHERE rowid = :nr", nr, error)
      && (is_post ? read_post (tx, nr, error) : read_media (tx, nr, error));
}

/* The youngest of what is stale, after that number. n_read counts them. */
static gboolean
refresh_some (CsTx     *tx,
              gint64    after,
              guint     limit,
              guint    *n_read,
              GError  **error)
{
  for (*n_read = 0; *n_read < limit; (*n_read)++)
    {
      g_autofree char *kind = NULL;
      g_autoptr(CsStmt) next = cs_tx_prepare (tx,
        "SELECT kind, nr FROM search_stale WHERE number > :after ORDER BY number DESC LIMIT 1");
      gint64 nr;

      cs_stmt_bind_int (next, ":after", after);

      if (!cs_stmt_next (next, NULL))
        return cs_stmt_check (next, error);

      kind = g_strdup (cs_stmt_get_text (next, 0));
      nr = cs_stmt_get_int (next, 1);
      g_clear_pointer (&next, cs_stmt_free);
      if (!refresh (tx, kind, nr, error))
        return FALSE;
    }

  return TRUE;
}

/* Before a commit: reads what the transaction has changed. */
gboolean
cs_search_store_keep_up (CsTx    *tx,
                         GError **error)
{
  guint n_read;

  return refresh_some (tx, 0, G_MAXUINT, &n_read, error);
}

/**
 * cs_search_store_catch_up:
 *
 * Reads what an update left to be read, in short transactions after every act
 * that waits. Ends when nothing is left; blocks.
 */
gboolean
cs_search_store_catch_up (CsDb          *db,
                          GCancellable  *cancellable,
                          GError       **error)
{
  guint n_read;

  do
    {
      g_autoptr(CsTx) tx = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      tx = cs_tx_begin_ingest (db, error);
      if (tx == NULL || !refresh_some (tx, G_MININT64 + 1, PER_BATCH, &n_read, error)
          || (n_read > 0 && !cs_tx_commit (&tx, error)))
        return FALSE;
    }
  while (n_read == PER_BATCH);

  return TRUE;
}

/* Up to that many letters are a beginning, for which a rank says nothing. */
static gboolean
is_short (const char *expression)
{
  return strchr (expression, ' ') == NULL
      && g_utf8_strlen (expression, -1) <= SHORT + (glong) strlen ("\"\"*");
}

static GPtrArray *
find (CsTx        *tx,
      const char  *typed,
      const char  *young,
      const char  *best,
      guint        limit,
      GError     **error)
{
  g_autofree char *expression = cs_match_expression (typed);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(CsStmt) select = NULL;

  if (expression == NULL)
    return g_steal_pointer (&ids);

  select = cs_tx_prepare (tx, is_short (expression) ? young : best);
  cs_stmt_bind_text (select, ":match", expression);
  cs_stmt_bind_int (select, ":limit", limit);

  while (cs_stmt_next (select, NULL))
    g_ptr_array_add (ids, g_strdup (cs_stmt_get_text (select, 0)));

  return cs_stmt_check (select, error) ? g_steal_pointer (&ids) : NULL;
}

#define YOUNG(table, search) \
  "SELECT t.id FROM " search " JOIN " table " AS t ON t.nr = " search ".rowid" \
  " WHERE " search " MATCH :match ORDER BY " search ".rowid DESC LIMIT :limit"
#define BEST(table, search, weights) \
  "SELECT t.id FROM (SELECT rowid AS nr, bm25 (" search ", " weights ") AS rank FROM " search \
  " WHERE " search " MATCH :match ORDER BY rowid DESC LIMIT " G_STRINGIFY (RANKED) ") AS f" \
  " JOIN " table " AS t ON t.nr = f.nr ORDER BY f.rank, f.nr DESC LIMIT :limit"

GPtrArray *
cs_search_store_find_posts (CsTx        *tx,
                            const char  *typed,
                            guint        limit,
                            GError     **error)
{
  return find (tx, typed, YOUNG ("post", "post_search"),
               BEST ("post", "post_search", "4.0, 1.0, 2.0"), limit, error);
}

GPtrArray *
cs_search_store_find_media (CsTx        *tx,
                            const char  *typed,
                            guint        limit,
                            GError     **error)
{
  return find (tx, typed, YOUNG ("media", "media_search"),
               BEST ("media", "media_search", "2.0, 1.0"), limit, error);
}

static void
add_if_any (GStrvBuilder *texts,
            const char   *text)
{
  if (text != NULL && *text != '\0')
    g_strv_builder_add (texts, text);
}

GStrv
cs_search_store_read_post (CsTx        *tx,
                           const char  *id,
                           GError     **error)
{
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();
  g_autoptr(GString) overrides = g_string_new (NULL);
  g_auto(GStrv) thread = NULL;
  g_auto(GStrv) labels = NULL;
  g_autofree char *label_line = NULL;
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT nr, text, thread, warning, labels FROM post WHERE id = :id");

  cs_stmt_bind_text (select, ":id", id);
  if (!cs_stmt_next (select, error))
    return NULL;

  if (!append_overrides (tx, cs_stmt_get_int (select, 0), overrides, error))
    return NULL;

  thread = parse_list (cs_stmt_get_text (select, 2));
  labels = parse_list (cs_stmt_get_text (select, 4));
  label_line = g_strjoinv (" · ", labels);
  add_if_any (texts, cs_stmt_get_text (select, 1));
  g_strv_builder_addv (texts, (const char **) thread);
  add_if_any (texts, cs_stmt_get_text (select, 3));
  add_if_any (texts, overrides->str);
  add_if_any (texts, label_line);

  return g_strv_builder_end (texts);
}
