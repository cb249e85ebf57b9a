/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tile-text.h"

#include "cs-item.h"
#include "cs-measure.h"
#include "cs-record.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static double
get_number (GVariant   *tile,
            const char *field)
{
  double value = NAN;

  if (tile != NULL)
    g_variant_lookup (tile, field, "d", &value);

  return value;
}

static gboolean
is_rate (const char *name)
{
  return strcmp (name, "engagement") == 0;
}

static char *
dup_number (const char *name,
            double      value)
{
  if (is_rate (name))
    return cs_words_rate (value);

  return cs_words_count_short (isfinite (value) ? (gint64) value : CS_UNKNOWN);
}

static const char *
sentence_of (GVariant   *overview,
             const char *name)
{
  g_autoptr(GVariant) too_little = g_variant_lookup_value (overview, "too_little",
                                                           G_VARIANT_TYPE_VARDICT);
  const char *sentence = NULL;

  if (too_little != NULL)
    g_variant_lookup (too_little, name, "&s", &sentence);

  return sentence;
}

/* A dash is no word: who listens hears why there is one. */
static char *
dup_in_full (GVariant   *overview,
             const char *name,
             double      value)
{
  const char *why = sentence_of (overview, name);

  if (!isfinite (value))
    return g_strdup (why != NULL ? why : _("Not told by the network"));

  return is_rate (name) ? cs_words_rate (value) : cs_words_count ((gint64) value);
}

/* How often posts were published, on each account by itself; 0: each of them once. */
static gint64
get_times (GVariant *overview)
{
  g_autoptr(GVariant) tiles = g_variant_lookup_value (overview, "tiles", G_VARIANT_TYPE_VARDICT);
  g_autoptr(GVariant) posts = tiles != NULL ? g_variant_lookup_value (tiles, "posts",
                                                                      G_VARIANT_TYPE_VARDICT)
                                            : NULL;
  gint64 times = posts != NULL ? cs_view_int (posts, "times", 0) : 0;

  return times > 0 && times != cs_view_int (posts, "n", 0) ? times : 0;
}

/* A post that went to several accounts is one, and has engagement on each. */
static char *
dup_of_posts (guint n_posts,
              guint n)
{
  if (n_posts == 0 || n_posts == n)
    return g_strdup_printf (ngettext ("Of %u post", "Of %u posts", n), n);

  /* Translators: the second number is greater, for a post may go to several accounts */
  return g_strdup_printf (ngettext ("Of %u post, published %u times",
                                    "Of %u posts, published %u times", n_posts), n_posts, n);
}

static char *
dup_of_how_many (GVariant   *overview,
                 GVariant   *tile,
                 const char *name)
{
  guint n = cs_view_int (tile, "n", 0);
  guint times = get_times (overview);

  if (is_rate (name))
    return dup_of_posts (cs_view_int (tile, "posts", 0), n);

  if (strcmp (name, "followers") == 0)
    return n > 1 ? g_strdup_printf (ngettext ("Of %u account", "Of %u accounts", n), n) : NULL;

  return times > 0 ? g_strdup_printf (ngettext ("Published %u time", "Published %u times", times),
                                      times) : NULL;
}

static char *
dup_left_out (GVariant   *overview,
              const char *name,
              guint       n)
{
  if (strcmp (name, "followers") == 0)
    return g_strdup_printf (ngettext ("%u account left out: its number is not known",
                                      "%u accounts left out: their numbers are not known", n), n);

  /* Translators: of the times that posts were published */
  if (get_times (overview) > 0)
    return g_strdup_printf (ngettext ("%u time left out: not all of its numbers are known",
                                      "%u times left out: not all of their numbers are known", n),
                            n);

  return g_strdup_printf (ngettext ("%u post left out: not all of its numbers are known",
                                    "%u posts left out: not all of their numbers are known", n),
                          n);
}

/* How many are in no rate, and why. */
static void
add_left_out (GStrvBuilder *notes,
              GVariant     *overview,
              GVariant     *tile,
              const char   *name)
{
  guint too_few = cs_view_int (tile, "too_few", 0);
  guint unknown = cs_view_int (tile, "left_out", 0) - too_few;

  if (unknown > 0)
    g_strv_builder_take (notes, dup_left_out (overview, name, unknown));
  if (too_few > 0)
    /* Translators: of posts of which there is no rate of engagement by followers */
    g_strv_builder_take (notes, g_strdup_printf (
      ngettext ("%u left out: too few followed when it went out",
                "%u left out: too few followed when they went out", too_few), too_few));
}

