/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "preflight.h"

#include <string.h>

/* A clip that every network takes. */
CsFacts *
good_clip (void)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = CS_MEDIA_VIDEO;
  facts->mime = g_strdup ("video/mp4");
  facts->container = g_strdup ("mp4");
  facts->brand = g_strdup ("isom");
  facts->size = 20000000;
  facts->duration = 20000000;
  facts->video_codec = g_strdup ("h264");
  facts->video_profile = g_strdup ("high");
  facts->video_level = g_strdup ("3.1");
  facts->pixel_format = g_strdup ("yuv420p");
  facts->width = 720;
  facts->height = 1280;
  facts->rotation = 0;
  facts->par_num = facts->par_den = 1;
  facts->fps_num = 30;
  facts->fps_den = 1;
  facts->frames = 600;
  facts->gop_max = 60;
  facts->video_bitrate = 7000000;
  facts->audio_codec = g_strdup ("aac");
  facts->audio_profile = g_strdup ("lc");
  facts->audio_rate = 48000;
  facts->audio_channels = 2;
  facts->audio_bitrate = 128000;
  facts->faststart = 1;
  facts->edit_list = 0;

  return facts;
}

CsFacts *
good_picture (void)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = CS_MEDIA_IMAGE;
  facts->mime = g_strdup ("image/jpeg");
  facts->container = g_strdup ("jpeg");
  facts->size = 1000000;
  facts->width = facts->height = 1080;
  facts->rotation = 0;
  facts->frames = 1;

  return facts;
}

gpointer
with_members (gconstpointer  record,
              const char    *members)
{
  const CsRecord *self = record;
  g_autoptr(GVariant) start = g_variant_ref_sink (cs_record_to_variant (record));
  g_autoptr(GVariant) more = g_variant_parse (G_VARIANT_TYPE_VARDICT, members, NULL, NULL, NULL);
  g_autoptr(GVariant) all = NULL;
  g_auto(GVariantDict) dict;
  GVariantIter iter;
  const char *name;
  GVariant *value;
  gpointer changed;

  g_assert_nonnull (more);
  g_variant_dict_init (&dict, start);
  g_variant_iter_init (&iter, more);

  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_assert_nonnull (cs_record_find_field (self->kind, name));

      /* 'nothing' makes it unknown. */
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
          && strcmp (g_variant_get_string (value, NULL), "nothing") == 0)
        g_variant_dict_remove (&dict, name);
      else
        g_variant_dict_insert_value (&dict, name, value);
    }

  all = g_variant_ref_sink (g_variant_dict_end (&dict));
  changed = cs_record_from_variant (self->kind, all, NULL);
  g_assert_nonnull (changed);

  return changed;
}

char *
rules_of (GPtrArray *findings)
{
  g_autoptr(GString) rules = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = g_ptr_array_index (findings, i);

      g_assert_nonnull (finding->reason);
      g_assert_true (g_utf8_validate (finding->reason, -1, NULL));
      g_string_append_printf (rules, "%s%s", i > 0 ? " " : "", finding->rule);
    }

  return g_strdup (rules->str);
}

void
try_media_case (const CsFacts   *good,
                const MediaCase *one)
{
  g_autoptr(CsFacts) facts = with_members (good, one->facts);
  g_autoptr(CsLimits) limits = with_members (cs_limits_get (one->network), one->limits);
  g_autoptr(GPtrArray) findings = cs_preflight_media (facts, limits);
  g_autofree char *rules = rules_of (findings);
  const CsFinding *finding;

  g_assert_cmpstr (rules, ==, one->rule);
  g_assert_true (cs_preflight_has_block (findings)
                 == (*one->rule != '\0' && one->severity == BLOCK));

  if (findings->len == 0)
    return;

  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpint (finding->network, ==, one->network);
  g_assert_cmpint (finding->severity, ==, one->severity);
  g_assert_cmpint (finding->fix, ==, one->fix);
  if (strstr (finding->reason, one->words) == NULL)
    g_error ("“%s” does not say “%s”", finding->reason, one->words);
}
