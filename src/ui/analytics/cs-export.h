/* cs-export.h: what a command answers becomes a file that a person chooses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_export_ask (GtkWidget  *from,
                    CsLibrary  *library,
                    const char *command,
                    GVariant   *args,
                    const char *name);

/* For tests. */
void cs_export_to  (GtkWidget  *from,
                    CsLibrary  *library,
                    const char *command,
                    GVariant   *args,
                    GFile      *file);

G_END_DECLS
