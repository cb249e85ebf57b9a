/* cs-preferences.h: how a person wants it
 *
 * What belongs to the workspace is asked and set by its commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-background.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_PREFERENCES (cs_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsPreferences, cs_preferences, CS, PREFERENCES, AdwPreferencesDialog)

/* @background: NULL where nothing is published in the background */
AdwDialog *cs_preferences_new (CsLibrary    *library,
                               CsBackground *background);

G_END_DECLS