/* The same of what it is compared with. */
static void
add_left_out_before (GStrvBuilder *notes,
                     GVariant     *tile)
{
  guint too_few = cs_view_int (tile, "before_too_few", 0);
  guint unknown = cs_view_int (tile, "before_left_out", 0) - too_few;

  if (!isfinite (get_number (tile, "before")))
    return;

  if (unknown > 0)
    g_strv_builder_take (notes, g_strdup_printf (
      ngettext ("%u of the time before left out: not counted then",
                "%u of the time before left out: not counted then", unknown), unknown));
  if (too_few > 0)
    g_strv_builder_take (notes, g_strdup_printf (
      ngettext ("%u of the time before left out: too few followed",
                "%u of the time before left out: too few followed", too_few), too_few));
}

static char *
dup_note (GVariant        *overview,
          GVariant        *tile,
          const char      *name,
          const CsReading *reading)
{
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  gint64 taken_at = cs_view_int (tile, "taken_at", CS_UNKNOWN);
  char *of = isfinite (get_number (tile, "value"))
             ? dup_of_how_many (overview, tile, name) : NULL;

  if (of != NULL)
    g_strv_builder_take (notes, of);
  add_left_out (notes, overview, tile, name);
  add_left_out_before (notes, tile);
  if (sentence_of (overview, name) != NULL)
    g_strv_builder_add (notes, sentence_of (overview, name));

  if (taken_at != CS_UNKNOWN)
    {
      g_autofree char *age = cs_words_relative (reading, taken_at);

      /* Translators: %s is how long ago, or when, as in: Counted: 3 hours ago */
      g_strv_builder_take (notes, g_strdup_printf (_("Counted: %s"), age));
    }

  all = g_strv_builder_end (notes);

  return all[0] != NULL ? g_strjoinv ("\n", all) : NULL;
}

/* Of each network that is among them; the definitions differ, and so do the numbers. */
static char *
dup_definition (GVariant   *overview,
                const char *name)
{
  const char *metric = is_rate (name) ? "rate" : name;
  g_autoptr(GVariant) definitions = g_variant_lookup_value (overview, "definitions",
                                                            G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *all = NULL;

  if (strcmp (name, "posts") == 0)
    return g_strdup (_("Posts that went out in this time; one that went to several accounts is "
                       "one. Days begin at midnight UTC."));

  all = cs_measure_dup_definition (definitions, metric, "\n\n");
  if (all == NULL || !is_rate (name) || get_times (overview) == 0)
    return g_steal_pointer (&all);

  return g_strdup_printf ("%s\n\n%s", all, _("A post that went to several accounts counts on "
                                             "each of them, by who follows there."));
}

/**
 * cs_tile_text_read:
 * @overview: as numbers.overview answers
 * @tile: “followers”, “engagement” or “posts”
 * @period_before: (nullable): as “the 30 days before”; NULL: there is none
 */
CsTileText
cs_tile_text_read (GVariant        *overview,
                   const char      *name,
                   const CsReading *reading,
                   const char      *period_before)
{
  CsTileText self = { NULL, };
  g_autoptr(GVariant) tiles = g_variant_lookup_value (overview, "tiles", G_VARIANT_TYPE_VARDICT);
  g_autoptr(GVariant) tile = tiles != NULL ? g_variant_lookup_value (tiles, name,
                                                                     G_VARIANT_TYPE_VARDICT)
                                           : NULL;
  double value = get_number (tile, "value");
  double before = get_number (tile, "before");

  self.value = dup_number (name, value);
  self.in_full = dup_in_full (overview, name, value);
  self.definition = dup_definition (overview, name);
  if (tile != NULL)
    self.note = dup_note (overview, tile, name, reading);

  if (period_before != NULL)
    {
      g_autofree char *was = dup_number (name, before);

      self.way = cs_way_of (value, before);
      self.change = cs_words_change (self.way, get_number (tile, "change"), was, period_before);
      if (self.change == NULL && tile != NULL)
        self.change = g_strdup (cs_view_text (tile, "no_change"));
    }

  return self;
}

void
cs_tile_text_clear (CsTileText *self)
{
  g_free (self->value);
  g_free (self->in_full);
  g_free (self->change);
  g_free (self->note);
  g_free (self->definition);
}
