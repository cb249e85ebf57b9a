/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-numbers-page.h"

#include "cs-curve-plot.h"
#include "cs-figure.h"
#include "cs-item.h"
#include "cs-measure.h"
#include "cs-number-words.h"
#include "cs-question.h"
#include "cs-same-numbers.h"
#include "cs-status.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CsPostNumbersPage
{
  CsPage          parent_instance;

  char           *post;
  CsQuestion     *question;
  GVariant       *numbers;      /* the last answer; NULL: none yet */
  char           *reason;       /* why it could not be read again */
  GPtrArray      *figures;      /* CsFigure, borrowed: one a target */
  GArray         *choices;      /* guint: metrics, beside what can be chosen */
  guint           metric;
  gboolean        filling;      /* the choices change, not what is chosen */

  GtkStack       *stack;
  GtkLabel       *heading;
  AdwStatusPage  *trouble;
  AdwBanner      *stale;
  GtkDropDown    *measures;
  GtkBox         *targets;
};

G_DEFINE_FINAL_TYPE (CsPostNumbersPage, cs_post_numbers_page, CS_TYPE_PAGE)

static GVariant *
get_targets (CsPostNumbersPage *self)
{
  return g_variant_lookup_value (self->numbers, "targets", G_VARIANT_TYPE ("aa{sv}"));
}

static const char *
page_name (CsPostNumbersPage *self)
{
  g_autoptr(GVariant) targets = self->numbers != NULL ? get_targets (self) : NULL;

  if (self->numbers == NULL)
    return self->reason != NULL ? "trouble" : "loading";

  return targets != NULL && g_variant_n_children (targets) > 0 ? "content" : "empty";
}

static char *
dup_rate_words (GVariant *target)
{
  double rate = NAN;
  g_autofree char *words = NULL;

  g_variant_lookup (target, "rate", "d", &rate);
  if (!isfinite (rate) && cs_view_int (target, "followers", CS_UNKNOWN) < CS_RATE_LEAST_FOLLOWERS
      && cs_view_int (target, "followers", CS_UNKNOWN) != CS_UNKNOWN)
    return g_strdup (_("Engagement by followers: too few followed when it went out"));

  words = cs_words_rate (rate);

  /* Translators: %s is a rate, as in: Engagement by followers: 3.5% */
  return g_strdup_printf (_("Engagement by followers: %s"), words);
}

static gboolean
has_points (GVariant *target)
{
  g_autoptr(GVariant) points = g_variant_lookup_value (target, "points",
                                                       G_VARIANT_TYPE ("a(xxu)"));

  return points != NULL && g_variant_n_children (points) > 0;
}

/* When it went out, how old the numbers are, and what they mean; where there is no curve, that
 * stands in its place. */
static char *
dup_note (GVariant *target,
          guint     metric)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *published = cs_words_when (&reading, cs_view_int (target, "published_at", 0));
  gint64 taken_at = cs_view_int (target, "taken_at", CS_UNKNOWN);
  const char *definition = cs_view_text (target, "definition");
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  /* Translators: %s is when a post went out */
  g_strv_builder_take (notes, g_strdup_printf (_("Published: %s"), published));
  if (cs_view_int (target, "gone_at", CS_UNKNOWN) != CS_UNKNOWN)
    g_strv_builder_add (notes, _("Deleted on the network"));

  if (taken_at != CS_UNKNOWN)
    {
      g_autofree char *age = cs_words_relative (&reading, taken_at);

      g_strv_builder_take (notes, g_strdup_printf (_("Counted: %s"), age));
    }

  if (has_points (target) && cs_view_text (target, "too_little") != NULL)
    g_strv_builder_add (notes, cs_view_text (target, "too_little"));
  if (definition != NULL)
    g_strv_builder_add (notes, definition);
  if (metric == CS_METRIC_ENGAGEMENT)
    g_strv_builder_take (notes, dup_rate_words (target));

  all = g_strv_builder_end (notes);

  return g_strjoinv ("\n", all);
}

static void
show_target (CsFigure *figure,
             GVariant *target,
             gint64    now,
             guint     metric)
{
  g_autoptr(CsPlot) plot = cs_curve_plot_new (target, now);
  g_autofree char *too_little = cs_words_sentence (cs_view_text (target, "too_little"));
  g_autofree char *note = dup_note (target, metric);

  g_object_set (figure, "title", cs_view_text (target, "handle"), NULL);
  cs_figure_show (figure, plot, has_points (target) ? NULL : too_little);
  cs_figure_set_note (figure, note);
}

/* The figures stay, for the focus is in one of them. */
static void
show_targets (CsPostNumbersPage *self)
{
  g_autoptr(GVariant) targets = get_targets (self);
  gsize n = targets != NULL ? g_variant_n_children (targets) : 0;
  gint64 now = cs_view_int (self->numbers, "now", 0);

  while (self->figures->len > n)
    {
      gtk_box_remove (self->targets, self->figures->pdata[self->figures->len - 1]);
      g_ptr_array_set_size (self->figures, self->figures->len - 1);
    }

  while (self->figures->len < n)
    {
      GtkWidget *figure = cs_figure_new ("");

      g_object_set (figure, "hint", _("Arrow keys go from point to point"), NULL);

      gtk_box_append (self->targets, figure);
      g_ptr_array_add (self->figures, figure);
    }

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);

      show_target (self->figures->pdata[i], target, now, self->metric);
    }
}

