/* cs-dense-private.h: a line that goes up and down all the way, as the pixels that it reaches
 *
 * Where boxes lie upon one another as often as columns do, what they cover together is found
 * first, in rows and columns of pixels: then each pixel is painted once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-canvas-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint    n_columns;
  guint    n_rows;
  guint    n_words;     /* of the rows of a column, a bit each */
  double   top;         /* of the first row */
  double   reach;       /* of a line to each side of its middle */
  guint64 *bits;
} CsDense;

CsDense *cs_dense_new  (const CsCanvas *canvas,
                        double          line_width);
void     cs_dense_free (CsDense        *self);

void     cs_dense_add  (CsDense        *self,
                        const CsCanvas *canvas,
                        double          column,
                        double          top,
                        double          bottom);
void     cs_dense_fill (const CsDense  *self,
                        const CsCanvas *canvas,
                        CsInk           ink,
                        int             dash,
                        gboolean        is_quiet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDense, cs_dense_free)

G_END_DECLS
