/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-columns.h"

#include "cs-item.h"
#include "cs-post-words.h"

static char *
row_title (GObject  *object,
           GVariant *view)
{
  return view != NULL ? cs_post_words_title (view) : NULL;
}

static char *
row_excerpt (GObject  *object,
             GVariant *view)
{
  return view != NULL ? cs_post_words_excerpt (view) : NULL;
}

static gboolean
has_excerpt (GObject  *object,
             GVariant *view)
{
  g_autofree char *excerpt = view != NULL ? cs_post_words_excerpt (view) : NULL;

  return excerpt != NULL && *excerpt != '\0';
}

static char *
row_state (GObject  *object,
           GVariant *view)
{
  return view != NULL ? g_strdup (cs_view_text (view, "state")) : NULL;
}

static char *
row_when (GObject  *object,
          GVariant *view)
{
  g_auto(CsReading) reading = cs_reading_here ();

  return view != NULL ? cs_post_words_when (&reading, view) : NULL;
}

static char *
row_when_in_full (GObject  *object,
                  GVariant *view)
{
  g_auto(CsReading) reading = cs_reading_here ();

  return view != NULL ? cs_post_words_when_in_full (&reading, view) : NULL;
}

static char *
row_changed (GObject  *object,
             GVariant *view)
{
  g_auto(CsReading) reading = cs_reading_here ();

  return view != NULL ? cs_words_relative (&reading, cs_view_int (view, "changed_at", 0)) : NULL;
}

static GStrv
row_networks (GObject  *object,
              GVariant *view)
{
  GStrv networks = NULL;

  if (view != NULL)
    g_variant_lookup (view, "networks", "^as", &networks);

  return networks;
}

static char *
row_accounts (GObject  *object,
              GVariant *view)
{
  return view != NULL ? cs_post_words_accounts (view) : NULL;
}

static char *
row_label (GObject  *object,
           GVariant *view)
{
  g_auto(CsReading) reading = cs_reading_here ();

  return view != NULL ? cs_post_words_spoken (&reading, view) : NULL;
}

static char *
row_results (GObject  *object,
             GVariant *view)
{
  return view != NULL ? cs_post_words_results (view) : NULL;
}

static char *
row_results_in_full (GObject  *object,
                     GVariant *view)
{
  return view != NULL ? cs_post_words_results_in_full (view) : NULL;
}

/* Where no heading says what is counted. */
static char *
row_results_named (GObject  *object,
                   GVariant *view)
{
  return view != NULL ? cs_post_words_results_named (view) : NULL;
}

static gboolean
has_results_named (GObject  *object,
                   GVariant *view)
{
  g_autofree char *results = row_results_named (object, view);

  return results != NULL;
}

static gboolean
is_out (GObject  *object,
        GVariant *view)
{
  return view != NULL && cs_view_int (view, "out", 0) > 0;
}

void
cs_post_columns_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, row_title);
  gtk_widget_class_bind_template_callback (klass, row_excerpt);
  gtk_widget_class_bind_template_callback (klass, has_excerpt);
  gtk_widget_class_bind_template_callback (klass, row_state);
  gtk_widget_class_bind_template_callback (klass, row_when);
  gtk_widget_class_bind_template_callback (klass, row_when_in_full);
  gtk_widget_class_bind_template_callback (klass, row_changed);
  gtk_widget_class_bind_template_callback (klass, row_networks);
  gtk_widget_class_bind_template_callback (klass, row_accounts);
  gtk_widget_class_bind_template_callback (klass, row_label);
  gtk_widget_class_bind_template_callback (klass, row_results);
  gtk_widget_class_bind_template_callback (klass, row_results_in_full);
  gtk_widget_class_bind_template_callback (klass, row_results_named);
  gtk_widget_class_bind_template_callback (klass, has_results_named);
  gtk_widget_class_bind_template_callback (klass, is_out);
}
