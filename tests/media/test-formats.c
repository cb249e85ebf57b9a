/* What is done with clips of formats that networks do not take: the point of an encode.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-error.h"
#include "cs-media-tool.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <string.h>

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

  g_test_message ("%s", name);
  g_assert_no_error (error);

  return facts;
}

static void
assert_thumbnails (const char    *path,
                   const CsFacts *facts,
                   const char    *folder)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) paths = cs_media_tool_thumbnails (path, facts, folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (paths), >, 0);

  for (guint i = 0; paths[i] != NULL; i++)
    g_unlink (paths[i]);
}

/* All that is done with a clip: it is looked at, shown, and made into what phones play. */
static CsFacts *
go_through (const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRecipe) recipe = cs_record_new (CS_RECORD_RECIPE);
  g_autofree char *folder = g_dir_make_tmp (NULL, &error);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip (name);
  CsFacts *facts = probe (name);
  g_autoptr(CsFacts) made = NULL;

  g_assert_cmpint (facts->kind, ==, CS_MEDIA_VIDEO);
  g_assert_false (facts->damaged);
  assert_thumbnails (path, facts, folder);

  recipe->action = CS_RECIPE_ENCODE;
  made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made->video_codec, ==, "h264");
  g_assert_cmpstr (made->video_profile, ==, "high");
  g_assert_cmpstr (made->pixel_format, ==, "yuv420p");
  g_assert_cmpint (made->frames, ==, facts->frames);
  if (facts->par_num == facts->par_den)
    g_assert_cmpint (made->width, ==, facts->width);
  g_assert_cmpint (made->height, ==, facts->height);
  g_assert_cmpint (made->audio_codec != NULL, ==, facts->audio_codec != NULL);
  g_assert_cmpint (ABS (made->duration - facts->duration), <, 100000);

  g_unlink (out);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  return facts;
}

/* 4:2:2, as editors export it. */
static void
test_colour_at_half_the_width (void)
{
  g_autoptr(CsFacts) facts = go_through ("half-colour.mp4");

  g_assert_cmpstr (facts->pixel_format, ==, "yuv422p");
}

static void
test_images_one_by_one_are_video (void)
{
  static const struct { const char *name, *codec, *sound; } cases[] = {
    { "jpegs.avi", "mjpeg", "pcm" }, { "jpegs.mov", "mjpeg", NULL }, { "pngs.mov", "png", "pcm" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsFacts) facts = go_through (cases[i].name);

      g_assert_cmpstr (facts->video_codec, ==, cases[i].codec);
      g_assert_cmpstr (facts->audio_codec, ==, cases[i].sound);
      g_assert_cmpint (facts->frames, ==, 10);
      g_assert_cmpint (facts->fps_num, ==, 10);
      g_assert_cmpint (facts->gop_max, ==, 1);
      g_assert_cmpint (facts->width, ==, 160);
      g_assert_cmpint (facts->height, ==, 90);
    }
}

/* As a tag, and as a track of its own. */
static void
test_a_cover_is_no_video (void)
{
  static const char *const names[] = { "cover.m4a", "cover.mov" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsRecipe) recipe = cs_record_new (CS_RECORD_RECIPE);
      g_autofree char *out = g_build_filename (g_get_tmp_dir (), "uncovered.mp4", NULL);
      g_autofree char *path = clip (names[i]);
      g_autoptr(CsFacts) facts = probe (names[i]);
      g_autoptr(CsFacts) made = NULL;

      g_assert_cmpint (facts->kind, ==, CS_MEDIA_AUDIO);
      g_assert_null (facts->video_codec);

      recipe->action = CS_RECIPE_ENCODE;
      made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (made->kind, ==, CS_MEDIA_AUDIO);
      g_unlink (out);
    }
}

static void
test_pictures_drawn_over_the_last_one (void)
{
  static const struct { const char *name, *codec; } cases[] = {
    { "animation.mov", "rle" }, { "cinepak.avi", "cinepak" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsFacts) facts = go_through (cases[i].name);

      g_assert_cmpstr (facts->video_codec, ==, cases[i].codec);
      g_assert_cmpint (facts->frames, ==, 20);
    }
}

static void
test_what_recorders_write (void)
{
  g_autoptr(CsFacts) raw = go_through ("raw.mov");
  g_autoptr(CsFacts) tape = go_through ("tape.dv");

  g_assert_cmpstr (raw->video_codec, ==, "raw");
  g_assert_cmpstr (raw->pixel_format, ==, "v210");
  g_assert_cmpint (raw->frames, ==, 10);
  g_assert_cmpstr (tape->video_codec, ==, "dv");
  g_assert_cmpint (tape->frames, ==, 2);
}

/* What telephones and browsers store: the boxes are those of a film, without one in them. */
static void
test_pictures_in_the_boxes_of_films (void)
{
  static const struct { const char *brand, *name; } cases[] = {
    { "avif", "AVIF" }, { "avis", "AVIF" }, { "heic", "HEIC" }, { "hevc", "HEIC" },
    { "mif1", "HEIF" },
  };
  g_autofree char *path = clip ("picture.avif");
  g_autofree char *other = g_build_filename (g_get_tmp_dir (), "picture.heic", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpmem (bytes + 4, 8, "ftypavif", 8);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      memcpy (bytes + 8, cases[i].brand, 4);
      g_assert_true (g_file_set_contents (other, bytes, length, NULL));
      g_assert_null (cs_media_tool_probe (other, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].name));
      g_assert_nonnull (strstr (error->message, "JPEG, PNG or WebP"));
    }

  g_unlink (other);
}

static void
test_what_nothing_decodes (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = clip ("picture.gif");
  g_autoptr(CsFacts) facts = probe ("picture.gif");
  g_auto(GStrv) paths = cs_media_tool_thumbnails (path, facts, g_get_tmp_dir (), NULL, &error);

  g_assert_null (paths);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "GIF: export it as MP4"));
}

CS_TESTS (formats)
{
  g_test_add_func ("/media/formats/pictures-drawn-over-the-last-one",
                   test_pictures_drawn_over_the_last_one);
  g_test_add_func ("/media/formats/what-recorders-write", test_what_recorders_write);
  g_test_add_func ("/media/formats/pictures-in-the-boxes-of-films",
                   test_pictures_in_the_boxes_of_films);
  g_test_add_func ("/media/formats/what-nothing-decodes", test_what_nothing_decodes);
  g_test_add_func ("/media/formats/images-one-by-one-are-video", test_images_one_by_one_are_video);
  g_test_add_func ("/media/formats/a-cover-is-no-video", test_a_cover_is_no_video);
  g_test_add_func ("/media/formats/colour-at-half-the-width", test_colour_at_half_the_width);
}