static gboolean
is_given (GVariant *targets,
          guint     metric)
{
  if (metric == CS_METRIC_ENGAGEMENT)
    return TRUE;

  for (gsize i = 0; targets != NULL && i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);
      CsNetwork network;

      if (cs_network_from_name (cs_view_text (target, "network"), &network)
          && cs_metric_is_given (metric, network))
        return TRUE;
    }

  return FALSE;
}

/* What its networks give; what was chosen stays. */
static void
fill_choices (CsPostNumbersPage *self)
{
  static const guint order[] = {
    CS_METRIC_ENGAGEMENT, CS_METRIC_VIEWS, CS_METRIC_LIKES, CS_METRIC_SHARES, CS_METRIC_COMMENTS,
    CS_METRIC_QUOTES, CS_METRIC_SAVES,
  };
  g_autoptr(GVariant) targets = get_targets (self);
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  self->filling = TRUE;
  g_array_set_size (self->choices, 0);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (!is_given (targets, order[i]))
        continue;

      if (order[i] == self->metric)
        selected = self->choices->len;
      gtk_string_list_append (titles, cs_measure_get_title (order[i], CS_N_NETWORKS));
      g_array_append_val (self->choices, order[i]);
    }

  gtk_drop_down_set_model (self->measures, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->measures, selected);
  self->filling = FALSE;
}

static void
show (CsPostNumbersPage *self)
{
  cs_status_tell (self->trouble, self->stale, self->reason, self->numbers != NULL);
  gtk_stack_set_visible_child_name (self->stack, page_name (self));
}

static void
on_answered (GVariant     *answer,
             const GError *error,
             gpointer      owner)
{
  CsPostNumbersPage *self = owner;
  const char *title;

  g_set_str (&self->reason, error != NULL ? error->message : NULL);
  if (answer != NULL && !cs_same_numbers (answer, self->numbers))
    {
      g_clear_pointer (&self->numbers, g_variant_unref);
      self->numbers = g_variant_ref (answer);
      title = cs_view_text (answer, "title");
      gtk_label_set_label (self->heading, title != NULL ? title : _("Untitled"));
      fill_choices (self);
      show_targets (self);
    }

  show (self);
}

static void
ask (CsPostNumbersPage *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "post", "s", self->post);
  g_variant_dict_insert (&args, "metric", "s", cs_measure_names[self->metric]);
  cs_question_set_args (self->question, g_variant_dict_end (&args));
  cs_question_ask (self->question);
}

static void
on_again (CsPostNumbersPage *self)
{
  ask (self);
}

static void
on_chosen (CsPostNumbersPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->measures);

  if (self->filling || chosen >= self->choices->len)
    return;

  self->metric = g_array_index (self->choices, guint, chosen);
  ask (self);
}

static void
on_open_post (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.edit-post", "s", CS_POST_NUMBERS_PAGE (widget)->post);
}

static void
cs_post_numbers_page_refresh (CsPage *page)
{
  ask (CS_POST_NUMBERS_PAGE (page));
}

static void
cs_post_numbers_page_dispose (GObject *object)
{
  CsPostNumbersPage *self = CS_POST_NUMBERS_PAGE (object);

  if (self->question != NULL)
    cs_question_stop (self->question);
  g_clear_object (&self->question);
  g_ptr_array_set_size (self->figures, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_POST_NUMBERS_PAGE);

  G_OBJECT_CLASS (cs_post_numbers_page_parent_class)->dispose (object);
}

static void
cs_post_numbers_page_finalize (GObject *object)
{
  CsPostNumbersPage *self = CS_POST_NUMBERS_PAGE (object);

  g_clear_pointer (&self->numbers, g_variant_unref);
  g_free (self->post);
  g_free (self->reason);
  g_ptr_array_unref (self->figures);
  g_array_unref (self->choices);

  G_OBJECT_CLASS (cs_post_numbers_page_parent_class)->finalize (object);
}

static void
cs_post_numbers_page_class_init (CsPostNumbersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_post_numbers_page_dispose;
  object_class->finalize = cs_post_numbers_page_finalize;
  CS_PAGE_CLASS (klass)->refresh = cs_post_numbers_page_refresh;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/analytics/cs-post-numbers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPostNumbersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPostNumbersPage, heading);
  gtk_widget_class_bind_template_child (widget_class, CsPostNumbersPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsPostNumbersPage, stale);
  gtk_widget_class_bind_template_child (widget_class, CsPostNumbersPage, measures);
  gtk_widget_class_bind_template_child (widget_class, CsPostNumbersPage, targets);
  gtk_widget_class_bind_template_callback (widget_class, on_again);

  gtk_widget_class_install_action (widget_class, "numbers.open-post", NULL, on_open_post);
}

static void
cs_post_numbers_page_init (CsPostNumbersPage *self)
{
  self->figures = g_ptr_array_new ();
  self->choices = g_array_new (FALSE, FALSE, sizeof (guint));
  self->metric = CS_METRIC_ENGAGEMENT;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->measures, "notify::selected", G_CALLBACK (on_chosen), self);
}

CsPage *
cs_post_numbers_page_new (CsLibrary  *library,
                          const char *post)
{
  CsPostNumbersPage *self = g_object_new (CS_TYPE_POST_NUMBERS_PAGE, "library", library, NULL);

  self->post = g_strdup (post);
  self->question = cs_question_new (library, "numbers.post", "tally gap account post", on_answered,
                                    self);
  show (self);

  return CS_PAGE (self);
}
