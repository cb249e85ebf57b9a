/* cs-query.h: a list that keeps itself up to date
 *
 * A question to the workspace (a command and its arguments) as a list model of
 * CsItem. It asks again when something of the kinds it watches has changed, and
 * once for many changes; items that stay keep their place and their identity, so
 * that a view keeps its focus and scroll position.
 *
 *   edited (): items that stay have another view; what goes by it (an order, a
 *     choice, a sum) is to look again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

G_BEGIN_DECLS

typedef enum
{
  CS_QUERY_IDLE,       /* never asked */
  CS_QUERY_LOADING,    /* the first answer is awaited */
  CS_QUERY_READY,
  CS_QUERY_FAILED,     /* what was known stays; see the reason */
} CsQueryState;

#define CS_TYPE_QUERY (cs_query_get_type ())
G_DECLARE_FINAL_TYPE (CsQuery, cs_query, CS, QUERY, GObject)

CsQuery      *cs_query_new        (CsLibrary   *library,
                                   const char  *command,
                                   const char  *kinds);

CsQueryState  cs_query_get_state  (CsQuery     *self);
const char   *cs_query_get_reason (CsQuery     *self);

void          cs_query_set_args   (CsQuery     *self,
                                   GVariant    *args);
void          cs_query_ask        (CsQuery     *self);
void          cs_query_stop       (CsQuery     *self);

G_END_DECLS
