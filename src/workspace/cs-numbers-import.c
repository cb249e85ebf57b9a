/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-import.h"

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-numbers-view.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <string.h>

typedef struct
{
  CsTx               *tx;
  const char         *source;
  gboolean            is_dry;
  GPtrArray          *samples;     /* CsSample and CsAccountSample: what is (would be) stored */
  GPtrArray          *followers;
  const CsNumbersRow *before;      /* the row before, */
  gint64              counts[CS_N_TOLD];
  gboolean            is_known;    /* what it came to, and whether its moment was known */
  GVariantBuilder     corrections;
  CsNumbersResult    *result;
} Import;

/* What is known of a moment. */
typedef struct
{
  gboolean is_there;
  gint64   counts[CS_N_TOLD];
  gint64   following, posts;
} Known;

static gboolean
find_post_known (Import              *self,
                 const CsNumbersRow  *row,
                 Known               *known,
                 GError             **error)
{
  g_autoptr(CsSample) last = NULL;

  if (!cs_sample_store_find_last (self->tx, row->post->tally->target_id, row->taken_at + 1, &last,
                                  error))
    return FALSE;

  known->is_there = last != NULL && last->taken_at == row->taken_at;
  if (known->is_there)
    memcpy (known->counts, last->counts, sizeof last->counts);

  return TRUE;
}

static gboolean
find_account_known (Import              *self,
                    const CsNumbersRow  *row,
                    Known               *known,
                    GError             **error)
{
  g_autoptr(CsAccountSample) last = NULL;

  if (!cs_account_sample_store_find_last (self->tx, row->account->id, row->taken_at + 1, &last,
                                          error))
    return FALSE;

  known->is_there = last != NULL && last->taken_at == row->taken_at;
  if (known->is_there)
    {
      known->counts[CS_MEANING_FOLLOWERS] = last->followers;
      known->following = last->following;
      known->posts = last->posts;
    }

  return TRUE;
}

static gboolean
find_known (Import              *self,
            const CsNumbersRow  *row,
            Known               *known,
            GError             **error)
{
  *known = (Known) { .following = CS_UNKNOWN, .posts = CS_UNKNOWN };
  for (guint i = 0; i < CS_N_TOLD; i++)
    known->counts[i] = CS_UNKNOWN;

  return row->post != NULL ? find_post_known (self, row, known, error)
                           : find_account_known (self, row, known, error);
}

static void
add_sample (Import              *self,
            const CsNumbersRow  *row,
            const Known         *known)
{
  if (row->post != NULL)
    {
      CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

      sample->target_id = g_strdup (row->post->tally->target_id);
      sample->taken_at = row->taken_at;
      sample->origin = CS_ORIGIN_IMPORT;
      sample->source = g_strdup (self->source);
      memcpy (sample->counts, self->counts, sizeof sample->counts);
      g_ptr_array_add (self->samples, sample);
    }
  else
    {
      CsAccountSample *sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);

      sample->account_id = g_strdup (row->account->id);
      sample->taken_at = row->taken_at;
      sample->origin = CS_ORIGIN_IMPORT;
      sample->source = g_strdup (self->source);
      sample->followers = self->counts[CS_MEANING_FOLLOWERS];
      sample->following = known->following;
      sample->posts = known->posts;
      g_ptr_array_add (self->followers, sample);
    }
}

static void
put_subject (GVariantDict       *view,
             const CsNumbersRow *row)
{
  if (row->post != NULL)
    {
      cs_numbers_put_name (view, row->post);
      cs_numbers_put_text (view, "url", row->post->tally->url);
      return;
    }

  cs_numbers_put_text (view, "account", row->account->id);
  cs_numbers_put_text (view, "network", cs_network_names[row->account->network]);
  cs_numbers_put_text (view, "handle", row->account->handle);
}

/* How many numbers were told otherwise. */
static guint
tell_corrections (Import              *self,
                  const CsNumbersRow  *row,
                  const Known         *known)
{
  guint n = 0;

  for (guint i = 0; i < CS_N_TOLD; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (known->counts[i] == self->counts[i])
        continue;

      g_variant_dict_insert (&view, "line", "x", (gint64) row->line);
      put_subject (&view, row);
      g_variant_dict_insert (&view, "metric", "s", cs_told_get_name (i));
      g_variant_dict_insert (&view, "taken_at", "x", row->taken_at);
      cs_numbers_put_number (&view, "was", known->counts[i]);
      g_variant_dict_insert (&view, "value", "x", self->counts[i]);
      g_variant_builder_add_value (&self->corrections, g_variant_dict_end (&view));
      n++;
    }

  return n;
}

