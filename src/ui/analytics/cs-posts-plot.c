/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-posts-plot.h"

#include "cs-item.h"
#include "cs-number-words.h"
#include "cs-numbers-bars.h"
#include "cs-numbers-chart.h"
#include "cs-points.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* Behind them are the measures that the networks give. */
enum
{
  COLUMN_POST,
  COLUMN_ACCOUNT,
  COLUMN_PUBLISHED,
  N_FIRST,
};

struct _CsPostsPlot
{
  CsPlot     parent_instance;

  CsReading  reading;
  guint      measure;      /* that is drawn */
  GPtrArray *posts;        /* GVariant, the first that went out first; a bar each */
  guint      columns[CS_N_MEASURES];    /* measures, in the order of the table */
  guint      n_measures;
};

G_DEFINE_FINAL_TYPE (CsPostsPlot, cs_posts_plot, CS_TYPE_PLOT)

static GVariant *
get_post (CsPlot *plot,
          CsSpot  spot)
{
  return CS_POSTS_PLOT (plot)->posts->pdata[spot.point];
}

static CsNetwork
network_of (GVariant *post)
{
  CsNetwork network;

  return cs_network_from_name (cs_view_text (post, "network"), &network) ? network : CS_N_NETWORKS;
}

static char *
dup_measure_words (double value,
                   guint  measure)
{
  if (measure == CS_MEASURE_RATE)
    return cs_words_rate (value);

  return cs_words_count (isfinite (value) ? (gint64) value : CS_UNKNOWN);
}

static char *
dup_title (GVariant *post)
{
  const char *title = cs_view_text (post, "title");

  return g_strdup (title != NULL && *title != '\0' ? title : _("Untitled"));
}

/* Why the bar is not there; NULL: it is. */
static char *
dup_absence (CsPostsPlot *self,
             GVariant    *post)
{
  if (isfinite (cs_measure_of (post, self->measure))
      || cs_view_int (post, "taken_at", CS_UNKNOWN) == CS_UNKNOWN)
    return NULL;

  if (self->measure == CS_MEASURE_RATE
      && cs_view_int (post, "engagement", CS_UNKNOWN) != CS_UNKNOWN)
    return g_strdup (cs_view_int (post, "followers", CS_UNKNOWN) == CS_UNKNOWN
                     ? _("How many followers there were when it went out is not known")
                     : _("Too few followed when it went out"));

  /* Translators: %s is a kind of number, as in: Quotes: not told by the network */
  return g_strdup_printf (_("%s: not told by the network"),
                          cs_measure_get_title (self->measure, network_of (post)));
}

static gboolean
cs_posts_plot_is_gap (CsPlot *plot,
                      CsSpot  spot)
{
  return isnan (cs_measure_of (get_post (plot, spot), CS_POSTS_PLOT (plot)->measure));
}

static void
add_what_became (CsPostsPlot  *self,
                 GStrvBuilder *remarks,
                 GVariant     *post)
{
  char *absence = dup_absence (self, post);
  guint marks = 0;

  if (absence != NULL)
    g_strv_builder_take (remarks, absence);
  g_variant_lookup (post, "marks", "u", &marks);
  cs_points_add_marks (remarks, marks);
  if (cs_view_int (post, "gone_at", CS_UNKNOWN) != CS_UNKNOWN)
    g_strv_builder_add (remarks, _("Deleted on the network"));
  if (cs_view_int (post, "taken_at", CS_UNKNOWN) == CS_UNKNOWN)
    g_strv_builder_add (remarks, _("Not counted yet"));
}

/* What of the bar is of one account: “@ana: 30, Deleted on the network” */
static char *
dup_part (CsPostsPlot *self,
          GVariant    *part)
{
  double value = cs_measure_of (part, self->measure);
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  g_autofree char *what = NULL;

  if (isfinite (value))
    g_strv_builder_take (words, dup_measure_words (value, self->measure));
  add_what_became (self, words, part);
  all = g_strv_builder_end (words);
  what = g_strjoinv (C_("list of what is known of one account", ", "), all);

  /* Translators: an account and a number of its, as in: @ana@kiln.example: 30 */
  return g_strdup_printf (C_("part of a bar", "%s: %s"), cs_view_text (part, "handle"), what);
}

static char *
cs_posts_plot_dup_remark (CsPlot *plot,
                          CsSpot  spot)
{
  CsPostsPlot *self = CS_POSTS_PLOT (plot);
  GVariant *post = get_post (plot, spot);
  gint64 taken_at = cs_view_int (post, "taken_at", CS_UNKNOWN);
  g_autoptr(GPtrArray) parts = cs_numbers_bars_list_parts (post);
  g_autoptr(GStrvBuilder) remarks = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  if (parts->len == 0)
    add_what_became (self, remarks, post);
  else if (self->measure == CS_MEASURE_RATE)
    g_strv_builder_add (remarks, _("All engagement by all followers"));

  for (guint i = 0; i < parts->len; i++)
    g_strv_builder_take (remarks, dup_part (self, parts->pdata[i]));

  if (taken_at != CS_UNKNOWN)
    {
      g_autofree char *age = cs_words_relative (&self->reading, taken_at);

      /* Translators: %s is how long ago, or when, as in: Counted: 3 hours ago */
      g_strv_builder_take (remarks, g_strdup_printf (_("Counted: %s"), age));
    }

  all = g_strv_builder_end (remarks);

  return g_strjoinv (C_("list of remarks", "; "), all);
}

static const char *
cs_posts_plot_get_subject (CsPlot *plot,
                           CsSpot  spot)
{
  return cs_view_text (get_post (plot, spot), "post");
}

