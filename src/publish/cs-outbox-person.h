/* cs-outbox-person.h: what a person does to a row
 *
 * See cs_publisher_cancel() and cs_publisher_answer(). Blocks; any thread may call,
 * also while a step of the row is under way: one of the two wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox.h"
#include "cs-publisher.h"

G_BEGIN_DECLS

gboolean cs_outbox_cancel (CsOutbox      *self,
                           const char    *row_id,
                           GError       **error);
gboolean cs_outbox_answer (CsOutbox      *self,
                           const char    *row_id,
                           CsAnswer       answer,
                           const char    *link,
                           GCancellable  *cancellable,
                           GError       **error);

G_END_DECLS
