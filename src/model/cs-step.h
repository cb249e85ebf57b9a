/* cs-step.h: an act of the user that can be undone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_STEP_DONE,
  CS_STEP_UNDONE,
  CS_STEP_REFUSED,   /* a conflict; reason says which */
} CsStepState;

extern const char *const cs_step_state_names[];

typedef struct
{
  CsRecord     record;

  gint64       number;
  gint64       at;
  char        *title;    /* Move “Cat” to Friday */
  CsStepState  state;
  char        *reason;
} CsStep;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStep, cs_record_unref)

G_END_DECLS
