/* cs-account-choice.h: all accounts or one of them, in a drop-down
 *
 * What is chosen stays while accounts come, go and get other names; where there is
 * one there is nothing to choose.
 *
 *   changed (): another is chosen, by a person or as the one that was is gone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_ACCOUNT_CHOICE (cs_account_choice_get_type ())
G_DECLARE_FINAL_TYPE (CsAccountChoice, cs_account_choice, CS, ACCOUNT_CHOICE, GObject)

CsAccountChoice *cs_account_choice_new          (GtkDropDown     *drop_down);

void             cs_account_choice_set_accounts (CsAccountChoice *self,
                                                 GListModel      *accounts);
const char      *cs_account_choice_get          (CsAccountChoice *self);

G_END_DECLS
