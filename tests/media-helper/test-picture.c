/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-picture.h"
#include "cs-test.h"

#include <string.h>

#define WIDTH  64
#define HEIGHT 32

/* A grey picture with a white block at @x; outside the picture: none. */
static CsPicture *
picture (guint  x,
         gint64 at)
{
  g_autoptr(GstCaps) caps = gst_caps_from_string ("video/x-raw,format=I420,framerate=1/1,"
                                                  "width=64,height=32");
  g_autoptr(GstBuffer) buffer = gst_buffer_new_allocate (NULL, WIDTH * HEIGHT * 3 / 2, NULL);
  g_autoptr(GstSample) sample = NULL;
  GstMapInfo map;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  memset (map.data, 100, map.size);
  for (guint row = 0; row < HEIGHT && x < WIDTH; row++)
    memset (map.data + row * WIDTH + x, 230, 8);
  gst_buffer_unmap (buffer, &map);
  sample = gst_sample_new (buffer, caps, NULL, NULL);

  return cs_picture_new (sample, at);
}

static void
test_alike_pictures_are_chosen_once (void)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_picture_free);
  g_autoptr(GPtrArray) chosen = NULL;

  g_ptr_array_add (all, picture (WIDTH, 1));
  g_ptr_array_add (all, picture (8, 2));
  g_ptr_array_add (all, picture (8, 3));
  g_ptr_array_add (all, picture (40, 4));

  g_assert_true (cs_picture_is_blank (all->pdata[0]));
  g_assert_cmpuint (cs_picture_distance (all->pdata[1], all->pdata[2]), ==, 0);

  chosen = cs_picture_choose (all, 3);
  g_assert_cmpuint (chosen->len, ==, 2);
  g_assert_cmpint (((CsPicture *) chosen->pdata[0])->at, ==, 2);
  g_assert_cmpint (((CsPicture *) chosen->pdata[1])->at, ==, 4);
}

static void
test_a_blank_one_is_better_than_none (void)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_picture_free);
  g_autoptr(GPtrArray) chosen = NULL;

  g_ptr_array_add (all, picture (WIDTH, 1));
  chosen = cs_picture_choose (all, 3);
  g_assert_cmpuint (chosen->len, ==, 1);
}

CS_TESTS (picture)
{
  g_test_add_func ("/media-helper/picture/alike-pictures-are-chosen-once",
                   test_alike_pictures_are_chosen_once);
  g_test_add_func ("/media-helper/picture/a-blank-one-is-better-than-none",
                   test_a_blank_one_is_better_than_none);
}
