/* cs-media-picker.h: a file of the library, chosen by looking
 *
 *   picked (id): one was chosen; the dialog closes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_MEDIA_PICKER (cs_media_picker_get_type ())
G_DECLARE_FINAL_TYPE (CsMediaPicker, cs_media_picker, CS, MEDIA_PICKER, AdwDialog)

CsMediaPicker *cs_media_picker_new (CsLibrary *library);

G_END_DECLS
