/* cs-plot.h: what a figure shows, once as a drawing and once as a table
 *
 * A chart, and for each of its points, those that are not known among them, what the
 * table says of it: the table has what the drawing has. Words are made when they are
 * asked for, for there may be many points.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How a column of the table is written. */
typedef enum
{
  CS_COLUMN_NUMBER,   /* whole, at its end */
  CS_COLUMN_WORDS,    /* whole */
  CS_COLUMN_TEXT,     /* takes what room there is, and may be cut */
} CsColumnKind;

#define CS_TYPE_PLOT (cs_plot_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsPlot, cs_plot, CS, PLOT, GObject)

struct _CsPlotClass
{
  GObjectClass parent_class;

  /* Whether it is known that nothing is known there. */
  gboolean    (*is_gap)           (CsPlot *self,
                                   CsSpot  spot);
  /* What is to be known of a point but its value; NULL: nothing. */
  char       *(*dup_remark)       (CsPlot *self,
                                   CsSpot  spot);
  /* The id of what it is about; NULL: it opens nothing. */
  const char *(*get_subject)      (CsPlot *self,
                                   CsSpot  spot);
  /* What a point is of, whichever plot it is in; NULL: its layer’s name. */
  const char *(*get_key)          (CsPlot *self,
                                   CsSpot  spot);
  guint       (*get_n_columns)    (CsPlot *self);
  const char *(*get_column_title) (CsPlot *self,
                                   guint   column);
  CsColumnKind (*get_column_kind) (CsPlot *self,
                                   guint   column);
  char       *(*dup_cell)         (CsPlot *self,
                                   CsSpot  spot,
                                   guint   column);
  int         (*compare)          (CsPlot *self,
                                   CsSpot  one,
                                   CsSpot  other,
                                   guint   column);
};

void        cs_plot_take_chart       (CsPlot  *self,
                                      CsChart *chart);
CsChart    *cs_plot_get_chart        (CsPlot  *self);
guint       cs_plot_get_n_points     (CsPlot  *self);

gboolean    cs_plot_is_gap           (CsPlot  *self,
                                      CsSpot   spot);
char       *cs_plot_dup_sentence     (CsPlot  *self,
                                      CsSpot   spot);
const char *cs_plot_get_subject      (CsPlot  *self,
                                      CsSpot   spot);
gboolean    cs_plot_is_same          (CsPlot  *self,
                                      CsSpot   spot,
                                      CsPlot  *other,
                                      CsSpot   there);
guint       cs_plot_hash_spot        (CsPlot  *self,
                                      CsSpot   spot);
gboolean    cs_plot_find_again       (CsPlot  *self,
                                      CsPlot  *was,
                                      CsSpot  *spot);
guint       cs_plot_get_n_columns    (CsPlot  *self);
const char *cs_plot_get_column_title (CsPlot  *self,
                                      guint    column);
CsColumnKind cs_plot_get_column_kind (CsPlot  *self,
                                      guint    column);
char       *cs_plot_dup_cell         (CsPlot  *self,
                                      CsSpot   spot,
                                      guint    column);
int         cs_plot_compare          (CsPlot  *self,
                                      CsSpot   one,
                                      CsSpot   other,
                                      guint    column);

/* For compare: what is not known is the least. */
int         cs_plot_compare_counts   (gint64   one,
                                      gint64   other);
int         cs_plot_compare_values   (double   one,
                                      double   other);

G_END_DECLS
