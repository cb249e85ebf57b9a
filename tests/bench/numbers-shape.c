/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers-shape.h"

#include "cs-clock.h"

#include <string.h>

#define ROUND     (6 * 60 * 60)
#define PER_ROUND 7                          /* posts that are published */

#define WHY_LARGE "29.5 are written of each, its second and who told it among them; its page is " \
                  "nine tenths full"
#define WHY_SLOW "a thousand samples are on as many pages, which go to the log and then to the file"

const Shape shape_imported =
  { "imported", TRUE, TRUE, 100000, 4, 100, NULL, WHY_LARGE };

const Shape shape_collected_six =
  { "collected-six", FALSE, TRUE, 1000, 1, 500, WHY_SLOW, WHY_LARGE };

const Shape shape_collected =
  { "collected", FALSE, FALSE, 1000, 1, 500, WHY_SLOW,
    "four or five of six numbers are told: there are fewer naive rows, and as many of ours" };

gint64
published_at (guint post)
{
  return (gint64) FIRST_DAY * CS_DAY_SECONDS + post / PER_ROUND * ROUND;
}

static guint32
next_random (Collecting *self)
{
  self->random = self->random * 1664525u + 1013904223u;

  return self->random >> 16;
}

/* Much at first, less and less later. Neither network tells the views, and one not the saves. */
static void
grow (Collecting *self,
      guint       post,
      guint       age)
{
  static const guint most[CS_N_METRICS] = { 60000, 900, 90, 200, 30, 60 };
  gboolean tells_all = self->shape->tells_all;
  guint first = tells_all ? CS_METRIC_VIEWS : CS_METRIC_LIKES;
  guint end = tells_all ? CS_N_METRICS : CS_METRIC_SAVES + post % 2;

  if (age == 0)
    for (guint i = first; i < end; i++)
      self->counts[post][i] = 0;

  for (guint i = first; i < end; i++)
    self->counts[post][i] += next_random (self) % (most[i] / (1 + age) + 2);
}

static CsSample *
new_sample (Collecting *self)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (self->target_ids[self->post]);
  sample->taken_at = (gint64) FIRST_DAY * CS_DAY_SECONDS + (gint64) self->round * ROUND
                   + self->post * 7 % ROUND;
  sample->source = g_strdup ("example.social");
  memcpy (sample->counts, self->counts[self->post], sizeof sample->counts);

  return sample;
}

void
collecting_begin (Collecting   *self,
                  const Shape  *shape,
                  char        **target_ids)
{
  self->shape = shape;
  self->target_ids = (const char *const *) target_ids;
  self->random = 20260602;
  self->round = 0;
  self->post = 0;

  for (guint i = 0; i < N_POSTS; i++)
    cs_counts_clear (self->counts[i]);
}

/* Which count of the post it would be; as many as there are, or more: it is none. */
static guint
which_count (const Collecting *self)
{
  guint published = self->post / PER_ROUND;

  return self->round >= published ? (self->round - published) / self->shape->every
                                  : self->shape->n_counts;
}

static void
advance (Collecting *self)
{
  if (self->shape->by_post)
    {
      self->round += self->shape->every;

      if (which_count (self) >= self->shape->n_counts)
        self->round = ++self->post / PER_ROUND;
    }
  else if (++self->post == N_POSTS)
    {
      self->round++;
      self->post = 0;
    }
}

/* As many samples from there on as a transaction stores. */
GPtrArray *
collecting_next (Collecting *self)
{
  GPtrArray *samples = cs_records_new ();

  while (samples->len < self->shape->per_tx)
    {
      while (which_count (self) >= self->shape->n_counts)
        advance (self);

      grow (self, self->post, which_count (self));
      g_ptr_array_add (samples, new_sample (self));
      advance (self);
    }

  return samples;
}
