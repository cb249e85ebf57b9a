/* cs-round.h: what came of a round of counting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"

G_BEGIN_DECLS

/* An account of which not all was counted. */
typedef struct
{
  CsAccount *account;
  char      *code;         /* as that of a gap */
  char      *sentence;
} CsRoundTrouble;

typedef struct
{
  guint      n_posts;      /* that were counted */
  guint      n_accounts;
  GPtrArray *troubles;     /* CsRoundTrouble */
  gint64     next_at;      /* when counting goes on; 0: there is nothing to count */
} CsRound;

CsRound *cs_round_new         (void);
void     cs_round_free        (CsRound         *self);
void     cs_round_add_trouble (CsRound         *self,
                               const CsAccount *account,
                               const char      *code,
                               const char      *sentence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRound, cs_round_free)

G_END_DECLS
