/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-followers-plot.h"

#include "cs-item.h"
#include "cs-number-words.h"
#include "cs-numbers-chart.h"
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

static CsFollowersPlot *
make_plot (GVariant         *overview,
           int               first_weekday,
           CsNumbersReading *reading)
{
  CsFollowersPlot *self = g_object_new (CS_TYPE_FOLLOWERS_PLOT, NULL);

  read_lines (self, overview);
  *reading = (CsNumbersReading) { self->reading.zone, self->reading.twelve_hours, first_weekday };

  return self;
}

/**
 * cs_followers_plot_new:
 * @overview: as numbers.overview answers
 * @first_weekday: what the person’s week begins with: 1 is Monday, 7 Sunday
 */
CsPlot *
cs_followers_plot_new (GVariant *overview,
                       int       first_weekday)
{
  CsNumbersReading reading;
  CsPlot *self = CS_PLOT (make_plot (overview, first_weekday, &reading));

  cs_plot_take_chart (self, cs_numbers_chart_followers (overview, &reading));

  return self;
}

/* No weeks are seen in it. */
CsPlot *
cs_followers_plot_new_sparkline (GVariant *overview)
{
  CsNumbersReading reading;
  CsPlot *self = CS_PLOT (make_plot (overview, 0, &reading));

  cs_plot_take_chart (self, cs_numbers_chart_sparkline (overview, &reading));

  return self;
}
