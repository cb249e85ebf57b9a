/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-overview.h"

#include "cs-figure.h"
#include "cs-followers-plot.h"
#include "cs-item.h"
#include "cs-notices.h"
#include "cs-posts-plot.h"
#include "cs-settings.h"
#include "cs-tile.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CsOverview
{
  GtkBox       parent_instance;

  GVariant    *overview;        /* NULL: none yet */
  char        *period_before;   /* NULL: there is none to compare with */
  GArray      *measures;        /* guint, beside what can be chosen */
  gboolean     filling;         /* the measures change, not what is chosen */

  GtkListBox  *notices;
  GtkBox      *tiles;
  CsTile      *followers_tile;
  CsTile      *engagement_tile;
  CsTile      *posts_tile;
  CsFigure    *followers;
  CsFigure    *posts;
  GtkDropDown *bars;            /* what they are of */
};

G_DEFINE_FINAL_TYPE (CsOverview, cs_overview, GTK_TYPE_BOX)

enum
{
  PROP_NARROW = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static guint
get_measure (CsOverview *self)
{
  guint chosen = gtk_drop_down_get_selected (self->bars);

  return chosen < self->measures->len ? g_array_index (self->measures, guint, chosen)
                                      : CS_METRIC_ENGAGEMENT;
}

/* Why there is no drawing; borrowed from the answer. */
static const char *
find_too_little (CsOverview *self,
                 const char *what)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (self->overview, "too_little",
                                                    G_VARIANT_TYPE_VARDICT);
  const char *sentence = NULL;

  if (all != NULL)
    g_variant_lookup (all, what, "&s", &sentence);

  return sentence;
}

static void
show_posts (CsOverview *self)
{
  guint measure = get_measure (self);
  g_autoptr(CsPlot) plot = cs_posts_plot_new (self->overview, measure);
  g_autoptr(GVariant) definitions = g_variant_lookup_value (self->overview, "definitions",
                                                            G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *meaning = cs_measure_dup_definition (definitions, cs_measure_names[measure],
                                                        "\n");

  cs_figure_set_note (self->posts, meaning);
  cs_figure_show (self->posts, plot, find_too_little (self, "posts"));
}

/* What the networks of these accounts give; what was chosen stays. */
static void
fill_measures (CsOverview *self)
{
  static const guint order[] = {
    CS_METRIC_ENGAGEMENT, CS_MEASURE_RATE, CS_METRIC_VIEWS, CS_METRIC_LIKES, CS_METRIC_SHARES,
    CS_METRIC_COMMENTS, CS_METRIC_QUOTES, CS_METRIC_SAVES,
  };
  g_autoptr(GVariant) definitions = g_variant_lookup_value (self->overview, "definitions",
                                                            G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *wanted = cs_settings_dup_measure ();
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  self->filling = TRUE;
  g_array_set_size (self->measures, 0);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (!cs_measure_is_given (definitions, order[i]))
        continue;

      if (strcmp (cs_measure_names[order[i]], wanted) == 0)
        selected = self->measures->len;
      gtk_string_list_append (titles, cs_measure_get_title (order[i], CS_N_NETWORKS));
      g_array_append_val (self->measures, order[i]);
    }

  gtk_drop_down_set_model (self->bars, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->bars, selected);
  self->filling = FALSE;
}

static void
on_bars (CsOverview *self)
{
  if (self->filling || self->overview == NULL)
    return;

  cs_settings_set_measure (cs_overview_get_measure (self));
  show_posts (self);
}

static void
on_activated (CsOverview *self,
              const char *post)
{
  g_signal_emit (self, signals[ACTIVATED], 0, post);
}

static void
set_narrow (CsOverview *self,
            gboolean    narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->tiles),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->tiles, !narrow);
}

static void
cs_overview_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_OVERVIEW);

  G_OBJECT_CLASS (cs_overview_parent_class)->dispose (object);
}

static void
cs_overview_finalize (GObject *object)
{
  CsOverview *self = CS_OVERVIEW (object);

  g_clear_pointer (&self->overview, g_variant_unref);
  g_free (self->period_before);
  g_array_unref (self->measures);

  G_OBJECT_CLASS (cs_overview_parent_class)->finalize (object);
}

static void
cs_overview_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  CsOverview *self = CS_OVERVIEW (object);

  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, gtk_orientable_get_orientation (GTK_ORIENTABLE (self->tiles))
                                == GTK_ORIENTATION_VERTICAL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_overview_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  if (prop_id == PROP_NARROW)
    set_narrow (CS_OVERVIEW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
cs_overview_class_init (CsOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_overview_dispose;
  object_class->finalize = cs_overview_finalize;
  object_class->get_property = cs_overview_get_property;
  object_class->set_property = cs_overview_set_property;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] = g_signal_new ("activated", CS_TYPE_OVERVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CS_TYPE_FIGURE);
  g_type_ensure (CS_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/analytics/cs-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, CsOverview, notices);
  gtk_widget_class_bind_template_child (widget_class, CsOverview, tiles);
  gtk_widget_class_bind_template_child (widget_class, CsOverview, followers_tile);
  gtk_widget_class_bind_template_child (widget_class, CsOverview, engagement_tile);
  gtk_widget_class_bind_template_child (widget_class, CsOverview, posts_tile);
  gtk_widget_class_bind_template_child (widget_class, CsOverview, followers);
  gtk_widget_class_bind_template_child (widget_class, CsOverview, posts);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
cs_overview_init (CsOverview *self)
{
  GtkWidget *bars = gtk_drop_down_new (NULL, NULL);

  self->measures = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));

  self->bars = GTK_DROP_DOWN (bars);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Number"), -1);
  cs_figure_add_tool (self->posts, bars);
  g_signal_connect_object (bars, "notify::selected", G_CALLBACK (on_bars), self,
                           G_CONNECT_SWAPPED);
}

/**
 * cs_overview_show:
 * @overview: as numbers.overview answers
 * @period_before: (nullable): as “the 30 days before”; NULL: there is none to compare with
 */
void
cs_overview_show (CsOverview *self,
                  GVariant   *overview,
                  const char *period_before)
{
  g_autoptr(CsPlot) followers = cs_followers_plot_new (overview, cs_settings_get_week_start ());

  g_set_str (&self->period_before, period_before);

  cs_notices_show (self->notices, overview);
  cs_overview_age (self, overview);
  cs_figure_show (self->followers, followers, find_too_little (self, "followers"));
  fill_measures (self);
  show_posts (self);
}

/* The same numbers, which have become older: no more than what says how old is written anew. */
void
cs_overview_age (CsOverview *self,
                 GVariant   *overview)
{
  const struct { CsTile *tile; const char *name; } tiles[] = {
    { self->followers_tile, "followers" },
    { self->engagement_tile, "engagement" },
    { self->posts_tile, "posts" },
  };
  g_auto(CsReading) reading = cs_reading_here ();
  g_autoptr(GVariant) was = self->overview;

  self->overview = g_variant_ref (overview);
  for (guint i = 0; i < G_N_ELEMENTS (tiles); i++)
    {
      g_auto(CsTileText) text = cs_tile_text_read (self->overview, tiles[i].name, &reading,
                                                   self->period_before);

      cs_tile_show (tiles[i].tile, &text);
    }
}

/* By its name: what the bars are of. */
const char *
cs_overview_get_measure (CsOverview *self)
{
  return cs_measure_names[get_measure (self)];
}
