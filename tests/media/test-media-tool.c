/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-media-tool.h"
#include "cs-test.h"

#include <glib/gstdio.h>

static char *
clip (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
}

static CsFacts *
probe (const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = clip (name);
  CsFacts *facts = cs_media_tool_probe (path, NULL, &error);

  g_assert_no_error (error);

  return facts;
}

static void
test_facts_of_a_clip_that_fits (void)
{
  g_autoptr(CsFacts) facts = probe ("pass.mp4");

  g_assert_cmpint (facts->kind, ==, CS_MEDIA_VIDEO);
  g_assert_cmpstr (facts->container, ==, "mp4");
  g_assert_cmpstr (facts->mime, ==, "video/mp4");
  g_assert_cmpint (facts->size, ==, 81297);
  g_assert_cmpstr (facts->video_codec, ==, "h264");
  g_assert_cmpstr (facts->video_profile, ==, "high");
  g_assert_cmpstr (facts->video_level, ==, "1.3");
  g_assert_cmpstr (facts->pixel_format, ==, "yuv420p");
  g_assert_cmpint (facts->width, ==, 320);
  g_assert_cmpint (facts->height, ==, 180);
  g_assert_cmpint (facts->rotation, ==, 0);
  g_assert_cmpint (facts->fps_num, ==, 30);
  g_assert_cmpint (facts->fps_den, ==, 1);
  g_assert_false (facts->variable_rate);
  g_assert_cmpint (facts->frames, ==, 60);
  g_assert_cmpint (facts->gop_max, ==, 60);
  g_assert_false (facts->open_gop);
  g_assert_cmpstr (facts->audio_codec, ==, "aac");
  g_assert_cmpstr (facts->audio_profile, ==, "lc");
  g_assert_cmpint (facts->audio_rate, ==, 48000);
  g_assert_cmpint (facts->audio_channels, ==, 1);
  g_assert_cmpint (ABS (facts->duration - 2000000), <, 30000);
  g_assert_cmpint (facts->readable, ==, CS_UNKNOWN);
  g_assert_false (facts->damaged);
}

static void
test_facts_of_a_clip_that_does_not (void)
{
  g_autoptr(CsFacts) facts = probe ("ten-bit.mkv");

  g_assert_cmpstr (facts->container, ==, "matroska");
  g_assert_cmpstr (facts->video_profile, ==, "high-10");
  g_assert_cmpstr (facts->pixel_format, ==, "yuv420p10le");
  g_assert_cmpstr (facts->audio_codec, ==, "opus");
  g_assert_cmpint (facts->frames, ==, 60);
  g_assert_cmpint (facts->fps_num, ==, 30);
  g_assert_false (facts->variable_rate);
}

static void
test_encode_makes_what_phones_play (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsFacts) facts = probe ("ten-bit.mkv");
  g_autoptr(CsFacts) made = NULL;
  g_autoptr(CsRecipe) recipe = cs_record_new (CS_RECORD_RECIPE);
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("ten-bit.mkv");

  recipe->action = CS_RECIPE_ENCODE;
  made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made->container, ==, "mp4");
  g_assert_cmpstr (made->video_codec, ==, "h264");
  g_assert_cmpstr (made->video_profile, ==, "high");
  g_assert_cmpstr (made->pixel_format, ==, "yuv420p");
  g_assert_cmpstr (made->audio_codec, ==, "aac");
  g_assert_cmpint (made->frames, ==, 60);

  g_unlink (out);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_hash_is_of_the_bytes (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "abc", NULL);
  g_autofree char *hash = NULL;

  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  hash = cs_media_tool_hash (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_thumbnails_are_distinct (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsFacts) facts = probe ("pass.mp4");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = clip ("pass.mp4");
  g_auto(GStrv) paths = cs_media_tool_thumbnails (path, facts, folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (paths), ==, 3);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr(CsFacts) picture = cs_media_tool_probe (paths[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (picture->kind, ==, CS_MEDIA_IMAGE);
      g_assert_cmpstr (picture->container, ==, "jpeg");
      g_assert_cmpint (picture->width, ==, 320);
      g_assert_cmpint (picture->height, ==, 180);
      g_assert_false (picture->damaged);
      g_assert_true (g_hash_table_add (seen, cs_media_tool_hash (paths[i], NULL, NULL, NULL, NULL)));
      g_unlink (paths[i]);
    }

  /* Nothing else was left behind. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_facts_of_pictures (void)
{
  static const struct { const char *name, *container, *mime; gint64 frames; } pictures[] = {
    { "picture.jpg", "jpeg", "image/jpeg", 1 }, { "picture.png", "png", "image/png", 1 },
    { "picture.gif", "gif", "image/gif", 5 },   { "picture.webp", "webp", "image/webp", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr(CsFacts) facts = probe (pictures[i].name);

      g_assert_cmpint (facts->kind, ==, CS_MEDIA_IMAGE);
      g_assert_cmpstr (facts->container, ==, pictures[i].container);
      g_assert_cmpstr (facts->mime, ==, pictures[i].mime);
      g_assert_cmpint (facts->width, ==, 160);
      g_assert_cmpint (facts->height, ==, 90);
      g_assert_cmpint (facts->frames, ==, pictures[i].frames);
      g_assert_false (facts->damaged);
    }
}

CS_TESTS (media_tool)
{
  g_test_add_func ("/media/tool/facts-of-a-clip-that-fits", test_facts_of_a_clip_that_fits);
  g_test_add_func ("/media/tool/facts-of-a-clip-that-does-not", test_facts_of_a_clip_that_does_not);
  g_test_add_func ("/media/tool/encode-makes-what-phones-play", test_encode_makes_what_phones_play);
  g_test_add_func ("/media/tool/thumbnails-are-distinct", test_thumbnails_are_distinct);
  g_test_add_func ("/media/tool/facts-of-pictures", test_facts_of_pictures);
  g_test_add_func ("/media/tool/hash-is-of-the-bytes", test_hash_is_of_the_bytes);
}
