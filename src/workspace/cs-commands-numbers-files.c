/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-csv.h"
#include "cs-error.h"
#include "cs-locale.h"
#include "cs-measure.h"
#include "cs-media-file.h"
#include "cs-numbers-chart.h"
#include "cs-numbers-find.h"
#include "cs-numbers-import.h"
#include "cs-numbers-view.h"
#include "cs-preference.h"
#include "cs-report-chart.h"
#include "cs-report-samples.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <math.h>

#define WIDTH 960
#define HEIGHT 480

typedef enum
{
  CHART_FOLLOWERS,
  CHART_POSTS,
  CHART_POST,
} What;

static const char *const what_names[] = { "followers", "posts", "post", NULL };

static const char *
text_of (GVariant   *view,
         const char *field)
{
  const char *text = NULL;

  if (view != NULL)
    g_variant_lookup (view, field, "&s", &text);

  return text;
}

/* Followers are but one number, and a rate is of the day on which a post went out. */
static gboolean
read_measure (CsAct   *act,
              What     what,
              int     *measure,
              GError **error)
{
  *measure = CS_METRIC_ENGAGEMENT;

  if (what == CHART_FOLLOWERS && cs_act_text (act, "metric") != NULL)
    return cs_fail (error, CS_ERROR_INVALID,
                    "Followers are one number: leave the metric out, or draw posts");

  return what == CHART_POSTS ? cs_act_enum (act, "metric", cs_measure_names, measure, error)
                             : cs_act_metric (act, measure, error);
}

/* By the workspace’s clock; as the locale has it, but for what is said. */
static gboolean
read_reading (CsAct             *act,
              CsTx              *tx,
              CsNumbersReading  *reading,
              GError           **error)
{
  gint64 first = cs_act_int (act, "first_weekday", cs_locale_get_first_weekday ());
  g_autofree char *zone = NULL;

  if (first < 1 || first > 7)
    return cs_fail (error, CS_ERROR_INVALID,
                    "A week begins on a day from 1, which is Monday, to 7: choose one of them");

  zone = cs_preference_dup_zone (tx, error);
  if (zone == NULL)
    return FALSE;

  reading->zone = g_time_zone_new_identifier (zone);
  if (reading->zone == NULL)
    reading->zone = g_time_zone_new_local ();
  reading->twelve_hours = cs_locale_has_twelve_hours ();
  reading->first_weekday = (int) first;
  reading->is_mirrored = cs_locale_is_mirrored ();
  reading->has_title = TRUE;

  return TRUE;
}

static gboolean
is_known (GVariant *posts,
          What      what,
          int       measure)
{
  for (gsize i = 0; i < g_variant_n_children (posts); i++)
    {
      g_autoptr(GVariant) post = g_variant_get_child_value (posts, i);
      g_autoptr(GVariant) points = g_variant_lookup_value (post, "points", NULL);

      if (what == CHART_POST ? g_variant_n_children (points) > 0
                             : !isnan (cs_measure_of (post, measure)))
        return TRUE;
    }

  return FALSE;
}

/* Why there is nothing of any post; NULL: it is another number that helps. Borrowed. */
static const char *
find_obstacle (GVariant *answer,
               GVariant *posts,
               What      what,
               int       measure)
{
  g_autoptr(GVariant) first = NULL;
  g_autoptr(GVariant) why = g_variant_lookup_value (answer, "too_little", NULL);
  CsNetwork network;

  if (what == CHART_POSTS)
    return measure == CS_MEASURE_RATE ? text_of (why, "engagement") : text_of (why, "posts");

  first = g_variant_get_child_value (posts, 0);

  return cs_network_from_name (text_of (first, "network"), &network)
      && (measure == CS_METRIC_ENGAGEMENT || cs_metric_is_given (measure, network))
       ? text_of (first, "too_little") : NULL;
}

/* What the window says in the place of a chart stands in the place of a file. */
static gboolean
check_enough (GVariant  *answer,
              What       what,
              int        measure,
              GError   **error)
{
  g_autoptr(GVariant) why = g_variant_lookup_value (answer, "too_little", NULL);
  g_autoptr(GVariant) posts = NULL;
  g_autofree char *others = NULL;
  const char *sentence;

  if (what == CHART_FOLLOWERS)
    {
      sentence = text_of (why, "followers");
      return sentence == NULL || cs_fail (error, CS_ERROR_NOT_FOUND, "%s", sentence);
    }

  posts = g_variant_lookup_value (answer, what == CHART_POST ? "targets" : "posts",
                                  G_VARIANT_TYPE ("aa{sv}"));
  if (is_known (posts, what, measure))
    return TRUE;

  sentence = find_obstacle (answer, posts, what, measure);
  if (sentence != NULL)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "%s", sentence);

  others = cs_measure_dup_others (posts, measure);

  return cs_fail (error, CS_ERROR_NOT_FOUND,
                  "“%s” is known of none of these posts: choose another number (%s)",
                  cs_measure_names[measure], others);
}

