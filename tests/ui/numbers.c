/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers.h"

#include "cs-curve.h"

#include <string.h>

/* Answers have their dictionaries’ texts in them: so do these. */
static GVariant *
settle (GVariant *value)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (value);

  return g_variant_get_normal_form (owned);
}

static GVariant *
ana_followers (void)
{
  static const struct { gint64 at; gint64 value; guint marks; } all[] = {
    { WEEK, 1200, 0 },
    { WEEK + DAY, 1210, 0 },
    { WEEK + 4 * DAY, 1260, CS_CURVE_BREAK },
    { WEEK + 5 * DAY, 1255, CS_CURVE_CORRECTED },
    { WEEK + 6 * DAY, 1270, 0 },
  };
  GVariantBuilder followers = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xxu)"));

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_variant_builder_add (&followers, "(xxu)", all[i].at, all[i].value, all[i].marks);

  return g_variant_builder_end (&followers);
}

static GVariant *
accounts (void)
{
  return g_variant_new_parsed (
    "[{'id': <'a'>, 'network': <'mastodon'>, 'handle': <'@ana@kiln.example'>,"
    "  'followers': <%*>, 'source': <'kiln.example'>,"
    "  'gaps': <[{'account': <'a'>, 'from_at': <%x>, 'until_at': <%x>, 'code': <'offline'>,"
    "            'sentence': <'There was no network'>}]>},"
    " {'id': <'b'>, 'network': <'bluesky'>, 'handle': <'ana.clay.example'>,"
    "  'followers': <@a(xxu) []>,"
    "  'gaps': <[{'account': <'b'>, 'from_at': <%x>, 'code': <'config'>,"
    "            'sentence': <'This server has no AppView'>}]>}]",
    ana_followers (), WEEK + DAY, WEEK + 4 * DAY, WEEK);
}

/* The newest first; of the oldest the network told no quotes. */
static GVariant *
posts (void)
{
  return g_variant_new_parsed (
    "[{'target': <'t3'>, 'post': <'p3'>, 'network': <'bluesky'>, 'handle': <'ana.clay.example'>,"
    "  'title': <'Raku, lid off'>, 'published_at': <%x>},"
    " {'target': <'t2'>, 'post': <'p2'>, 'network': <'mastodon'>,"
    "  'handle': <'@ana@kiln.example'>, 'title': <'Seconds sale'>, 'published_at': <%x>,"
    "  'likes': <@x 30>, 'shares': <@x 8>, 'comments': <@x 4>, 'quotes': <@x 2>,"
    "  'engagement': <@x 42>, 'followers': <@x 1200>, 'rate': <0.035>, 'taken_at': <%x>,"
    "  'marks': <@u 0>, 'gone_at': <%x>},"
    " {'target': <'t1'>, 'post': <'p1'>, 'network': <'mastodon'>,"
    "  'handle': <'@ana@kiln.example'>, 'title': <'Kiln log'>, 'published_at': <%x>,"
    "  'likes': <@x 12>, 'shares': <@x 3>, 'comments': <@x 0>, 'engagement': <@x 15>,"
    "  'followers': <@x 1200>, 'rate': <0.0125>, 'taken_at': <%x>, 'marks': <@u 0>}]",
    WEEK + 5 * DAY, WEEK + 2 * DAY, WEEK_END - 3 * 3600, WEEK + 6 * DAY, WEEK + DAY,
    WEEK_END - 3 * 3600);
}

static GVariant *
definitions (void)
{
  return g_variant_new_parsed (
    "[{'network': <'mastodon'>, 'metric': <'likes'>, 'title': <'Favourites'>,"
    "  'definition': <'How many have it'>},"
    " {'network': <'mastodon'>, 'metric': <'shares'>, 'title': <'Boosts'>,"
    "  'definition': <'How many boosted it'>},"
    " {'network': <'mastodon'>, 'metric': <'comments'>, 'title': <'Replies'>,"
    "  'definition': <'How many answered'>},"
    " {'network': <'mastodon'>, 'metric': <'quotes'>, 'title': <'Quotes'>,"
    "  'definition': <'How many quote it'>},"
    " {'network': <'mastodon'>, 'metric': <'engagement'>, 'title': <'Engagement'>,"
    "  'definition': <'All of it'>},"
    " {'network': <'mastodon'>, 'metric': <'rate'>, 'title': <'Engagement by followers'>,"
    "  'definition': <'All of it by followers'>}]");
}

