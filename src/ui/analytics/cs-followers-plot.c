/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-followers-plot.h"

#include "cs-item.h"
#include "cs-number-words.h"
#include "cs-points.h"

#include <glib/gi18n.h>

enum
{
  COLUMN_WHEN,
  COLUMN_FOLLOWERS,
  COLUMN_ACCOUNT,
  COLUMN_REMARK,
  N_COLUMNS,
};

typedef struct
{
  char     *handle;
  CsPoints *points;
} Line;

struct _CsFollowersPlot
{
  CsPlot     parent_instance;

  CsReading  reading;
  GPtrArray *lines;      /* Line; a layer of the chart each */
};

G_DEFINE_FINAL_TYPE (CsFollowersPlot, cs_followers_plot, CS_TYPE_PLOT)

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->handle);
  cs_points_free (line->points);
  g_free (line);
}

static const Line *
get_line (CsPlot *plot,
          CsSpot  spot)
{
  return CS_FOLLOWERS_PLOT (plot)->lines->pdata[spot.layer];
}

static const CsCurvePoint *
get_point (CsPlot *plot,
           CsSpot  spot)
{
  return &g_array_index (get_line (plot, spot)->points->points, CsCurvePoint, spot.point);
}

static gboolean
cs_followers_plot_is_gap (CsPlot *plot,
                          CsSpot  spot)
{
  return get_point (plot, spot)->value == CS_UNKNOWN;
}

static char *
cs_followers_plot_dup_remark (CsPlot *plot,
                              CsSpot  spot)
{
  return cs_points_dup_remark (get_line (plot, spot)->points, &CS_FOLLOWERS_PLOT (plot)->reading,
                               spot.point);
}

static guint
cs_followers_plot_get_n_columns (CsPlot *plot)
{
  return N_COLUMNS;
}

static const char *
cs_followers_plot_get_column_title (CsPlot *plot,
                                    guint   column)
{
  const char *const titles[] = { _("When"), _("Followers"), _("Account"), _("Remarks") };

  return titles[column];
}

static CsColumnKind
cs_followers_plot_get_column_kind (CsPlot *plot,
                                   guint   column)
{
  return column == COLUMN_FOLLOWERS ? CS_COLUMN_NUMBER
         : column == COLUMN_REMARK  ? CS_COLUMN_TEXT
                                    : CS_COLUMN_WORDS;
}

static char *
cs_followers_plot_dup_cell (CsPlot *plot,
                            CsSpot  spot,
                            guint   column)
{
  switch (column)
    {
    case COLUMN_WHEN:
      return cs_words_when (&CS_FOLLOWERS_PLOT (plot)->reading, get_point (plot, spot)->x);

    case COLUMN_ACCOUNT:
      return g_strdup (get_line (plot, spot)->handle);

    case COLUMN_FOLLOWERS:
      return cs_words_count (get_point (plot, spot)->value);

    default:
      return cs_followers_plot_dup_remark (plot, spot);
    }
}

static int
cs_followers_plot_compare (CsPlot *plot,
                           CsSpot  one,
                           CsSpot  other,
                           guint   column)
{
  g_autofree char *remark = NULL;
  g_autofree char *other_remark = NULL;

  switch (column)
    {
    case COLUMN_WHEN:
      return cs_plot_compare_counts (get_point (plot, one)->x, get_point (plot, other)->x);

    case COLUMN_ACCOUNT:
      return g_utf8_collate (get_line (plot, one)->handle, get_line (plot, other)->handle);

    case COLUMN_FOLLOWERS:
      return cs_plot_compare_counts (get_point (plot, one)->value, get_point (plot, other)->value);

    default:
      remark = cs_followers_plot_dup_remark (plot, one);
      other_remark = cs_followers_plot_dup_remark (plot, other);
      return g_strcmp0 (remark, other_remark);
    }
}

static void
cs_followers_plot_finalize (GObject *object)
{
  CsFollowersPlot *self = CS_FOLLOWERS_PLOT (object);

  cs_reading_clear (&self->reading);
  g_ptr_array_unref (self->lines);

  G_OBJECT_CLASS (cs_followers_plot_parent_class)->finalize (object);
}

