/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-replan.h"

#include "cs-event-store.h"
#include "cs-meta-store.h"
#include "cs-slot.h"
#include "cs-target-store.h"
#include "cs-zone.h"

#define RULES "zones"

static gboolean
say_moved (CsTx            *tx,
           const CsTarget  *next,
           gint64           was,
           GError         **error)
{
  GVariantDict detail;

  g_variant_dict_init (&detail, NULL);
  g_variant_dict_insert (&detail, "zone", "s", next->zone);
  g_variant_dict_insert (&detail, "was", "x", was);
  g_variant_dict_insert (&detail, "due", "x", next->due);

  return cs_event_store_add (tx, "target.moved", CS_RECORD_TARGET, next->id,
                             g_variant_dict_end (&detail), error);
}

static gboolean
replan (CsTx      *tx,
        CsTarget  *target,
        GError   **error)
{
  g_autoptr(GError) unknown = NULL;
  g_autoptr(CsTarget) next = NULL;
  gint64 moved;

  next = cs_target_recomputed (target, &moved, &unknown);

  if (next == NULL)
    {
      /* A zone that tzdata has dropped keeps the instant that it last had. */
      g_debug ("A target keeps its time: %s", unknown->message);
      return TRUE;
    }

  return moved == 0
      || (cs_target_store_save (tx, next, error) && say_moved (tx, next, target->due, error));
}

/* The rules by which the plans were made are the system's: then there is nothing to do. */
static gboolean
rules_are_known (CsTx        *tx,
                 const char  *rules,
                 gboolean    *known,
                 GError     **error)
{
  g_autofree char *last = NULL;

  if (!cs_meta_store_get (tx, RULES, &last, error))
    return FALSE;

  *known = rules != NULL && g_strcmp0 (last, rules) == 0;

  return TRUE;
}

/**
 * cs_replan:
 *
 * Computes the instants of all plans anew when the system has other time zone
 * rules than last time, and leaves an event for each that moved. To be called
 * by the owner of the workspace before anything is claimed. Blocks.
 *
 * Returns: FALSE with %CS_ERROR_STORE if they could not be saved
 */
gboolean
cs_replan (CsDb    *db,
           GError **error)
{
  g_autofree char *rules = cs_zone_dup_version ();
  g_autoptr(CsTx) tx = cs_tx_begin (db, error);
  g_autoptr(GPtrArray) targets = NULL;
  gboolean known;

  if (tx == NULL || !rules_are_known (tx, rules, &known, error))
    return FALSE;

  if (known)
    return TRUE;

  targets = cs_target_store_list_due (tx, G_MAXINT64, error);

  if (targets == NULL)
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    if (!replan (tx, g_ptr_array_index (targets, i), error))
      return FALSE;

  return (rules == NULL || cs_meta_store_set (tx, RULES, rules, error))
      && cs_tx_commit (&tx, error);
}
