/* cs-publisher-private.h: what tests may put into a publisher
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox.h"
#include "cs-publisher.h"

G_BEGIN_DECLS

/* For tests. */
CsOutbox *cs_publisher_get_outbox (CsPublisher *self);

G_END_DECLS
