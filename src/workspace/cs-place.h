/* cs-place.h: where a file may be put that a person names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cs_place_resolve (const char  *path,
                        GError     **error);

G_END_DECLS
