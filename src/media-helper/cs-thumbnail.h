/* cs-thumbnail.h: up to three distinct pictures of a clip, as JPEG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-talk.h"

G_BEGIN_DECLS

#define CS_THUMBNAILS 3

JsonObject *cs_thumbnails (int          in,
                           const int   *outs,
                           JsonObject  *request,
                           CsTalk      *talk,
                           GError     **error);

G_END_DECLS
