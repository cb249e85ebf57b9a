/* cs-media-work.h: the files that are being added or made to fit, as a list
 *
 * One for a library, so that the work goes on and is found again whatever page
 * is shown. Those that fail stay until they are dismissed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-media-task.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_MEDIA_WORK (cs_media_work_get_type ())
G_DECLARE_FINAL_TYPE (CsMediaWork, cs_media_work, CS, MEDIA_WORK, GObject)

CsMediaWork *cs_media_work_get     (CsLibrary    *library);

void         cs_media_work_add     (CsMediaWork  *self,
                                    GListModel   *files);
CsMediaTask *cs_media_work_run     (CsMediaWork  *self,
                                    const char   *command,
                                    const char   *id,
                                    const char   *title,
                                    GVariant     *args);
CsMediaTask *cs_media_work_find    (CsMediaWork  *self,
                                    const char   *command,
                                    const char   *subject);
CsItem      *cs_media_work_find_job (CsMediaWork *self,
                                    CsMediaTask  *task);
void         cs_media_work_pause   (CsMediaWork  *self,
                                    CsMediaTask  *task,
                                    GtkWidget    *widget);
void         cs_media_work_dismiss (CsMediaWork  *self,
                                    CsMediaTask  *task);

G_END_DECLS
