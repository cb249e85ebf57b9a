/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-absence.h"

#include "cs-cadence.h"
#include "cs-gap-store.h"

/* Whether a slot of a post that is there has passed without a sample. */
gboolean
cs_absence_is_lost (const CsTally *tally,
                    gint64         now)
{
  return tally->next_at != CS_UNKNOWN
      && tally->gone_at == CS_UNKNOWN
      && cs_cadence_next (tally->published_at, tally->next_at) <= now;
}

/**
 * cs_absence_note:
 * @target_id: (nullable): NULL for all of the account
 * @until: %CS_UNKNOWN while it lasts
 */
gboolean
cs_absence_note (CsTx           *tx,
                 const char     *account_id,
                 const char     *target_id,
                 gint64          from,
                 gint64          until,
                 const CsCause  *cause,
                 GError        **error)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);

  gap->account_id = g_strdup (account_id);
  gap->target_id = g_strdup (target_id);
  gap->from_at = from;
  gap->until_at = until != CS_UNKNOWN ? MAX (from, until) : CS_UNKNOWN;
  gap->code = g_strdup (cause->code);
  gap->sentence = g_strdup (cause->sentence);

  return cs_gap_store_note (tx, gap, error);
}

/* Ends what lasts for the account, whatever it is. */
gboolean
cs_absence_end (CsTx        *tx,
                const char  *account_id,
                gint64       until,
                GError     **error)
{
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (tx, account_id, NULL, until, 0, error);

  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);
      CsCause cause = { gap->code, gap->sentence };

      if (gap->until_at == CS_UNKNOWN
          && !cs_absence_note (tx, account_id, gap->target_id, gap->from_at, until, &cause, error))
        return FALSE;
    }

  return gaps != NULL;
}

/**
 * cs_absence_explain:
 * @target_id: (nullable): as of cs_absence_note()
 * @from: the first slot that was lost
 * @until: the slot in which counting goes on
 * @shortest: what is shorter needs no reason
 *
 * What no row explains of this time is put down to @cause.
 */
gboolean
cs_absence_explain (CsTx           *tx,
                    const char     *account_id,
                    const char     *target_id,
                    gint64          from,
                    gint64          until,
                    gint64          shortest,
                    const CsCause  *cause,
                    GError        **error)
{
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (tx, account_id, target_id, from, until, error);

  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);

      if (gap->target_id != NULL && g_strcmp0 (gap->target_id, target_id) != 0)
        continue;

      if (gap->from_at - from >= shortest
          && !cs_absence_note (tx, account_id, target_id, from, gap->from_at, cause, error))
        return FALSE;

      from = gap->until_at == CS_UNKNOWN ? until : MAX (from, gap->until_at);
    }

  return gaps != NULL
      && (until - from < shortest
          || cs_absence_note (tx, account_id, target_id, from, until, cause, error));
}
