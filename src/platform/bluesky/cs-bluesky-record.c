/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"
#include "cs-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define TAG_MAX_GRAPHEMES 64
#define TAG_MAX_BYTES     640

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* Positions are in UTF-8 bytes, the end not included: as in the text that is sent. */
static void
add_facet (JsonBuilder        *builder,
           const CsTextEntity *entity,
           const char         *type,
           const char         *name,
           const char         *value)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "index");
  json_builder_begin_object (builder);
  add_int (builder, "byteStart", entity->start);
  add_int (builder, "byteEnd", entity->end);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "features");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_text (builder, "$type", type);
  add_text (builder, name, value);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* A name that nobody has stays plain text; that nobody could be asked is an error. */
static gboolean
add_mention (CsBluesky           *self,
             const CsCall        *call,
             JsonBuilder         *builder,
             const CsTextEntity  *entity,
             const char          *name,
             GCancellable        *cancellable,
             GError             **error)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *handle = g_ascii_strdown (name + 1, -1);
  g_autofree char *did = NULL;

  if (strchr (handle, '.') == NULL || strchr (handle, '@') != NULL)
    return TRUE;

  did = cs_bluesky_resolve_handle (self, call->account->host, handle, cancellable, &cause);
  if (did != NULL)
    add_facet (builder, entity, "app.bsky.richtext.facet#mention", "did", did);
  else if (!g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&cause), _("Looking up “%s”: "), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_entity (CsBluesky           *self,
            const CsCall        *call,
            JsonBuilder         *builder,
            const char          *text,
            const CsTextEntity  *entity,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autofree char *words = g_strndup (text + entity->start, entity->end - entity->start);
  g_autofree char *address = NULL;

  switch (entity->kind)
    {
    case CS_TEXT_LINK:
      add_facet (builder, entity, "app.bsky.richtext.facet#link", "uri", words);
      return TRUE;

    case CS_TEXT_DOMAIN:      /* what the network's own app makes a link of, too */
      address = g_strconcat ("https://", words, NULL);
      add_facet (builder, entity, "app.bsky.richtext.facet#link", "uri", address);
      return TRUE;

    case CS_TEXT_TAG:
      if (strlen (words + 1) <= TAG_MAX_BYTES
          && cs_text_count (words + 1, CS_TEXT_GRAPHEMES, NULL) <= TAG_MAX_GRAPHEMES)
        add_facet (builder, entity, "app.bsky.richtext.facet#tag", "tag", words + 1);
      return TRUE;

    case CS_TEXT_MENTION:
      return add_mention (self, call, builder, entity, words, cancellable, error);

    default:
      return TRUE;
    }
}

static gboolean
add_facets (CsBluesky     *self,
            const CsCall  *call,
            JsonBuilder   *builder,
            const char    *text,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GArray) entities = cs_text_find_entities (text);

  if (entities->len == 0)
    return TRUE;

  json_builder_set_member_name (builder, "facets");
  json_builder_begin_array (builder);

  for (guint i = 0; i < entities->len; i++)
    if (!add_entity (self, call, builder, text, &g_array_index (entities, CsTextEntity, i),
                     cancellable, error))
      return FALSE;

  json_builder_end_array (builder);

  return TRUE;
}

/* The blob as the server described it, with what the post says of it. */
static gboolean
add_blob (JsonBuilder     *builder,
          const CsCall    *call,
          const CsUpload  *upload,
          const char      *name,
          GError         **error)
{
  const char *blob = cs_row_get_handle (call->row, "blob", upload->media_id);
  g_autoptr(JsonNode) node = blob != NULL ? cs_json_parse (blob, -1, 0, NULL) : NULL;

  if (node == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is not uploaded yet", upload->path);

  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, g_steal_pointer (&node));
  add_text (builder, "alt", upload->alt != NULL ? upload->alt : "");

  if (upload->width > 0 && upload->height > 0)
    {
      json_builder_set_member_name (builder, "aspectRatio");
      json_builder_begin_object (builder);
      add_int (builder, "width", upload->width);
      add_int (builder, "height", upload->height);
      json_builder_end_object (builder);
    }

  return TRUE;
}

