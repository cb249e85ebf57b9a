/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-analytics-page.h"

#include "cs-accounts-button.h"
#include "cs-export.h"
#include "cs-item.h"
#include "cs-numbers-period.h"
#include "cs-overview.h"
#include "cs-query.h"
#include "cs-question.h"
#include "cs-same-numbers.h"
#include "cs-settings.h"
#include "cs-status.h"
#include "cs-tally.h"
#include "cs-toast.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MINUTE_MSEC (60 * 1000)

struct _CsAnalyticsPage
{
  CsPage            parent_instance;

  CsQuestion       *question;
  CsQuery          *counted;      /* accounts */
  GVariant         *overview;     /* the last answer; NULL: none yet */
  char             *reason;       /* why it could not be read again */
  CsPeriod          asked;        /* what it is an answer to, or will be */
  CsPeriod          shown;        /* what the view shows */
  guint             minute;

  GtkStack         *stack;
  AdwStatusPage    *trouble;
  AdwBanner        *stale;
  GtkDropDown      *periods;
  CsAccountsButton *accounts;
  CsOverview       *view;
  GtkButton        *empty_button;
};

G_DEFINE_FINAL_TYPE (CsAnalyticsPage, cs_analytics_page, CS_TYPE_PAGE)

/* 0: all. */
static guint
days_of (CsPeriod period)
{
  static const guint days[] = {
    [CS_PERIOD_WEEK] = 7, [CS_PERIOD_MONTH] = 30, [CS_PERIOD_QUARTER] = 90,
    [CS_PERIOD_YEAR] = 365, [CS_PERIOD_ALL] = 0,
  };

  return days[period];
}

static char *
dup_period_before (CsPeriod period)
{
  guint days = days_of (period);

  if (period == CS_PERIOD_YEAR)
    /* Translators: behind “in”, as in: Up from 4 in the year before */
    return g_strdup (_("the year before"));

  if (days == 0)
    return NULL;

  /* Translators: behind “in”, as in: Up from 4 in the 30 days before */
  return g_strdup_printf (ngettext ("the %u day before", "the %u days before", days), days);
}

static CsPeriod
get_period (CsAnalyticsPage *self)
{
  return gtk_drop_down_get_selected (self->periods);
}

static void
fill_args (CsAnalyticsPage *self,
           GVariantDict    *args)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_auto(GStrv) accounts = cs_accounts_button_dup_chosen (self->accounts);
  guint days = days_of (get_period (self));

  if (accounts != NULL)
    g_variant_dict_insert (args, "accounts", "^as", accounts);
  if (days > 0)
    g_variant_dict_insert (args, "from", "x", cs_numbers_period_from (reading.now, days));
}

static GVariant *
make_args (CsAnalyticsPage *self)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  fill_args (self, &args);

  return g_variant_dict_end (&args);
}

static gsize
count_in (GVariant   *overview,
          const char *field)
{
  g_autoptr(GVariant) list = g_variant_lookup_value (overview, field, G_VARIANT_TYPE ("aa{sv}"));

  return list != NULL ? g_variant_n_children (list) : 0;
}

/* Whether there is nothing at all to show, not even why. */
static gboolean
is_empty (GVariant *overview)
{
  g_autoptr(GVariant) accounts = g_variant_lookup_value (overview, "accounts",
                                                         G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; accounts != NULL && i < g_variant_n_children (accounts); i++)
    {
      g_autoptr(GVariant) account = g_variant_get_child_value (accounts, i);
      g_autoptr(GVariant) followers = g_variant_lookup_value (account, "followers",
                                                              G_VARIANT_TYPE ("a(xxu)"));

      if ((followers != NULL && g_variant_n_children (followers) > 0)
          || count_in (account, "gaps") > 0)
        return FALSE;
    }

  return count_in (overview, "posts") == 0;
}

static const char *
page_name (CsAnalyticsPage *self)
{
  if (self->overview != NULL)
    return is_empty (self->overview) ? "empty" : "content";

  return self->reason != NULL ? "trouble" : "loading";
}

