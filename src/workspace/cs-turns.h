/* cs-turns.h: what is not to be done twice at once, in turns
 *
 * Whoever comes while another has the turn of that name waits for it, and then may
 * find that all is done. Any thread may call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsTurns CsTurns;
typedef struct _CsTurn  CsTurn;

CsTurns *cs_turns_new  (void);
CsTurn  *cs_turns_take (CsTurns       *self,
                        const char    *name,
                        GCancellable  *cancellable,
                        GError       **error);
void     cs_turns_free (CsTurns       *self);

void     cs_turn_end   (CsTurn        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTurn, cs_turn_end)

G_END_DECLS
