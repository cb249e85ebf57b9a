/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-clip.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-find.h"
#include "cs-media-store.h"
#include "cs-media-tool.h"
#include "cs-media-list.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define TITLE_MAX 200    /* characters */

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

/* The fields of one that is there already, "known" among them. */
static GVariant *
view_known (const CsMedia *media)
{
  g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (media));
  GVariantDict view;

  g_variant_dict_init (&view, fields);
  g_variant_dict_insert (&view, "known", "b", TRUE);

  return g_variant_ref_sink (g_variant_dict_end (&view));
}

static GVariant *
add_media (CsAct   *act,
           GError **error)
{
  g_autoptr(CsMedia) media = read_media (act, error);
  g_autoptr(CsTurn) turn = media != NULL ? cs_act_take_turn (act, media->path, error) : NULL;
  g_autoptr(CsMedia) known = NULL;
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GError) cause = NULL;

  if (turn == NULL)
    return NULL;

  known = find_known (act, media, &cause);
  if (known != NULL)
    return view_known (known);

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

static gboolean
remove_one (CsTx           *tx,
            const CsMedia  *media,
            GError        **error)
{
  if (cs_media_store_remove (tx, media->id, error))
    return TRUE;

  g_prefix_error (error, _("“%s”: "), media->title);

  return FALSE;
}

/* By the words of id or of ids; each once. */
static GPtrArray *
find_meant (CsAct   *act,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) found = cs_records_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) words = cs_act_dup_texts (act, "ids");
  const char *single[] = { cs_act_text (act, "id"), NULL };
  const char *const *all = words != NULL ? (const char *const *) words : single;

  for (guint i = 0; tx != NULL && all[i] != NULL; i++)
    {
      g_autoptr(CsMedia) media = cs_find_media (tx, all[i], error);

      if (media == NULL)
        return NULL;

      if (g_hash_table_add (seen, media->id))
        g_ptr_array_add (found, g_steal_pointer (&media));
    }

  if (tx != NULL && found->len == 0)
    return cs_fail_null (error, CS_ERROR_USAGE, "Say which file is to be removed: “id” or “ids”");

  return tx != NULL ? g_steal_pointer (&found) : NULL;
}

/* All of them in one step, or none. Answers the first, with how many were “removed”. */
static GVariant *
remove_media (CsAct   *act,
              GError **error)
{
  g_autoptr(GPtrArray) meant = find_meant (act, error);
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GVariant) fields = NULL;
  g_autofree char *subject = NULL;
  GVariantDict answer;

  if (meant == NULL)
    return NULL;

  subject = meant->len == 1 ? g_strdup (((CsMedia *) meant->pdata[0])->title)
                            : g_strdup_printf (ngettext ("%u file", "%u files", meant->len),
                                               meant->len);
  tx = cs_act_begin (act, subject, error);
  if (tx == NULL)
    return NULL;

  for (guint i = 0; i < meant->len; i++)
    if (!remove_one (tx, meant->pdata[i], error))
      return NULL;

  if (!cs_tx_commit (&tx, error))
    return NULL;

  fields = g_variant_ref_sink (cs_record_to_variant (meant->pdata[0]));
  g_variant_dict_init (&answer, fields);
  g_variant_dict_insert (&answer, "removed", "x", (gint64) meant->len);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

static GVariant *
save_changed (CsAct    *act,
              CsMedia  *next,
              GError  **error)
{
  g_autoptr(CsMedia) media = next;
  g_autoptr(CsTx) tx = cs_act_begin (act, media->title, error);

  if (tx == NULL || !cs_media_store_save (tx, media, error) || !cs_tx_commit (&tx, error))
    return NULL;

  return cs_act_record (g_steal_pointer (&media));
}

static GVariant *
rename_media (CsAct   *act,
              GError **error)
{
  g_autoptr(CsMedia) was = cs_act_find_media (act, error);
  g_autofree char *title = g_strstrip (g_strdup (cs_act_text (act, "title")));
  CsMedia *next;

  if (was == NULL)
    return NULL;

  if (*title == '\0' || g_utf8_strlen (title, -1) > TITLE_MAX)
    return cs_fail_null (error, CS_ERROR_INVALID, "Give a title of 1 to %d characters", TITLE_MAX);

  next = cs_record_copy (was);
  g_set_str (&next->title, title);

  return save_changed (act, next, error);
}

/* The original was moved: the same bytes at another place. */
static GVariant *
locate_media (CsAct   *act,
              GError **error)
{
  g_autoptr(CsMedia) was = cs_act_find_media (act, error);
  g_autoptr(CsMedia) next = was != NULL ? cs_record_copy (was) : NULL;
  g_autofree char *sha256 = NULL;

  if (was == NULL)
    return NULL;

  g_set_str (&next->path, cs_act_text (act, "path"));
  if (!g_path_is_absolute (next->path))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” must be a path from the root", next->path);

  if (!read_stat (next, error))
    return NULL;

  sha256 = cs_media_tool_hash (next->path, act->on_progress, act->user_data, act->cancellable,
                               error);
  if (sha256 == NULL)
    return NULL;

  if (g_strcmp0 (sha256, was->sha256) != 0)
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is not the file that was added as “%s”: "
                         "choose that one, or add this one as a new file", next->path, was->title);

  return save_changed (act, g_steal_pointer (&next), error);
}

static GVariant *
check_media (CsAct   *act,
             GError **error)
{
  g_autoptr(CsClip) clip = cs_clip_load (act, error);

  return clip != NULL ? cs_clip_verdicts (clip) : NULL;
}

const CsCommand cs_media_commands[] = {
  { "media.add", "path s", "a{sv}", add_media, CS_JOB_LONG, N_("Add “%s”") },
  { "media.list", "search ?s, order ?s, limit ?x, offset ?x", "aa{sv}", cs_act_list_media,
    CS_JOB_SHORT, NULL },
  { "media.show", "id s", "a{sv}", cs_act_show_media, CS_JOB_SHORT, NULL },
  { "media.check", "id s, networks ?as, accounts ?as", "aa{sv}", check_media, CS_JOB_SHORT, NULL },
  { "media.rename", "id s, title s", "a{sv}", rename_media, CS_JOB_SHORT, N_("Rename “%s”") },
  { "media.locate", "id s, path s", "a{sv}", locate_media, CS_JOB_LONG, N_("Locate “%s”") },
  { "media.remove", "id ?s, ids ?as", "a{sv}", remove_media, CS_JOB_SHORT, N_("Remove “%s”") },
  { NULL, },
};
