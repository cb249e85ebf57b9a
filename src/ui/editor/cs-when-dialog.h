/* cs-when-dialog.h: when a post goes out, by the clock of a place
 *
 * A time that the place’s clocks leave out cannot be chosen; of one that comes
 * twice the author says which.
 *
 *   chosen (): it was decided; ask cs_when_dialog_get()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-when.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_WHEN_DIALOG (cs_when_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsWhenDialog, cs_when_dialog, CS, WHEN_DIALOG, AdwDialog)

CsWhenDialog *cs_when_dialog_new (const CsWhen  *when,
                                  const char    *note);

const CsWhen *cs_when_dialog_get (CsWhenDialog  *self);

G_END_DECLS
