/* cs-when.h: when a post is to go out, as its author sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-target.h"

G_BEGIN_DECLS

/* A planned moment and what is done when it was missed. */
typedef struct
{
  gboolean    set;          /* FALSE: there is no time yet */
  gint64      wall;
  char       *zone;         /* owned */
  gint64      fold;
  gint64      due;          /* derived */
  CsLateness  lateness;
  gint64      late_limit;   /* seconds; CS_UNKNOWN: the shipped one */
} CsWhen;

void      cs_when_copy     (CsWhen         *self,
                            const CsWhen   *from);
void      cs_when_clear    (CsWhen         *self);
gboolean  cs_when_take     (CsWhen         *self,
                            GVariant       *target);
char     *cs_when_describe (const CsWhen   *self);

G_END_DECLS