static void
cs_followers_plot_class_init (CsFollowersPlotClass *klass)
{
  CsPlotClass *plot_class = CS_PLOT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_followers_plot_finalize;
  plot_class->is_gap = cs_followers_plot_is_gap;
  plot_class->dup_remark = cs_followers_plot_dup_remark;
  plot_class->get_n_columns = cs_followers_plot_get_n_columns;
  plot_class->get_column_title = cs_followers_plot_get_column_title;
  plot_class->get_column_kind = cs_followers_plot_get_column_kind;
  plot_class->dup_cell = cs_followers_plot_dup_cell;
  plot_class->compare = cs_followers_plot_compare;
}

static void
cs_followers_plot_init (CsFollowersPlot *self)
{
  self->reading = cs_reading_here ();
  self->lines = g_ptr_array_new_with_free_func (line_free);
}

static char *
say_followers (double   value,
               gpointer user_data)
{
  g_autofree char *count = cs_words_count ((gint64) value);

  /* Translators: %s is a number, with its separators */
  return g_strdup_printf (ngettext ("%s follower", "%s followers", (gulong) value), count);
}

static void
read_lines (CsFollowersPlot *self,
            GVariant        *overview)
{
  g_autoptr(GVariant) accounts = g_variant_lookup_value (overview, "accounts",
                                                         G_VARIANT_TYPE ("aa{sv}"));
  gint64 until = cs_view_int (overview, "until", 0);

  for (gsize i = 0; accounts != NULL && i < g_variant_n_children (accounts); i++)
    {
      g_autoptr(GVariant) account = g_variant_get_child_value (accounts, i);
      Line *line = g_new0 (Line, 1);

      line->handle = g_strdup (cs_view_text (account, "handle"));
      line->points = cs_points_new (account, "followers", 0, until);
      g_ptr_array_add (self->lines, line);
    }
}

/* Where all lines lie; FALSE: there is no point at all. */
static gboolean
find_extremes (GPtrArray *all,
               double    *low,
               double    *high)
{
  gboolean any = FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      guint lowest, highest;
      double bottom, top;

      if (!cs_series_get_extremes (all->pdata[i], &lowest, &highest))
        continue;

      bottom = cs_series_get_point (all->pdata[i], lowest).y;
      top = cs_series_get_point (all->pdata[i], highest).y;
      *low = any ? MIN (*low, bottom) : bottom;
      *high = any ? MAX (*high, top) : top;
      any = TRUE;
    }

  return any;
}

static CsAxis *
make_time (CsFollowersPlot *self,
           GVariant        *overview)
{
  CsAxisCalendar calendar = { self->reading.zone, self->reading.twelve_hours, 0, FALSE };

  return cs_axis_new_time (cs_view_int (overview, "from", 0), cs_view_int (overview, "until", 0),
                           &calendar);
}

static CsChart *
make_chart (CsFollowersPlot *self,
            GVariant        *overview)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_series_unref);
  g_autoptr(CsAxis) x = make_time (self, overview);
  g_autoptr(CsAxis) y = NULL;
  double low = 0;
  double high = 0;
  CsChart *chart;

  for (guint i = 0; i < self->lines->len; i++)
    g_ptr_array_add (all, cs_points_new_series (((Line *) self->lines->pdata[i])->points));

  find_extremes (all, &low, &high);
  y = cs_axis_new_value (low, high, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  cs_chart_set_title (chart, _("Followers"), FALSE);
  cs_chart_set_say (chart, say_followers, NULL, NULL);
  for (guint i = 0; i < all->len; i++)
    cs_chart_add_line (chart, all->pdata[i], ((Line *) self->lines->pdata[i])->handle);

  return chart;
}

/* @overview: as numbers.overview answers */
CsPlot *
cs_followers_plot_new (GVariant *overview)
{
  CsFollowersPlot *self = g_object_new (CS_TYPE_FOLLOWERS_PLOT, NULL);

  read_lines (self, overview);
  cs_plot_take_chart (CS_PLOT (self), make_chart (self, overview));

  return CS_PLOT (self);
}

CsPlot *
cs_followers_plot_new_sparkline (GVariant *overview)
{
  CsFollowersPlot *self = g_object_new (CS_TYPE_FOLLOWERS_PLOT, NULL);
  g_autoptr(CsAxis) x = make_time (self, overview);
  g_autoptr(CsSeries) series = NULL;
  CsChart *chart;

  read_lines (self, overview);
  series = cs_points_new_series (((Line *) self->lines->pdata[0])->points);
  chart = cs_chart_new_sparkline (x, series);
  cs_chart_set_title (chart, _("Followers"), FALSE);
  cs_chart_set_say (chart, say_followers, NULL, NULL);
  cs_plot_take_chart (CS_PLOT (self), chart);

  return CS_PLOT (self);
}
