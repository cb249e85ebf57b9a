/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-figure.h"

#include "cs-chart-view.h"
#include "cs-plot-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _CsFigure
{
  GtkBox           parent_instance;

  CsPlot          *plot;        /* NULL: there is only the sentence */
  gboolean         is_little;   /* too little for a drawing */
  gboolean         is_table;    /* that is what a person wants to see */
  char            *hint;        /* what can be done, while the keys are elsewhere; NULL */

  GtkLabel        *title;
  GtkBox          *tools;
  GtkWidget       *as_table;
  GtkStack        *stack;
  CsChartView     *chart;
  GtkLabel        *reading;
  CsPlotTable     *table;
  GtkLabel        *words;
  GtkLabel        *note;
};

G_DEFINE_FINAL_TYPE (CsFigure, cs_figure, GTK_TYPE_BOX)

enum
{
  PROP_TITLE = 1,
  PROP_HINT,
  PROP_AS_TABLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update (CsFigure *self)
{
  gboolean has_rows = self->plot != NULL && cs_plot_get_n_points (self->plot) > 0;
  gboolean as_table = has_rows && self->is_table;

  gtk_widget_set_visible (self->as_table, has_rows);
  gtk_stack_set_visible_child_name (self->stack, as_table                       ? "table"
                                                 : self->is_little || !has_rows ? "words"
                                                                                : "chart");
}

static void
on_activated (CsFigure   *self,
              const char *subject)
{
  g_signal_emit (self, signals[ACTIVATED], 0, subject);
}

static void
show_reading (CsFigure   *self,
              const char *sentence)
{
  const char *words = sentence != NULL ? sentence : self->hint;

  gtk_label_set_label (self->reading, words != NULL ? words : "");
  if (sentence != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->reading), "dimmed");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->reading), "dimmed");
}

/* That the focus comes to the chart is spoken by itself; at what in it, nobody else says. */
static void
on_said (CsFigure   *self,
         const char *sentence,
         gboolean    is_news)
{
  show_reading (self, sentence);
  if (is_news && sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
set_title (CsFigure   *self,
           const char *title)
{
  g_autofree char *name = NULL;

  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  cs_plot_table_set_title (self->table, title);
  /* Its label does not say of what. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->as_table),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  /* Translators: a button; %s is what a chart is of, as in: Show “Followers” as a Table */
  name = g_strdup_printf (_("Show “%s” as a Table"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->as_table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
cs_figure_dispose (GObject *object)
{
  CsFigure *self = CS_FIGURE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_FIGURE);
  g_clear_object (&self->plot);

  G_OBJECT_CLASS (cs_figure_parent_class)->dispose (object);
}

static void
cs_figure_finalize (GObject *object)
{
  g_free (CS_FIGURE (object)->hint);

  G_OBJECT_CLASS (cs_figure_parent_class)->finalize (object);
}

static void
cs_figure_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  CsFigure *self = CS_FIGURE (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;

    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;

    case PROP_AS_TABLE:
      g_value_set_boolean (value, self->is_table);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_figure_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  CsFigure *self = CS_FIGURE (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;

    case PROP_HINT:
      g_set_str (&self->hint, g_value_get_string (value));
      show_reading (self, NULL);
      break;

    case PROP_AS_TABLE:
      self->is_table = g_value_get_boolean (value);
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_figure_class_init (CsFigureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_figure_dispose;
  object_class->finalize = cs_figure_finalize;
  object_class->get_property = cs_figure_get_property;
  object_class->set_property = cs_figure_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_AS_TABLE] = g_param_spec_boolean ("as-table", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "figure.as-table", "as-table");

  signals[ACTIVATED] = g_signal_new ("activated", CS_TYPE_FIGURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CS_TYPE_CHART_VIEW);
  g_type_ensure (CS_TYPE_PLOT_TABLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/charts/cs-figure.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFigure, title);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, tools);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, as_table);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, stack);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, chart);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, reading);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, table);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, words);
  gtk_widget_class_bind_template_child (widget_class, CsFigure, note);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_said);
}

static void
cs_figure_init (CsFigure *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_figure_new (const char *title)
{
  return g_object_new (CS_TYPE_FIGURE, "title", title, NULL);
}

/* Before the button for the table. */
void
cs_figure_add_tool (CsFigure  *self,
                    GtkWidget *tool)
{
  gtk_box_prepend (self->tools, tool);
}

/**
 * cs_figure_show:
 * @plot: (nullable): what there is
 * @too_little: (nullable): why it cannot be drawn yet; what there is, is in the table
 */
void
cs_figure_show (CsFigure   *self,
                CsPlot     *plot,
                const char *too_little)
{
  g_set_object (&self->plot, plot);
  self->is_little = too_little != NULL;
  gtk_label_set_label (self->words, too_little != NULL ? too_little : _("Nothing was counted"));
  if (plot != NULL)
    {
      cs_chart_view_set_plot (self->chart, plot);
      cs_plot_table_set_plot (self->table, plot);
    }
  update (self);
}

/* @note: (nullable): plain text, under it */
void
cs_figure_set_note (CsFigure   *self,
                    const char *note)
{
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}
