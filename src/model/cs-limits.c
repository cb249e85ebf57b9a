/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-limits.h"

#include "cs-limits-private.h"
#include "cs-record-private.h"

#include "cs-error.h"
#include "cs-json.h"
#include "cs-limits-resource.h"

#include <glib/gi18n.h>
#include <string.h>

const char *const cs_idempotency_names[] = {
  [CS_IDEMPOTENCY_BLIND] = "blind",
  [CS_IDEMPOTENCY_LIST] = "list",
  [CS_IDEMPOTENCY_CONTAINER] = "container",
  [CS_IDEMPOTENCY_SESSION] = "session",
  [CS_IDEMPOTENCY_PUT] = "put",
  [CS_IDEMPOTENCY_KEYED] = "keyed",
  NULL
};

const char *const cs_upload_kind_names[] = {
  [CS_UPLOAD_MULTIPART] = "multipart",
  [CS_UPLOAD_VIDEO_SERVICE] = "video-service",
  [CS_UPLOAD_RESUMABLE] = "resumable",
  [CS_UPLOAD_PUT_RANGE] = "put-range",
  [CS_UPLOAD_OFFSET] = "offset",
  [CS_UPLOAD_SEGMENT] = "segment",
  NULL
};

static const CsField limits_fields[] = {
  CS_FIELD_NAMED (CsLimits, network, cs_network_names),
  CS_FIELD (CsLimits, text_min, CS_FIELD_INT),
  CS_FIELD (CsLimits, text_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, text_unit, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, text_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, text_forbidden, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, url_weight, CS_FIELD_INT),
  CS_FIELD (CsLimits, mention_local_only, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, warning_counts, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, title_min, CS_FIELD_INT),
  CS_FIELD (CsLimits, title_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, title_unit, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, title_forbidden, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, hashtags_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, mentions_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, cashtags_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, tag_min, CS_FIELD_INT),
  CS_FIELD (CsLimits, tag_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, tag_unit, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, tag_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, tags_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, tags_total_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, languages_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, alt_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, alt_unit, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, alt_required, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, videos_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_containers, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, video_codecs, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, video_profiles, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, pixel_formats, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, video_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_min_duration, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_duration, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_shorts_duration, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_min_fps, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_fps, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_min_side, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_side, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_short_side, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_width, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_pixels, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_min_aspect, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_aspect, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_bitrate, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_max_gop, CS_FIELD_INT),
  CS_FIELD (CsLimits, video_closed_gop, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, video_constant_rate, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, video_progressive, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, video_sdr, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, video_square_pixels, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, video_faststart, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, video_no_edit_list, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, audio_required, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, audio_codecs, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, audio_profiles, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, audio_max_rate, CS_FIELD_INT),
  CS_FIELD (CsLimits, audio_max_channels, CS_FIELD_INT),
  CS_FIELD (CsLimits, audio_max_bitrate, CS_FIELD_INT),
  CS_FIELD (CsLimits, images_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, media_mixed, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, media_required, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, image_types, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, image_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, image_max_pixels, CS_FIELD_INT),
  CS_FIELD (CsLimits, image_min_width, CS_FIELD_INT),
  CS_FIELD (CsLimits, image_max_width, CS_FIELD_INT),
  CS_FIELD (CsLimits, image_min_aspect, CS_FIELD_INT),
  CS_FIELD (CsLimits, image_max_aspect, CS_FIELD_INT),
  CS_FIELD (CsLimits, gif_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, gif_max_frames, CS_FIELD_INT),
  CS_FIELD (CsLimits, thumbnail_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, captions_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, captions_max_bytes, CS_FIELD_INT),
  CS_FIELD (CsLimits, native_schedule, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, schedule_min_ahead, CS_FIELD_INT),
  CS_FIELD (CsLimits, scheduled_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, scheduled_per_day, CS_FIELD_INT),
  CS_FIELD (CsLimits, threads, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, alt, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, warnings, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, visibility, CS_FIELD_TEXTS),
  CS_FIELD (CsLimits, needs_secret, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, public_url_required, CS_FIELD_BOOL),
  CS_FIELD (CsLimits, image_url_required, CS_FIELD_BOOL),
  CS_FIELD_NAMED (CsLimits, idempotency, cs_idempotency_names),
  CS_FIELD_NAMED (CsLimits, upload, cs_upload_kind_names),
  CS_FIELD (CsLimits, chunk_default, CS_FIELD_INT),
  CS_FIELD (CsLimits, chunk_multiple, CS_FIELD_INT),
  CS_FIELD (CsLimits, chunk_min, CS_FIELD_INT),
  CS_FIELD (CsLimits, chunk_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, chunk_last_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, single_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, chunks_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, session_life, CS_FIELD_INT),
  CS_FIELD (CsLimits, poll_start, CS_FIELD_INT),
  CS_FIELD (CsLimits, poll_max, CS_FIELD_INT),
  CS_FIELD (CsLimits, poll_give_up, CS_FIELD_INT),
  CS_FIELD (CsLimits, rate_points, CS_FIELD_INT),
  CS_FIELD (CsLimits, rate_window, CS_FIELD_INT),
  CS_FIELD (CsLimits, rate_cost, CS_FIELD_INT),
  CS_FIELD (CsLimits, rate_points_per_day, CS_FIELD_INT),
  CS_FIELD (CsLimits, rate_uploads, CS_FIELD_INT),
  CS_FIELD (CsLimits, rate_uploads_window, CS_FIELD_INT),
  CS_FIELD (CsLimits, posts_per_day, CS_FIELD_INT),
  CS_FIELD (CsLimits, pref_width, CS_FIELD_INT),
  CS_FIELD (CsLimits, pref_height, CS_FIELD_INT),
  CS_FIELD (CsLimits, pref_codec, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, pref_container, CS_FIELD_TEXT),
  CS_FIELD (CsLimits, unverified, CS_FIELD_TEXTS),
};

