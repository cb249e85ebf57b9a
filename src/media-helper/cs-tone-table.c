/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tone-table.h"

#include <math.h>

/* Nodes of R'G'B': a cube of them, so that its faces, where colours end, are nodes too, and greys
 * lie on the diagonal, between two nodes that are grey. */
#define PIECES     64
#define SIDE       (PIECES + 1)
#define NODES      (SIDE * SIDE * SIDE)

/* From a node to its neighbours. */
#define R_STEP     (SIDE * SIDE)
#define G_STEP     SIDE
#define B_STEP     1

/* Where a colour lies between two nodes, in 64ths. */
#define PART_BITS  6
#define PART       (1 << PART_BITS)
#define MOST       (PIECES * PART)

/* The nodes have six bits behind the point, a mean of four of them has six more. */
#define NODE_BITS  6
#define MEAN_BITS  (NODE_BITS + PART_BITS)

/* What is behind the point becomes dots; a plain rounding would make bands in a sky of 10 bits. */
static const guint8 dots[8][8] = {
  {  0, 32,  8, 40,  2, 34, 10, 42 },
  { 48, 16, 56, 24, 50, 18, 58, 26 },
  { 12, 44,  4, 36, 14, 46,  6, 38 },
  { 60, 28, 52, 20, 62, 30, 54, 22 },
  {  3, 35, 11, 43,  1, 33,  9, 41 },
  { 51, 19, 59, 27, 49, 17, 57, 25 },
  { 15, 47,  7, 39, 13, 45,  5, 37 },
  { 63, 31, 55, 23, 61, 29, 53, 21 },
};

/* Pixels that are made R'G'B' at once: a loop over numbers of 16 bits alone, of which the compiler
 * makes one that takes eight at a time. */
#define STRETCH    256

/* Codes in 16 bits have so many behind the point; of one times a factor the upper half remains. */
#define CODE_BITS  5

struct _CsToneTable
{
  /* From codes to R'G'B' between 0 and MOST. */
  gint16  black;
  gint16  of_y;
  gint16  r_of_cr;
  gint16  g_of_cr;
  gint16  g_of_cb;
  gint16  b_of_cb;

  /* A colour on the last face looks one node beyond, with a share of nothing. */
  guint16 y[NODES + R_STEP + G_STEP + B_STEP];
  guint16 c[NODES + R_STEP + G_STEP + B_STEP][2];
};

typedef struct
{
  guint16 r[STRETCH];
  guint16 g[STRETCH];
  guint16 b[STRETCH];
} Stretch;

/* The four nodes around a colour, and how much of each is in it. */
typedef struct
{
  guint32 node[4];
  guint32 share[4];
} Mean;

static void
set_code (CsToneTable      *self,
          const CsToneCode *code)
{
  double kg = 1 - code->kr - code->kb;
  double unit = MOST * (double) (1 << (16 - CODE_BITS));
  double of_c = unit / (code->is_full ? 1023 : 896);

  /* Rather too much than too little, or white would not quite be white. */
  self->black = code->is_full ? 0 : 64;
  self->of_y = (gint16) ceil (unit / (code->is_full ? 1023 : 876));
  self->r_of_cr = (gint16) lrint (2 * (1 - code->kr) * of_c);
  self->b_of_cb = (gint16) lrint (2 * (1 - code->kb) * of_c);
  self->g_of_cr = (gint16) lrint (-2 * (1 - code->kr) * of_c * code->kr / kg);
  self->g_of_cb = (gint16) lrint (-2 * (1 - code->kb) * of_c * code->kb / kg);
}

/* Limited range, 8 bits: black is 16, white 235, grey 128. */
static void
set_node (CsToneTable  *self,
          guint         node,
          const double  sdr[3])
{
  double y = 0.2126 * sdr[0] + 0.7152 * sdr[1] + 0.0722 * sdr[2];

  self->y[node] = (guint16) ((16 + 219 * y) * (1 << NODE_BITS) + 0.5);
  self->c[node][0] = (guint16) ((128 + 224 * (sdr[2] - y) / 1.8556) * (1 << NODE_BITS) + 0.5);
  self->c[node][1] = (guint16) ((128 + 224 * (sdr[0] - y) / 1.5748) * (1 << NODE_BITS) + 0.5);
}

static inline gint16
times (int    code,
       gint16 factor)
{
  return (gint16) ((gint16) (code * (1 << CODE_BITS)) * factor >> 16);
}

static inline guint16
clamped (int value)
{
  return (guint16) CLAMP ((gint16) value, 0, MOST);
}

