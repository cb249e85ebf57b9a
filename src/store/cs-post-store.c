/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-store.h"

#include "cs-error.h"
#include "cs-match.h"
#include "cs-table-private.h"
#include "cs-target-store.h"

const CsTable cs_post_table = { "post", CS_RECORD_POST, NULL, NULL };

static gboolean
save_attachment (CsTx                *tx,
                 gint64               post,
                 guint                position,
                 const CsAttachment  *attachment,
                 GError             **error)
{
  g_autoptr(CsStmt) save = NULL;
  gint64 media = cs_table_find_key (tx, &cs_media_table, attachment->media_id, error);

  if (media == CS_UNKNOWN)
    return FALSE;

  save = cs_tx_prepare (tx,
    "INSERT INTO attachment (post, position, media, alt, part)"
    " VALUES (:post, :position, :media, :alt, :part)"
    " ON CONFLICT (post, position) DO UPDATE SET media = :media, alt = :alt, part = :part");
  cs_stmt_bind_int (save, ":post", post);
  cs_stmt_bind_int (save, ":position", position);
  cs_stmt_bind_int (save, ":media", media);
  cs_stmt_bind_text (save, ":alt", attachment->alt);
  cs_stmt_bind_int (save, ":part", attachment->part);

  return cs_stmt_run (save, error);
}

/* Takes out what stands at a position and behind it. */
static gboolean
cut_attachments (CsTx    *tx,
                 gint64   post,
                 guint    position,
                 GError **error)
{
  g_autoptr(CsStmt) cut = cs_tx_prepare (tx,
    "DELETE FROM attachment WHERE post = :post AND position >= :position");

  cs_stmt_bind_int (cut, ":post", post);
  cs_stmt_bind_int (cut, ":position", position);

  return cs_stmt_run (cut, error);
}

gboolean
cs_post_store_save (CsTx          *tx,
                    const CsPost  *post,
                    GError       **error)
{
  guint n_attachments = post->attachments != NULL ? post->attachments->len : 0;
  gint64 key;

  if (!cs_table_save (tx, &cs_post_table, post, error))
    return FALSE;

  key = cs_table_find_key (tx, &cs_post_table, post->id, error);
  if (key == CS_UNKNOWN)
    return FALSE;

  for (guint i = 0; i < n_attachments; i++)
    if (!save_attachment (tx, key, i, g_ptr_array_index (post->attachments, i), error))
      return FALSE;

  return cut_attachments (tx, key, n_attachments, error);
}

static gboolean
check_at_rest (CsTx        *tx,
               const char  *id,
               GError     **error)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT count (*) FROM outbox WHERE post_id = :id AND state < 90");

  cs_stmt_bind_text (find, ":id", id);

  if (!cs_stmt_next (find, error))
    return FALSE;

  return cs_stmt_get_int (find, 0) == 0
      || cs_fail (error, CS_ERROR_INVALID, "This post is being published: cancel that or let it "
                  "finish, then delete it");
}

/* Its targets and attachments go with it. Refused with CS_ERROR_INVALID while it is published. */
gboolean
cs_post_store_remove (CsTx        *tx,
                      const char  *id,
                      GError     **error)
{
  g_autoptr(GPtrArray) targets = NULL;
  gint64 key = cs_table_find_key (tx, &cs_post_table, id, error);

  if (key == CS_UNKNOWN || !check_at_rest (tx, id, error))
    return FALSE;

  targets = cs_target_store_list_for (tx, id, error);
  if (targets == NULL)
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    {
      const CsTarget *target = g_ptr_array_index (targets, i);

      if (!cs_table_remove (tx, &cs_target_table, target->id, error))
        return FALSE;
    }

  return cut_attachments (tx, key, 0, error) && cs_table_remove (tx, &cs_post_table, id, error);
}

static gboolean
read_attachments (CsTx    *tx,
                  CsPost  *post,
                  GError **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT media.id, attachment.alt, attachment.part FROM attachment"
    " JOIN media ON media.nr = attachment.media"
    " WHERE attachment.post = (SELECT nr FROM post WHERE id = :post) ORDER BY position");

  cs_stmt_bind_text (select, ":post", post->id);

  while (cs_stmt_next (select, NULL))
    {
      CsAttachment *attachment = cs_record_new (CS_RECORD_ATTACHMENT);

      attachment->media_id = g_strdup (cs_stmt_get_text (select, 0));
      attachment->alt = g_strdup (cs_stmt_get_text (select, 1));
      attachment->part = cs_stmt_get_int (select, 2);

      if (post->attachments == NULL)
        post->attachments = cs_records_new ();

      g_ptr_array_add (post->attachments, attachment);
    }

  return cs_stmt_check (select, error);
}

CsPost *
cs_post_store_find (CsTx        *tx,
                    const char  *id,
                    GError     **error)
{
  g_autoptr(CsPost) post = cs_table_find (tx, &cs_post_table, id, error);

  return post != NULL && read_attachments (tx, post, error) ? g_steal_pointer (&post) : NULL;
}

GPtrArray *
cs_post_store_list (CsTx               *tx,
                    const CsPostRange  *range,
                    GError            **error)
{
  g_autofree char *expression = cs_match_expression (range->search);
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(CsStmt) select = NULL;

  /* Looking for no word finds nothing. */
  if (range->search != NULL && expression == NULL)
    return cs_records_new ();

  select = cs_table_select (tx, &cs_post_table,
    "WHERE (:from = 0 OR t.created_at >= :from) AND (:until = 0 OR t.created_at < :until)"
    " AND (:match IS NULL OR t.nr IN (SELECT rowid FROM post_search"
    "                                 WHERE post_search MATCH :match))"
    " ORDER BY t.nr DESC LIMIT :limit");

  cs_stmt_bind_int (select, ":from", range->from);
  cs_stmt_bind_int (select, ":until", range->until);
  cs_stmt_bind_text (select, ":match", expression);
  cs_stmt_bind_int (select, ":limit", range->limit == 0 ? -1 : (gint64) range->limit);

  posts = cs_table_read_all (&cs_post_table, select, error);

  for (guint i = 0; posts != NULL && i < posts->len; i++)
    if (!read_attachments (tx, g_ptr_array_index (posts, i), error))
      return NULL;

  return g_steal_pointer (&posts);
}