/* Whoever has no account needs one; whoever has, a post. */
static void
show_way_on (CsAnalyticsPage *self)
{
  gboolean has_account = count_in (self->overview, "accounts") > 0;

  gtk_button_set_label (self->empty_button, has_account ? _("_New Post")
                                                        : _("_Connect an Account"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button),
                                  has_account ? "win.new-post-now" : "win.connect-account");
}

/* What it was before is told of the time that was asked for. */
static void
show_overview (CsAnalyticsPage *self)
{
  g_autofree char *before = dup_period_before (self->asked);

  self->shown = self->asked;
  cs_overview_show (self->view, self->overview, before);
}

static void
show (CsAnalyticsPage *self)
{
  cs_status_tell (self->trouble, self->stale, self->reason, self->overview != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "analytics.export-samples",
                                 self->overview != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "analytics.export-chart",
                                 self->overview != NULL);
  gtk_stack_set_visible_child_name (self->stack, page_name (self));
}

/* What is the same is not made anew: the focus is in it. Of another period it is not the same,
 * though it may have the same numbers. */
static void
on_answered (GVariant     *answer,
             const GError *error,
             gpointer      owner)
{
  CsAnalyticsPage *self = owner;

  gboolean is_same = self->shown == self->asked && cs_same_numbers (answer, self->overview);

  g_set_str (&self->reason, error != NULL ? error->message : NULL);
  if (answer != NULL)
    {
      g_clear_pointer (&self->overview, g_variant_unref);
      self->overview = g_variant_ref (answer);
    }

  if (is_same)
    cs_overview_age (self->view, self->overview);
  else if (answer != NULL)
    {
      show_way_on (self);
      show_overview (self);
    }

  show (self);
}

static void
ask (CsAnalyticsPage *self)
{
  self->asked = get_period (self);
  cs_question_set_args (self->question, make_args (self));
  cs_question_ask (self->question);
}

static void
on_again (CsAnalyticsPage *self)
{
  ask (self);
}

static void
on_chosen (CsAnalyticsPage *self)
{
  cs_settings_set_period (get_period (self));
  cs_settings_set_numbers_accounts (cs_accounts_button_get_wanted (self->accounts));
  ask (self);
}

static void
on_post_activated (CsAnalyticsPage *self,
                   const char      *post)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-numbers", "s", post);
}

/* Counting is no step, so there is nothing to undo. */
static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GtkWidget) window = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_library_run_finish (CS_LIBRARY (source), result, &error);

  if (answer == NULL)
    cs_toast_error (window, error);
  else if (cs_view_int (answer, "posts", 0) + cs_view_int (answer, "accounts", 0) == 0)
    cs_toast (window, _("Nothing is due"));
  else
    cs_toast (window, _("What was due is counted"));
}

static void
on_refresh (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  cs_library_run (cs_page_get_library (CS_PAGE (widget)), "numbers.refresh", NULL, NULL,
                  on_counted, g_object_ref (gtk_widget_get_root (widget)));
}

/* The window’s, for the page may be left before the file is chosen. */
static void
export (CsAnalyticsPage *self,
        const char      *command,
        GVariantDict    *args,
        const char      *name)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  cs_export_ask (window, cs_page_get_library (CS_PAGE (self)), command, g_variant_dict_end (args),
                 name);
}

static void
on_export_samples (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  CsAnalyticsPage *self = CS_ANALYTICS_PAGE (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *name = g_strdup_printf ("%s.%s", _("numbers"), format);

  fill_args (self, &args);
  g_variant_dict_insert (&args, "format", "s", format);
  export (self, "numbers.export", &args, name);
}

/* The parameter is what the file is called: “followers.svg”. */
static void
on_export_chart (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  CsAnalyticsPage *self = CS_ANALYTICS_PAGE (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  g_auto(GStrv) parts = g_strsplit (name, ".", 2);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  fill_args (self, &args);
  g_variant_dict_insert (&args, "what", "s", parts[0]);
  g_variant_dict_insert (&args, "format", "s", parts[1]);
  if (strcmp (parts[0], "posts") == 0)
    g_variant_dict_insert (&args, "metric", "s", cs_overview_get_measure (self->view));
  g_variant_dict_insert (&args, "first_weekday", "x", (gint64) cs_settings_get_week_start ());
  export (self, "numbers.chart", &args, name);
}

/* Numbers get older without anybody changing anything, and a new day begins. */
static gboolean
on_minute (gpointer user_data)
{
  CsAnalyticsPage *self = user_data;

  if (self->overview != NULL)
    cs_overview_age (self->view, self->overview);
  ask (self);

  return G_SOURCE_CONTINUE;
}

static void
cs_analytics_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_analytics_page_parent_class)->map (widget);

  CS_ANALYTICS_PAGE (widget)->minute = g_timeout_add (MINUTE_MSEC, on_minute, widget);
}

