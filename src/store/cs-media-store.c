/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-store.h"

#include "cs-error.h"
#include "cs-rendition-store.h"
#include "cs-table-private.h"

const CsTable cs_media_table = { "media", CS_RECORD_MEDIA, NULL, NULL };

gboolean
cs_media_store_save (CsTx           *tx,
                     const CsMedia  *media,
                     GError        **error)
{
  return cs_table_save (tx, &cs_media_table, media, error);
}

static gboolean
check_unused (CsTx        *tx,
              const char  *id,
              GError     **error)
{
  g_autoptr(CsStmt) count = cs_tx_prepare (tx,
    "SELECT count (DISTINCT attachment.post) FROM attachment"
    " JOIN media ON media.nr = attachment.media WHERE media.id = :id");
  gint64 n;

  cs_stmt_bind_text (count, ":id", id);

  if (!cs_stmt_next (count, error))
    return FALSE;

  n = cs_stmt_get_int (count, 0);

  return n == 0
      || cs_fail (error, CS_ERROR_INVALID, "%" G_GINT64_FORMAT " posts show this file: take it out "
                  "of them, then remove it", n);
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

static CsMedia *
find_by (CsTx        *tx,
         const char  *where,
         const char  *value,
         GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_media_table, where);
  g_autoptr(GError) failure = NULL;

  cs_stmt_bind_text (select, ":value", value);

  if (cs_stmt_next (select, &failure))
    return cs_table_read (&cs_media_table, select, error);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    cs_fail (error, CS_ERROR_NOT_FOUND, "“%s” was not added yet", value);

  return NULL;
}

CsMedia *
cs_media_store_find_by_hash (CsTx        *tx,
                             const char  *sha256,
                             GError     **error)
{
  return find_by (tx, "WHERE t.sha256 = :value ORDER BY t.nr LIMIT 1", sha256, error);
}

/* The last that was added from there. */
CsMedia *
cs_media_store_find_by_path (CsTx        *tx,
                             const char  *path,
                             GError     **error)
{
  return find_by (tx, "WHERE t.path = :value ORDER BY t.nr DESC LIMIT 1", path, error);
}

/* What was added from one second until before another, the newest first; 0: no such bound. */
GPtrArray *
cs_media_store_list (CsTx     *tx,
                     gint64    from,
                     gint64    until,
                     guint     limit,
                     GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_media_table,
    "WHERE (:from = 0 OR t.added_at >= :from) AND (:until = 0 OR t.added_at < :until)"
    " ORDER BY t.nr DESC LIMIT :limit");

  cs_stmt_bind_int (select, ":from", from);
  cs_stmt_bind_int (select, ":until", until);
  cs_stmt_bind_int (select, ":limit", limit == 0 ? -1 : (gint64) limit);

  return cs_table_read_all (&cs_media_table, select, error);
}
