/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-dense-private.h"

#include <math.h>
#include <string.h>

#define WORD 64
/* Columns that are filled at once: what many cost grows faster than they do. */
#define PIECE 64

CsDense *
cs_dense_new (const CsCanvas *canvas,
              double          line_width)
{
  CsDense *self = g_new0 (CsDense, 1);

  self->reach = line_width / 2;
  self->top = canvas->top - self->reach;
  self->n_columns = (guint) ceil (canvas->width * canvas->grain) + 1;
  self->n_rows = (guint) ceil ((canvas->height + line_width) * canvas->grain);
  self->n_words = self->n_rows / WORD + 1;
  self->bits = g_new0 (guint64, (gsize) self->n_columns * self->n_words);

  return self;
}

void
cs_dense_free (CsDense *self)
{
  g_free (self->bits);
  g_free (self);
}

static void
set_rows (guint64 *words,
          guint    from,
          guint    until)
{
  while (from < until)
    {
      guint end = MIN (until, (from / WORD + 1) * WORD);
      guint64 ones = G_MAXUINT64 >> (WORD - (end - from));

      words[from / WORD] |= ones << (from % WORD);
      from = end;
    }
}

/* @top, @bottom: of the middle of the line, there */
void
cs_dense_add (CsDense        *self,
              const CsCanvas *canvas,
              double          column,
              double          top,
              double          bottom)
{
  double from = (top - self->reach - self->top) * canvas->grain + 0.5;
  double until = (bottom + self->reach - self->top) * canvas->grain + 0.5;

  if (column < 0 || column >= self->n_columns || until < 1 || from >= self->n_rows)
    return;

  /* What is not below 0 is cut to a whole number by being made one. */
  set_rows (self->bits + (gsize) column * self->n_words, (guint) MAX (from, 0),
            (guint) MIN (MAX (until, from + 1), self->n_rows));
}

/* What a column of pixels has of the lines in it and in those beside it, as wide as a line is.
 * @cell: one more than the column, for a line reaches into the one before the first, too */
static void
join_columns (const CsDense  *self,
              const CsCanvas *canvas,
              guint           cell,
              guint64        *joined)
{
  guint side = (guint) MAX (round (self->reach * canvas->grain), 1);
  guint first = MAX (cell, side) - side;
  guint last = MIN (cell + side, self->n_columns) - 1;

  memset (joined, 0, self->n_words * sizeof *joined);
  for (guint i = first; i <= last; i++)
    for (guint word = 0; word < self->n_words; word++)
      joined[word] |= self->bits[(gsize) i * self->n_words + word];
}

/* The first row from @row on that is taken, or is not. */
static guint
find_row (const CsDense *self,
          const guint64 *words,
          guint          row,
          gboolean       is_taken)
{
  while (row < self->n_rows)
    {
      guint64 word = (is_taken ? words[row / WORD] : ~words[row / WORD]) >> (row % WORD);

      if (word != 0)
        return MIN (row + (guint) __builtin_ctzll (word), self->n_rows);
      row = (row / WORD + 1) * WORD;
    }

  return self->n_rows;
}

static void
add_column (const CsDense  *self,
            const CsCanvas *canvas,
            guint           cell,
            guint64        *joined)
{
  double at = canvas->is_mirrored ? canvas->width - cell / canvas->grain
                                  : (cell - 1.0) / canvas->grain;
  guint row = 0;

  join_columns (self, canvas, cell, joined);

  while ((row = find_row (self, joined, row, TRUE)) < self->n_rows)
    {
      guint end = find_row (self, joined, row, FALSE);

      cairo_rectangle (canvas->cr, canvas->left + at, self->top + row / canvas->grain,
                       1 / canvas->grain, (end - row) / canvas->grain);
      row = end;
    }
}

/* @dash: of the line, whose breaks are paler; -1: it has none */
void
cs_dense_fill (const CsDense  *self,
               const CsCanvas *canvas,
               CsInk           ink,
               int             dash,
               gboolean        is_quiet)
{
  g_autofree guint64 *joined = g_new (guint64, self->n_words);

  for (int in_break = 0; in_break <= (dash >= 0); in_break++)
    {
      guint n = 0;

      cs_canvas_set_ink (canvas, ink, in_break ? CS_CANVAS_BREAK_STRENGTH : 1);
      for (guint cell = 0; cell <= self->n_columns; cell++)
        {
          if (dash >= 0 && cs_canvas_is_break (canvas, (guint) dash, is_quiet,
                                               MAX (cell, 1) / canvas->grain) != in_break)
            continue;

          add_column (self, canvas, cell, joined);
          if (++n % PIECE > 0)
            continue;

          cairo_fill (canvas->cr);
          /* On paper what only meets has a seam; over what is pale there would be a stripe. */
          if (dash < 0)
            add_column (self, canvas, cell, joined);
        }
      cairo_fill (canvas->cr);
    }
}
