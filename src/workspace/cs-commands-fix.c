/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-clip.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-find.h"
#include "cs-media-tool.h"
#include "cs-rendition-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* What was made is one step, for however many accounts. What was made before one failed is kept:
 * it need not be made again. */
static gboolean
keep_renditions (CsAct         *act,
                 const CsMedia *media,
                 GPtrArray     *renditions,
                 gboolean       fits,
                 GError       **error)
{
  g_autoptr(CsTx) tx = NULL;

  if (renditions->len == 0)
    return TRUE;

  tx = cs_act_begin (act, media->title, error);
  if (tx == NULL)
    return FALSE;

  for (guint i = 0; i < renditions->len; i++)
    if (!cs_rendition_store_save (tx, renditions->pdata[i], error))
      return FALSE;

  if (fits && !cs_event_store_add (tx, "media.fitted", CS_RECORD_MEDIA, media->id, NULL, error))
    return FALSE;

  return cs_tx_commit (&tx, error);
}

/* For who does not look. A person who cancelled knows. */
static void
note_failure (CsAct         *act,
              const CsMedia *media,
              const GError  *why)
{
  GVariantDict detail = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) told = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = NULL;

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_variant_dict_insert (&detail, "sentence", "s", why->message);
  told = g_variant_ref_sink (g_variant_dict_end (&detail));
  tx = cs_tx_begin (act->services->db, &error);
  if (tx == NULL
      || !cs_event_store_add (tx, "media.unfit", CS_RECORD_MEDIA, media->id, told, &error)
      || !cs_tx_commit (&tx, &error))
    g_debug ("Nobody is told that it failed: %s", error->message);
}

/* Renders to a name of its own; only what was probed and hashed gets the name of its hash. */
static CsRendition *
render (CsAct          *act,
        const CsAim    *aim,
        const CsMedia  *media,
        const CsRecipe *recipe,
        GError        **error)
{
  g_autoptr(CsRendition) made = cs_record_new (CS_RECORD_RENDITION);
  g_autofree char *part = NULL;
  g_autofree char *whole = NULL;

  made->id = cs_act_new_id (act);
  part = g_strdup_printf ("%s/media/%s.part.mp4", act->services->folder, made->id);
  made->facts = cs_media_tool_render (media->path, media->facts, recipe, part, act->on_progress,
                                      act->user_data, act->cancellable, error);
  if (made->facts != NULL)
    made->sha256 = cs_media_tool_hash (part, NULL, NULL, act->cancellable, error);

  if (made->sha256 == NULL || !cs_fit_must_pass (aim, made->facts, error))
    {
      g_unlink (part);
      return NULL;
    }

  made->path = g_strdup_printf ("media/%s.mp4", made->sha256);
  whole = g_build_filename (act->services->folder, made->path, NULL);
  if (g_rename (part, whole) != 0)
    {
      g_unlink (part);
      return cs_fail_null (error, CS_ERROR_STORE, "“%s” cannot be written: free some space", whole);
    }

  made->media_id = g_strdup (media->id);
  made->recipe = cs_recipe_to_json (recipe);
  made->made_at = cs_act_now (act);

  return g_steal_pointer (&made);
}

static gboolean
is_for (const CsRendition *rendition,
        CsNetwork          network)
{
  return rendition->networks != NULL
      && g_strv_contains ((const char *const *) rendition->networks, cs_network_names[network]);
}

static void
add_network (CsRendition *rendition,
             CsNetwork    network)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  const char *name = cs_network_names[network];

  if (is_for (rendition, network))
    return;

  if (rendition->networks != NULL)
    g_strv_builder_addv (names, (const char **) rendition->networks);
  g_strv_builder_add (names, name);
  g_strfreev (rendition->networks);
  rendition->networks = g_strv_builder_end (names);
}

/* The rendition that is there and fits as well, or a new one; in renditions, and in changed unless
 * it was made for this network before: then there is nothing to keep, and no step to undo. */
static gboolean
fix_for (CsAct         *act,
         const CsAim   *aim,
         const CsMedia *media,
         GPtrArray     *renditions,
         GPtrArray     *changed,
         GError       **error)
{
  g_autoptr(CsRecipe) recipe = NULL;
  g_autoptr(CsRendition) next = NULL;
  CsRendition *known;

  if (cs_fit_passes (aim, media->facts))
    return TRUE;

  known = cs_fit_find_rendition (aim, media, renditions);
  if (known != NULL && is_for (known, aim->network))
    return TRUE;

  if (known != NULL)
    {
      next = cs_record_copy (known);
      g_ptr_array_remove (changed, known);
      g_ptr_array_remove (renditions, known);
    }
  else
    {
      recipe = cs_fit_plan (aim, media, error);
      next = recipe != NULL ? render (act, aim, media, recipe, error) : NULL;
    }

  if (next == NULL)
    return FALSE;

  add_network (next, aim->network);
  g_ptr_array_add (renditions, cs_record_ref (next));
  g_ptr_array_add (changed, g_steal_pointer (&next));

  return TRUE;
}

/* One of several versions: its progress is a part of the whole. */
typedef struct
{
  CsAct *act;
  guint  index;
  guint  count;
} Part;

static void
report_part (gint64   done,
             gint64   total,
             gpointer user_data)
{
  const Part *part = user_data;
  gint64 thousandth = total > 0 ? MIN (done, total) * 1000.0 / total : 0;

  part->act->on_progress (part->index * G_GINT64_CONSTANT (1000) + thousandth,
                          part->count * G_GINT64_CONSTANT (1000), part->act->user_data);
}

static gboolean
fix_for_all (CsAct     *act,
             CsClip    *clip,
             GPtrArray *changed,
             GError   **error)
{
  gboolean fits = TRUE;

  for (guint i = 0; fits && i < clip->aims->len; i++)
    {
      Part part = { act, i, clip->aims->len };
      CsAct step = *act;

      step.on_progress = act->on_progress != NULL ? report_part : NULL;
      step.user_data = &part;
      fits = fix_for (&step, clip->aims->pdata[i], clip->media, clip->renditions, changed, error);
    }

  return fits;
}

static GVariant *
fix_media (CsAct   *act,
           GError **error)
{
  g_autoptr(CsMedia) media = cs_act_find_media (act, error);
  g_autoptr(CsTurn) turn = media != NULL ? cs_act_take_turn (act, media->id, error) : NULL;
  g_autoptr(CsClip) clip = NULL;
  g_autoptr(GPtrArray) changed = cs_records_new ();
  g_autoptr(GError) why = NULL;
  gboolean fits;

  /* What a run before this one made of the file is found here, and not made again. */
  if (turn == NULL || (clip = cs_clip_load (act, error)) == NULL)
    return NULL;

  fits = fix_for_all (act, clip, changed, &why);
  if (!keep_renditions (act, clip->media, changed, fits, fits ? &why : NULL) || !fits)
    {
      note_failure (act, clip->media, why);
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }

  return cs_clip_verdicts (clip);
}

const CsCommand cs_fix_commands[] = {
  { "media.fix", "id s, networks ?as, accounts ?as", "aa{sv}", fix_media, CS_JOB_RENDER,
    N_("Fit “%s”") },
  { NULL, },
};
