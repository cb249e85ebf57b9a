/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-recipe.h"

#include "cs-record-private.h"

const char *const cs_recipe_action_names[] = {
  [CS_RECIPE_NONE] = "none",
  [CS_RECIPE_REMUX] = "remux",
  [CS_RECIPE_AUDIO] = "audio",
  [CS_RECIPE_ENCODE] = "encode",
  NULL
};

static const CsField recipe_fields[] = {
  CS_FIELD_NAMED (CsRecipe, action, cs_recipe_action_names),
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
