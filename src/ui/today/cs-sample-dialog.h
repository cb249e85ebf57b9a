/* cs-sample-dialog.h: fills the sample workspace, and says how far it is
 *
 *   ready (): it can be looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_SAMPLE_DIALOG (cs_sample_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsSampleDialog, cs_sample_dialog, CS, SAMPLE_DIALOG, AdwDialog)

AdwDialog *cs_sample_dialog_new (CsLibrary *library);

G_END_DECLS
