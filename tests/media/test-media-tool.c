/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-media-tool.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

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

/* Renders a fixture, checks that nothing but the clip was left, and answers its facts. */
static CsFacts *
render (const char     *name,
        const CsRecipe *recipe)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsFacts) facts = probe (name);
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip (name);
  CsFacts *made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (made->container, ==, "mp4");
  g_assert_cmpint (made->faststart, ==, 1);
  g_assert_false (made->damaged);

  g_unlink (out);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  return made;
}

static CsRecipe *
recipe_new (CsRecipeAction action)
{
  CsRecipe *recipe = cs_record_new (CS_RECORD_RECIPE);

  recipe->action = action;

  return recipe;
}

static void
test_encode_makes_what_phones_play (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) made = render ("ten-bit.mkv", recipe);

  g_assert_cmpstr (made->video_codec, ==, "h264");
  g_assert_cmpstr (made->video_profile, ==, "high");
  g_assert_cmpstr (made->pixel_format, ==, "yuv420p");
  g_assert_cmpstr (made->audio_codec, ==, "aac");
  g_assert_cmpint (made->frames, ==, 60);
  g_assert_cmpint (made->edit_list, ==, 0);
}

static void
test_encode_does_what_the_recipe_says (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) made = NULL;

  recipe->width = 160;
  recipe->height = 90;
  recipe->fps_num = 15;
  recipe->fps_den = 1;
  recipe->constant_rate = TRUE;
  recipe->gop_max = 15;
  recipe->audio_rate = 44100;
  recipe->audio_channels = 2;
  recipe->audio_bitrate = 96000;
  made = render ("variable.mp4", recipe);
  g_assert_cmpint (made->width, ==, 160);
  g_assert_cmpint (made->height, ==, 90);
  g_assert_cmpint (made->fps_num, ==, 15);
  g_assert_false (made->variable_rate);
  g_assert_cmpint (made->gop_max, <=, 15);
  g_assert_false (made->open_gop);
  g_clear_pointer (&made, cs_record_unref);

  made = render ("pass.mp4", recipe);
  g_assert_cmpint (made->audio_rate, ==, 44100);
  g_assert_cmpint (made->audio_channels, ==, 2);
}

/* As a telephone films it; what the colours become is looked at in tests/media-helper. */
static void
test_encode_makes_hdr_standard_range (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsRecipe) copy = recipe_new (CS_RECIPE_REMUX);
  g_autoptr(CsFacts) facts = probe ("hlg.mp4");
  g_autoptr(CsFacts) made = render ("hlg.mp4", recipe);
  g_autoptr(CsFacts) copied = render ("hlg.mp4", copy);

  g_assert_true (facts->hdr);
  g_assert_false (made->hdr);
  g_assert_cmpstr (made->pixel_format, ==, "yuv420p");
  g_assert_true (copied->hdr);
}

static void
test_encode_turns_the_picture (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) made = render ("rotated.mp4", recipe);

  g_assert_cmpint (made->rotation, ==, 0);
  g_assert_cmpint (made->width, ==, 180);
  g_assert_cmpint (made->height, ==, 320);
}

static void
test_encode_keeps_to_what_is_shown (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) facts = probe ("edit-list.mp4");
  g_autoptr(CsFacts) made = render ("edit-list.mp4", recipe);
  g_autoptr(CsRecipe) copy = recipe_new (CS_RECIPE_REMUX);
  g_autoptr(CsFacts) copied = render ("edit-list.mp4", copy);

  g_assert_cmpint (made->edit_list, ==, 0);
  g_assert_cmpint (ABS (made->duration - facts->duration), <, 50000);

  /* A copy cannot cut inside a group of pictures: the list goes on hiding. */
  g_assert_cmpint (copied->edit_list, ==, 1);
  g_assert_cmpint (ABS (copied->duration - facts->duration), <, 50000);
}

/* The middle of the pictures is gone, as after a broken download. */
static void
test_damage_is_seen (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsFacts) facts = NULL;
  g_autofree char *path = clip ("pass.mp4");
  g_autofree char *bytes = NULL;
  g_autofree char *damaged = g_build_filename (g_get_tmp_dir (), "damaged.mp4", NULL);
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + length / 3, 0, length / 3);
  g_assert_true (g_file_set_contents (damaged, bytes, length, NULL));

  facts = cs_media_tool_probe (damaged, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (facts->damaged);
  g_unlink (damaged);
}