/* Of several networks each by itself: they count otherwise. */
static char *
dup_definitions_of (GVariant *targets)
{
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  for (gsize i = 0; i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);
      const char *definition = text_of (target, "definition");

      if (definition != NULL)
        /* Translators: an account and how its network defines a number */
        g_strv_builder_take (lines, g_strdup_printf (C_("definition", "%s: %s"),
                                                     text_of (target, "handle"), definition));
    }

  all = g_strv_builder_end (lines);

  return all[0] != NULL ? g_strjoinv ("\n", all) : NULL;
}

/* What is drawn, as its networks define it. */
static char *
dup_definition (GVariant *answer,
                What      what,
                int       measure)
{
  g_autoptr(GVariant) definitions = g_variant_lookup_value (answer, "definitions", NULL);
  g_autoptr(GVariant) targets = NULL;

  if (what != CHART_POST)
    return cs_measure_dup_definition (definitions, what == CHART_FOLLOWERS
                                                   ? "followers" : cs_measure_names[measure], "\n");

  targets = g_variant_lookup_value (answer, "targets", G_VARIANT_TYPE ("aa{sv}"));

  return dup_definitions_of (targets);
}

static CsChart *
make_chart (CsAct        *act,
            What          what,
            GVariantDict *view,
            GError      **error)
{
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GTimeZone) zone = NULL;
  g_autofree char *definition = NULL;
  CsNumbersReading reading = { NULL, };
  int measure;

  if (!read_measure (act, what, &measure, error)
      || (tx = cs_act_begin_read (act, error)) == NULL
      || !read_reading (act, tx, &reading, error))
    return NULL;

  zone = reading.zone;
  answer = what == CHART_POST ? cs_act_post_numbers (act, tx, error)
                              : cs_act_overview (act, tx, error);
  if (answer == NULL || !check_enough (answer, what, measure, error))
    return NULL;

  definition = dup_definition (answer, what, measure);
  cs_numbers_put_text (view, "definition", definition);

  switch (what)
    {
    case CHART_FOLLOWERS:
      return cs_numbers_chart_followers (answer, &reading);
    case CHART_POSTS:
      return cs_numbers_chart_posts (answer, measure, &reading);
    case CHART_POST:
    default:
      return cs_numbers_chart_post (answer, &reading);
    }
}

static gboolean
read_side (CsAct       *act,
           const char  *name,
           gint64       fallback,
           guint       *side,
           GError     **error)
{
  gint64 value = cs_act_int (act, name, fallback);

  *side = CLAMP (value, CS_PICTURE_SIDE_MIN, CS_PICTURE_SIDE_MAX);

  return *side == value
      || cs_fail (error, CS_ERROR_INVALID,
                  "A picture is from %d to %d wide and high: choose another size",
                  CS_PICTURE_SIDE_MIN, CS_PICTURE_SIDE_MAX);
}

