/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-call.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-media-store.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-preflight.h"
#include "cs-rendition-store.h"
#include "cs-target-store.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

void
cs_outbox_call_free (CsOutboxCall *self)
{
  g_clear_pointer (&self->account, cs_record_unref);
  g_clear_pointer (&self->post, cs_record_unref);
  g_clear_pointer (&self->target, cs_record_unref);
  g_clear_pointer (&self->row, cs_record_unref);
  g_clear_pointer (&self->root, cs_record_unref);
  g_clear_pointer (&self->parent, cs_record_unref);
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_free (self);
}

/* The part before, and the first of all, which a reply must name. */
static gboolean
load_thread (CsOutboxCall  *self,
             CsTx          *tx,
             GError       **error)
{
  if (self->row->parent_id == NULL)
    return TRUE;

  self->parent = cs_outbox_store_find (tx, self->row->parent_id, error);
  if (self->parent == NULL)
    return FALSE;

  self->root = cs_record_ref (self->parent);

  while (self->root->parent_id != NULL)
    {
      CsOutboxRow *above = cs_outbox_store_find (tx, self->root->parent_id, error);

      if (above == NULL)
        return FALSE;

      cs_record_unref (self->root);
      self->root = above;
    }

  return TRUE;
}

/**
 * cs_outbox_call_load:
 *
 * Returns: (transfer full): the call without its uploads, which
 *   cs_outbox_call_load_uploads() finds
 */
CsOutboxCall *
cs_outbox_call_load (CsDb               *db,
                     const CsOutboxRow  *row,
                     GError            **error)
{
  g_autoptr(CsOutboxCall) self = g_new0 (CsOutboxCall, 1);
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, error);

  if (tx == NULL)
    return NULL;

  self->row = cs_record_copy (row);
  self->uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_upload_free);

  if ((self->account = cs_account_store_find (tx, row->account_id, error)) == NULL
      || (self->post = cs_post_store_find (tx, row->post_id, error)) == NULL
      || (self->target = cs_target_store_find (tx, row->target_id, error)) == NULL
      || !load_thread (self, tx, error))
    return NULL;

  self->call = (CsCall) { self->account, self->post, self->target, self->row,
                          self->root, self->parent, 0, self->uploads, NULL, NULL };

  return g_steal_pointer (&self);
}

/* What the account's server would say of a file: what it would refuse first; NULL: nothing. */
static char *
find_fault (const CsFacts  *facts,
            const CsLimits *limits)
{
  g_autoptr(GPtrArray) findings = cs_preflight_media (facts, limits);

  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == CS_FINDING_BLOCK)
        return g_strdup (finding->reason);
    }

  return NULL;
}

static gboolean
is_for (const CsRendition *rendition,
        CsNetwork          network,
        const CsLimits    *limits)
{
  g_autofree char *fault = NULL;

  if (rendition->facts == NULL || rendition->networks == NULL
      || !g_strv_contains ((const char *const *) rendition->networks, cs_network_names[network]))
    return FALSE;

  /* Two servers of one network may take files of different sizes. */
  fault = find_fault (rendition->facts, limits);

  return fault == NULL;
}

/* The rendition that was made for this network and fits this server; NULL: there is none. */
static CsRendition *
find_rendition (CsTx            *tx,
                const char      *media_id,
                CsNetwork        network,
                const CsLimits  *limits,
                GError         **error)
{
  g_autoptr(GPtrArray) renditions = cs_rendition_store_list_for (tx, media_id, error);

  for (guint i = 0; renditions != NULL && i < renditions->len; i++)
    if (is_for (renditions->pdata[i], network, limits))
      return cs_record_ref (renditions->pdata[i]);

  return NULL;
}

/* The file as it was read when it was added: size and time tell a change, the hash proves it. */
static gboolean
check_file (const char  *path,
            const char  *title,
            gint64       size,
            GError     **error)
{
  struct stat st;

  if (stat (path, &st) < 0)
    return cs_fail (error, CS_ERROR_NOT_FOUND,
                    "The file of “%s” is missing: put it back at %s, or choose another clip",
                    title, path);

  if (size != CS_UNKNOWN && st.st_size != size)
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "The file of “%s” changed since it was added: add it again", title);

  return TRUE;
}

