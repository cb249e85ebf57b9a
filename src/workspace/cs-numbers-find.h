/* cs-numbers-find.h: which accounts, posts and numbers the arguments of an act mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-counted.h"

G_BEGIN_DECLS

/* Metrics by CsMetric, and engagement. */
extern const char *const cs_number_names[];

gboolean   cs_act_metric           (CsAct      *act,
                                    int        *metric,
                                    GError    **error);
GPtrArray *cs_act_list_counted     (CsAct      *act,
                                    CsTx       *tx,
                                    GError    **error);
GPtrArray *cs_act_list_top         (CsAct      *act,
                                    CsTx       *tx,
                                    GError    **error);
GPtrArray *cs_act_list_accounts_of (CsAct      *act,
                                    CsTx       *tx,
                                    GPtrArray  *posts,
                                    GError    **error);

GVariant  *cs_act_counted_accounts (CsAct      *act,
                                    CsTx       *tx,
                                    GError    **error);
GVariant  *cs_act_overview         (CsAct      *act,
                                    CsTx       *tx,
                                    GError    **error);
GVariant  *cs_act_post_numbers     (CsAct      *act,
                                    CsTx       *tx,
                                    GError    **error);

G_END_DECLS
