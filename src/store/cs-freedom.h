/* cs-freedom.h: how much of a post is its author's still
 *
 * A target belongs to its author until it is claimed. From then on it is the
 * outbox's; when it ended without going out it may be planned anew, and of a
 * thread whose beginning is out the rest may be changed and sent. An edit, and
 * the undo and redo of one, go by this.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-post.h"
#include "cs-target.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef enum
{
  CS_FREE_WHOLE,   /* nothing of it is out, or on its way */
  CS_FREE_REST,    /* the beginning of the thread is out, the rest ended without */
  CS_FREE_MOVING,  /* on its way */
  CS_FREE_OUT,
} CsFreedom;

extern const char *const cs_freedom_names[];

gboolean cs_freedom_ask      (CsTx            *tx,
                              const CsPost    *post,
                              const CsTarget  *target,
                              CsFreedom       *freedom,
                              gint64          *n_out,
                              GError         **error);
gboolean cs_freedom_ask_edit (CsTx            *tx,
                              const CsPost    *post,
                              CsFreedom       *freedom,
                              gint64          *n_kept,
                              CsTarget       **deciding,
                              GError         **error);
gboolean cs_freedom_keeps    (const CsPost    *post,
                              const CsPost    *next,
                              gint64           n_out);

G_END_DECLS
