/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-growth.h"

#include <math.h>

#define HOUR 3600.0
#define DAY  (24 * HOUR)
#define YEAR (365.25 * DAY)

#define WAKING   0.7                                 /* how much of the audience sleeps at night */
#define EVENING  (19 * HOUR)                         /* of UTC: when most of it is awake */
#define EPOCH    G_GINT64_CONSTANT (1767225600)      /* 2026-01-01: where trends begin */

/* What is drawn by lot for a name, each under its number. */
enum
{
  SIZE,
  SIZE_TOO,
  PATIENCE,
  ECHO,
  ECHO_SIZE,
  ECHO_DELAY,
  RATIO,                                             /* and one for each count */
  BASE = RATIO + CS_N_GROWTHS,
  TREND,
  FOLLOWING,
  NOISE,                                             /* and all above it */
};

/* Of a post’s likes how many there are of each, at least and at most, and how late they come. */
static const struct
{
  double least;
  double most;
  double delay;
} ratios[CS_N_GROWTHS] = {
  [CS_GROWTH_LIKES] = { 1.00, 1.00, 1.0 },
  [CS_GROWTH_REPLIES] = { 0.02, 0.15, 0.7 },
  [CS_GROWTH_SHARES] = { 0.05, 0.35, 1.2 },
  [CS_GROWTH_QUOTES] = { 0.00, 0.05, 1.2 },
  [CS_GROWTH_SAVES] = { 0.02, 0.20, 1.5 },
};

/* The finalizer of SplitMix64: every bit of the number turns about half of the answer’s. */
static guint64
mix (guint64 number)
{
  number += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return number ^ (number >> 31);
}

static guint64
root_of (gint64      seed,
         const char *name)
{
  guint64 root = mix (seed);

  for (; *name != '\0'; name++)
    root = mix (root ^ (guchar) *name);

  return root;
}

/* From 0 up to 1, never 1. */
static double
draw (guint64 root,
      guint64 number)
{
  return (mix (root ^ mix (number)) >> 11) * 0x1p-53;
}

static double
draw_between (guint64 root,
              guint64 number,
              double  least,
              double  most)
{
  return least + draw (root, number) * (most - least);
}

/* Box and Muller’s: most posts are near the middle, a few far above it. */
static double
draw_normal (guint64 root,
             guint64 number,
             guint64 other)
{
  return sqrt (-2 * log (1 - draw (root, number))) * cos (2 * G_PI * draw (root, other));
}

/* Time as the audience lives it: it runs slowly while they sleep, but never back. */
static double
waking_time (gint64 at)
{
  double turn = 2 * G_PI / DAY;

  return at + WAKING / turn * sin (turn * (fmod (at, DAY) - EVENING));
}

/* Which part of all who will ever like it have done so: fast at first, and never quite all. */
static double
part_by (double age,
         double patience)
{
  return age > 0 ? 1 - pow (1 + age / patience, -0.9) : 0;
}

/**
 * cs_growth_of_post:
 * @name: what its network calls it
 * @born: when it went out, seconds since 1970
 * @counts: (out): at the moment @at; none ever falls
 *
 * Posts differ by orders of magnitude. Every seventh or so is found again by
 * somebody with a large audience, days later.
 */
void
cs_growth_of_post (gint64      seed,
                   const char *name,
                   gint64      born,
                   gint64      at,
                   gint64      counts[CS_N_GROWTHS])
{
  guint64 root = root_of (seed, name);
  double size = exp (3.2 + 1.3 * draw_normal (root, SIZE, SIZE_TOO));
  double patience = draw_between (root, PATIENCE, 1.5 * HOUR, 5.5 * HOUR);
  gboolean has_echo = draw (root, ECHO) < 0.15;
  double echo_size = has_echo ? size * draw_between (root, ECHO_SIZE, 0.5, 3) : 0;
  double echo_delay = draw_between (root, ECHO_DELAY, DAY, 6 * DAY);
  double age = waking_time (at) - waking_time (born);

  for (guint i = 0; i < CS_N_GROWTHS; i++)
    {
      double ratio = draw_between (root, RATIO + i, ratios[i].least, ratios[i].most);
      double late = patience * ratios[i].delay;

      counts[i] = floor (ratio * (size * part_by (age, late)
                                  + echo_size * part_by (age - echo_delay, 2 * late)));
    }
}

/* From -1 to 1, smooth, with a value of its own in each span of time. */
static double
noise (guint64 root,
       guint   octave,
       double  at,
       double  span)
{
  double cell = floor (at / span);
  double within = at / span - cell;
  double ease = within * within * (3 - 2 * within);
  guint64 number = NOISE + octave + 8 * (guint64) (gint64) cell;

  return draw_between (root, number, -1, 1) * (1 - ease)
         + draw_between (root, number + 8, -1, 1) * ease;
}

/**
 * cs_growth_of_account:
 * @name: what its network calls it
 * @followers: (out): a trend over the years, with weeks in which it falls
 * @following: (out): stays as it is
 */
void
cs_growth_of_account (gint64      seed,
                      const char *name,
                      gint64      at,
                      gint64     *followers,
                      gint64     *following)
{
  guint64 root = root_of (seed, name);
  double base = exp (draw_between (root, BASE, log (400), log (6000)));
  double years = CLAMP ((at - EPOCH) / YEAR, -10, 10);
  double drift = 1 + 0.030 * noise (root, 0, at, 21 * DAY) + 0.010 * noise (root, 1, at, 4 * DAY)
                 + 0.002 * noise (root, 2, at, DAY / 4);

  *followers = floor (base * exp (draw_between (root, TREND, 0.05, 0.9) * years) * drift);
  *following = floor (draw_between (root, FOLLOWING, 40, 540));
}
