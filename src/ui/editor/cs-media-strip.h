/* cs-media-strip.h: the files of a post, in order, each with its description
 *
 *   media-known (): what is known of the files has come, for who draws them, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_MEDIA_STRIP (cs_media_strip_get_type ())
G_DECLARE_FINAL_TYPE (CsMediaStrip, cs_media_strip, CS, MEDIA_STRIP, AdwBin)

void        cs_media_strip_set_draft     (CsMediaStrip  *self,
                                          CsLibrary     *library,
                                          CsDraft       *draft);
void        cs_media_strip_update        (CsMediaStrip  *self);
void        cs_media_strip_set_alt_limit (CsMediaStrip  *self,
                                          gint64         max,
                                          const char    *unit);
void        cs_media_strip_add_files     (CsMediaStrip  *self,
                                          GSList        *files);
void        cs_media_strip_describe      (CsMediaStrip  *self,
                                          guint          file);
GHashTable *cs_media_strip_get_known     (CsMediaStrip  *self);

G_END_DECLS