static GVariant *
draw (CsAct   *act,
      GError **error)
{
  int what = CHART_FOLLOWERS, format = CS_PICTURE_SVG;
  g_autoptr(CsChart) chart = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *description = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  CsTheme theme;
  guint width, height;

  if (!cs_act_enum (act, "what", what_names, &what, error)
      || !cs_act_enum (act, "format", cs_picture_format_names, &format, error)
      || !read_side (act, "width", WIDTH, &width, error)
      || !read_side (act, "height", HEIGHT, &height, error))
    return NULL;

  chart = make_chart (act, what, &answer, error);
  if (chart != NULL)
    {
      theme = cs_theme_get (cs_act_bool (act, "dark"), FALSE);
      cs_chart_set_theme (chart, &theme);
      bytes = cs_report_chart (chart, format, width, height, error);
    }
  if (bytes == NULL)
    {
      g_variant_dict_clear (&answer);
      return NULL;
    }

  description = cs_chart_describe (chart);
  g_variant_dict_insert (&answer, "format", "s", cs_picture_format_names[format]);
  g_variant_dict_insert (&answer, "description", "s", description);
  g_variant_dict_insert_value (&answer, "bytes",
                               g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

/* Followers belong to accounts: where a post is meant, only what is of it. */
static GVariant *
export (CsAct   *act,
        GError **error)
{
  int format = CS_REPORT_CSV;
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(GPtrArray) accounts = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  CsReport report = { NULL, };

  if (!cs_act_enum (act, "format", cs_report_format_names, &format, error)
      || (tx = cs_act_begin_read (act, error)) == NULL
      || (posts = cs_act_list_counted (act, tx, error)) == NULL)
    return NULL;

  accounts = cs_act_text (act, "post") != NULL ? cs_records_new ()
                                               : cs_act_list_accounts_of (act, tx, posts, error);
  if (accounts == NULL)
    return NULL;

  if (!cs_report_samples (tx, &(CsReportRange) { accounts, posts, cs_act_int (act, "from", 0),
                                                 cs_act_int (act, "until", 0) },
                          format, &report, act->cancellable, error))
    {
      g_string_free (report.text, TRUE);
      return NULL;
    }

  g_variant_dict_insert_value (&answer, "text",
                               g_variant_new_take_string (g_string_free_and_steal (report.text)));
  g_variant_dict_insert (&answer, "samples", "x", report.n_samples);
  g_variant_dict_insert (&answer, "values", "x", report.n_values);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

/* Of what is longer than it may be, just so much that this is seen. */
static GBytes *
read_file (const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  int fd = cs_media_file_open (path, error);
  g_autoptr(GInputStream) stream = fd >= 0 ? g_unix_input_stream_new (fd, TRUE) : NULL;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) cause = NULL;
  gsize n_read = 1;

  while (stream != NULL && n_read > 0 && bytes->len <= CS_CSV_FILE_MAX)
    {
      guint length = bytes->len;

      g_byte_array_set_size (bytes, length + 256 * 1024);
      if (!g_input_stream_read_all (stream, bytes->data + length, 256 * 1024, &n_read, cancellable,
                                    &cause))
        return cs_fail_file (error, g_steal_pointer (&cause), path), NULL;

      g_byte_array_set_size (bytes, length + n_read);
    }

  return stream != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static GVariant *
view_bad (const CsNumbersFile *file)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < file->bad->len; i++)
    {
      const CsNumbersBad *bad = &g_array_index (file->bad, CsNumbersBad, i);

      g_variant_builder_open (&list, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&list, "{sv}", "line", g_variant_new_int64 (bad->line));
      g_variant_builder_add (&list, "{sv}", "reason", g_variant_new_string (bad->reason));
      g_variant_builder_close (&list);
    }

  return g_variant_builder_end (&list);
}

/* What is out is known from its receipt, also where nobody has counted yet: nothing is written. */
static CsNumbersFile *
read_table (CsAct   *act,
            GBytes  *bytes,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(GPtrArray) accounts = NULL;

  if (tx == NULL
      || (posts = cs_counted_list (tx, &(CsCountedRange) { .is_whole = TRUE }, error)) == NULL
      || (accounts = cs_account_store_list_any (tx, error)) == NULL)
    return NULL;

  return cs_numbers_read (bytes, posts, accounts, cs_act_now (act));
}

/* One bad row, and nothing is stored. */
static gboolean
take_file (CsAct          *act,
           CsNumbersFile  *file,
           GVariantDict   *answer,
           GError        **error)
{
  g_autofree char *name = g_path_get_basename (cs_act_text (act, "file"));
  gboolean is_dry = cs_act_bool (act, "dry_run");
  gboolean is_good = file->bad->len == 0;
  CsNumbersResult result = { 0, };

  if (is_good && !cs_numbers_import (act->services->db, file, name, is_dry, &result,
                                     act->cancellable, error))
    return FALSE;

  g_variant_dict_insert (answer, "rows", "x", (gint64) file->n_read);
  g_variant_dict_insert (answer, "stored", "b", is_good && !is_dry);
  g_variant_dict_insert (answer, "new", "x", (gint64) result.n_new);
  g_variant_dict_insert (answer, "same", "x", (gint64) result.n_same);
  g_variant_dict_insert (answer, "late", "x", (gint64) result.n_late);
  g_variant_dict_insert_value (answer, "corrections",
                               is_good ? result.corrections : g_variant_new ("aa{sv}", NULL));
  g_variant_dict_insert_value (answer, "bad", view_bad (file));
  g_clear_pointer (&result.corrections, g_variant_unref);

  return TRUE;
}

static GVariant *
import (CsAct   *act,
        GError **error)
{
  const char *path = cs_act_text (act, "file");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(CsNumbersFile) file = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  if (!g_path_is_absolute (path))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” must be a path from the root", path);

  bytes = read_file (path, act->cancellable, error);
  file = bytes != NULL ? read_table (act, bytes, error) : NULL;
  if (file == NULL)
    return NULL;

  if (!take_file (act, file, &answer, error))
    {
      g_variant_dict_clear (&answer);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

const CsCommand cs_numbers_files_commands[] = {
  { "numbers.chart",
    "what s, accounts ?as, post ?s, metric ?s, from ?x, until ?x, format s, dark ?b,"
    " width ?x, height ?x, first_weekday ?x", "a{sv}", draw, CS_JOB_LONG, NULL },
  { "numbers.export", "format s, accounts ?as, post ?s, from ?x, until ?x", "a{sv}", export,
    CS_JOB_LONG, NULL },
  { "numbers.import", "file s, dry_run ?b", "a{sv}", import, CS_JOB_LONG, NULL },
  { NULL, },
};