const CsRecordClass cs_limits_class = CS_RECORD_CLASS (CsLimits, "limits", limits_fields);

/* Without these a network’s entry is not worth having. */
static const char *const required[] = {
  "text_max", "text_unit", "videos_max", "images_max", "idempotency", "upload", "visibility",
  "poll_start", "poll_max", "poll_give_up", NULL
};

/* The value a member has as the field wants it, floating; NULL when it is of another type. */
static GVariant *
value_from_json (const CsField *field,
                 JsonNode      *node)
{
  JsonArray *array;
  GVariantBuilder texts;

  if (JSON_NODE_HOLDS_VALUE (node))
    {
      GType type = json_node_get_value_type (node);

      if (type == G_TYPE_STRING && (field->type == CS_FIELD_TEXT || field->type == CS_FIELD_ENUM))
        return g_variant_new_string (json_node_get_string (node));
      if (type == G_TYPE_INT64 && field->type == CS_FIELD_INT)
        return g_variant_new_int64 (json_node_get_int (node));
      if (type == G_TYPE_BOOLEAN && field->type == CS_FIELD_BOOL)
        return g_variant_new_boolean (json_node_get_boolean (node));
    }

  if (!JSON_NODE_HOLDS_ARRAY (node) || field->type != CS_FIELD_TEXTS)
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (cs_json_at_text (array, i) == NULL)
      return NULL;

  g_variant_builder_init (&texts, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_variant_builder_add (&texts, "s", cs_json_at_text (array, i));

  return g_variant_builder_end (&texts);
}

/* The members of one network’s entry as its fields want them; null is no limit. */
static gboolean
read_members (JsonObject    *entry,
              GVariantDict  *fields,
              GError       **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, entry);

  while (json_object_iter_next (&iter, &name, &node))
    {
      const CsField *field = cs_record_find_field (CS_RECORD_LIMITS, name);
      GVariant *value;

      if (field == NULL || strcmp (name, "network") == 0)
        return cs_fail (error, CS_ERROR_INVALID, "there is no limit “%s”", name);

      if (JSON_NODE_HOLDS_NULL (node)
          && field->type != CS_FIELD_BOOL && field->type != CS_FIELD_ENUM)
        {
          g_variant_dict_remove (fields, name);
          continue;
        }

      value = value_from_json (field, node);
      if (value == NULL)
        return cs_fail (error, CS_ERROR_INVALID, "“%s” is of the wrong type", name);

      g_variant_dict_insert_value (fields, name, value);
    }

  return TRUE;
}

static gboolean
check_required (JsonObject  *entry,
                GError     **error)
{
  for (guint i = 0; required[i] != NULL; i++)
    if (!cs_json_has (entry, required[i]))
      return cs_fail (error, CS_ERROR_INVALID, "“%s” is missing", required[i]);

  return TRUE;
}

