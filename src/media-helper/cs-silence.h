/* cs-silence.h: whether a sound track has anything on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-walk.h"

G_BEGIN_DECLS

gboolean cs_is_silent (int            fd,
                       const CsTrack *track,
                       gint64         bits_a_second,
                       CsTalk        *talk);

G_END_DECLS