static gboolean
add_file (CsOutboxCall       *self,
          const CsAttachment *attachment,
          const CsMedia      *media,
          const CsFacts      *facts,
          const char         *path,
          const char         *sha256)
{
  CsUpload *upload = g_new0 (CsUpload, 1);
  gboolean turned = facts->rotation == 90 || facts->rotation == 270;

  upload->media_id = g_strdup (media->id);
  upload->path = g_strdup (path);
  upload->mime = g_strdup (facts->mime);
  upload->alt = g_strdup (attachment->alt);
  upload->sha256 = g_strdup (sha256);
  upload->size = facts->size;
  upload->width = turned ? facts->height : facts->width;
  upload->height = turned ? facts->width : facts->height;
  upload->duration = facts->kind == CS_MEDIA_IMAGE || facts->duration == CS_UNKNOWN
                       ? 0 : facts->duration;
  g_ptr_array_add (self->uploads, upload);

  return TRUE;
}

/* The original where it fits the network, else the rendition that was made to. */
static gboolean
add_upload (CsOutboxCall        *self,
            CsTx                *tx,
            const char          *folder,
            const CsAttachment  *attachment,
            const CsLimits      *limits,
            GError             **error)
{
  g_autoptr(CsMedia) media = cs_media_store_find (tx, attachment->media_id, error);
  g_autoptr(CsRendition) rendition = NULL;
  g_autoptr(GError) failure = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *path = NULL;

  if (media == NULL)
    return FALSE;

  if (media->facts == NULL)
    return cs_fail (error, CS_ERROR_NEEDS_YOU, "“%s” was never read through: add it again",
                    media->title);

  fault = find_fault (media->facts, limits);

  if (fault == NULL)
    return check_file (media->path, media->title, media->size, error)
        && add_file (self, attachment, media, media->facts, media->path, media->sha256);

  rendition = find_rendition (tx, media->id, self->account->network, limits, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (rendition == NULL)
    return cs_fail (error, CS_ERROR_NEEDS_YOU, "“%s” does not fit %s and was not made to: %s",
                    media->title, cs_network_get_title (self->account->network), fault);

  path = g_build_filename (folder, rendition->path, NULL);

  return check_file (path, media->title, rendition->facts->size, error)
      && add_file (self, attachment, media, rendition->facts, path, rendition->sha256);
}

/**
 * cs_outbox_call_load_uploads:
 * @folder: of the workspace
 *
 * Chooses the files that go with this part and looks whether they are as they
 * were. The error's sentence is for the person.
 */
gboolean
cs_outbox_call_load_uploads (CsOutboxCall  *self,
                             CsDb          *db,
                             const char    *folder,
                             GError       **error)
{
  GPtrArray *attachments = self->post->attachments;
  g_autoptr(CsLimits) limits = NULL;
  g_autoptr(CsTx) tx = NULL;

  if (attachments == NULL || attachments->len == 0)
    return TRUE;

  limits = cs_limits_for_account (self->account);
  tx = cs_tx_begin_read (db, error);

  if (tx == NULL)
    return FALSE;

  g_ptr_array_set_size (self->uploads, 0);

  for (guint i = 0; i < attachments->len; i++)
    {
      const CsAttachment *attachment = g_ptr_array_index (attachments, i);

      if (attachment->part == self->row->part
          && !add_upload (self, tx, folder, attachment, limits, error))
        return FALSE;
    }

  return TRUE;
}

/* What the network holds for the account's other rows. */
static GHashTable *
list_held (CsTx               *tx,
           const CsOutboxRow  *row,
           GError            **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_active (tx, error);
  g_autoptr(GHashTable) held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *other = g_ptr_array_index (rows, i);
      char *id;

      if (other->handles != NULL && g_str_equal (other->account_id, row->account_id)
          && !g_str_equal (other->id, row->id)
          && g_variant_lookup (other->handles, CS_HANDLE_SCHEDULED, "s", &id))
        g_hash_table_add (held, id);
    }

  return g_steal_pointer (&held);
}

/**
 * cs_outbox_call_load_taken:
 *
 * Finds what a look must not take for this row's post: two posts of one account
 * may say the same, and each of them is the proof of one row alone.
 */
gboolean
cs_outbox_call_load_taken (CsOutboxCall  *self,
                           CsDb          *db,
                           GError       **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, error);

  if (tx == NULL
      || (self->taken = cs_outbox_store_list_taken (tx, self->row, error)) == NULL
      || (self->held = list_held (tx, self->row, error)) == NULL)
    return FALSE;

  self->call.taken = self->taken;
  self->call.held = self->held;

  return TRUE;
}
