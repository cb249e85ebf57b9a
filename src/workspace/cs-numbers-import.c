/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-import.h"

#include "cs-error.h"
#include "cs-numbers-view.h"
#include "cs-sample-store.h"

#include <string.h>

#define ROWS_A_TRANSACTION 1000

typedef struct
{
  const char      *source;
  gboolean         is_dry;
  GVariantBuilder  corrections;
  CsNumbersResult *result;
} Import;

static CsSample *
find_known (CsTx                *tx,
            const CsNumbersRow  *row,
            GError             **error)
{
  CsSample *last;

  if (!cs_sample_store_find_last (tx, row->post->tally->target_id, row->taken_at + 1, &last, error))
    return NULL;

  if (last == NULL || last->taken_at != row->taken_at)
    {
      g_clear_pointer (&last, cs_record_unref);
      last = cs_record_new (CS_RECORD_SAMPLE);
      cs_counts_clear (last->counts);
      last->taken_at = CS_UNKNOWN;
    }

  return last;
}

/* What is known of the moment, with what the file tells over it. */
static CsSample *
make_sample (Import              *self,
             const CsNumbersRow  *row,
             const CsSample      *known)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (row->post->tally->target_id);
  sample->taken_at = row->taken_at;
  sample->origin = CS_ORIGIN_IMPORT;
  sample->source = g_strdup (self->source);

  for (guint i = 0; i < CS_N_METRICS; i++)
    sample->counts[i] = row->counts[i] != CS_UNKNOWN ? row->counts[i] : known->counts[i];

  return sample;
}

static void
tell_corrections (Import              *self,
                  const CsNumbersRow  *row,
                  const CsSample      *known,
                  const CsSample      *sample)
{
  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (known->counts[i] == sample->counts[i])
        continue;

      g_variant_dict_insert (&view, "line", "x", (gint64) row->line);
      cs_numbers_put_name (&view, row->post);
      cs_numbers_put_text (&view, "url", row->post->tally->url);
      g_variant_dict_insert (&view, "metric", "s", cs_metric_names[i]);
      g_variant_dict_insert (&view, "taken_at", "x", row->taken_at);
      cs_numbers_put_number (&view, "was", known->counts[i]);
      g_variant_dict_insert (&view, "value", "x", sample->counts[i]);
      g_variant_builder_add_value (&self->corrections, g_variant_dict_end (&view));
    }
}

/* What the row brings is among @samples then: no other row is of its post and moment. */
static gboolean
take_row (Import              *self,
          CsTx                *tx,
          const CsNumbersRow  *row,
          GPtrArray           *samples,
          GError             **error)
{
  g_autoptr(CsSample) known = find_known (tx, row, error);
  CsSample *sample;

  if (known == NULL)
    return FALSE;

  sample = make_sample (self, row, known);
  g_ptr_array_add (samples, sample);

  if (known->taken_at == CS_UNKNOWN)
    self->result->n_new++;
  else if (cs_counts_equal (known->counts, sample->counts))
    self->result->n_same++;
  else
    tell_corrections (self, row, known, sample);

  return TRUE;
}

static gboolean
take_some (Import   *self,
           CsDb     *db,
           GArray   *rows,
           guint     from,
           GError  **error)
{
  g_autoptr(CsTx) tx = self->is_dry ? cs_tx_begin_read (db, error) : cs_tx_begin_ingest (db, error);
  g_autoptr(GPtrArray) samples = cs_records_new ();
  guint until = MIN (from + ROWS_A_TRANSACTION, rows->len);

  for (guint i = from; tx != NULL && i < until; i++)
    if (!take_row (self, tx, &g_array_index (rows, CsNumbersRow, i), samples, error))
      return FALSE;

  return tx != NULL
      && (self->is_dry || (cs_sample_store_add_all (tx, samples, NULL, error)
                           && cs_tx_commit (&tx, error)));
}

/**
 * cs_numbers_import:
 * @file: without bad rows
 * @source: what values are said to be from
 * @is_dry: only tell what would become of it
 * @result: (out): its corrections are yours
 *
 * What is stored before it is cancelled stays, and is nothing new the next time.
 */
gboolean
cs_numbers_import (CsDb             *db,
                   CsNumbersFile    *file,
                   const char       *source,
                   gboolean          is_dry,
                   CsNumbersResult  *result,
                   GCancellable     *cancellable,
                   GError          **error)
{
  Import self = { .source = source, .is_dry = is_dry, .result = result };

  *result = (CsNumbersResult) { 0, };
  g_variant_builder_init (&self.corrections, G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < file->rows->len; i += ROWS_A_TRANSACTION)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !take_some (&self, db, file->rows, i, error))
      {
        g_variant_builder_clear (&self.corrections);
        return FALSE;
      }

  result->corrections = g_variant_ref_sink (g_variant_builder_end (&self.corrections));

  return TRUE;
}