static gboolean
add_video (JsonBuilder   *builder,
           const CsCall  *call,
           GError       **error)
{
  if (call->uploads->len > 1)
    return cs_fail (error, CS_ERROR_INVALID,
                    "Bluesky takes one video in a post, and no picture beside it");

  add_text (builder, "$type", "app.bsky.embed.video");

  return add_blob (builder, call, g_ptr_array_index (call->uploads, 0), "video", error);
}

static gboolean
add_images (JsonBuilder   *builder,
            const CsCall  *call,
            GError       **error)
{
  add_text (builder, "$type", "app.bsky.embed.images");
  json_builder_set_member_name (builder, "images");
  json_builder_begin_array (builder);

  for (guint i = 0; i < call->uploads->len; i++)
    {
      json_builder_begin_object (builder);
      if (!add_blob (builder, call, g_ptr_array_index (call->uploads, i), "image", error))
        return FALSE;
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);

  return TRUE;
}

static gboolean
add_embed (JsonBuilder   *builder,
           const CsCall  *call,
           GError       **error)
{
  gboolean is_whole;

  if (call->uploads->len == 0)
    return TRUE;

  json_builder_set_member_name (builder, "embed");
  json_builder_begin_object (builder);
  is_whole = cs_call_has_video (call) ? add_video (builder, call, error)
                                      : add_images (builder, call, error);
  json_builder_end_object (builder);

  return is_whole;
}

static void
add_reference (JsonBuilder       *builder,
               const char        *name,
               const CsOutboxRow *row)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_text (builder, "uri", row->remote_id);
  add_text (builder, "cid", row->remote_cid);
  json_builder_end_object (builder);
}

static gboolean
is_published (const CsOutboxRow *row)
{
  return row != NULL && row->remote_id != NULL && row->remote_cid != NULL;
}

static gboolean
add_reply (JsonBuilder   *builder,
           const CsCall  *call,
           GError       **error)
{
  if (call->row->part == 0)
    return TRUE;

  if (!is_published (call->root) || !is_published (call->parent))
    return cs_fail (error, CS_ERROR_INVALID, "The part before this one is not published");

  json_builder_set_member_name (builder, "reply");
  json_builder_begin_object (builder);
  add_reference (builder, "root", call->root);
  add_reference (builder, "parent", call->parent);
  json_builder_end_object (builder);

  return TRUE;
}

static gboolean
add_record (CsBluesky     *self,
            const CsCall  *call,
            JsonBuilder   *builder,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *created = cs_iso_time (cs_clock_now_usec (self->clock));
  const char *text = cs_call_get_text (call);

  json_builder_begin_object (builder);
  add_text (builder, "$type", CS_BLUESKY_COLLECTION);
  add_text (builder, "text", text);
  add_text (builder, "createdAt", created);

  if (call->post->language != NULL)
    {
      json_builder_set_member_name (builder, "langs");
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, call->post->language);
      json_builder_end_array (builder);
    }

  if (!add_facets (self, call, builder, text, cancellable, error)
      || !add_embed (builder, call, error)
      || !add_reply (builder, call, error))
    return FALSE;

  json_builder_end_object (builder);

  return TRUE;
}

/* All of putRecord's input: sent again byte for byte it is a no-op, changed it is refused. */
char *
cs_bluesky_freeze (CsPlatform    *platform,
                   const CsCall  *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "repo", call->account->remote_id);
  add_text (builder, "collection", CS_BLUESKY_COLLECTION);
  add_text (builder, "rkey", call->row->key);
  json_builder_set_member_name (builder, "swapRecord");
  json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "validate");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "record");
  if (!add_record (self, call, builder, cancellable, error))
    return NULL;
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return cs_json_to_text (root);
}
