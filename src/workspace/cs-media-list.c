/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-list.h"

#include "cs-find.h"
#include "cs-media-store.h"
#include "cs-rendition-store.h"

#include <glib/gstdio.h>

/* What is to be seen of the original, without reading it. */
static const char *
file_state (const CsMedia *media)
{
  GStatBuf found;

  if (media->path == NULL || g_stat (media->path, &found) != 0)
    return "missing";

  return found.st_size == media->size
         && found.st_mtim.tv_sec * G_USEC_PER_SEC + found.st_mtim.tv_nsec / 1000 == media->mtime
           ? "there" : "changed";
}

static void
fill_view (CsAct         *act,
           const CsMedia *media,
           gint64         n_posts,
           GVariantDict  *view)
{
  g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (media));

  g_variant_dict_init (view, fields);
  g_variant_dict_insert (view, "posts", "x", n_posts);
  if (media->thumbnails != NULL && media->thumbnails[0] != NULL)
    {
      g_autofree char *path = g_build_filename (act->services->folder, media->thumbnails[0], NULL);

      g_variant_dict_insert (view, "thumbnail", "s", path);
    }
}

/* {…, file, state}: the fields, where the file is, and whether it still is there. */
static GVariant *
view_renditions (CsAct     *act,
                 GPtrArray *renditions)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < renditions->len; i++)
    {
      const CsRendition *rendition = renditions->pdata[i];
      g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (rendition));
      g_autofree char *path = g_build_filename (act->services->folder, rendition->path, NULL);
      GVariantDict view;

      g_variant_dict_init (&view, fields);
      g_variant_dict_insert (&view, "file", "s", path);
      g_variant_dict_insert (&view, "state", "s",
                             g_file_test (path, G_FILE_TEST_IS_REGULAR) ? "there" : "missing");
      g_variant_builder_add_value (&all, g_variant_dict_end (&view));
    }

  return g_variant_builder_end (&all);
}

/* One page of the files: {…, posts, thumbnail} each. */
GVariant *
cs_act_list_media (CsAct   *act,
                   GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) media = NULL;
  GVariantBuilder all;
  CsMediaRange range = { NULL, };
  int order = CS_MEDIA_NEWEST;

  if (tx == NULL || !cs_act_enum (act, "order", cs_media_order_names, &order, error))
    return NULL;

  range.search = cs_act_text (act, "search");
  range.order = order;
  range.offset = MAX (cs_act_int (act, "offset", 0), 0);
  range.limit = MAX (cs_act_int (act, "limit", 0), 0);
  media = cs_media_store_list (tx, &range, error);
  if (media == NULL)
    return NULL;

  g_variant_builder_init_static (&all, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < media->len; i++)
    {
      const CsMedia *one = media->pdata[i];
      gint64 n_posts = cs_media_store_count_posts (tx, one->id, error);
      GVariantDict view;

      if (n_posts < 0)
        {
          g_variant_builder_clear (&all);
          return NULL;
        }

      fill_view (act, one, n_posts, &view);
      g_variant_builder_add_value (&all, g_variant_dict_end (&view));
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

/**
 * cs_act_show_media:
 *
 * Returns: (transfer full): {…, posts, thumbnail, state, renditions}; state is
 *   "there", "missing", or "changed" since it was added
 */
GVariant *
cs_act_show_media (CsAct   *act,
                   GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(CsMedia) media = tx != NULL ? cs_find_media (tx, cs_act_text (act, "id"), error) : NULL;
  g_autoptr(GPtrArray) renditions = NULL;
  GVariantDict view;
  gint64 n_posts;

  if (media == NULL)
    return NULL;

  n_posts = cs_media_store_count_posts (tx, media->id, error);
  renditions = n_posts >= 0 ? cs_rendition_store_list_for (tx, media->id, error) : NULL;
  if (renditions == NULL)
    return NULL;

  /* The disk may be slow; nobody waits for this reader meanwhile. */
  g_clear_pointer (&tx, cs_tx_free);
  fill_view (act, media, n_posts, &view);
  g_variant_dict_insert (&view, "state", "s", file_state (media));
  g_variant_dict_insert_value (&view, "renditions", view_renditions (act, renditions));

  return g_variant_ref_sink (g_variant_dict_end (&view));
}