/* What lies outside of the cube is no colour; the nearest is on its face. */
static void
make_rgb (const CsToneTable *self,
          const CsToneRow   *row,
          guint              from,
          guint              count,
          Stretch           *rgb)
{
  for (guint i = 0; i < count; i++)
    {
      gint16 y = times ((row->y[from + i] & 1023) - self->black, self->of_y);
      int cb = (row->cb[from + i] & 1023) - 512, cr = (row->cr[from + i] & 1023) - 512;

      rgb->r[i] = clamped (y + times (cr, self->r_of_cr));
      rgb->g[i] = clamped (y + times (cr, self->g_of_cr) + times (cb, self->g_of_cb));
      rgb->b[i] = clamped (y + times (cb, self->b_of_cb));
    }
}

/* The tetrahedron around a colour: from the node below to the opposite one, by the axis on which
 * it is farthest first. Each axis is a number: its high bits are how far, the low ones the step. */
static inline Mean
mean_at (guint32 r,
         guint32 g,
         guint32 b)
{
  guint32 node = r / PART * R_STEP + g / PART * G_STEP + b / PART * B_STEP;
  guint32 x = r % PART << 16 | R_STEP, y = g % PART << 16 | G_STEP, z = b % PART << 16 | B_STEP;
  guint32 high = MAX (x, y), low = MIN (x, y), rest = MIN (high, z);
  guint32 first = MAX (high, z), second = MAX (low, rest), third = MIN (low, rest);
  Mean mean;

  mean.node[0] = node;
  mean.node[1] = node + (first & 0xffff);
  mean.node[2] = mean.node[1] + (second & 0xffff);
  mean.node[3] = node + R_STEP + G_STEP + B_STEP;
  mean.share[0] = PART - (first >> 16);
  mean.share[1] = (first >> 16) - (second >> 16);
  mean.share[2] = (second >> 16) - (third >> 16);
  mean.share[3] = third >> 16;

  return mean;
}

/* Half a dot more, so that all of them together add nothing but what a rounding adds. */
static inline guint32
dot_at (const guint8 *row,
        guint         x)
{
  return (2u * row[x % 8] + 1) << (MEAN_BITS - 7);
}

CsToneTable *
cs_tone_table_new (const CsTone     *tone,
                   const CsToneCode *code)
{
  CsToneTable *self = g_new0 (CsToneTable, 1);

  set_code (self, code);

  for (guint i = 0; i < NODES; i++)
    {
      const double hdr[3] = { (double) (i / R_STEP) / PIECES, (double) (i / G_STEP % SIDE) / PIECES,
                              (double) (i % SIDE) / PIECES };
      double sdr[3];

      cs_tone_map (tone, hdr, sdr);
      set_node (self, i, sdr);
    }

  return self;
}

void
cs_tone_table_free (CsToneTable *self)
{
  g_free (self);
}

/**
 * cs_tone_table_luma:
 * @number: of the row, for the pattern of its dots
 */
void
cs_tone_table_luma (const CsToneTable *self,
                    const CsToneRow   *row,
                    guint              number,
                    guint              width,
                    guint8            *y)
{
  const guint8 *pattern = dots[number % 8];

  for (guint from = 0; from < width; from += STRETCH)
    {
      guint count = MIN (width - from, STRETCH);
      Stretch rgb;

      make_rgb (self, row, from, count, &rgb);
      for (guint i = 0; i < count; i++)
        {
          Mean mean = mean_at (rgb.r[i], rgb.g[i], rgb.b[i]);
          guint32 sum = dot_at (pattern, i);

          for (guint j = 0; j < 4; j++)
            sum += self->y[mean.node[j]] * mean.share[j];
          y[from + i] = sum >> MEAN_BITS;
        }
    }
}

void
cs_tone_table_chroma (const CsToneTable *self,
                      const CsToneRow   *row,
                      guint              number,
                      guint              width,
                      guint8            *cb,
                      guint8            *cr)
{
  const guint8 *pattern = dots[number % 8];

  for (guint from = 0; from < width; from += STRETCH)
    {
      guint count = MIN (width - from, STRETCH);
      Stretch rgb;

      make_rgb (self, row, from, count, &rgb);
      for (guint i = 0; i < count; i++)
        {
          Mean mean = mean_at (rgb.r[i], rgb.g[i], rgb.b[i]);
          guint32 dot = dot_at (pattern, i), b = dot, r = dot;

          for (guint j = 0; j < 4; j++)
            {
              b += self->c[mean.node[j]][0] * mean.share[j];
              r += self->c[mean.node[j]][1] * mean.share[j];
            }
          cb[from + i] = b >> MEAN_BITS;
          cr[from + i] = r >> MEAN_BITS;
        }
    }
}
