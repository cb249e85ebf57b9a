/* cs-notices.h: what is not counted at present, and why, a row an account
 *
 * What ends by itself, as being offline, is no notice: it is a gap in the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void  cs_notices_show         (GtkListBox *list,
                               GVariant   *overview);

/* Of one of its accounts; NULL: it is counted. */
char *cs_notices_dup_sentence (GVariant   *account);

G_END_DECLS
