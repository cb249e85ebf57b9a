/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-error.h"
#include "cs-match.h"
#include "cs-media-store.h"
#include "cs-post-row-store.h"
#include "cs-post-rows.h"
#include "cs-search-store.h"

#include <string.h>

#define SNIPPET 100   /* characters */

typedef struct
{
  CsAct           *act;
  CsTx            *tx;
  const char      *typed;
  guint            limit;      /* of each kind */
  GVariantBuilder *answer;
} Search;

/* Where the words stand, in characters. */
static void
add_spans (GVariantDict *view,
           const char   *name,
           GArray       *spans)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xx)"));

  for (guint i = 0; i < spans->len; i++)
    {
      CsSpan span = g_array_index (spans, CsSpan, i);

      g_variant_builder_add (&all, "(xx)", (gint64) span.start, (gint64) span.length);
    }

  g_variant_dict_insert_value (view, name, g_variant_builder_end (&all));
}

static void
begin_view (const Search *search,
            GVariantDict *view,
            const char   *kind,
            const char   *id,
            const char   *title)
{
  g_autoptr(GArray) spans = cs_match_find (title, search->typed);

  g_variant_dict_insert (view, "kind", "s", kind);
  g_variant_dict_insert (view, "id", "s", id);
  g_variant_dict_insert (view, "title", "s", title);
  add_spans (view, "title_ranges", spans);
}

static void
add_snippet (const Search *search,
             GVariantDict *view,
             const char   *text)
{
  g_autoptr(GArray) spans = NULL;
  g_autofree char *snippet = cs_match_snippet (text, search->typed, SNIPPET, &spans);

  g_variant_dict_insert (view, "snippet", "s", snippet);
  add_spans (view, "ranges", spans);
}

/* The text in which the most of what was typed stands; the first of equals. */
static const char *
choose_text (const Search      *search,
             const char *const *texts)
{
  const char *best = NULL;
  guint most = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr(GArray) spans = cs_match_find (texts[i], search->typed);

      if (best == NULL || spans->len > most)
        {
          best = texts[i];
          most = spans->len;
        }
    }

  return best != NULL ? best : "";
}

static gboolean
add_post (Search           *search,
          const CsPostRow  *row,
          GError          **error)
{
  g_auto(GStrv) texts = cs_search_store_read_post (search->tx, row->post_id, error);
  g_autofree char *title = cs_post_row_dup_title (row);
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  if (texts == NULL)
    {
      g_variant_dict_clear (&view);
      return FALSE;
    }

  begin_view (search, &view, "post", row->post_id, title);
  add_snippet (search, &view, choose_text (search, (const char *const *) texts));
  g_variant_dict_insert (&view, "state", "s", cs_standing_names[row->standing]);
  if (row->done_at != CS_UNKNOWN || row->due != CS_UNKNOWN)
    g_variant_dict_insert (&view, "time", "x",
                           row->done_at != CS_UNKNOWN ? row->done_at : row->due);
  g_variant_builder_add_value (search->answer, g_variant_dict_end (&view));

  return TRUE;
}

static const CsPostRow *
find_row (GPtrArray  *rows,
          const char *post_id)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((CsPostRow *) rows->pdata[i])->post_id, post_id) == 0)
      return rows->pdata[i];

  return NULL;
}

static gboolean
add_posts (Search  *search,
           GError **error)
{
  g_autoptr(GPtrArray) ids = cs_search_store_find_posts (search->tx, search->typed, search->limit,
                                                         error);
  g_autoptr(GPtrArray) rows = NULL;
  CsPostRowRange range = {
    .from = CS_UNKNOWN, .until = CS_UNKNOWN, .standing = -1, .drafts = TRUE,
    .order = CS_POST_ROW_BY_TIME, .now = cs_act_now (search->act),
  };

  if (ids == NULL)
    return FALSE;

  g_ptr_array_add (ids, NULL);
  range.ids = (const char *const *) ids->pdata;
  rows = cs_post_row_store_list (search->tx, &range, error);

  for (guint i = 0; rows != NULL && ids->pdata[i] != NULL; i++)
    {
      const CsPostRow *row = find_row (rows, ids->pdata[i]);

      if (row != NULL && !add_post (search, row, error))
        return FALSE;
    }

  return rows != NULL;
}

static gboolean
add_media (Search  *search,
           GError **error)
{
  g_autoptr(GPtrArray) ids = cs_search_store_find_media (search->tx, search->typed, search->limit,
                                                         error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr(CsMedia) media = cs_media_store_find (search->tx, ids->pdata[i], error);
      g_autofree char *file = NULL;
      g_autofree char *thumbnail = NULL;
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);
      gboolean has_title = media != NULL && media->title != NULL && *media->title != '\0';

      if (media == NULL)
        {
          g_variant_dict_clear (&view);
          return FALSE;
        }

      file = g_path_get_basename (media->path != NULL ? media->path : "");
      begin_view (search, &view, "media", media->id, has_title ? media->title : file);
      add_snippet (search, &view, has_title ? file : "");
      if (media->thumbnails != NULL && media->thumbnails[0] != NULL)
        {
          thumbnail = g_build_filename (search->act->services->folder, media->thumbnails[0], NULL);
          g_variant_dict_insert (&view, "thumbnail", "s", thumbnail);
        }
      g_variant_builder_add_value (search->answer, g_variant_dict_end (&view));
    }

  return ids != NULL;
}

/* There are few: each is looked at. */
static gboolean
add_accounts (Search  *search,
              GError **error)
{
  g_autoptr(GPtrArray) accounts = cs_account_store_list (search->tx, error);
  guint n_found = 0;

  for (guint i = 0; accounts != NULL && i < accounts->len && n_found < search->limit; i++)
    {
      const CsAccount *account = accounts->pdata[i];
      const char *handle = account->handle != NULL ? account->handle : account->id;
      const char *name = account->display_name != NULL ? account->display_name : "";
      const char *const texts[] = { handle, name, cs_network_get_title (account->network), NULL };
      GVariantDict view;

      if (!cs_match_texts (texts, search->typed))
        continue;

      n_found++;
      g_variant_dict_init (&view, NULL);
      begin_view (search, &view, "account", account->id, handle);
      add_snippet (search, &view, *name != '\0' ? name : texts[2]);
      g_variant_dict_insert (&view, "network", "s", cs_network_names[account->network]);
      g_variant_builder_add_value (search->answer, g_variant_dict_end (&view));
    }

  return accounts != NULL;
}

static GVariant *
search (CsAct   *act,
        GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  GVariantBuilder answer = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  Search self = {
    act, tx, cs_act_text (act, "query"), CLAMP (cs_act_int (act, "limit", 20), 1, 1000), &answer,
  };

  if (tx != NULL && add_posts (&self, error) && add_media (&self, error)
      && add_accounts (&self, error))
    return g_variant_ref_sink (g_variant_builder_end (&answer));

  g_variant_builder_clear (&answer);

  return NULL;
}

const CsCommand cs_search_commands[] = {
  { "search", "query s, limit ?x", "aa{sv}", search, CS_JOB_SHORT, NULL },
  { NULL, },
};
