/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-recipe.h"

#include "cs-record-private.h"

#include "cs-json.h"

#include <string.h>

const char *const cs_recipe_action_names[] = {
  [CS_RECIPE_NONE] = "none",
  [CS_RECIPE_REMUX] = "remux",
  [CS_RECIPE_AUDIO] = "audio",
  [CS_RECIPE_ENCODE] = "encode",
  NULL
};

static const CsField recipe_fields[] = {
  CS_FIELD_NAMED (CsRecipe, action, cs_recipe_action_names),
  CS_FIELD (CsRecipe, version, CS_FIELD_INT),
  CS_FIELD (CsRecipe, width, CS_FIELD_INT),
  CS_FIELD (CsRecipe, height, CS_FIELD_INT),
  CS_FIELD (CsRecipe, fps_num, CS_FIELD_INT),
  CS_FIELD (CsRecipe, fps_den, CS_FIELD_INT),
  CS_FIELD (CsRecipe, constant_rate, CS_FIELD_BOOL),
  CS_FIELD (CsRecipe, gop_max, CS_FIELD_INT),
  CS_FIELD (CsRecipe, quantizer, CS_FIELD_INT),
  CS_FIELD (CsRecipe, video_bitrate, CS_FIELD_INT),
  CS_FIELD (CsRecipe, max_bytes, CS_FIELD_INT),
  CS_FIELD (CsRecipe, audio_bitrate, CS_FIELD_INT),
  CS_FIELD (CsRecipe, audio_rate, CS_FIELD_INT),
  CS_FIELD (CsRecipe, audio_channels, CS_FIELD_INT),
  CS_FIELD (CsRecipe, changes, CS_FIELD_TEXTS),
};

const CsRecordClass cs_recipe_class = CS_RECORD_CLASS (CsRecipe, "recipe", recipe_fields);

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(const CsField *const *) a)->name, (*(const CsField *const *) b)->name);
}

static void
add_member (JsonBuilder   *builder,
            const CsField *field,
            gconstpointer  place)
{
  if (field->type == CS_FIELD_INT && *(const gint64 *) place == CS_UNKNOWN)
    return;

  json_builder_set_member_name (builder, field->name);

  if (field->type == CS_FIELD_INT)
    json_builder_add_int_value (builder, *(const gint64 *) place);
  else if (field->type == CS_FIELD_BOOL)
    json_builder_add_boolean_value (builder, *(const gboolean *) place);
  else
    json_builder_add_string_value (builder, field->names[*(const int *) place]);
}

/**
 * cs_recipe_to_json:
 *
 * The recipe as one line of JSON, its members in the order of the alphabet and
 * without what is unknown: equal work gives equal text. The words for people are
 * left out, since they may be put otherwise one day.
 */
char *
cs_recipe_to_json (const CsRecipe *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (recipe_fields); i++)
    if (recipe_fields[i].type != CS_FIELD_TEXTS)
      g_ptr_array_add (fields, (gpointer) &recipe_fields[i]);
  g_ptr_array_sort (fields, compare_names);

  json_builder_begin_object (builder);
  for (guint i = 0; i < fields->len; i++)
    {
      const CsField *field = g_ptr_array_index (fields, i);

      add_member (builder, field, cs_field_place (self, field));
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return cs_json_to_text (root);
}

/**
 * cs_recipe_is_current:
 * @json: (nullable): what a rendition was made by
 * @facts: of the clip that it was made from
 *
 * Whether the same recipe would still make the same file, as far as one sees.
 */
gboolean
cs_recipe_is_current (const char    *json,
                      const CsFacts *facts)
{
  g_autoptr(JsonObject) recipe = NULL;
  gint64 version = 1;
  gboolean encodes = TRUE;

  if (json != NULL)
    recipe = cs_json_parse_object (json, -1, CS_JSON_MAX_DEFAULT, NULL);

  if (recipe != NULL)
    {
      version = cs_json_get_int (recipe, "version", 1);
      encodes = g_strcmp0 (cs_json_get_text (recipe, "action"),
                           cs_recipe_action_names[CS_RECIPE_ENCODE]) == 0;
    }

  /* A copy keeps its range, and standard range was never touched. */
  return version >= 2 || !encodes || !facts->hdr;
}

static gboolean
is_one_of (const char        *name,
           const char *const *names)
{
  return name != NULL && g_strv_contains (names, name);
}

/* Whether MP4 holds the streams that this action leaves as they are, and the file says when each
 * picture is shown. */
gboolean
cs_recipe_can_do (const CsFacts  *facts,
                  CsRecipeAction  action)
{
  static const char *const pictures[] = { "h264", "hevc", "av1", "vp9", NULL };
  static const char *const timeless[] = { "avi", "mpeg", "h264", NULL };
  static const char *const sounds[] = { "aac", "mp3", "opus", "ac3", "alac", NULL };

  if (action != CS_RECIPE_NONE && action != CS_RECIPE_ENCODE
      && is_one_of (facts->container, timeless))
    return FALSE;

  switch (action)
    {
    case CS_RECIPE_NONE:
      return TRUE;

    case CS_RECIPE_REMUX:
      return facts->kind == CS_MEDIA_VIDEO && is_one_of (facts->video_codec, pictures)
          && (facts->audio_codec == NULL || is_one_of (facts->audio_codec, sounds));

    case CS_RECIPE_AUDIO:
      return facts->kind == CS_MEDIA_VIDEO && is_one_of (facts->video_codec, pictures)
          && facts->audio_codec != NULL;

    case CS_RECIPE_ENCODE:
    default:
      return facts->kind == CS_MEDIA_VIDEO;
    }
}

