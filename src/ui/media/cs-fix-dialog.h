/* cs-fix-dialog.h: what would be done to a clip so that it fits, before it is begun
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The response "make" means: go on. */
AdwDialog *cs_fix_dialog_new (GPtrArray *verdicts);

/* What media.fix is asked: those of the verdicts that can be mended; NULL: none. */
GVariant  *cs_fix_args       (const char *id,
                              GPtrArray  *verdicts);

G_END_DECLS
