/* cs-media-task-row.h: how far a file got that is being added
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-media-work.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_MEDIA_TASK_ROW (cs_media_task_row_get_type ())
G_DECLARE_FINAL_TYPE (CsMediaTaskRow, cs_media_task_row, CS, MEDIA_TASK_ROW, AdwPreferencesRow)

GtkWidget *cs_media_task_row_new (CsMediaWork  *work,
                                  CsMediaTask  *task);

G_END_DECLS
