/* cs-sample.h: makes the clips of the sample workspace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-talk.h"

G_BEGIN_DECLS

JsonObject *cs_sample (int          out,
                       JsonObject  *request,
                       CsTalk      *talk,
                       GError     **error);

G_END_DECLS
