/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-report-samples.h"

#include "cs-account-sample-store.h"
#include "cs-csv.h"
#include "cs-json.h"
#include "cs-sample-store.h"

const char *const cs_report_format_names[] = { "csv", "json", NULL };

static const char *const columns[] = {
  "network", "account", "target", "post", "title", "url", "published_at", "taken_at", "revision",
  "metric", "value", "origin", "source", "definition",
};

typedef struct
{
  CsReport       *report;
  CsReportFormat  format;
  CsCsvWriter     csv;
  gboolean        begun;     /* there is a sample in it */
} Writer;

/* A sample of a post, or of an account. */
typedef struct
{
  const CsAccount *account;
  const CsCounted *post;       /* NULL: of the account */
  gint64           taken_at;
  gint64           revision;
  CsOrigin         origin;
  const char      *source;
} Place;

/* What is told of one moment; CS_UNKNOWN where nothing is. */
typedef struct
{
  CsMeaning meanings[CS_N_MEANINGS];
  gint64    numbers[CS_N_TOLD];
} Values;

static void
values_begin (Values    *self,
              CsNetwork  network)
{
  cs_metric_list_meanings (network, self->meanings);

  for (guint i = 0; i < CS_N_TOLD; i++)
    self->numbers[i] = CS_UNKNOWN;
}

static char *
dup_moment (gint64 seconds)
{
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc (seconds);

  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

/* The cells before the metric, in the order of the columns. */
static void
put_place (CsCsvWriter *csv,
           const Place *place)
{
  const CsTally *tally = place->post != NULL ? place->post->tally : NULL;
  g_autofree char *published_at = tally != NULL ? dup_moment (tally->published_at) : NULL;
  g_autofree char *taken_at = dup_moment (place->taken_at);

  cs_csv_put_text (csv, cs_network_names[place->account->network]);
  cs_csv_put_text (csv, place->account->handle);
  cs_csv_put_text (csv, tally != NULL ? tally->target_id : NULL);
  cs_csv_put_text (csv, tally != NULL ? tally->post_id : NULL);
  cs_csv_put_text (csv, place->post != NULL ? place->post->title : NULL);
  cs_csv_put_text (csv, tally != NULL ? tally->url : NULL);
  cs_csv_put_text (csv, published_at);
  cs_csv_put_text (csv, taken_at);
  cs_csv_put_number (csv, place->revision);
}

static void
put_row (Writer          *self,
         const Place     *place,
         const CsMeaning *meaning,
         gint64           number)
{
  put_place (&self->csv, place);
  cs_csv_put_text (&self->csv, meaning->name);
  cs_csv_put_number (&self->csv, number);
  cs_csv_put_text (&self->csv, cs_origin_names[place->origin]);
  cs_csv_put_text (&self->csv, place->source);
  cs_csv_put_text (&self->csv, meaning->definition);
  cs_csv_put_end (&self->csv);
}

static void
add_text (GVariantBuilder *line,
          const char      *name,
          const char      *text)
{
  if (text != NULL)
    g_variant_builder_add (line, "{sv}", name, g_variant_new_string (text));
}

static void
add_number (GVariantBuilder *line,
            const char      *name,
            gint64           number)
{
  if (number != CS_UNKNOWN)
    g_variant_builder_add (line, "{sv}", name, g_variant_new_int64 (number));
}

/* One of a list, on a line of its own. Ends the builder. */
static void
put_line (Writer          *self,
          GVariantBuilder *line)
{
  g_autoptr(GVariant) value = g_variant_ref_sink (g_variant_builder_end (line));
  g_autofree char *json = cs_json_from_variant (value);

  g_string_append_printf (self->report->text, "%s\n%s", self->begun ? "," : "", json);
  self->begun = TRUE;
}

static void
put_sample_line (Writer       *self,
                 const Place  *place,
                 const Values *values)
{
  GVariantBuilder line = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantBuilder told = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  add_text (&line, "network", cs_network_names[place->account->network]);
  add_text (&line, "account", place->account->handle);
  if (place->post != NULL)
    {
      add_text (&line, "target", place->post->tally->target_id);
      add_text (&line, "post", place->post->tally->post_id);
      add_text (&line, "title", place->post->title);
      add_text (&line, "url", place->post->tally->url);
      add_number (&line, "published_at", place->post->tally->published_at);
    }
  add_number (&line, "taken_at", place->taken_at);
  add_number (&line, "revision", place->revision);
  for (guint i = 0; i < CS_N_TOLD; i++)
    add_number (&told, values->meanings[i].name, values->numbers[i]);
  g_variant_builder_add (&line, "{sv}", "values", g_variant_builder_end (&told));
  add_text (&line, "origin", cs_origin_names[place->origin]);
  add_text (&line, "source", place->source);
  put_line (self, &line);
}

static void
put_sample (Writer       *self,
            const Place  *place,
            const Values *values)
{
  self->report->n_samples++;

  for (guint i = 0; i < CS_N_TOLD; i++)
    {
      if (values->numbers[i] == CS_UNKNOWN)
        continue;

      self->report->n_values++;
      if (self->format == CS_REPORT_CSV)
        put_row (self, place, &values->meanings[i], values->numbers[i]);
    }

  if (self->format == CS_REPORT_JSON)
    put_sample_line (self, place, values);
}

static gboolean
put_followers (Writer               *self,
               CsTx                 *tx,
               const CsReportRange  *range,
               const CsAccount      *account,
               GCancellable         *cancellable,
               GError              **error)
{
  g_autoptr(GPtrArray) samples = cs_account_sample_store_list_all (tx, account->id, range->from,
                                                                   range->until, error);
  Values values;

  values_begin (&values, account->network);

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const CsAccountSample *sample = samples->pdata[i];
      Place place = { account, NULL, sample->taken_at, sample->revision, sample->origin,
                      sample->source };

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      values.numbers[CS_MEANING_FOLLOWERS] = sample->followers;
      put_sample (self, &place, &values);
    }

  return samples != NULL;
}

