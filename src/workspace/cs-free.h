/* cs-free.h: what may still be changed of a post, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-freedom.h"

G_BEGIN_DECLS

gboolean cs_free_check_target (CsTx            *tx,
                               const CsPost    *post,
                               const CsTarget  *target,
                               GError         **error);
gboolean cs_free_check_edit   (CsTx            *tx,
                               const CsPost    *post,
                               const CsPost    *next,
                               GError         **error);

G_END_DECLS
