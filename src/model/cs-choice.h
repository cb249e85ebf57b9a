/* cs-choice.h: a preference that a person has chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef struct
{
  CsRecord  record;

  char     *name;
  char     *value;
} CsChoice;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsChoice, cs_record_unref)

G_END_DECLS
