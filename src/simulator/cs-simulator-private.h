/* cs-simulator-private.h: what a simulator holds, and what the connections ask of it
 *
 * A connection thread opens an exchange when it has the headers, applies it when
 * it has the body, and records it before it answers. Each call takes the lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-bluesky.h"
#include "cs-sim-journal.h"
#include "cs-sim-mastodon.h"
#include "cs-sim-server.h"
#include "cs-sim-video.h"

G_BEGIN_DECLS

struct _CsSimulator
{
  GObject        parent_instance;

  GMutex         lock;            /* all below */
  CsSimWorld     world;
  CsSimMastodon *mastodon;
  CsSimBluesky  *bluesky;
  CsSimVideo    *video;
  GPtrArray     *faults;
  GPtrArray     *late;
  CsSimJournal  *journal;
  CsSimServer   *server;
};

CsSimFault *cs_simulator_open        (CsSimulator   *self,
                                      CsSimExchange *exchange,
                                      gboolean       is_reused);
void        cs_simulator_change      (CsSimulator   *self,
                                      CsSimExchange *exchange,
                                      CsSimFault    *fault);
void        cs_simulator_apply       (CsSimulator   *self,
                                      CsSimExchange *exchange);
void        cs_simulator_apply_later (CsSimulator   *self,
                                      CsSimExchange *exchange,
                                      gint64         delay_usec);
void        cs_simulator_record      (CsSimulator   *self,
                                      CsSimExchange *exchange,
                                      CsSimFault    *fault,
                                      gboolean       is_answered);
CsClock    *cs_simulator_get_clock   (CsSimulator   *self);
void        cs_simulator_reset      (CsSimulator   *self);
char       *cs_simulator_dup_media_dir (CsSimulator *self);

G_END_DECLS
