/* cs-sim-fault.h: what is to go wrong, and with which request
 *
 * A script has one expectation a line:
 *
 *   on METHOD PATH-GLOB [nth=N] [times=N|always] do ACTION [ARGUMENT…]
 *
 * METHOD may be "*". Every line counts the requests that fit it; the first line
 * whose count has come fires, and is used up after its last time.
 *
 *   status=N [body=TEXT] [header=NAME:VALUE] [after]   a canned answer
 *   503before, 503after      the same, before and after the request was applied
 *   html=N                   a portal's page
 *   drop-before, drop-after  closes without an answer
 *   truncate                 applies, answers, and closes in the middle of the body
 *   slow[=T]                 closes without an answer, applies T later (120 ms)
 *   hold                     applies when the client has given up and closed
 *   cut=N                    closes with a reset after N bytes of the body
 *   early=N [rst|linger]     answers at the headers, without reading the body
 *   stale-keepalive          closes a used connection when the next request comes
 *   short=N                  takes in N bytes of the body and loses the rest
 *   delay=T                  waits before the request is applied
 *   token-expire, token-revoke, scope-drop=SCOPE   then goes on as usual
 *   clock=+T, clock=-T       sets the virtual clock, then goes on as usual
 *
 * Times are 5, 5s, 120ms, 10m or 2h, on the simulator's clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CS_SIM_STATUS,
  CS_SIM_HTML,
  CS_SIM_DROP_BEFORE,
  CS_SIM_DROP_AFTER,
  CS_SIM_TRUNCATE,
  CS_SIM_SLOW,
  CS_SIM_HOLD,
  CS_SIM_CUT,
  CS_SIM_EARLY,
  CS_SIM_STALE_KEEPALIVE,
  CS_SIM_SHORT,
  CS_SIM_DELAY,
  CS_SIM_TOKEN_EXPIRE,
  CS_SIM_TOKEN_REVOKE,
  CS_SIM_SCOPE_DROP,
  CS_SIM_CLOCK,
} CsSimAction;

typedef struct
{
  char         *line;
  char         *method;
  GPatternSpec *path;
  guint         nth;
  guint         times;      /* 0: always */
  guint         seen;

  CsSimAction   action;
  guint         status;
  gint64        amount;     /* bytes, or microseconds */
  char         *text;       /* body, or scope */
  GPtrArray    *headers;    /* "NAME:VALUE" */
  gboolean      after;
  gboolean      linger;
} CsSimFault;

CsSimFault *cs_sim_fault_ref   (CsSimFault   *self);
void        cs_sim_fault_unref (CsSimFault   *self);

gboolean    cs_sim_fault_parse (GPtrArray    *faults,
                                const char   *script,
                                GError      **error);
CsSimFault *cs_sim_fault_take  (GPtrArray    *faults,
                                const char   *method,
                                const char   *path,
                                gboolean      is_reused);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSimFault, cs_sim_fault_unref)

G_END_DECLS
