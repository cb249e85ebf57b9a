/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-record.h"
#include "cs-json.h"
#include "cs-sim-cid.h"
#include "cs-sim-text.h"

#include <string.h>

#define TEXT_GRAPHEMES 300
#define TEXT_BYTES     3000
#define IMAGE_SIZE     2000000
#define VIDEO_SIZE     300000000
#define THUMB_SIZE     1000000
#define CAPTION_SIZE   20000

/* The start of a tag of BCP 47; what may follow is not looked at more closely. */
#define LANGUAGE "^(i|[a-z]{2,3})(-[a-zA-Z0-9]+)*$"

/* One walk over a record: the first fault found stays. */
typedef struct
{
  GPtrArray  *blobs;
  char       *fault;
} Check;

static void
blob_ref_free (gpointer data)
{
  CsSimBlobRef *ref = data;

  g_free (ref->cid);
  g_free (ref->mime);
  g_free (ref);
}

static void fail (Check *check, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
fail (Check      *check,
      const char *format,
      ...)
{
  va_list args;

  if (check->fault != NULL)
    return;

  va_start (args, format);
  check->fault = g_strdup_vprintf (format, args);
  va_end (args);
}

static void
check_text (Check      *check,
            JsonObject *object,
            const char *name,
            const char *path,
            gboolean    is_required,
            gsize       max_bytes,
            gsize       max_graphemes)
{
  const char *text = cs_json_get_text (object, name);

  if (text == NULL && !is_required && !json_object_has_member (object, name))
    return;

  if (text == NULL && !json_object_has_member (object, name))
    fail (check, "%s must have the property \"%s\"", path, name);
  else if (text == NULL)
    fail (check, "%s/%s must be a string", path, name);
  else if (max_bytes > 0 && strlen (text) > max_bytes)
    fail (check, "%s/%s must not be longer than %zu characters", path, name, max_bytes);
  else if (max_graphemes > 0 && cs_sim_text_graphemes (text) > max_graphemes)
    fail (check, "%s/%s must not be longer than %zu graphemes", path, name, max_graphemes);
}

static void
check_moment (Check      *check,
              JsonObject *record)
{
  const char *text = cs_json_get_text (record, "createdAt");
  /* atproto.com/specs/lexicon#datetime: narrower than either standard. */
  gboolean is_long = text != NULL && g_regex_match_simple (
    "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,20})?"
    "(Z|([+-][0-2][0-9]:[0-5][0-9]))$", text, G_REGEX_DOLLAR_ENDONLY, 0);
  g_autoptr(GDateTime) at = is_long ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (text == NULL)
    fail (check, "Record must have the property \"createdAt\"");
  else if (at == NULL)
    fail (check, "Record/createdAt must be an valid atproto datetime (both RFC-3339 and ISO-8601)");
}

static void
check_list (Check      *check,
            JsonObject *object,
            const char *name,
            const char *path,
            guint       max)
{
  JsonArray *array = cs_json_get_array (object, name);

  if (!json_object_has_member (object, name))
    return;

  if (array == NULL)
    fail (check, "%s/%s must be an array", path, name);
  else if (json_array_get_length (array) > max)
    fail (check, "%s/%s must not have more than %u elements", path, name, max);
}

/* A list of texts, each with limits of its own. */
static void
check_texts (Check      *check,
             JsonObject *object,
             const char *name,
             guint       max,
             const char *pattern,
             gsize       max_bytes,
             gsize       max_graphemes)
{
  JsonArray *array = cs_json_get_array (object, name);

  check_list (check, object, name, "Record", max);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = cs_json_at_text (array, i);

      if (text == NULL)
        fail (check, "Record/%s/%u must be a string", name, i);
      else if (!g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0))
        fail (check, "Record/%s/%u is not well formed", name, i);
      else if (strlen (text) > max_bytes)
        fail (check, "Record/%s/%u must not be longer than %zu characters", name, i, max_bytes);
      else if (cs_sim_text_graphemes (text) > max_graphemes)
        fail (check, "Record/%s/%u must not be longer than %zu graphemes", name, i, max_graphemes);
    }
}

/* atproto.com/specs/lexicon#uri: a scheme and something behind it, without a space. */
static void
check_uri (Check      *check,
           JsonObject *object,
           const char *path)
{
  const char *uri = cs_json_get_text (object, "uri");

  check_text (check, object, "uri", path, TRUE, 8192, 0);
  if (uri != NULL && !g_regex_match_simple ("^\\w+:(?://)?[^\\s/][^\\s]*$", uri,
                                            G_REGEX_DOLLAR_ENDONLY, 0))
    fail (check, "%s/uri must be a uri", path);
}