static void
cs_analytics_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CS_ANALYTICS_PAGE (widget)->minute, g_source_remove);

  GTK_WIDGET_CLASS (cs_analytics_page_parent_class)->unmap (widget);
}

static void
cs_analytics_page_refresh (CsPage *page)
{
  ask (CS_ANALYTICS_PAGE (page));
}

static void
cs_analytics_page_constructed (GObject *object)
{
  CsAnalyticsPage *self = CS_ANALYTICS_PAGE (object);
  CsLibrary *library = cs_page_get_library (CS_PAGE (self));
  g_auto(GStrv) accounts = cs_settings_dup_numbers_accounts ();

  G_OBJECT_CLASS (cs_analytics_page_parent_class)->constructed (object);

  self->question = cs_question_new (library, "numbers.overview",
                                    "tally account-sample gap account post", on_answered, self);
  self->counted = cs_query_new (library, "numbers.accounts", "account tally");

  gtk_drop_down_set_selected (self->periods, cs_settings_get_period ());
  cs_accounts_button_choose (self->accounts, (const char *const *) accounts);
  cs_accounts_button_set_accounts (self->accounts, G_LIST_MODEL (self->counted));
  g_signal_connect_swapped (self->periods, "notify::selected", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (self->accounts, "changed", G_CALLBACK (on_chosen), self);
  cs_query_ask (self->counted);
  show (self);
}

static void
cs_analytics_page_dispose (GObject *object)
{
  CsAnalyticsPage *self = CS_ANALYTICS_PAGE (object);

  g_clear_handle_id (&self->minute, g_source_remove);
  if (self->question != NULL)
    cs_question_stop (self->question);
  g_clear_object (&self->question);
  g_clear_object (&self->counted);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ANALYTICS_PAGE);

  G_OBJECT_CLASS (cs_analytics_page_parent_class)->dispose (object);
}

static void
cs_analytics_page_finalize (GObject *object)
{
  CsAnalyticsPage *self = CS_ANALYTICS_PAGE (object);

  g_clear_pointer (&self->overview, g_variant_unref);
  g_free (self->reason);

  G_OBJECT_CLASS (cs_analytics_page_parent_class)->finalize (object);
}

static void
cs_analytics_page_class_init (CsAnalyticsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_analytics_page_constructed;
  object_class->dispose = cs_analytics_page_dispose;
  object_class->finalize = cs_analytics_page_finalize;
  widget_class->map = cs_analytics_page_map;
  widget_class->unmap = cs_analytics_page_unmap;
  CS_PAGE_CLASS (klass)->refresh = cs_analytics_page_refresh;

  g_type_ensure (CS_TYPE_ACCOUNTS_BUTTON);
  g_type_ensure (CS_TYPE_OVERVIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/analytics/cs-analytics-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, stale);
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, periods);
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, view);
  gtk_widget_class_bind_template_child (widget_class, CsAnalyticsPage, empty_button);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_post_activated);

  gtk_widget_class_install_action (widget_class, "analytics.refresh", NULL, on_refresh);
  gtk_widget_class_install_action (widget_class, "analytics.export-samples", "s",
                                   on_export_samples);
  gtk_widget_class_install_action (widget_class, "analytics.export-chart", "s", on_export_chart);
}

static void
cs_analytics_page_init (CsAnalyticsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
