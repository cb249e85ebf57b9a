/* cs-accounts-button.h: all accounts, or those that a person chooses of them
 *
 * A menu button that says what is chosen. What is chosen stays while accounts come, go
 * and get other names, and is never nothing; where there is one there is nothing to
 * choose.
 *
 *   changed (): others are chosen, by a person or as one that was is gone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_ACCOUNTS_BUTTON (cs_accounts_button_get_type ())
G_DECLARE_FINAL_TYPE (CsAccountsButton, cs_accounts_button, CS, ACCOUNTS_BUTTON, AdwBin)

void               cs_accounts_button_set_accounts (CsAccountsButton  *self,
                                                    GListModel        *accounts);
void               cs_accounts_button_choose       (CsAccountsButton  *self,
                                                    const char *const *ids);
const char *const *cs_accounts_button_get_wanted   (CsAccountsButton  *self);
GStrv              cs_accounts_button_dup_chosen   (CsAccountsButton  *self);

G_END_DECLS