/* One post, wherever its bar stands and to whomever it went. */
static const char *
cs_posts_plot_get_key (CsPlot *plot,
                       CsSpot  spot)
{
  return cs_view_text (get_post (plot, spot), "post");
}

static guint
cs_posts_plot_get_n_columns (CsPlot *plot)
{
  return N_FIRST + CS_POSTS_PLOT (plot)->n_measures + 1;
}

/* What a column is of; CS_N_MEASURES: the remarks. */
static guint
measure_at (CsPlot *plot,
            guint   column)
{
  CsPostsPlot *self = CS_POSTS_PLOT (plot);
  guint i = column - N_FIRST;

  return i < self->n_measures ? self->columns[i] : CS_N_MEASURES;
}

static const char *
cs_posts_plot_get_column_title (CsPlot *plot,
                                guint   column)
{
  const char *const titles[] = { _("Post"), _("Account"), _("Published") };

  if (column < N_FIRST)
    return titles[column];

  return measure_at (plot, column) < CS_N_MEASURES
         ? cs_measure_get_title (measure_at (plot, column), CS_N_NETWORKS) : _("Remarks");
}

static CsColumnKind
cs_posts_plot_get_column_kind (CsPlot *plot,
                               guint   column)
{
  if (column == COLUMN_POST)
    return CS_COLUMN_TEXT;

  if (column < N_FIRST)
    return CS_COLUMN_WORDS;

  return measure_at (plot, column) < CS_N_MEASURES ? CS_COLUMN_NUMBER : CS_COLUMN_TEXT;
}

static char *
cs_posts_plot_dup_cell (CsPlot *plot,
                        CsSpot  spot,
                        guint   column)
{
  GVariant *post = get_post (plot, spot);

  switch (column)
    {
    case COLUMN_POST:
      return dup_title (post);

    case COLUMN_ACCOUNT:
      return g_strdup (cs_view_text (post, "handle"));

    case COLUMN_PUBLISHED:
      return cs_words_when (&CS_POSTS_PLOT (plot)->reading, cs_view_int (post, "published_at", 0));

    default:
      if (cs_posts_plot_get_column_kind (plot, column) != CS_COLUMN_NUMBER)
        return cs_posts_plot_dup_remark (plot, spot);

      return dup_measure_words (cs_measure_of (post, measure_at (plot, column)),
                                measure_at (plot, column));
    }
}

static int
cs_posts_plot_compare (CsPlot *plot,
                       CsSpot  one,
                       CsSpot  other,
                       guint   column)
{
  GVariant *first = get_post (plot, one);
  GVariant *second = get_post (plot, other);
  g_autofree char *words = NULL;
  g_autofree char *other_words = NULL;

  if (column == COLUMN_PUBLISHED)
    return cs_plot_compare_counts (cs_view_int (first, "published_at", 0),
                                   cs_view_int (second, "published_at", 0));

  if (cs_posts_plot_get_column_kind (plot, column) == CS_COLUMN_NUMBER)
    return cs_plot_compare_values (cs_measure_of (first, measure_at (plot, column)),
                                   cs_measure_of (second, measure_at (plot, column)));

  words = cs_posts_plot_dup_cell (plot, one, column);
  other_words = cs_posts_plot_dup_cell (plot, other, column);

  return g_utf8_collate (words != NULL ? words : "", other_words != NULL ? other_words : "");
}

static void
cs_posts_plot_finalize (GObject *object)
{
  CsPostsPlot *self = CS_POSTS_PLOT (object);

  cs_reading_clear (&self->reading);
  g_clear_pointer (&self->posts, g_ptr_array_unref);

  G_OBJECT_CLASS (cs_posts_plot_parent_class)->finalize (object);
}

static void
cs_posts_plot_class_init (CsPostsPlotClass *klass)
{
  CsPlotClass *plot_class = CS_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_posts_plot_finalize;
  plot_class->is_gap = cs_posts_plot_is_gap;
  plot_class->dup_remark = cs_posts_plot_dup_remark;
  plot_class->get_subject = cs_posts_plot_get_subject;
  plot_class->get_key = cs_posts_plot_get_key;
  plot_class->get_n_columns = cs_posts_plot_get_n_columns;
  plot_class->get_column_title = cs_posts_plot_get_column_title;
  plot_class->get_column_kind = cs_posts_plot_get_column_kind;
  plot_class->dup_cell = cs_posts_plot_dup_cell;
  plot_class->compare = cs_posts_plot_compare;
}

static void
cs_posts_plot_init (CsPostsPlot *self)
{
  self->reading = cs_reading_here ();
}

static void
read_columns (CsPostsPlot *self,
              GVariant    *overview)
{
  g_autoptr(GVariant) definitions = g_variant_lookup_value (overview, "definitions",
                                                            G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < CS_N_MEASURES; i++)
    if (cs_measure_is_given (definitions, i))
      self->columns[self->n_measures++] = i;
}

/**
 * cs_posts_plot_new:
 * @overview: as numbers.overview answers
 * @measure: what the bars are of
 */
CsPlot *
cs_posts_plot_new (GVariant *overview,
                   guint     measure)
{
  CsPostsPlot *self = g_object_new (CS_TYPE_POSTS_PLOT, NULL);
  CsNumbersReading reading = { self->reading.zone, self->reading.twelve_hours };

  self->measure = measure;
  self->posts = cs_numbers_bars_read (overview);
  read_columns (self, overview);
  cs_plot_take_chart (CS_PLOT (self), cs_numbers_chart_posts (overview, measure, &reading));

  return CS_PLOT (self);
}
