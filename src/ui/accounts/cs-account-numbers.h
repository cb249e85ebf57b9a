/* cs-account-numbers.h: how many follow an account, and how that went
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_ACCOUNT_NUMBERS (cs_account_numbers_get_type ())
G_DECLARE_FINAL_TYPE (CsAccountNumbers, cs_account_numbers, CS, ACCOUNT_NUMBERS,
                      AdwPreferencesGroup)

void cs_account_numbers_show (CsAccountNumbers *self,
                              GVariant         *overview,
                              const GError     *error);

G_END_DECLS
