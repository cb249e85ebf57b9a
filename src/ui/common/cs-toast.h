/* cs-toast.h: a short sentence over the page, and acts that end in one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

void cs_toast       (GtkWidget    *from,
                     const char   *sentence);
void cs_toast_step  (GtkWidget    *from,
                     const char   *sentence);
void cs_toast_undo  (GtkWidget    *from,
                     CsLibrary    *library,
                     const char   *sentence);
void cs_toast_error (GtkWidget    *from,
                     const GError *error);

/* An Undo that its maker does: to be connected to, then shown. */
AdwToast *cs_toast_new_undo (const char *sentence);
void      cs_toast_show     (GtkWidget  *from,
                             AdwToast   *toast);

void cs_act_run     (GtkWidget    *from,
                     CsLibrary    *library,
                     const char   *command,
                     GVariant     *args,
                     const char   *done);

G_END_DECLS
