/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-journal.h"

static GVariant *
list_steps (CsAct   *act,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  guint limit = CLAMP (cs_act_int (act, "limit", 50), 1, 1000);
  GPtrArray *steps = tx != NULL ? cs_journal_list (tx, limit, error) : NULL;

  return steps != NULL ? cs_act_records (steps) : NULL;
}

static GVariant *
undo (CsAct   *act,
      GError **error)
{
  g_autoptr(CsStep) step = NULL;

  if (!cs_journal_undo (act->services->db, &step, error))
    return NULL;

  return cs_act_record (g_steal_pointer (&step));
}

static GVariant *
redo (CsAct   *act,
      GError **error)
{
  g_autoptr(CsStep) step = NULL;

  if (!cs_journal_redo (act->services->db, &step, error))
    return NULL;

  return cs_act_record (g_steal_pointer (&step));
}

const CsCommand cs_history_commands[] = {
  { "history.list", "limit ?x", "aa{sv}", list_steps, CS_JOB_SHORT, NULL },
  { "undo", "", "a{sv}", undo, CS_JOB_SHORT, NULL },
  { "redo", "", "a{sv}", redo, CS_JOB_SHORT, NULL },
  { NULL, },
};
