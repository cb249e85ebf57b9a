/* cs-obstacle.h: what is in the way of counting an account
 *
 * It is written down once a slot is lost by it: as an open row that the next process
 * finds, and that ends when nothing is in the way any more, or something else is.
 * What it knows and what is stored agree only while transactions are committed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-absence.h"

G_BEGIN_DECLS

typedef struct
{
  char     *code;          /* NULL: nothing is in the way */
  char     *sentence;
  gboolean  is_open;       /* a row says so */
  gint64    told_until;    /* until then it is written why nothing was counted */
} CsObstacle;

void     cs_obstacle_clear (CsObstacle    *self);
gboolean cs_obstacle_find  (CsObstacle    *self,
                            CsTx          *tx,
                            const char    *account_id,
                            gint64         now,
                            GError       **error);
gboolean cs_obstacle_meet  (CsObstacle    *self,
                            CsTx          *tx,
                            const char    *account_id,
                            const CsCause *cause,
                            gint64         lost_from,
                            gint64         now,
                            GError       **error);
gboolean cs_obstacle_end   (CsObstacle    *self,
                            CsTx          *tx,
                            const char    *account_id,
                            gint64         lost_from,
                            gint64         now,
                            GError       **error);

G_END_DECLS
