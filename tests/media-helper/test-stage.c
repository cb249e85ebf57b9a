/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-stage.h"
#include "cs-test.h"

#include <string.h>

#define RED   ((CsColour) { 1, 0, 0 })
#define BLUE  ((CsColour) { 0, 0, 1 })
#define WIDTH 90
#define HEIGHT 160

typedef struct
{
  cairo_surface_t *surface;
  cairo_t         *cr;
  CsStage          stage;
} Play;

static void
play_begin (Play   *play,
            double  time,
            guint32 seed)
{
  play->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  play->cr = cairo_create (play->surface);
  cs_stage_begin (&play->stage, play->cr, WIDTH, HEIGHT, time, seed);
}

static void
play_clear (Play *play)
{
  cairo_destroy (play->cr);
  cairo_surface_destroy (play->surface);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

/* Red, green and blue of a dot, 8 bits each. */
static guint32
dot_at (Play *play,
        int   x,
        int   y)
{
  const guint8 *data;
  guint32 dot;

  cairo_surface_flush (play->surface);
  data = cairo_image_surface_get_data (play->surface);
  memcpy (&dot, data + (gsize) y * cairo_image_surface_get_stride (play->surface) + (gsize) x * 4,
          sizeof dot);

  return dot & 0xffffff;
}

/* Its edges lie outside of the picture, however the camera moves. */
static void
test_the_stage_fills_the_picture (void)
{
  static const int corners[][2] = { { 0, 0 }, { WIDTH - 1, 0 }, { 0, HEIGHT - 1 },
                                    { WIDTH - 1, HEIGHT - 1 } };

  for (guint i = 0; i <= 40; i++)
    {
      g_auto(Play) play = { 0, };
      CsStage *stage = &play.stage;

      play_begin (&play, i / 40.0, 3);
      g_assert_cmpfloat (stage->right, >, 0.5);
      cs_stage_box (stage, stage->left, stage->top, stage->right - stage->left,
                    stage->bottom - stage->top, RED, RED);
      for (guint j = 0; j < G_N_ELEMENTS (corners); j++)
        g_assert_cmphex (dot_at (&play, corners[j][0], corners[j][1]), ==, 0xff0000);
    }
}

static void
test_a_box_goes_from_colour_to_colour (void)
{
  g_auto(Play) play = { 0, };
  guint32 above, below;

  play_begin (&play, 0, 0);
  cs_stage_box (&play.stage, -0.2, -0.5, 0.4, 1, RED, BLUE);
  above = dot_at (&play, WIDTH / 2, HEIGHT / 2 - 40);
  below = dot_at (&play, WIDTH / 2, HEIGHT / 2 + 40);
  g_assert_cmpuint (above >> 16, >, 0xc0);
  g_assert_cmpuint (above & 0xff, <, 0x40);
  g_assert_cmpuint (below >> 16, <, 0x40);
  g_assert_cmpuint (below & 0xff, >, 0xc0);
  g_assert_cmphex (dot_at (&play, 2, HEIGHT / 2), ==, 0);
}

/* What is drawn afterwards stands where it would have stood. */
static void
test_the_end_gives_the_pen_back (void)
{
  g_auto(Play) play = { 0, };
  cairo_matrix_t now;

  play_begin (&play, 0.5, 0);
  cs_stage_hand (&play.stage, 0, 0, 1);
  cs_stage_end (&play.stage);
  cairo_get_matrix (play.cr, &now);
  g_assert_cmpfloat (now.xx, ==, 1);
  g_assert_cmpfloat (now.x0, ==, 0);
  g_assert_cmpint (cairo_status (play.cr), ==, CAIRO_STATUS_SUCCESS);
}

/* Even, and the seed's alone. */
static void
test_chance_is_even_and_the_same_again (void)
{
  CsStage first = { .seed = 1 }, second = { .seed = 2 };
  guint tenths[10] = { 0, };
  guint equal = 0;

  for (guint i = 0; i < 10000; i++)
    {
      double chance = cs_stage_chance (&first, i);

      g_assert_cmpfloat (chance, >=, 0);
      g_assert_cmpfloat (chance, <, 1);
      g_assert_cmpfloat (chance, ==, cs_stage_chance (&first, i));
      tenths[(guint) (chance * 10)]++;
      equal += chance == cs_stage_chance (&second, i);
    }

  for (guint i = 0; i < G_N_ELEMENTS (tenths); i++)
    {
      g_assert_cmpuint (tenths[i], >, 800);
      g_assert_cmpuint (tenths[i], <, 1200);
    }
  g_assert_cmpuint (equal, <, 10);
}

/* Left and right are each other's mirror: so much of a hand lies to either side. */
static void
test_a_hand_has_two_sides (void)
{
  for (int side = -1; side <= 1; side += 2)
    {
      g_auto(Play) play = { 0, };
      guint left = 0, right = 0;

      play_begin (&play, 0, 0);
      cs_stage_hand (&play.stage, 0, 0, side);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          if (dot_at (&play, x, y) != 0)
            *(x < WIDTH / 2 ? &left : &right) += 1;
      g_assert_cmpuint (side < 0 ? left : right, >, 10 * (side < 0 ? right : left));
    }
}

CS_TESTS (stage)
{
  g_test_add_func ("/media-helper/stage/fills-the-picture", test_the_stage_fills_the_picture);
  g_test_add_func ("/media-helper/stage/a-box-goes-from-colour-to-colour",
                   test_a_box_goes_from_colour_to_colour);
  g_test_add_func ("/media-helper/stage/the-end-gives-the-pen-back",
                   test_the_end_gives_the_pen_back);
  g_test_add_func ("/media-helper/stage/chance-is-even-and-the-same-again",
                   test_chance_is_even_and_the_same_again);
  g_test_add_func ("/media-helper/stage/a-hand-has-two-sides", test_a_hand_has_two_sides);
}
