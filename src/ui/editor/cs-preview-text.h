/* cs-preview-text.h: a text as a network writes it, and what it links there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-network.h"

#include <glib.h>

G_BEGIN_DECLS

/* Byte offsets into the text as it is shown. */
typedef struct
{
  gsize start;
  gsize end;
} CsPreviewLink;

char  *cs_preview_text       (CsNetwork    network,
                              const char  *text,
                              GArray     **links);
guint  cs_preview_fold_lines (CsNetwork    network);

G_END_DECLS