static void
test_encode_of_an_interlaced_clip (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) facts = probe ("interlaced.mp4");
  g_autoptr(CsFacts) made = render ("interlaced.mp4", recipe);

  g_assert_true (facts->interlaced);
  g_assert_false (made->interlaced);
}

static void
test_a_budget_is_kept (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) made = NULL;

  recipe->quantizer = 10;
  recipe->max_bytes = 60000;
  recipe->audio_bitrate = 32000;
  made = render ("ten-bit.mkv", recipe);
  g_assert_cmpint (made->size, <=, 60000);
  g_assert_cmpint (made->size, >, 35000);
  g_assert_cmpint (made->frames, ==, 60);
}

static void
test_copy_changes_no_time (void)
{
  static const char *const names[] = { "moov-last.mp4", "open-gop.mp4", "variable.mp4", "hevc.mp4",
                                       "no-audio.mp4", "rotated.mp4", "reordered.mkv", "vp9.webm",
                                       "long-sound.mp4" };
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_REMUX);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(CsFacts) facts = probe (names[i]);
      g_autoptr(CsFacts) made = render (names[i], recipe);

      g_test_message ("%s", names[i]);
      g_assert_cmpstr (made->video_codec, ==, facts->video_codec);
      g_assert_cmpstr (made->audio_codec, ==, facts->audio_codec);
      g_assert_cmpint (made->frames, ==, facts->frames);
      g_assert_cmpint (made->variable_rate, ==, facts->variable_rate);
      g_assert_cmpint (made->open_gop, ==, facts->open_gop);
      g_assert_cmpint (made->rotation, ==, facts->rotation);
      g_assert_cmpint (ABS (made->duration - facts->duration), <, 5000);
      g_assert_cmpint (made->edit_list, ==, 0);
    }
}

/* AVI has one time for each picture, and not always the one at which it is shown. */
static void
test_pictures_without_times (void)
{
  static const char *const names[] = { "reordered.avi", "packed.avi" };
  g_autoptr(CsRecipe) encode = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsRecipe) copy = recipe_new (CS_RECIPE_REMUX);
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = clip (names[i]);
      g_autoptr(CsFacts) facts = probe (names[i]);
      g_autoptr(CsFacts) made = render (names[i], encode);

      g_test_message ("%s", names[i]);
      g_assert_false (facts->variable_rate);
      g_assert_false (made->variable_rate);
      g_assert_cmpint (ABS (made->duration - facts->duration), <, 100000);
      g_assert_cmpint (ABS (made->frames - facts->frames), <=, 2);

      g_assert_null (cs_media_tool_render (path, facts, copy, out, NULL, NULL, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "encode it instead"));
    }

  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* As telephones film: 3840 × 2160 in ten bits takes the helper most memory. */
static void
test_a_large_picture_is_encoded (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) made = render ("large.mp4", recipe);

  g_assert_cmpint (made->width, ==, 3840);
  g_assert_cmpint (made->frames, ==, 30);
  g_assert_cmpstr (made->pixel_format, ==, "yuv420p");
}

/* Two streams that cannot be copied: the first says so, and the second may not end the helper. */
static void
test_what_mp4_cannot_hold (void)
{
  g_autoptr(CsRecipe) copy = recipe_new (CS_RECIPE_REMUX);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("theora.ogv");
  g_autoptr(CsFacts) facts = probe ("theora.ogv");

  g_assert_null (cs_media_tool_render (path, facts, copy, out, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "MP4 cannot hold"));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Nothing that could go into the new file: the muxer would wait for it for ever. */
static void
test_sound_alone_without_sound (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("sound.mp3");
  g_autoptr(CsFacts) facts = probe ("sound.mp3");
  g_autoptr(CsFacts) made = render ("sound.mp3", recipe);

  g_assert_cmpint (ABS (made->duration - facts->duration), <, 100000);

  recipe->audio_channels = 0;
  g_assert_null (cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "nothing in this file to be kept"));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_new_sound_under_the_same_picture (void)
{
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_AUDIO);
  g_autoptr(CsFacts) facts = probe ("ten-bit.mkv");
  g_autoptr(CsFacts) made = render ("ten-bit.mkv", recipe);
  g_autoptr(CsFacts) mute = NULL;

  g_assert_cmpstr (made->video_profile, ==, facts->video_profile);
  g_assert_cmpint (made->frames, ==, facts->frames);
  g_assert_cmpstr (made->audio_codec, ==, "aac");
  g_assert_cmpint (made->edit_list, ==, 0);

  recipe->audio_channels = 0;
  mute = render ("ten-bit.mkv", recipe);
  g_assert_null (mute->audio_codec);
  g_assert_cmpint (mute->frames, ==, facts->frames);
}

