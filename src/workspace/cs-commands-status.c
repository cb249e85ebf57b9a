/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-event-store.h"
#include "cs-meta-store.h"
#include "cs-outbox-pause.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-store.h"
#include "cs-post-view.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>
#include <unistd.h>

typedef struct
{
  guint    accounts;
  guint    scheduled;
  guint    overdue;
  guint    active;
  guint    waiting;     /* for a person */
  gint64   next_due;
  gboolean paused;
  gboolean is_sample;
} Counts;

static char *
sentence_for (const Counts *counts,
              gboolean      publishing)
{
  if (counts->waiting > 0)
    return g_strdup_printf (ngettext ("%u needs you: creatorsync-cli outbox answer decides",
                                      "%u need you: creatorsync-cli outbox answer decides",
                                      counts->waiting), counts->waiting);

  if (counts->paused)
    return g_strdup (_("Publishing is paused: creatorsync-cli publishing resume goes on"));

  if (!publishing && counts->overdue + counts->active > 0)
    return g_strdup_printf (ngettext ("%u to go out and nothing publishes: creatorsync-cli run "
                                      "starts it",
                                      "%u to go out and nothing publishes: creatorsync-cli run "
                                      "starts it", counts->overdue + counts->active),
                            counts->overdue + counts->active);

  if (!publishing && counts->scheduled > 0)
    return g_strdup (_("Nothing publishes now: creatorsync-cli run must run when it is time"));

  if (counts->active > 0)
    return g_strdup_printf (ngettext ("%u is on its way", "%u are on their way", counts->active),
                            counts->active);

  return g_strdup (_("Nothing is due"));
}

/* Rows that wait for a person, and how many move by themselves. */
static GPtrArray *
count_rows (CsTx    *tx,
            Counts  *counts,
            GError **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_active (tx, error);
  g_autoptr(GPtrArray) waiting = cs_records_new ();

  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      CsOutboxRow *row = rows->pdata[i];

      if (row->state == CS_OUTBOX_NEEDS_YOU && !cs_outbox_row_follows (row))
        g_ptr_array_add (waiting, cs_record_ref (row));
      else if (row->state <= CS_OUTBOX_HANDED_OFF)
        counts->active++;
    }

  counts->waiting = waiting->len;

  return g_steal_pointer (&waiting);
}

/* Whether sample.load filled it: then none of it is the user's. */
static gboolean
read_sample (CsTx      *tx,
             gboolean  *is_sample,
             GError   **error)
{
  g_autofree char *value = NULL;

  if (!cs_meta_store_get (tx, "sample", &value, error))
    return FALSE;

  *is_sample = value != NULL;

  return TRUE;
}

static gboolean
count_targets (CsTx    *tx,
               gint64   now,
               Counts  *counts,
               GError **error)
{
  g_autoptr(GPtrArray) accounts = cs_account_store_list (tx, error);
  g_autoptr(GError) failure = NULL;

  if (accounts == NULL
      || !cs_target_store_count (tx, now, &counts->scheduled, &counts->overdue, error))
    return FALSE;

  counts->accounts = accounts->len;
  counts->next_due = cs_target_store_next_due (tx, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return cs_outbox_pause_get (tx, &counts->paused, error)
      && read_sample (tx, &counts->is_sample, error);
}

static GVariant *
status (CsAct   *act,
        GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) waiting = NULL;
  g_autofree char *sentence = NULL;
  gboolean publishing = g_atomic_int_get (&act->services->publishing);
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  Counts counts = { .next_due = CS_UNKNOWN };

  waiting = tx != NULL ? count_rows (tx, &counts, error) : NULL;
  if (waiting == NULL || !count_targets (tx, cs_act_now (act), &counts, error))
    return NULL;

  sentence = cs_db_is_read_only (act->services->db)
           ? g_strdup (cs_db_get_why_read_only (act->services->db))
           : sentence_for (&counts, publishing);
  g_variant_dict_insert (&answer, "folder", "s", act->services->folder);
  g_variant_dict_insert (&answer, "version", "s", CS_VERSION);
  g_variant_dict_insert (&answer, "owner", "x", (gint64) getpid ());
  g_variant_dict_insert (&answer, "publishing", "b", publishing);
  g_variant_dict_insert (&answer, "paused", "b", counts.paused);
  g_variant_dict_insert (&answer, "sample", "b", counts.is_sample);
  g_variant_dict_insert (&answer, "read_only", "b", cs_db_is_read_only (act->services->db));
  g_variant_dict_insert (&answer, "now", "x", cs_act_now (act));
  g_variant_dict_insert (&answer, "accounts", "x", (gint64) counts.accounts);
  g_variant_dict_insert (&answer, "scheduled", "x", (gint64) counts.scheduled);
  g_variant_dict_insert (&answer, "overdue", "x", (gint64) counts.overdue);
  g_variant_dict_insert (&answer, "active", "x", (gint64) counts.active);
  g_variant_dict_insert (&answer, "needs_you", "x", (gint64) counts.waiting);
  if (counts.next_due != CS_UNKNOWN)
    g_variant_dict_insert (&answer, "next_due", "x", counts.next_due);
  g_variant_dict_insert_value (&answer, "waiting", cs_post_view_rows (tx, waiting));
  g_variant_dict_insert (&answer, "last_event", "x", cs_event_store_last (tx, NULL));
  g_variant_dict_insert (&answer, "sentence", "s", sentence);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

const CsCommand cs_status_commands[] = {
  { "status", "", "a{sv}", status, CS_JOB_SHORT, NULL },
  { NULL, },
};
