/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-scene.h"
#include "cs-test.h"

#define WIDTH  90
#define HEIGHT 160

/* What its picture is, in one word. */
static char *
draw_scene (const char *name,
            double      time,
            guint32     seed)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  char *checksum;
  gsize length;

  cs_scene_draw (name, cr, WIDTH, HEIGHT, time, seed);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  length = (gsize) cairo_image_surface_get_stride (surface) * HEIGHT;
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                          cairo_image_surface_get_data (surface), length);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return checksum;
}

/* Each moves, is no other, and is the same again. */
static void
test_a_scene_moves_and_comes_again (void)
{
  static const char *const names[] = { "centre", "throw", "trim", "kiln", "open", "tiles", "dip",
                                       "brush", "shelf", "cat", "cup", "raku", "market", "still" };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *first = draw_scene (names[i], 0, 5);
      g_autofree char *again = draw_scene (names[i], 0, 5);

      g_assert_true (cs_scene_is (names[i]));
      g_assert_cmpstr (first, ==, again);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&first)));
      g_assert_true (g_hash_table_add (seen, draw_scene (names[i], 0.6, 5)));
    }

  g_assert_false (cs_scene_is ("waterfall"));
  g_assert_false (cs_scene_is (NULL));
}

CS_TESTS (scene)
{
  g_test_add_func ("/media-helper/scene/moves-and-comes-again", test_a_scene_moves_and_comes_again);
}