static void
set_text (char       **place,
          const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
set_number (gint64 *place,
            gint64  number)
{
  if (number != CS_UNKNOWN)
    *place = number;
}

static gboolean
keeps_sound (const CsFacts  *facts,
             const CsRecipe *recipe)
{
  return g_strcmp0 (facts->audio_codec, "aac") == 0 && g_strcmp0 (facts->audio_profile, "lc") == 0
      && facts->audio_channels <= 2 && recipe->audio_bitrate == CS_UNKNOWN
      && recipe->audio_rate == CS_UNKNOWN && recipe->audio_channels == CS_UNKNOWN;
}

static void
predict_sound (CsFacts        *facts,
               const CsRecipe *recipe)
{
  if (recipe->audio_channels == 0)
    {
      g_clear_pointer (&facts->audio_codec, g_free);
      g_clear_pointer (&facts->audio_profile, g_free);
      facts->audio_rate = facts->audio_channels = facts->audio_bitrate = CS_UNKNOWN;
      facts->silent = FALSE;
      return;
    }

  if (facts->audio_codec == NULL
      || (recipe->action == CS_RECIPE_ENCODE && keeps_sound (facts, recipe)))
    return;

  set_text (&facts->audio_codec, "aac");
  set_text (&facts->audio_profile, "lc");
  facts->audio_bitrate = recipe->audio_bitrate;
  set_number (&facts->audio_rate, recipe->audio_rate);
  set_number (&facts->audio_channels, recipe->audio_channels);
}

static void
predict_picture (CsFacts        *facts,
                 const CsRecipe *recipe)
{
  gint64 width, height;

  set_text (&facts->video_codec, "h264");
  set_text (&facts->video_profile, "high");
  set_text (&facts->pixel_format, "yuv420p");
  g_clear_pointer (&facts->video_level, g_free);

  if (cs_facts_get_shown (facts, &width, &height))
    {
      facts->width = width & ~G_GINT64_CONSTANT (1);
      facts->height = height & ~G_GINT64_CONSTANT (1);
    }
  set_number (&facts->width, recipe->width);
  set_number (&facts->height, recipe->height);
  facts->rotation = 0;
  facts->par_num = facts->par_den = 1;

  if (recipe->fps_num != CS_UNKNOWN)
    {
      facts->fps_num = recipe->fps_num;
      facts->fps_den = recipe->fps_den;
    }
  if (cs_facts_get_fps (facts) > 0 && (recipe->fps_num != CS_UNKNOWN || recipe->constant_rate))
    facts->variable_rate = FALSE;
  if (recipe->fps_num != CS_UNKNOWN)
    facts->frames = CS_UNKNOWN;

  facts->gop_max = recipe->gop_max;
  facts->open_gop = facts->interlaced = facts->hdr = facts->damaged = FALSE;
  facts->video_bitrate = recipe->video_bitrate;
}

/* Bytes of an MP4 with these streams: packets, 20 bytes of tables a packet, and the head. */
static gint64
size_of_streams (const CsFacts *facts)
{
  double seconds = facts->duration / 1e6;
  double fps = cs_facts_get_fps (facts) > 0 ? cs_facts_get_fps (facts) : 60;
  double rate = (double) facts->video_bitrate
                + (facts->audio_codec != NULL ? (double) facts->audio_bitrate : 0);
  double packets = seconds * (fps + (facts->audio_codec != NULL ? 50 : 0));

  return (gint64) (rate * seconds / 8 * 1.002 + packets * 20 + 65536);
}

/* Rather too many than too few: what is made must fit. */
static gint64
predict_size (const CsFacts  *before,
              const CsFacts  *after,
              const CsRecipe *recipe)
{
  gboolean is_known = after->duration > 0 && after->video_bitrate > 0
                      && (after->audio_codec == NULL || after->audio_bitrate > 0);
  gint64 more = 65536;

  if (recipe->action == CS_RECIPE_ENCODE)
    return recipe->max_bytes;

  if (is_known)
    return size_of_streams (after);

  if (before->size == CS_UNKNOWN || (recipe->action == CS_RECIPE_AUDIO && after->duration < 0))
    return CS_UNKNOWN;

  /* Without the bitrate of the old sound, the new one comes on top. */
  if (recipe->action == CS_RECIPE_AUDIO && recipe->audio_bitrate > 0)
    more += (gint64) (after->duration / 1e6 * recipe->audio_bitrate / 8);

  return before->size + before->size / 100 + more;
}

/**
 * cs_recipe_predict:
 *
 * What a probe will say of what the recipe makes, as far as that is certain: an
 * upper bound for the size, and unknown what the encoder alone decides.
 *
 * Returns: (transfer full): facts
 */
CsFacts *
cs_recipe_predict (const CsFacts  *facts,
                   const CsRecipe *recipe)
{
  CsFacts *after = cs_record_copy (facts);

  if (recipe->action == CS_RECIPE_NONE)
    return after;

  set_text (&after->container, "mp4");
  set_text (&after->mime, "video/mp4");
  g_clear_pointer (&after->brand, g_free);
  after->faststart = 1;

  /* A copy cannot begin inside a group of pictures: the list goes on hiding it. */
  if (recipe->action == CS_RECIPE_ENCODE)
    {
      after->edit_list = 0;
      predict_picture (after, recipe);
    }
  if (recipe->action != CS_RECIPE_REMUX)
    predict_sound (after, recipe);

  after->size = predict_size (facts, after, recipe);

  return after;
}
