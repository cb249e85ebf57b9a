/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-round.h"

static void
trouble_free (gpointer data)
{
  CsRoundTrouble *self = data;

  cs_record_unref (self->account);
  g_free (self->code);
  g_free (self->sentence);
  g_free (self);
}

void
cs_round_add_trouble (CsRound         *self,
                      const CsAccount *account,
                      const char      *code,
                      const char      *sentence)
{
  CsRoundTrouble *trouble = g_new0 (CsRoundTrouble, 1);

  trouble->account = cs_record_copy (account);
  trouble->code = g_strdup (code);
  trouble->sentence = g_strdup (sentence);
  g_ptr_array_add (self->troubles, trouble);
}

void
cs_round_free (CsRound *self)
{
  g_ptr_array_unref (self->troubles);
  g_free (self);
}

CsRound *
cs_round_new (void)
{
  CsRound *self = g_new0 (CsRound, 1);

  self->troubles = g_ptr_array_new_with_free_func (trouble_free);

  return self;
}
