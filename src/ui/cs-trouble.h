/* cs-trouble.h: a workspace that cannot be opened, and the ways on
 *
 * Stands in the place of all pages. Going back to a backup deletes nothing, and
 * nothing that was planned then goes out before a person has looked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_TROUBLE (cs_trouble_get_type ())
G_DECLARE_FINAL_TYPE (CsTrouble, cs_trouble, CS, TROUBLE, AdwBin)

void cs_trouble_set_library (CsTrouble *self,
                             CsLibrary *library);

G_END_DECLS
