/* cs-witness.h: what servers say of our clock, when somebody doubts it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean agrees;     /* one says that our clock is right */
  gboolean is_mute;    /* one answers, and does not tell what time it is */
  gint64   skew;       /* how far the clock of one that does not agree is ahead; 0: all do */
} CsWitness;

gboolean cs_witness_ask (GHashTable    *desks,
                         const char    *except,
                         CsWitness     *said,
                         GCancellable  *cancellable,
                         GError       **error);

G_END_DECLS
