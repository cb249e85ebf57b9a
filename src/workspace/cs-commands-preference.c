/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-preference.h"

static GVariant *
list_preferences (CsAct   *act,
                  GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_preference_list (tx, error) : NULL;
}

static GVariant *
set_preference (CsAct   *act,
                GError **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin (act->services->db, error);

  if (tx == NULL
      || !cs_preference_set (tx, cs_act_text (act, "name"), cs_act_text (act, "value"), error)
      || !cs_tx_commit (&tx, error))
    return NULL;

  return list_preferences (act, error);
}

const CsCommand cs_preference_commands[] = {
  { "preference.list", "", "a{sv}", list_preferences, CS_JOB_SHORT, NULL },
  { "preference.set", "name s, value s", "a{sv}", set_preference, CS_JOB_SHORT, NULL },
  { NULL, },
};