static void
check_blob (Check      *check,
            JsonObject *object,
            const char *name,
            const char *path,
            const char *accept,
            gint64      max)
{
  JsonObject *blob = cs_json_get_object (object, name);
  const char *mime = blob != NULL ? cs_json_get_text (blob, "mimeType") : NULL;
  const char *cid = blob != NULL ? cs_json_get_text (blob, "ref.$link") : NULL;
  gint64 size = blob != NULL ? cs_json_get_int (blob, "size", -1) : -1;
  CsSimBlobRef *ref;

  if (blob == NULL || g_strcmp0 (cs_json_get_text (blob, "$type"), "blob") != 0
      || mime == NULL || size < 0 || !cs_sim_cid_is_valid (cid))
    {
      fail (check, "%s/%s should be a blob ref", path, name);
      return;
    }

  if (!g_pattern_match_simple (accept, mime))
    fail (check, "Wrong type of file. It is %s but it must match %s.", mime, accept);
  else if (size > max)
    fail (check,
          "This file is too large. It is %" G_GINT64_FORMAT
          " bytes but the maximum size is %" G_GINT64_FORMAT " bytes.",
          size, max);

  ref = g_new0 (CsSimBlobRef, 1);
  ref->cid = g_strdup (cid);
  ref->mime = g_strdup (mime);
  ref->size = size;
  g_ptr_array_add (check->blobs, ref);
}

static void
check_ratio (Check      *check,
             JsonObject *object,
             const char *path)
{
  if (!json_object_has_member (object, "aspectRatio"))
    return;

  if (cs_json_get_object (object, "aspectRatio") == NULL)
    fail (check, "%s/aspectRatio must be an object", path);
  else if (cs_json_get_int (object, "aspectRatio.width", 0) < 1)
    fail (check, "%s/aspectRatio/width can not be less than 1", path);
  else if (cs_json_get_int (object, "aspectRatio.height", 0) < 1)
    fail (check, "%s/aspectRatio/height can not be less than 1", path);
}

static void
check_strong_ref (Check      *check,
                  JsonObject *object,
                  const char *name,
                  const char *path)
{
  JsonObject *ref = cs_json_get_object (object, name);
  const char *uri = ref != NULL ? cs_json_get_text (ref, "uri") : NULL;
  const char *cid = ref != NULL ? cs_json_get_text (ref, "cid") : NULL;

  if (ref == NULL)
    fail (check, "%s must have the property \"%s\"", path, name);
  else if (uri == NULL || !g_str_has_prefix (uri, "at://did:"))
    fail (check, "%s/%s/uri must be a valid at-uri", path, name);
  else if (!cs_sim_cid_is_valid (cid))
    fail (check, "%s/%s/cid must be a cid string", path, name);
}

static void
check_images (Check      *check,
              JsonObject *embed)
{
  JsonArray *images = cs_json_get_array (embed, "images");

  if (images == NULL)
    {
      fail (check, "Record/embed must have the property \"images\"");
      return;
    }

  check_list (check, embed, "images", "Record/embed", 4);
  for (guint i = 0; i < json_array_get_length (images); i++)
    {
      JsonObject *image = cs_json_at_object (images, i);
      g_autofree char *path = g_strdup_printf ("Record/embed/images/%u", i);

      if (image == NULL)
        {
          fail (check, "%s must be an object", path);
          return;
        }

      check_blob (check, image, "image", path, "image/*", IMAGE_SIZE);
      check_text (check, image, "alt", path, TRUE, 0, 0);
      check_ratio (check, image, path);
    }
}

static void
check_captions (Check      *check,
                JsonObject *embed)
{
  JsonArray *captions = cs_json_get_array (embed, "captions");

  check_list (check, embed, "captions", "Record/embed", 20);
  for (guint i = 0; captions != NULL && i < json_array_get_length (captions); i++)
    {
      JsonObject *caption = cs_json_at_object (captions, i);
      g_autofree char *path = g_strdup_printf ("Record/embed/captions/%u", i);

      if (caption == NULL)
        {
          fail (check, "%s must be an object", path);
          return;
        }

      check_text (check, caption, "lang", path, TRUE, 0, 0);
      check_blob (check, caption, "file", path, "text/vtt", CAPTION_SIZE);
    }
}

static void
check_external (Check      *check,
                JsonObject *embed)
{
  JsonObject *external = cs_json_get_object (embed, "external");

  if (external == NULL)
    {
      fail (check, "Record/embed must have the property \"external\"");
      return;
    }

  check_uri (check, external, "Record/embed/external");
  check_text (check, external, "title", "Record/embed/external", TRUE, 0, 0);
  check_text (check, external, "description", "Record/embed/external", TRUE, 0, 0);
  if (json_object_has_member (external, "thumb"))
    check_blob (check, external, "thumb", "Record/embed/external", "image/*", THUMB_SIZE);
}

