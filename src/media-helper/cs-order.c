/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-order.h"

#include "cs-error.h"
#include "cs-json.h"

#define LEAST_SIDE 16
#define MOST_SIDE  8192

static gboolean
read_action (JsonObject     *recipe,
             CsOrderAction  *action,
             GError        **error)
{
  const char *name = cs_json_get_text (recipe, "action");

  if (g_strcmp0 (name, "remux") == 0)
    *action = CS_ORDER_REMUX;
  else if (g_strcmp0 (name, "audio") == 0)
    *action = CS_ORDER_AUDIO;
  else if (g_strcmp0 (name, "encode") == 0)
    *action = CS_ORDER_ENCODE;
  else
    return cs_fail (error, CS_ERROR_INVALID, "The media engine knows no action “%s”",
                    name != NULL ? name : "");

  return TRUE;
}

/* These containers do not say when a picture that others overtake is shown, and the decoder's guess
 * is off by some; where their rate is steady, it says more. */
static gboolean
times_are_guessed (JsonObject *request)
{
  static const char *const guessed[] = { "avi", "mpeg", "h264", NULL };
  const char *container = cs_json_get_text (request, "facts.container");

  return container != NULL && g_strv_contains (guessed, container)
      && !cs_json_get_bool (request, "facts.variable_rate", TRUE);
}

/* One rate for the whole clip, when the recipe names it or asks for the source's own. */
static void
read_rate (CsOrder    *self,
           JsonObject *request,
           JsonObject *recipe)
{
  gboolean steady = cs_json_get_bool (recipe, "constant_rate", FALSE)
                    || times_are_guessed (request);

  self->fps_num = cs_json_get_int (recipe, "fps_num", CS_AS_SOURCE);
  self->fps_den = cs_json_get_int (recipe, "fps_den", 1);

  if (self->fps_num == CS_AS_SOURCE && steady && self->source_fps_num > 0)
    {
      self->fps_num = self->source_fps_num;
      self->fps_den = self->source_fps_den;
    }
}

/* Less than a macroblock is no picture; above the most, one frame fills the memory we may have. */
static gboolean
source_is_sane (const CsOrder  *self,
                GError        **error)
{
  if (self->source_width == 0 && self->source_height == 0)
    return TRUE;

  if (self->source_width < LEAST_SIDE || self->source_height < LEAST_SIDE)
    return cs_fail (error, CS_ERROR_INVALID, "The picture is smaller than 16 pixels");

  if (self->source_width > MOST_SIDE || self->source_height > MOST_SIDE)
    return cs_fail (error, CS_ERROR_INVALID, "The picture is larger than 8192 × 8192 pixels");

  return TRUE;
}

static gboolean
is_sane (const CsOrder  *self,
         GError        **error)
{
  gboolean sized = self->width != CS_AS_SOURCE || self->height != CS_AS_SOURCE;
  gboolean rated = self->fps_num != CS_AS_SOURCE;

  if (sized && (self->width < LEAST_SIDE || self->height < LEAST_SIDE
                || self->width > MOST_SIDE || self->height > MOST_SIDE
                || self->width % 2 != 0 || self->height % 2 != 0))
    return cs_fail (error, CS_ERROR_INVALID,
                    "A picture must have even sides from 16 to 8192 pixels");

  if (rated && (self->fps_num <= 0 || self->fps_den <= 0 || self->fps_num > 240 * self->fps_den
                || self->fps_num > 1000000))
    return cs_fail (error, CS_ERROR_INVALID, "A frame rate must be above 0 and at most 240");

  if (self->scratch == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "The media engine was given no folder to work in");

  return TRUE;
}

CsOrder *
cs_order_new (JsonObject  *request,
              GError     **error)
{
  g_autoptr(CsOrder) self = g_new0 (CsOrder, 1);
  JsonObject *recipe = cs_json_get_object (request, "recipe");

  if (recipe == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "The media engine was given no recipe");

  if (!read_action (recipe, &self->action, error))
    return NULL;

  /* What a header promises beyond what can be read does not come. */
  self->source_duration = MAX (0, cs_json_get_int (request, "facts.readable",
                                                   cs_json_get_int (request, "facts.duration", 0)));
  self->source_codec = g_strdup (cs_json_get_text (request, "facts.video_codec"));
  self->source_frames = MAX (0, cs_json_get_int (request, "facts.frames", 0));
  self->source_fps_num = cs_json_get_int (request, "facts.fps_num", 0);
  self->source_fps_den = MAX (1, cs_json_get_int (request, "facts.fps_den", 1));
  self->source_gop_max = cs_json_get_int (request, "facts.gop_max", 0);
  self->source_width = cs_json_get_int (request, "facts.width", 0);
  self->source_height = cs_json_get_int (request, "facts.height", 0);
  self->source_interlaced = cs_json_get_bool (request, "facts.interlaced", FALSE);
  self->source_rotation = cs_json_get_int (request, "facts.rotation", 0);

  self->width = cs_json_get_int (recipe, "width", CS_AS_SOURCE);
  self->height = cs_json_get_int (recipe, "height", CS_AS_SOURCE);
  self->gop_max = cs_json_get_int (recipe, "gop_max", CS_AS_SOURCE);
  self->quantizer = cs_json_get_int (recipe, "quantizer", CS_AS_SOURCE);
  self->video_bitrate = cs_json_get_int (recipe, "video_bitrate", CS_AS_SOURCE);
  self->max_bytes = cs_json_get_int (recipe, "max_bytes", CS_AS_SOURCE);
  self->audio_bitrate = cs_json_get_int (recipe, "audio_bitrate", CS_AS_SOURCE);
  self->audio_rate = cs_json_get_int (recipe, "audio_rate", CS_AS_SOURCE);
  self->audio_channels = cs_json_get_int (recipe, "audio_channels", CS_AS_SOURCE);
  self->preset = g_strdup (cs_json_get_text (request, "preset"));
  self->scratch = g_strdup (cs_json_get_text (request, "scratch"));
  read_rate (self, request, recipe);

  return source_is_sane (self, error) && is_sane (self, error) ? g_steal_pointer (&self) : NULL;
}

void
cs_order_free (CsOrder *self)
{
  g_free (self->preset);
  g_free (self->scratch);
  g_free (self->source_codec);
  g_free (self);
}