/* What is told of followers changes no day that is frozen. */
static gboolean
count_late_followers (Import              *self,
                      const CsNumbersRow  *row,
                      GError             **error)
{
  gint64 day = row->taken_at / CS_DAY_SECONDS;
  g_autoptr(GPtrArray) days = row->account != NULL && row->post == NULL
    ? cs_account_day_store_list (self->tx, row->account->id, day, day + 1, error)
    : cs_records_new ();

  if (days == NULL)
    return FALSE;

  self->result->n_late += days->len > 0 && ((CsAccountDay *) days->pdata[0])->frozen;

  return TRUE;
}

/* What is known of the moment, with what the file tells over it. Of what the file itself corrects
 * only the last is looked at where the moment is known: else it came in and is history. */
static gboolean
take_row (Import              *self,
          const CsNumbersRow  *row,
          GError             **error)
{
  gboolean goes_on = self->before != NULL && cs_numbers_row_joins (self->before, row);
  Known known;

  self->before = row;

  if (goes_on && self->is_known && row->is_superseded)
    return TRUE;

  if (!find_known (self, row, &known, error))
    return FALSE;

  if (!goes_on)
    self->is_known = known.is_there;

  if (self->is_known && row->is_superseded)
    return TRUE;

  for (guint i = 0; i < CS_N_TOLD; i++)
    if (row->counts[i] != CS_UNKNOWN)
      self->counts[i] = row->counts[i];
    else if (!goes_on || self->is_known)
      self->counts[i] = known.counts[i];

  add_sample (self, row, &known);

  if (!self->is_known)
    self->result->n_new++;
  else if (tell_corrections (self, row, &known) == 0)
    {
      self->result->n_same++;
      return TRUE;
    }

  return count_late_followers (self, row, error);
}

/* Of all that is new, what comes too late for the sums of days. */
static gboolean
count_late (Import  *self,
            GError **error)
{
  guint n_late;

  if (!cs_sample_store_count_late (self->tx, self->samples, &n_late, error))
    return FALSE;

  self->result->n_late += n_late;

  return TRUE;
}

static gboolean
store_samples (Import  *self,
               GError **error)
{
  if (!cs_sample_store_add_all (self->tx, self->samples, NULL, error))
    return FALSE;

  for (guint i = 0; i < self->followers->len; i++)
    if (!cs_account_sample_store_add (self->tx, self->followers->pdata[i], NULL, error))
      return FALSE;

  return TRUE;
}

/* Posts may have been published when only the file knows how many followed. */
static gboolean
find_followers (Import     *self,
                GPtrArray  *accounts,
                GError    **error)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const CsAccount *account = g_ptr_array_index (accounts, i);
      g_autoptr(GPtrArray) tallies = cs_tally_store_list_out (self->tx, account->id, 0, 0, 0,
                                                              error);

      if (tallies == NULL)
        return FALSE;

      for (guint k = 0; k < tallies->len; k++)
        if (!cs_tally_store_find_followers (self->tx, tallies->pdata[k], error))
          return FALSE;
    }

  return TRUE;
}

/* They are stored at once: so each day that they change is written once. */
static gboolean
take_all (Import         *self,
          CsNumbersFile  *file,
          GCancellable   *cancellable,
          GError        **error)
{
  for (guint i = 0; i < file->rows->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !take_row (self, &g_array_index (file->rows, CsNumbersRow, i), error))
      return FALSE;

  if (!count_late (self, error))
    return FALSE;

  return self->is_dry
      || (store_samples (self, error)
          && find_followers (self, file->accounts, error)
          && !g_cancellable_set_error_if_cancelled (cancellable, error));
}

/* What is out and was not counted yet is from now on. */
static CsTx *
begin (CsDb      *db,
       gboolean   is_dry,
       GError   **error)
{
  g_autoptr(CsTx) tx = is_dry ? cs_tx_begin_read (db, error) : cs_tx_begin_ingest (db, error);

  return tx != NULL && (is_dry || cs_tally_store_adopt (tx, NULL, error)) ? g_steal_pointer (&tx)
                                                                          : NULL;
}

/**
 * cs_numbers_import:
 * @file: without bad rows
 * @source: what values are said to be from
 * @is_dry: only tell what would become of it: it writes nothing
 * @result: (out): its corrections are yours
 *
 * In one transaction: all of it is stored, or nothing. What is stored already is nothing new.
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
  g_autoptr(CsTx) tx = begin (db, is_dry, error);
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autoptr(GPtrArray) followers = cs_records_new ();
  Import self = { .tx = tx, .source = source, .is_dry = is_dry, .samples = samples,
                  .followers = followers, .result = result };

  *result = (CsNumbersResult) { 0, };
  if (tx == NULL)
    return FALSE;

  g_variant_builder_init (&self.corrections, G_VARIANT_TYPE ("aa{sv}"));

  if (!take_all (&self, file, cancellable, error)
      || (!is_dry && !cs_tx_commit (&tx, error)))
    {
      g_variant_builder_clear (&self.corrections);
      return FALSE;
    }

  result->corrections = g_variant_ref_sink (g_variant_builder_end (&self.corrections));

  return TRUE;
}
