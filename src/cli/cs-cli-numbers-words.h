/* cs-cli-numbers-words.h: of which accounts, post and time numbers are wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-cli.h"

G_BEGIN_DECLS

/* What a period may be called; or two days of UTC with two points between, both of them in it. */
extern const char *const cs_cli_periods[];

typedef struct
{
  GStrv  accounts;
  char  *post;
  char  *period;
} CsCliNumbers;

#define CS_CLI_NUMBERS_ACCOUNT_ENTRY(self) \
  { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(self).accounts, \
    N_("Of this account alone; may be given again"), "ACCOUNT" }
#define CS_CLI_NUMBERS_ENTRIES(self) \
  CS_CLI_NUMBERS_ACCOUNT_ENTRY (self), \
  { "period", 0, 0, G_OPTION_ARG_STRING, &(self).period, \
    N_("Of 7d, 30d, 90d, 365d, all, or of the days FROM..UNTIL in UTC"), "PERIOD" }
#define CS_CLI_NUMBERS_POST_ENTRY(self) \
  { "post", 0, 0, G_OPTION_ARG_STRING, &(self).post, N_("Of this post alone"), "POST" }

void     cs_cli_numbers_clear        (CsCliNumbers  *self);
void     cs_cli_numbers_add_accounts (CsCliNumbers  *self,
                                      GVariantDict  *args);
gboolean cs_cli_numbers_add_period   (CsCli         *cli,
                                      CsCliNumbers  *self,
                                      const char    *otherwise,
                                      GVariantDict  *args,
                                      GError       **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsCliNumbers, cs_cli_numbers_clear)

G_END_DECLS