static void
test_what_the_source_says_of_itself_is_not_passed_on (void)
{
  static const CsRecipeAction actions[] = { CS_RECIPE_REMUX, CS_RECIPE_AUDIO, CS_RECIPE_ENCODE };
  g_autofree char *path = clip ("tagged.mp4");
  g_autoptr(CsFacts) facts = probe ("tagged.mp4");
  g_autofree char *source = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &source, &length, NULL));
  g_assert_nonnull (memmem (source, length, "Secret title", 12));

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsRecipe) recipe = recipe_new (actions[i]);
      g_autofree char *out = g_build_filename (g_get_tmp_dir (), "untagged.mp4", NULL);
      g_autoptr(CsFacts) made = NULL;
      g_autofree char *bytes = NULL;

      made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (out, &bytes, &length, NULL));
      g_assert_null (memmem (bytes, length, "Secret title", 12));
      g_assert_null (memmem (bytes, length, "52.52", 5));
      g_unlink (out);
    }
}

/* The encoder's run-up of 1,024 samples is hidden, or the sound would come 21 ms late. */
static void
test_sound_and_picture_begin_together (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(CsFacts) facts = probe ("ten-bit.mkv");
  g_autoptr(CsFacts) made = NULL;
  g_autofree char *path = clip ("ten-bit.mkv");
  g_autofree char *out = g_build_filename (g_get_tmp_dir (), "together.mp4", NULL);
  g_autofree char *bytes = NULL;
  guint hidden = 0;
  gsize length;

  made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (out, &bytes, &length, NULL));

  /* elst, version and flags, a count of one, how long, from where. */
  for (gsize at = 0; at + 20 < length; at++)
    if (memcmp (bytes + at, "elst\0\0\0\0\0\0\0\1", 12) == 0
        && memcmp (bytes + at + 16, "\0\0\4\0", 4) == 0)
      hidden++;

  g_assert_cmpuint (hidden, ==, 1);
  g_unlink (out);
}

static void
test_facts_of_odd_clips (void)
{
  g_autoptr(CsFacts) edit = probe ("edit-list.mp4");
  g_autoptr(CsFacts) last = probe ("moov-last.mp4");
  g_autoptr(CsFacts) rotated = probe ("rotated.mp4");
  g_autoptr(CsFacts) variable = probe ("variable.mp4");
  g_autoptr(CsFacts) open = probe ("open-gop.mp4");
  g_autoptr(CsFacts) mute = probe ("no-audio.mp4");
  g_autoptr(CsFacts) silent = probe ("silent.mp4");
  g_autoptr(CsFacts) truncated = probe ("truncated.mp4");
  g_autoptr(CsFacts) pass = probe ("pass.mp4");

  g_assert_cmpint (pass->edit_list, ==, 0);
  g_assert_cmpint (pass->faststart, ==, 1);
  g_assert_cmpint (edit->edit_list, ==, 1);
  g_assert_cmpint (ABS (edit->duration - 1300000), <, 40000);
  g_assert_cmpint (last->faststart, ==, 0);
  g_assert_cmpint (rotated->rotation, ==, 270);
  g_assert_true (variable->variable_rate);
  g_assert_true (open->open_gop);
  g_assert_cmpint (open->gop_max, ==, 15);
  g_assert_null (mute->audio_codec);
  g_assert_false (mute->silent);
  g_assert_cmpstr (silent->audio_codec, ==, "aac");
  g_assert_true (silent->silent);
  g_assert_false (pass->silent);

  g_assert_cmpint (truncated->duration, ==, 2000000);
  g_assert_cmpint (truncated->readable, >, 800000);
  g_assert_cmpint (truncated->readable, <, 1200000);
}

