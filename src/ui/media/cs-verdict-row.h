/* cs-verdict-row.h: whether a clip fits an account or a network, and why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  CS_VERDICT_FITS,       /* as it is, or as a version that was made */
  CS_VERDICT_SO_SO,      /* it would be taken, but something could be better */
  CS_VERDICT_FIXABLE,    /* a version of it would fit */
  CS_VERDICT_UNFIT,      /* only its author can change that */
} CsVerdict;

CsVerdict   cs_verdict_of      (GVariant   *view);
const char *cs_verdict_words   (CsVerdict   verdict,
                                gboolean    is_made);
GtkWidget  *cs_verdict_row_new (GVariant   *view);

G_END_DECLS
