/* cs-media-task.h: a file that is being added, or being made to fit
 *
 * It goes on whatever page is shown. Main thread only.
 *
 *   changed (): it got further, was paused or resumed, or ended
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

G_BEGIN_DECLS

typedef enum
{
  CS_MEDIA_TASK_WAITING,
  CS_MEDIA_TASK_RUNNING,
  CS_MEDIA_TASK_DONE,
  CS_MEDIA_TASK_FAILED,      /* the sentence says why and what to do */
  CS_MEDIA_TASK_CANCELLED,
} CsMediaTaskState;

#define CS_TYPE_MEDIA_TASK (cs_media_task_get_type ())
G_DECLARE_FINAL_TYPE (CsMediaTask, cs_media_task, CS, MEDIA_TASK, GObject)

CsMediaTask      *cs_media_task_new          (const char   *command,
                                              const char   *subject,
                                              const char   *title,
                                              GVariant     *args);

const char       *cs_media_task_get_command  (CsMediaTask  *self);
const char       *cs_media_task_get_subject  (CsMediaTask  *self);
const char       *cs_media_task_get_title    (CsMediaTask  *self);
CsMediaTaskState  cs_media_task_get_state    (CsMediaTask  *self);
double            cs_media_task_get_fraction (CsMediaTask  *self);
gboolean          cs_media_task_is_paused    (CsMediaTask  *self);
char             *cs_media_task_dup_words    (CsMediaTask  *self);
gboolean          cs_media_task_has_ended    (CsMediaTask  *self);

void              cs_media_task_start        (CsMediaTask  *self,
                                              CsLibrary    *library);
void              cs_media_task_cancel       (CsMediaTask  *self);

/* For tests. */
const char       *cs_media_task_get_sentence (CsMediaTask  *self);

G_END_DECLS
