/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-numbers.h"

#include "cs-chart-view.h"
#include "cs-followers-plot.h"
#include "cs-item.h"
#include "cs-notices.h"
#include "cs-number-words.h"
#include "cs-record.h"
#include "cs-words.h"

#include <glib/gi18n.h>

struct _CsAccountNumbers
{
  AdwPreferencesGroup  parent_instance;

  AdwActionRow        *row;
  CsChartView         *chart;
};

G_DEFINE_FINAL_TYPE (CsAccountNumbers, cs_account_numbers, ADW_TYPE_PREFERENCES_GROUP)

/* Where the focus comes to is spoken by itself; where it moves in the chart, nobody else says. */
static void
on_said (CsAccountNumbers *self,
         const char       *sentence,
         gboolean          moved)
{
  if (moved && sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
cs_account_numbers_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_ACCOUNT_NUMBERS);

  G_OBJECT_CLASS (cs_account_numbers_parent_class)->dispose (object);
}

static void
cs_account_numbers_class_init (CsAccountNumbersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_account_numbers_dispose;

  g_type_ensure (CS_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/accounts/cs-account-numbers.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAccountNumbers, row);
  gtk_widget_class_bind_template_child (widget_class, CsAccountNumbers, chart);
  gtk_widget_class_bind_template_callback (widget_class, on_said);
}

static void
cs_account_numbers_init (CsAccountNumbers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GVariant *
get_account (GVariant *overview)
{
  g_autoptr(GVariant) accounts = g_variant_lookup_value (overview, "accounts",
                                                         G_VARIANT_TYPE ("aa{sv}"));

  return accounts != NULL && g_variant_n_children (accounts) > 0
         ? g_variant_get_child_value (accounts, 0) : NULL;
}

static GVariant *
lookup (GVariant   *overview,
        const char *dictionary,
        const char *name)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (overview, dictionary, G_VARIANT_TYPE_VARDICT);

  return all != NULL ? g_variant_lookup_value (all, name, NULL) : NULL;
}

/* The number and when it was counted. */
static void
add_count (GStrvBuilder *lines,
           GVariant     *tile)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *when = NULL;
  double value;

  if (tile == NULL || !g_variant_lookup (tile, "value", "d", &value))
    return;

  when = cs_words_when (&reading, cs_view_int (tile, "taken_at", 0));
  g_strv_builder_take (lines, cs_words_count ((gint64) value));
  /* Translators: %s is how long ago, or when, as in: Counted: 3 hours ago */
  g_strv_builder_take (lines, g_strdup_printf (_("Counted: %s"), when));
}

/* What keeps it from being counted says more than that it is not. */
static char *
dup_words (GVariant *overview,
           GVariant *account,
           GVariant *too_little)
{
  g_autoptr(GVariant) tile = lookup (overview, "tiles", "followers");
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  char *why = cs_notices_dup_sentence (account);

  add_count (lines, tile);
  if (why != NULL)
    g_strv_builder_take (lines, why);
  else if (too_little != NULL)
    g_strv_builder_add (lines, g_variant_get_string (too_little, NULL));

  all = g_strv_builder_end (lines);

  return g_strjoinv ("\n", all);
}

/* One that is gone has no numbers. */
static void
show_overview (CsAccountNumbers *self,
               GVariant         *overview)
{
  g_autoptr(GVariant) account = get_account (overview);
  g_autoptr(GVariant) too_little = lookup (overview, "too_little", "followers");
  g_autoptr(CsPlot) plot = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), account != NULL);
  if (account == NULL)
    return;

  words = dup_words (overview, account, too_little);
  adw_action_row_set_subtitle (self->row, words);
  plot = cs_followers_plot_new_sparkline (overview);
  cs_chart_view_set_plot (self->chart, plot);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), too_little == NULL);
}

/**
 * cs_account_numbers_show:
 * @overview: (nullable): as numbers.overview answers of the account alone
 * @error: (nullable): why there is none
 */
void
cs_account_numbers_show (CsAccountNumbers *self,
                         GVariant         *overview,
                         const GError     *error)
{
  if (overview != NULL)
    {
      show_overview (self, overview);
      return;
    }

  adw_action_row_set_subtitle (self->row, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