static CsLimits *
parse_network (CsNetwork    network,
               JsonObject  *entry,
               GError     **error)
{
  g_autoptr(CsLimits) self = NULL;
  g_autoptr(GVariant) all = NULL;
  g_auto(GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (!check_required (entry, error) || !read_members (entry, &fields, error))
    return NULL;

  g_variant_dict_insert (&fields, "network", "s", cs_network_names[network]);
  all = g_variant_ref_sink (g_variant_dict_end (&fields));
  self = cs_record_from_variant (CS_RECORD_LIMITS, all, error);

  return self != NULL && cs_limits_check (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
check_head (JsonObject  *root,
            GError     **error)
{
  g_autoptr(GList) names = json_object_get_members (root);

  for (GList *l = names; l != NULL; l = l->next)
    if (strcmp (l->data, "schema") != 0 && strcmp (l->data, "updated") != 0
        && strcmp (l->data, "networks") != 0)
      return cs_fail (error, CS_ERROR_INVALID, "The limits have “%s”, which is not known",
                      (const char *) l->data);

  if (cs_json_get_int (root, "schema", 0) != 1)
    return cs_fail (error, CS_ERROR_INVALID,
                    "The limits are not of schema 1, the one that this version reads");

  if (cs_json_get_object (root, "networks") == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "The limits name no “networks”");

  return TRUE;
}

static gboolean
check_networks (JsonObject  *networks,
                GError     **error)
{
  g_autoptr(GList) names = json_object_get_members (networks);
  CsNetwork network;

  for (GList *l = names; l != NULL; l = l->next)
    if (!cs_network_from_name (l->data, &network)
        || cs_json_get_object (networks, l->data) == NULL)
      return cs_fail (error, CS_ERROR_INVALID, "The limits have “%s”, which is no network",
                      (const char *) l->data);

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    if (cs_json_get_object (networks, cs_network_names[i]) == NULL)
      return cs_fail (error, CS_ERROR_INVALID, "The limits of %s are missing",
                      cs_network_get_title (i));

  return TRUE;
}

/**
 * cs_limits_parse:
 * @text: JSON, as limits.json is
 *
 * Returns: (transfer full) (element-type CsLimits): one a network, in the order
 *   of CsNetwork; or NULL with %CS_ERROR_INVALID naming the network and the field
 */
GPtrArray *
cs_limits_parse (const char  *text,
                 GError     **error)
{
  g_autoptr(JsonObject) root = cs_json_parse_object (text, -1, 0, error);
  g_autoptr(GPtrArray) all = cs_records_new ();
  JsonObject *networks;

  if (root == NULL || !check_head (root, error))
    return NULL;

  networks = cs_json_get_object (root, "networks");
  if (!check_networks (networks, error))
    return NULL;

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    {
      CsLimits *limits = parse_network (i, cs_json_get_object (networks, cs_network_names[i]),
                                        error);

      if (limits == NULL)
        {
          g_prefix_error (error, _("The limits of %s: "), cs_network_get_title (i));
          return NULL;
        }

      g_ptr_array_add (all, limits);
    }

  return g_steal_pointer (&all);
}

static GPtrArray *
read_shipped (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  GPtrArray *all = NULL;

  bytes = g_resource_lookup_data (cs_limits_get_resource (),
                                  "/io/github/creatorsync/limits.json",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes != NULL)
    all = cs_limits_parse (g_bytes_get_data (bytes, NULL), &error);

  /* The file is part of the program, and a test reads all of it. */
  if (all == NULL)
    g_error ("%s", error->message);

  return all;
}

/* Shared, never NULL, and good for as long as the process lives. */
const CsLimits *
cs_limits_get (CsNetwork network)
{
  static GPtrArray *shipped = NULL;

  g_return_val_if_fail ((guint) network < CS_N_NETWORKS, NULL);

  if (g_once_init_enter_pointer (&shipped))
    g_once_init_leave_pointer (&shipped, read_shipped ());

  return g_ptr_array_index (shipped, network);
}

static GStrv
without (GStrv       names,
         const char *name)
{
  g_autoptr(GStrvBuilder) left = g_strv_builder_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], name) != 0)
      g_strv_builder_add (left, names[i]);

  return g_strv_builder_end (left);
}

/* One value of a server’s; what does not fit its field, or the others, is passed over. */
static CsLimits *
with_value (CsLimits   *self,
            const char *name,
            GVariant   *value)
{
  g_autoptr(GVariant) start = g_variant_ref_sink (cs_record_to_variant (self));
  g_autoptr(GVariant) all = NULL;
  g_auto(GVariantDict) over;
  CsLimits *next;
  GStrv unverified;

  g_variant_dict_init (&over, start);
  g_variant_dict_insert_value (&over, name, value);
  all = g_variant_ref_sink (g_variant_dict_end (&over));
  next = cs_record_from_variant (CS_RECORD_LIMITS, all, NULL);

  if (next != NULL && !cs_limits_check (next, NULL))
    g_clear_pointer (&next, cs_record_unref);

  if (next == NULL)
    {
      g_debug ("A server’s limit “%s” makes no sense", name);
      return self;
    }

  unverified = without (next->unverified, name);
  g_strfreev (next->unverified);
  next->unverified = unverified;
  cs_record_unref (self);

  return next;
}

/**
 * cs_limits_for_account:
 *
 * The limits of the account’s network with those over them that its server gave.
 * A value of the server’s is no longer unverified.
 *
 * Returns: (transfer full): never NULL
 */
CsLimits *
cs_limits_for_account (const CsAccount *account)
{
  CsLimits *self = cs_record_copy (cs_limits_get (account->network));
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (account->limits == NULL)
    return self;

  g_variant_iter_init (&iter, account->limits);

  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      const CsField *field = cs_record_find_field (CS_RECORD_LIMITS, name);

      if (field != NULL && strcmp (name, "network") != 0 && strcmp (name, "unverified") != 0)
        self = with_value (self, name, value);
    }

  return self;
}

/* Whether no primary source states this limit. */
gboolean
cs_limits_is_unverified (const CsLimits *self,
                         const char     *field)
{
  return self->unverified != NULL
      && g_strv_contains ((const char *const *) self->unverified, field);
}
