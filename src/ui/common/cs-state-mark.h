/* cs-state-mark.h: how far a post has come, as a shape and a word
 *
 * The state is a name that the workspace gives: draft, scheduled, waiting,
 * publishing, published, needs-you, failed, missed. A compact mark is the shape
 * alone; its word is its tooltip and its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_STATE_MARK (cs_state_mark_get_type ())
G_DECLARE_FINAL_TYPE (CsStateMark, cs_state_mark, CS, STATE_MARK, GtkWidget)

GtkWidget  *cs_state_mark_new           (void);
void        cs_state_mark_set_state     (CsStateMark *self,
                                         const char  *state);
void        cs_state_mark_set_compact   (CsStateMark *self,
                                         gboolean     compact);

/* For who draws it himself. NULL for a name that is no state. */
const char *cs_state_icon_name          (const char  *state);
const char *cs_state_css_class          (const char  *state);

G_END_DECLS
