/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-store.h"

#include "cs-error.h"
#include "cs-rendition-store.h"
#include "cs-table-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>

const char *const cs_media_order_names[] = {
  [CS_MEDIA_NEWEST] = "newest",
  [CS_MEDIA_OLDEST] = "oldest",
  [CS_MEDIA_BY_TITLE] = "title",
  NULL
};

const CsTable cs_media_table = { "media", CS_RECORD_MEDIA, NULL, NULL };

gboolean
cs_media_store_save (CsTx           *tx,
                     const CsMedia  *media,
                     GError        **error)
{
  return cs_table_save (tx, &cs_media_table, media, error);
}

/* How many posts show it; -1 with an error. */
gint64
cs_media_store_count_posts (CsTx        *tx,
                            const char  *id,
                            GError     **error)
{
  g_autoptr(CsStmt) count = cs_tx_prepare (tx,
    "SELECT count (DISTINCT attachment.post) FROM attachment"
    " JOIN media ON media.nr = attachment.media WHERE media.id = :id");

  cs_stmt_bind_text (count, ":id", id);

  return cs_stmt_next (count, error) ? cs_stmt_get_int (count, 0) : -1;
}

static gboolean
check_unused (CsTx        *tx,
              const char  *id,
              GError     **error)
{
  gint64 n = cs_media_store_count_posts (tx, id, error);

  return n == 0
      || (n > 0 && cs_fail (error, CS_ERROR_INVALID,
                            ngettext ("%" PRId64 " post shows this file: take it out of that, "
                                      "then remove it",
                                      "%" PRId64 " posts show this file: take it out of them, "
                                      "then remove it", n), n));
}

/* Its renditions go with it. Refused with CS_ERROR_INVALID while a post shows it. */
gboolean
cs_media_store_remove (CsTx        *tx,
                       const char  *id,
                       GError     **error)
{
  g_autoptr(GPtrArray) renditions = NULL;

  if (!check_unused (tx, id, error))
    return FALSE;

  renditions = cs_rendition_store_list_for (tx, id, error);
  if (renditions == NULL)
    return FALSE;

  for (guint i = 0; i < renditions->len; i++)
    {
      const CsRendition *rendition = g_ptr_array_index (renditions, i);

      if (!cs_rendition_store_remove (tx, rendition->id, error))
        return FALSE;
    }

  return cs_table_remove (tx, &cs_media_table, id, error);
}

CsMedia *
cs_media_store_find (CsTx        *tx,
                     const char  *id,
                     GError     **error)
{
  return cs_table_find (tx, &cs_media_table, id, error);
}

/* The last that was added from there. */
CsMedia *
cs_media_store_find_by_path (CsTx        *tx,
                             const char  *path,
                             GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_media_table,
    "WHERE t.path = :path ORDER BY t.nr DESC LIMIT 1");

  cs_stmt_bind_text (select, ":path", path);

  if (cs_stmt_next (select, NULL))
    return cs_table_read (&cs_media_table, select, error);

  if (cs_stmt_check (select, error))
    cs_fail (error, CS_ERROR_NOT_FOUND, "“%s” was not added yet", path);

  return NULL;
}

/* A LIKE pattern for a text that a person typed, taken letter for letter. */
static char *
make_pattern (const char *search)
{
  GString *pattern = g_string_new ("%");

  for (const char *c = search; *c != '\0'; c++)
    {
      if (*c == '%' || *c == '_' || *c == '\\')
        g_string_append_c (pattern, '\\');

      g_string_append_c (pattern, *c);
    }

  g_string_append_c (pattern, '%');

  return g_string_free (pattern, FALSE);
}

GPtrArray *
cs_media_store_list (CsTx                *tx,
                     const CsMediaRange  *range,
                     GError             **error)
{
  static const char *const orders[] = {
    [CS_MEDIA_NEWEST] = "t.nr DESC",
    [CS_MEDIA_OLDEST] = "t.nr",
    [CS_MEDIA_BY_TITLE] = "t.title COLLATE NOCASE, t.nr",
  };
  g_autofree char *pattern = range->search != NULL ? make_pattern (range->search) : NULL;
  g_autofree char *rest = NULL;
  g_autoptr(CsStmt) select = NULL;

  rest = g_strconcat (
    "WHERE :search IS NULL OR t.title LIKE :search ESCAPE '\\'"
    " OR t.path LIKE :search ESCAPE '\\'"
    " ORDER BY ", orders[range->order], " LIMIT :limit OFFSET :offset", NULL);
  select = cs_table_select (tx, &cs_media_table, rest);
  cs_stmt_bind_text (select, ":search", pattern);
  cs_stmt_bind_int (select, ":limit", range->limit == 0 ? -1 : range->limit);
  cs_stmt_bind_int (select, ":offset", range->offset);

  return cs_table_read_all (&cs_media_table, select, error);
}
