/* cs-activity.h: the state of the world in one line, and what is on its way behind it
 *
 * The sidebar's last row. Its property needs counts what waits for a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_ACTIVITY (cs_activity_get_type ())
G_DECLARE_FINAL_TYPE (CsActivity, cs_activity, CS, ACTIVITY, AdwBin)

void  cs_activity_set_library (CsActivity *self,
                               CsLibrary  *library);
guint cs_activity_get_needs   (CsActivity *self);
void  cs_activity_popup       (CsActivity *self);

G_END_DECLS
