/* cs-numbers-view.h: parts of what the rows of numbers answer; see cs-numbers.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-counted.h"

G_BEGIN_DECLS

gint64    cs_numbers_older       (gint64            a,
                                  gint64            b);
void      cs_numbers_put_text    (GVariantDict     *view,
                                  const char       *name,
                                  const char       *text);
void      cs_numbers_put_number  (GVariantDict     *view,
                                  const char       *name,
                                  gint64            number);
void      cs_numbers_put_real    (GVariantDict     *view,
                                  const char       *name,
                                  double            number);
void      cs_numbers_put_counts  (GVariantDict     *view,
                                  const gint64      counts[CS_N_METRICS]);
void      cs_numbers_put_account (GVariantDict     *view,
                                  CsTx             *tx,
                                  const CsAccount  *account);
void      cs_numbers_put_name    (GVariantDict     *view,
                                  const CsCounted  *post);

gboolean  cs_numbers_put_post    (GVariantDict     *view,
                                  CsTx             *tx,
                                  const CsCounted  *post,
                                  GError          **error);
GVariant *cs_numbers_view_curve  (const GArray     *curve);
GVariant *cs_numbers_view_gap    (const CsGap      *gap,
                                  const CsAccount  *account,
                                  const CsCounted  *post);

G_END_DECLS