static gboolean
put_counts (Writer               *self,
            CsTx                 *tx,
            const CsReportRange  *range,
            const CsCounted      *post,
            GCancellable         *cancellable,
            GError              **error)
{
  g_autoptr(GPtrArray) samples = cs_sample_store_list_all (tx, post->tally->target_id, range->from,
                                                           range->until, error);
  Values values;

  values_begin (&values, post->account->network);

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const CsSample *sample = samples->pdata[i];
      Place place = { post->account, post, sample->taken_at, sample->revision, sample->origin,
                      sample->source };

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      for (guint metric = 0; metric < CS_N_METRICS; metric++)
        values.numbers[metric] = sample->counts[metric];
      put_sample (self, &place, &values);
    }

  return samples != NULL;
}

static void
put_definitions (Writer              *self,
                 const CsReportRange *range)
{
  gboolean is_there[CS_N_NETWORKS] = { FALSE, };

  for (guint i = 0; i < range->accounts->len; i++)
    is_there[((const CsAccount *) range->accounts->pdata[i])->network] = TRUE;
  for (guint i = 0; i < range->posts->len; i++)
    is_there[((const CsCounted *) range->posts->pdata[i])->account->network] = TRUE;

  for (CsNetwork network = 0; network < CS_N_NETWORKS; network++)
    {
      CsMeaning meanings[CS_N_MEANINGS];

      cs_metric_list_meanings (network, meanings);

      for (guint i = 0; i < CS_N_TOLD && is_there[network]; i++)
        {
          GVariantBuilder line = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

          add_text (&line, "network", cs_network_names[network]);
          add_text (&line, "metric", meanings[i].name);
          add_text (&line, "title", meanings[i].title);
          add_text (&line, "definition", meanings[i].definition);
          if (meanings[i].definition != NULL)
            put_line (self, &line);
          else
            g_variant_builder_clear (&line);
        }
    }
}

static void
put_beginning (Writer              *self,
               const CsReportRange *range)
{
  if (self->format == CS_REPORT_CSV)
    {
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        cs_csv_put_text (&self->csv, columns[i]);
      cs_csv_put_end (&self->csv);
      return;
    }

  g_string_append (self->report->text,
                   "{\"format\":\"creatorsync-numbers-1\",\n\"definitions\":[");
  put_definitions (self, range);
  g_string_append (self->report->text, "],\n\"samples\":[");
  self->begun = FALSE;
}

/**
 * cs_report_samples:
 * @report: begin with zeros; its text is yours, also after an error
 */
gboolean
cs_report_samples (CsTx                 *tx,
                   const CsReportRange  *range,
                   CsReportFormat        format,
                   CsReport             *report,
                   GCancellable         *cancellable,
                   GError              **error)
{
  Writer self = { .report = report, .format = format };

  report->text = g_string_new (NULL);
  self.csv.text = report->text;
  put_beginning (&self, range);

  for (guint i = 0; i < range->accounts->len; i++)
    if (!put_followers (&self, tx, range, range->accounts->pdata[i], cancellable, error))
      return FALSE;

  for (guint i = 0; i < range->posts->len; i++)
    if (!put_counts (&self, tx, range, range->posts->pdata[i], cancellable, error))
      return FALSE;

  if (format == CS_REPORT_JSON)
    g_string_append (report->text, "]}\n");

  return TRUE;
}