static GVariant *
tiles (gint64 now)
{
  return g_variant_new_parsed (
    "{'followers': <{'value': <1270.0>, 'before': <1250.0>, 'change': <0.016>,"
    "                'taken_at': <%x>, 'n': <@x 1>, 'left_out': <@x 1>}>,"
    " 'engagement': <{'value': <0.02375>, 'before': <0.03>, 'change': <-0.2083>,"
    "                 'numerator': <@x 57>, 'denominator': <@x 2400>, 'taken_at': <%x>,"
    "                 'n': <@x 2>, 'left_out': <@x 1>, 'before_n': <@x 4>}>,"
    " 'posts': <{'value': <3.0>, 'before': <3.0>, 'change': <0.0>, 'n': <@x 3>,"
    "            'left_out': <@x 0>, 'taken_at': <%x>}>}",
    WEEK + 6 * DAY, WEEK_END - 3 * 3600, now);
}

GVariant *
numbers_overview (void)
{
  return numbers_overview_at (WEEK_END);
}

GVariant *
numbers_overview_at (gint64 now)
{
  gint64 from = now - (WEEK_END - WEEK);

  return settle (g_variant_new_parsed (
    "{'now': <%x>, 'from': <%x>, 'until': <%x>, 'before_from': <%x>, 'accounts': <%*>,"
    " 'tiles': <%*>, 'posts': <%*>, 'definitions': <%*>, 'too_little': <@a{sv} {}>}",
    now, from, now, from - 7 * DAY, accounts (), tiles (now), posts (), definitions ()));
}

/* Takes the answer; sinks the value. */
GVariant *
numbers_with (GVariant   *answer,
              const char *field,
              GVariant   *value)
{
  g_autoptr(GVariant) was = answer;
  GVariantDict changed = G_VARIANT_DICT_INIT (was);

  g_variant_dict_insert_value (&changed, field, value);

  return settle (g_variant_dict_end (&changed));
}

/* Of numbers.post: three points with a gap, beside a band of six posts. */
GVariant *
numbers_target (void)
{
  return settle (g_variant_new_parsed (
    "{'target': <'t2'>, 'post': <'p2'>, 'network': <'mastodon'>,"
    " 'handle': <'@ana@kiln.example'>, 'title': <'Seconds sale'>, 'published_at': <%x>,"
    " 'engagement': <@x 42>, 'taken_at': <%x>, 'metric_title': <'Engagement'>,"
    " 'definition': <'Favourites, boosts and replies'>,"
    " 'points': <[(@x 0, @x 0, @u 0), (@x 3600, @x 20, @u 0), (@x 259200, @x 42, @u 1)]>,"
    " 'gaps': <[{'account': <'a'>, 'from_at': <%x>, 'until_at': <%x>, 'code': <'offline'>,"
    "           'sentence': <'There was no network'>}]>,"
    " 'band': <[(@x 3600, 4.0, 10.0, 14.0, @u 6), (@x 86400, 9.0, 18.5, 30.0, @u 6),"
    "           (@x 259200, 12.0, 24.0, 36.0, @u 6)]>,"
    " 'band_breaks': <[@x 259200]>, 'band_posts': <@x 6>}",
    WEEK + 2 * DAY, WEEK_END - 3 * 3600, WEEK + 2 * DAY + 3600, WEEK + 5 * DAY));
}

GVariant *
numbers_post (void)
{
  g_autoptr(GVariant) target = numbers_target ();

  return settle (g_variant_new_parsed (
    "{'post': <'p2'>, 'title': <'Seconds sale'>, 'metric': <'engagement'>, 'now': <%x>,"
    " 'targets': <[%*]>}", WEEK_END, target));
}

/* Two pixels a unit, as pictures have. */
cairo_surface_t *
numbers_draw (CsChart    *chart,
              const char *title,
              gboolean    is_mirrored)
{
  CsTheme theme = cs_theme_get (FALSE, FALSE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 2 * 960, 2 * 480);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_set_device_scale (surface, 2, 2);
  cs_chart_set_theme (chart, &theme);
  cs_chart_set_title (chart, title, TRUE);
  cs_chart_set_mirrored (chart, is_mirrored);
  cs_chart_draw (chart, cr, 960, 480);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* A pixel that is not seen through has the same bytes in every format. */
gboolean
numbers_are_same (cairo_surface_t *one,
                  cairo_surface_t *other)
{
  int width = cairo_image_surface_get_width (one);
  int height = cairo_image_surface_get_height (one);

  if (cairo_image_surface_get_width (other) != width
      || cairo_image_surface_get_height (other) != height)
    return FALSE;

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      if (memcmp (cairo_image_surface_get_data (one)
                    + row * cairo_image_surface_get_stride (one) + 4 * column,
                  cairo_image_surface_get_data (other)
                    + row * cairo_image_surface_get_stride (other) + 4 * column, 3) != 0)
        return FALSE;

  return TRUE;
}