static void
test_bad_input_has_a_sentence (void)
{
  static const struct { const char *name; CsErrorCode code; const char *sentence; } cases[] = {
    { "empty.mp4", CS_ERROR_INVALID, "empty" },
    { "text.mp4", CS_ERROR_INVALID, "This is not a video file" },
    { "unfinished.mp4", CS_ERROR_INVALID, "cut off before it was finished" },
    { "no-such-file.mp4", CS_ERROR_NOT_FOUND, "check the path" },
    { ".", CS_ERROR_INVALID, "is a folder" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = clip (cases[i].name);

      g_assert_null (cs_media_tool_probe (path, NULL, &error));
      g_assert_error (error, CS_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
}

static void
test_a_render_that_fails_leaves_nothing (void)
{
  g_autoptr(CsFacts) facts = probe ("pass.mp4");
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("text.mp4");

  g_assert_null (cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);

  /* It ends without an error in GStreamer: fewer frames than the facts promise are one of ours. */
  g_clear_pointer (&facts, cs_record_unref);
  g_free (path);
  facts = probe ("pass.mp4");
  path = clip ("truncated.mp4");
  g_assert_null (cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "pictures can be read"));

  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_what_a_kill_left_is_removed (void)
{
  g_autoptr(CsFacts) facts = probe ("pass.mp4");
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_REMUX);
  g_autoptr(CsFacts) made = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *left = g_build_filename (folder, ".creatorsync-abcdef", NULL);
  g_autofree char *part = g_build_filename (left, "made.mp4", NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("pass.mp4");

  g_assert_cmpint (g_mkdir (left, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, "x", 1, NULL));

  made = cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));

  g_unlink (out);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A disk of a few pages, seen by this thread and what it starts alone. */
static void
test_a_full_disk_is_said (void)
{
  g_autoptr(CsFacts) facts = probe ("pass.mp4");
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("pass.mp4");
  static const CsRecipeAction actions[] = { CS_RECIPE_REMUX, CS_RECIPE_ENCODE };

  if (unshare (CLONE_NEWNS) < 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0
      || mount ("none", folder, "tmpfs", 0, "size=40k") < 0)
    {
      g_test_skip ("A small disk can be mounted by root alone");
      g_rmdir (folder);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr(CsRecipe) recipe = recipe_new (actions[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, "disk is full"));
    }

  g_assert_cmpint (umount (folder), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
on_progress_cancel (gint64   done,
                    gint64   total,
                    gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel_ends_a_render (void)
{
  g_autoptr(CsFacts) facts = probe ("ten-bit.mkv");
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_ENCODE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("ten-bit.mkv");

  g_assert_null (cs_media_tool_render (path, facts, recipe, out, on_progress_cancel, cancellable,
                                       cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* An AVI whose demuxer fails before GStreamer listens: no error comes, and no end. */
static void
test_a_failure_that_nobody_tells (void)
{
  g_autofree char *path = clip ("packed.avi");
  g_autofree char *broken = g_build_filename (g_get_tmp_dir (), "broken.avi", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memcpy (bytes + 24, "nope", 4);
  g_assert_true (g_file_set_contents (broken, bytes, length, NULL));

  /* A race: seen in one of three. */
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 begun = g_get_monotonic_time ();

      g_assert_null (cs_media_tool_probe (broken, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "The file is broken"));
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);
    }

  g_unlink (broken);
}

/* A picture that is not quite a GIF is for libav's reader, which crashes on it. */
static void
test_what_libav_would_read (void)
{
  g_autofree char *path = clip ("picture.gif");
  g_autofree char *broken = g_build_filename (g_get_tmp_dir (), "broken.gif", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memcpy (bytes, "GIF88a", 6);
  g_assert_true (g_file_set_contents (broken, bytes, length, NULL));

  g_assert_null (cs_media_tool_probe (broken, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_null (strstr (error->message, "the media engine ended"));
  g_unlink (broken);
}

/* Programs that are no helper: what they do is an error about the file, or names the program. */
static void
test_a_helper_that_dies_is_a_clean_error (void)
{
  g_autofree char *helper = g_strdup (g_getenv ("CREATORSYNC_MEDIA_HELPER"));
  g_autofree char *path = clip ("pass.mp4");
  g_autoptr(GError) error = NULL;

  cs_media_tool_stop ();
  g_setenv ("CREATORSYNC_MEDIA_HELPER", "/bin/false", TRUE);
  g_assert_null (cs_media_tool_probe (path, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "too large or broken"));
  g_clear_error (&error);

  g_setenv ("CREATORSYNC_MEDIA_HELPER", "/nowhere/creatorsync-media", TRUE);
  g_assert_null (cs_media_tool_probe (path, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NEEDS_YOU);

  g_setenv ("CREATORSYNC_MEDIA_HELPER", helper, TRUE);
}

/* The clip is made, but looking at it fails. */
static void
test_a_clip_that_nobody_looked_at_has_no_name (void)
{
  g_autofree char *helper = g_strdup (g_getenv ("CREATORSYNC_MEDIA_HELPER"));
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *script = g_build_filename (folder, "helper", NULL);
  g_autofree char *text =
    g_strdup_printf ("#!/bin/sh\n[ $# -eq 2 ] && exec '%s' \"$@\"\nexit 1\n", helper);
  g_autofree char *out = g_build_filename (folder, "out.mp4", NULL);
  g_autofree char *path = clip ("pass.mp4");
  g_autoptr(CsFacts) facts = probe ("pass.mp4");
  g_autoptr(CsRecipe) recipe = recipe_new (CS_RECIPE_REMUX);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  cs_media_tool_stop ();
  g_setenv ("CREATORSYNC_MEDIA_HELPER", script, TRUE);
  g_assert_null (cs_media_tool_render (path, facts, recipe, out, NULL, NULL, NULL, &error));
  g_setenv ("CREATORSYNC_MEDIA_HELPER", helper, TRUE);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);

  g_unlink (script);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_the_helper_inherits_no_secret (void)
{
  g_autofree char *helper = g_strdup (g_getenv ("CREATORSYNC_MEDIA_HELPER"));
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *script = g_build_filename (folder, "helper", NULL);
  g_autofree char *told = g_build_filename (folder, "told", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\nenv >'%s'\n", told);
  g_autofree char *path = clip ("pass.mp4");
  g_autofree char *inherited = NULL;

  g_assert_true (g_file_set_contents_full (script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("SOME_TOKEN", "canary", TRUE);
  g_setenv ("GST_CANARY", "kept", TRUE);

  cs_media_tool_stop ();
  g_setenv ("CREATORSYNC_MEDIA_HELPER", script, TRUE);
  g_assert_null (cs_media_tool_probe (path, NULL, NULL));
  g_setenv ("CREATORSYNC_MEDIA_HELPER", helper, TRUE);

  g_assert_true (g_file_get_contents (told, &inherited, NULL, NULL));
  g_assert_nonnull (strstr (inherited, "GST_CANARY=kept"));
  g_assert_null (strstr (inherited, "canary"));

  g_unsetenv ("SOME_TOKEN");
  g_unsetenv ("GST_CANARY");
  g_unlink (told);
  g_unlink (script);
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
      g_assert_true (g_hash_table_add (seen, cs_media_tool_hash (paths[i], NULL, NULL, NULL,
                                                                 NULL)));
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

static CsFacts *
make_sample (const char    *path,
             const char    *scene,
             int            seconds,
             GError       **error)
{
  const CsMediaSample sample = { scene, 176, 320, seconds, 7 };

  return cs_media_tool_sample (&sample, path, NULL, NULL, NULL, error);
}

static void
test_samples_are_what_their_names_say (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cs-sample-XXXXXX", &error);
  static const struct { const char *name, *container, *codec; } cases[] = {
    { "a.mp4", "mp4", "h264" }, { "a.mkv", "matroska", "h264" }, { "a.jpg", "jpeg", NULL },
  };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder, cases[i].name, NULL);
      gboolean still = cases[i].codec == NULL;
      g_autoptr(CsFacts) facts = make_sample (path, "kiln", still ? 0 : 1, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (facts->container, ==, cases[i].container);
      g_assert_cmpint (facts->width, ==, 176);
      g_assert_cmpint (facts->height, ==, 320);
      if (!still)
        {
          g_assert_cmpstr (facts->video_codec, ==, cases[i].codec);
          g_assert_cmpint (facts->frames, ==, 25);
        }
      g_unlink (path);
    }

  g_rmdir (folder);
}

static char *
hash_of_sample (const char *path,
                const char *scene)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsFacts) facts = make_sample (path, scene, 0, &error);
  char *hash;

  g_assert_no_error (error);
  hash = cs_media_tool_hash (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);

  return hash;
}

static void
test_the_same_sample_has_the_same_bytes (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("cs-sample-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a.jpg", NULL);
  g_autofree char *one = hash_of_sample (path, "market");
  g_autofree char *again = hash_of_sample (path, "market");
  g_autofree char *other = hash_of_sample (path, "cat");
  g_autoptr(CsFacts) none = NULL;

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, other);

  none = make_sample (path, "no such scene", 0, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_null (none);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_rmdir (folder);
}

CS_TESTS (media_tool)
{
  g_test_add_func ("/media/tool/samples-are-what-they-say", test_samples_are_what_their_names_say);
  g_test_add_func ("/media/tool/same-sample-same-bytes", test_the_same_sample_has_the_same_bytes);
  g_test_add_func ("/media/tool/facts-of-a-clip-that-fits", test_facts_of_a_clip_that_fits);
  g_test_add_func ("/media/tool/facts-of-a-clip-that-does-not", test_facts_of_a_clip_that_does_not);
  g_test_add_func ("/media/tool/encode-makes-what-phones-play", test_encode_makes_what_phones_play);
  g_test_add_func ("/media/tool/encode-does-what-the-recipe-says",
                   test_encode_does_what_the_recipe_says);
  g_test_add_func ("/media/tool/encode-makes-hdr-standard-range",
                   test_encode_makes_hdr_standard_range);
  g_test_add_func ("/media/tool/encode-turns-the-picture", test_encode_turns_the_picture);
  g_test_add_func ("/media/tool/encode-of-an-interlaced-clip", test_encode_of_an_interlaced_clip);
  g_test_add_func ("/media/tool/encode-keeps-to-what-is-shown", test_encode_keeps_to_what_is_shown);
  g_test_add_func ("/media/tool/damage-is-seen", test_damage_is_seen);
  g_test_add_func ("/media/tool/a-budget-is-kept", test_a_budget_is_kept);
  g_test_add_func ("/media/tool/copy-changes-no-time", test_copy_changes_no_time);
  g_test_add_func ("/media/tool/pictures-without-times", test_pictures_without_times);
  g_test_add_func ("/media/tool/a-large-picture-is-encoded", test_a_large_picture_is_encoded);
  g_test_add_func ("/media/tool/what-mp4-cannot-hold", test_what_mp4_cannot_hold);
  g_test_add_func ("/media/tool/sound-alone-without-sound", test_sound_alone_without_sound);
  g_test_add_func ("/media/tool/new-sound-under-the-same-picture",
                   test_new_sound_under_the_same_picture);
  g_test_add_func ("/media/tool/what-the-source-says-is-not-passed-on",
                   test_what_the_source_says_of_itself_is_not_passed_on);
  g_test_add_func ("/media/tool/sound-and-picture-begin-together",
                   test_sound_and_picture_begin_together);
  g_test_add_func ("/media/tool/facts-of-odd-clips", test_facts_of_odd_clips);
  g_test_add_func ("/media/tool/bad-input-has-a-sentence", test_bad_input_has_a_sentence);
  g_test_add_func ("/media/tool/a-render-that-fails-leaves-nothing",
                   test_a_render_that_fails_leaves_nothing);
  g_test_add_func ("/media/tool/what-a-kill-left-is-removed", test_what_a_kill_left_is_removed);
  g_test_add_func ("/media/tool/a-full-disk-is-said", test_a_full_disk_is_said);
  g_test_add_func ("/media/tool/cancel-ends-a-render", test_cancel_ends_a_render);
  g_test_add_func ("/media/tool/a-failure-that-nobody-tells", test_a_failure_that_nobody_tells);
  g_test_add_func ("/media/tool/a-clip-that-nobody-looked-at-has-no-name",
                   test_a_clip_that_nobody_looked_at_has_no_name);
  g_test_add_func ("/media/tool/the-helper-inherits-no-secret",
                   test_the_helper_inherits_no_secret);
  g_test_add_func ("/media/tool/what-libav-would-read", test_what_libav_would_read);
  g_test_add_func ("/media/tool/a-helper-that-dies-is-a-clean-error",
                   test_a_helper_that_dies_is_a_clean_error);
  g_test_add_func ("/media/tool/thumbnails-are-distinct", test_thumbnails_are_distinct);
  g_test_add_func ("/media/tool/facts-of-pictures", test_facts_of_pictures);
  g_test_add_func ("/media/tool/hash-is-of-the-bytes", test_hash_is_of_the_bytes);
}
