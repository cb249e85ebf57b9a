/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-image.h"
#include "cs-test.h"

static const char *const names[] = { "picture.jpg", "picture.png", "picture.gif", "picture.webp" };

static char *
load (const char *name,
      gsize      *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
  char *bytes;

  g_assert_true (g_file_get_contents (path, &bytes, length, NULL));

  return bytes;
}

static void
test_sizes_and_ends (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *bytes = load (names[i], &length);
      CsImage image;

      cs_image_read ((guint8 *) bytes, length, &image);
      g_assert_cmpuint (image.width, ==, 160);
      g_assert_cmpuint (image.height, ==, 90);
      g_assert_true (image.is_whole);

      cs_image_read ((guint8 *) bytes, length * 2 / 3, &image);
      g_assert_cmpuint (image.width, ==, 160);
      g_assert_false (image.is_whole);
    }
}

static void
test_rotation_from_exif (void)
{
  static const guint8 jpeg[] = {
    0xff, 0xd8, 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
    1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
    0xff, 0xc0, 0, 11, 8, 0, 16, 0, 32, 1, 1, 0x11, 0, 0xff, 0xd9,
  };
  CsImage image;

  cs_image_read (jpeg, sizeof jpeg, &image);
  g_assert_cmpuint (image.rotation, ==, 90);
  g_assert_cmpuint (image.width, ==, 32);
  g_assert_cmpuint (image.height, ==, 16);
}

/* Cut anywhere and spoilt anywhere: no byte outside is read (the sanitizer watches), none hangs. */
static void
test_spoilt_pictures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *bytes = load (names[i], &length);
      CsImage image;

      for (gsize cut = 0; cut < MIN (length, 600); cut++)
        {
          g_autofree guint8 *part = g_memdup2 (bytes, cut);

          cs_image_read (part, cut, &image);
        }

      for (gsize at = 0; at < MIN (length, 600); at++)
        {
          g_autofree guint8 *spoilt = g_memdup2 (bytes, length);

          spoilt[at] ^= 0xff;
          cs_image_read (spoilt, length, &image);
        }
    }
}

CS_TESTS (image)
{
  g_test_add_func ("/media-helper/image/sizes-and-ends", test_sizes_and_ends);
  g_test_add_func ("/media-helper/image/rotation-from-exif", test_rotation_from_exif);
  g_test_add_func ("/media-helper/image/spoilt-pictures", test_spoilt_pictures);
}