/* The union of embeds is open: a type that the server does not know passes. */
static void
check_embed (Check      *check,
             JsonObject *embed)
{
  const char *type = cs_json_get_text (embed, "$type");

  if (type == NULL)
    {
      fail (check, "Record/embed must be an object which includes the \"$type\" property");
    }
  else if (g_str_equal (type, "app.bsky.embed.images"))
    {
      check_images (check, embed);
    }
  else if (g_str_equal (type, "app.bsky.embed.video"))
    {
      check_blob (check, embed, "video", "Record/embed", "video/mp4", VIDEO_SIZE);
      check_text (check, embed, "alt", "Record/embed", FALSE, 10000, 1000);
      check_ratio (check, embed, "Record/embed");
      check_captions (check, embed);
    }
  else if (g_str_equal (type, "app.bsky.embed.external"))
    {
      check_external (check, embed);
    }
  else if (g_str_equal (type, "app.bsky.embed.record"))
    {
      check_strong_ref (check, embed, "record", "Record/embed");
    }
  else if (g_str_equal (type, "app.bsky.embed.recordWithMedia"))
    {
      if (cs_json_get_object (embed, "media") != NULL)
        check_embed (check, cs_json_get_object (embed, "media"));
      else
        fail (check, "Record/embed must have the property \"media\"");
    }
}

static void
check_feature (Check      *check,
               JsonObject *feature,
               const char *path)
{
  const char *type = feature != NULL ? cs_json_get_text (feature, "$type") : NULL;

  if (type == NULL)
    fail (check, "%s must be an object which includes the \"$type\" property", path);
  else if (g_str_has_suffix (type, "#link"))
    check_uri (check, feature, path);
  else if (g_str_has_suffix (type, "#tag"))
    check_text (check, feature, "tag", path, TRUE, 640, 64);
  else if (g_str_has_suffix (type, "#mention")
           && (cs_json_get_text (feature, "did") == NULL
               || !g_str_has_prefix (cs_json_get_text (feature, "did"), "did:")))
    fail (check, "%s/did must be a valid did", path);
}

static void
check_facets (Check      *check,
              JsonObject *record,
              const char *text)
{
  JsonArray *facets = cs_json_get_array (record, "facets");

  if (json_object_has_member (record, "facets") && facets == NULL)
    fail (check, "Record/facets must be an array");

  for (guint i = 0; facets != NULL && i < json_array_get_length (facets); i++)
    {
      JsonObject *facet = cs_json_at_object (facets, i);
      JsonArray *features = facet != NULL ? cs_json_get_array (facet, "features") : NULL;
      gint64 start = facet != NULL ? cs_json_get_int (facet, "index.byteStart", -1) : -1;
      gint64 end = facet != NULL ? cs_json_get_int (facet, "index.byteEnd", -1) : -1;
      g_autofree char *path = g_strdup_printf ("Record/facets/%u", i);

      if (features == NULL)
        {
          fail (check, "%s must have the property \"features\"", path);
          return;
        }

      /* The reference server leaves this to readers, who then show nothing; here it is a fault. */
      if (start >= end || !cs_sim_text_is_boundary (text, start)
          || !cs_sim_text_is_boundary (text, end))
        fail (check, "%s/index must stand between characters of the text", path);

      for (guint j = 0; j < json_array_get_length (features); j++)
        check_feature (check, cs_json_at_object (features, j), path);
    }
}

static void
check_post (Check      *check,
            JsonObject *record)
{
  const char *text = cs_json_get_text (record, "text");
  JsonObject *embed = cs_json_get_object (record, "embed");

  check_text (check, record, "text", "Record", TRUE, TEXT_BYTES, TEXT_GRAPHEMES);
  check_moment (check, record);
  check_texts (check, record, "langs", 3, LANGUAGE, 128, 128);
  check_texts (check, record, "tags", 8, "", 640, 64);
  check_facets (check, record, text != NULL ? text : "");

  if (embed != NULL)
    check_embed (check, embed);
  else if (json_object_has_member (record, "embed"))
    fail (check, "Record/embed must be an object");

  if (json_object_has_member (record, "reply"))
    {
      JsonObject *reply = cs_json_get_object (record, "reply");

      if (reply == NULL)
        {
          fail (check, "Record/reply must be an object");
          return;
        }

      check_strong_ref (check, reply, "root", "Record/reply");
      check_strong_ref (check, reply, "parent", "Record/reply");
    }
}

/* Why a record is not taken, or NULL; @blobs become the CsSimBlobRef in it. */
char *
cs_sim_record_find_fault (JsonObject  *record,
                          const char  *collection,
                          GPtrArray  **blobs)
{
  Check check = { g_ptr_array_new_with_free_func (blob_ref_free), NULL };
  const char *type = cs_json_get_text (record, "$type");

  if (g_strcmp0 (type, collection) != 0)
    fail (&check, "Invalid $type: expected %s, got %s", collection,
          type != NULL ? type : "undefined");
  else if (g_str_equal (collection, "app.bsky.feed.post"))
    check_post (&check, record);

  *blobs = check.blobs;

  return check.fault;
}
