/* cs-frame-times.h: when the frames of a clip are shown, as far as they were seen
 *
 * Filled on the thread that decodes, asked on the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CsFrameTimes CsFrameTimes;

CsFrameTimes *cs_frame_times_new  (void);
CsFrameTimes *cs_frame_times_ref  (CsFrameTimes  *self);
void          cs_frame_times_unref (CsFrameTimes *self);

void          cs_frame_times_add  (CsFrameTimes  *self,
                                   gint64         nsec);
gint64        cs_frame_times_find (CsFrameTimes  *self,
                                   gint64         nsec);
gint64        cs_frame_times_find_before (CsFrameTimes *self,
                                          gint64        nsec);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFrameTimes, cs_frame_times_unref)

G_END_DECLS
