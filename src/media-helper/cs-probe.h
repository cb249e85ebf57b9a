/* cs-probe.h: the facts of a media file, as JSON with the names of CsFacts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-talk.h"

G_BEGIN_DECLS

JsonObject *cs_probe (int       fd,
                      CsTalk   *talk,
                      GError  **error);

G_END_DECLS
