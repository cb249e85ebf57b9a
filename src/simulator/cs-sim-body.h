/* cs-sim-body.h: takes in a request's body as it arrives
 *
 * Text is kept up to a limit; files, alone or inside a multipart body (RFC 7578),
 * are counted, hashed and, when a folder is given, written there. Nothing of a
 * file stays in memory but its first bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-exchange.h"

G_BEGIN_DECLS

typedef struct _CsSimBody CsSimBody;

CsSimBody *cs_sim_body_new    (CsSimExchange *exchange,
                               const char    *media_dir,
                               gint64         keep);
void       cs_sim_body_feed   (CsSimBody     *self,
                               const guint8  *bytes,
                               gsize          length);
gboolean   cs_sim_body_finish (CsSimBody     *self);
void       cs_sim_body_free   (CsSimBody     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSimBody, cs_sim_body_free)

G_END_DECLS
