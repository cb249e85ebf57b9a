/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-rendition-store.h"

#include "cs-table-private.h"

static const char *const refers[] = { "media", NULL };

const CsTable cs_rendition_table = { "rendition", CS_RECORD_RENDITION, refers, NULL };

gboolean
cs_rendition_store_save (CsTx               *tx,
                         const CsRendition  *rendition,
                         GError            **error)
{
  return cs_table_save (tx, &cs_rendition_table, rendition, error);
}

gboolean
cs_rendition_store_remove (CsTx        *tx,
                           const char  *id,
                           GError     **error)
{
  return cs_table_remove (tx, &cs_rendition_table, id, error);
}

/* Those of one clip, the newest first. */
GPtrArray *
cs_rendition_store_list_for (CsTx        *tx,
                             const char  *media_id,
                             GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_rendition_table,
    "WHERE t.media = (SELECT nr FROM media WHERE id = :media) ORDER BY t.nr DESC");

  cs_stmt_bind_text (select, ":media", media_id);

  return cs_table_read_all (&cs_rendition_table, select, error);
}
