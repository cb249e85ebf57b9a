/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-clip.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-media-store.h"
#include "cs-media-tool.h"
#include "cs-rendition-store.h"

#include <glib/gstdio.h>
#include <string.h>

/* Files of the workspace are named from its folder, so that it can be moved. */
static void
make_relative (CsAct *act,
               GStrv  paths)
{
  gsize length = strlen (act->services->folder);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    if (strncmp (paths[i], act->services->folder, length) == 0 && paths[i][length] == '/')
      memmove (paths[i], paths[i] + length + 1, strlen (paths[i] + length + 1) + 1);
}

static gboolean
read_stat (CsMedia  *media,
           GError  **error)
{
  GStatBuf found;

  if (g_stat (media->path, &found) != 0)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no file “%s”: check the path",
                    media->path);

  media->size = found.st_size;
  media->mtime = found.st_mtim.tv_sec * G_USEC_PER_SEC + found.st_mtim.tv_nsec / 1000;

  return TRUE;
}

/* A file that ends before it should is not taken: what is missing cannot be made up. */
static gboolean
check_whole (const CsMedia *media,
             GError       **error)
{
  const CsFacts *facts = media->facts;

  if (!facts->damaged
      && (facts->readable == CS_UNKNOWN || facts->duration == CS_UNKNOWN
          || facts->readable >= facts->duration))
    return TRUE;

  return cs_fail (error, CS_ERROR_INVALID,
                  "“%s” is damaged or cut off: copy or export it anew, then add it", media->path);
}

/* All that is learned of a file before anything is written. */
static CsMedia *
read_media (CsAct   *act,
            GError **error)
{
  g_autoptr(CsMedia) media = cs_record_new (CS_RECORD_MEDIA);

  media->path = g_strdup (cs_act_text (act, "path"));
  if (!g_path_is_absolute (media->path))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” must be a path from the root", media->path);

  media->facts = cs_media_tool_probe (media->path, act->cancellable, error);
  if (media->facts == NULL || !check_whole (media, error) || !read_stat (media, error))
    return NULL;

  media->sha256 = cs_media_tool_hash (media->path, act->on_progress, act->user_data,
                                      act->cancellable, error);
  if (media->sha256 == NULL)
    return NULL;

  media->id = cs_act_new_id (act);
  media->title = g_path_get_basename (media->path);
  media->added_at = cs_act_now (act);

  return g_steal_pointer (&media);
}

static gboolean
make_thumbnails (CsAct   *act,
                 CsMedia *media,
                 GError **error)
{
  g_autofree char *folder = g_build_filename (act->services->folder, "media", media->id, NULL);

  if (media->facts->kind == CS_MEDIA_AUDIO)
    return TRUE;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return cs_fail (error, CS_ERROR_STORE, "“%s” cannot be made: free some space, or change its "
                    "permissions", folder);

  media->thumbnails = cs_media_tool_thumbnails (media->path, media->facts, folder,
                                                act->cancellable, error);
  if (media->thumbnails == NULL)
    return FALSE;

  make_relative (act, media->thumbnails);

  return TRUE;
}

/* The same bytes at the same place are not added twice. NULL without an error: they are new. */
static CsMedia *
find_known (CsAct         *act,
            const CsMedia *media,
            GError       **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(CsMedia) known = NULL;
  g_autoptr(GError) cause = NULL;

  if (tx == NULL)
    return NULL;

  known = cs_media_store_find_by_path (tx, media->path, &cause);
  if (known != NULL)
    return g_strcmp0 (known->sha256, media->sha256) == 0 ? g_steal_pointer (&known) : NULL;

  if (!g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&cause));

  return NULL;
}

static GVariant *
add_media (CsAct   *act,
           GError **error)
{
  g_autoptr(CsMedia) media = read_media (act, error);
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GError) cause = NULL;
  CsMedia *known;

  if (media == NULL)
    return NULL;

  known = find_known (act, media, &cause);
  if (known != NULL)
    return cs_act_record (known);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  if (!make_thumbnails (act, media, error))
    return NULL;

  tx = cs_act_begin (act, media->title, error);
  if (tx == NULL
      || !cs_media_store_save (tx, media, error)
      || !cs_event_store_add (tx, "media.added", CS_RECORD_MEDIA, media->id, NULL, error)
      || !cs_tx_commit (&tx, error))
    return NULL;

  return cs_act_record (g_steal_pointer (&media));
}

static GVariant *
list_media (CsAct   *act,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  GPtrArray *all = tx != NULL ? cs_media_store_list (tx, 0, 0, 0, error) : NULL;

  return all != NULL ? cs_act_records (all) : NULL;
}

static GVariant *
show_media (CsAct   *act,
            GError **error)
{
  g_autoptr(CsMedia) media = cs_act_find_media (act, error);
  g_autoptr(CsTx) tx = media != NULL ? cs_act_begin_read (act, error) : NULL;
  g_autoptr(GPtrArray) renditions = NULL;
  g_autoptr(GVariant) fields = NULL;
  GVariantDict answer;

  renditions = tx != NULL ? cs_rendition_store_list_for (tx, media->id, error) : NULL;
  if (renditions == NULL)
    return NULL;

  fields = g_variant_ref_sink (cs_record_to_variant (media));
  g_variant_dict_init (&answer, fields);
  g_variant_dict_insert_value (&answer, "renditions", cs_records_to_variant (renditions));

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

static GVariant *
remove_media (CsAct   *act,
              GError **error)
{
  g_autoptr(CsMedia) media = cs_act_find_media (act, error);
  g_autoptr(CsTx) tx = media != NULL ? cs_act_begin (act, media->title, error) : NULL;
  g_autoptr(GPtrArray) renditions = NULL;

  renditions = tx != NULL ? cs_rendition_store_list_for (tx, media->id, error) : NULL;
  if (renditions == NULL)
    return NULL;

  for (guint i = 0; i < renditions->len; i++)
    if (!cs_rendition_store_remove (tx, ((CsRendition *) renditions->pdata[i])->id, error))
      return NULL;

  if (!cs_media_store_remove (tx, media->id, error) || !cs_tx_commit (&tx, error))
    return NULL;

  return cs_act_record (g_steal_pointer (&media));
}

static GVariant *
check_media (CsAct   *act,
             GError **error)
{
  g_autoptr(CsClip) clip = cs_clip_load (act, error);

  return clip != NULL ? cs_clip_verdicts (clip) : NULL;
}

const CsCommand cs_media_commands[] = {
  { "media.add", "path s", "a{sv}", add_media, CS_JOB_LONG, "Add “%s”" },
  { "media.list", "", "aa{sv}", list_media, CS_JOB_SHORT, NULL },
  { "media.show", "id s", "a{sv}", show_media, CS_JOB_SHORT, NULL },
  { "media.check", "id s, networks ?as, accounts ?as", "aa{sv}", check_media, CS_JOB_SHORT, NULL },
  { "media.remove", "id s", "a{sv}", remove_media, CS_JOB_SHORT, "Remove “%s”" },
  { NULL, },
};
