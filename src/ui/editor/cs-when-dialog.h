/* cs-when-dialog.h: when a post goes out, by the clock of a place
 *
 * A time that the place’s clocks leave out cannot be chosen; of one that comes
 * twice the author says which.
 *
 *   chosen (): it was decided; ask cs_when_dialog_get()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-target.h"

#include <adwaita.h>

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

void  cs_when_copy     (CsWhen        *self,
                        const CsWhen  *from);
void  cs_when_clear    (CsWhen        *self);
char *cs_when_describe (const CsWhen  *self);

#define CS_TYPE_WHEN_DIALOG (cs_when_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsWhenDialog, cs_when_dialog, CS, WHEN_DIALOG, AdwDialog)

CsWhenDialog *cs_when_dialog_new (const CsWhen  *when,
                                  const char    *note);

const CsWhen *cs_when_dialog_get (CsWhenDialog  *self);

G_END_DECLS
