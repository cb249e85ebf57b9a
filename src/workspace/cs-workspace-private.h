/* cs-workspace-private.h: what a workspace is made of, and what the wire needs of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-backups.h"
#include "cs-instance-lock.h"
#include "cs-runs.h"
#include "cs-services.h"
#include "cs-wire-client.h"
#include "cs-wire.h"
#include "cs-workspace.h"

G_BEGIN_DECLS

struct _CsWorkspace
{
  GObject           parent_instance;

  char             *folder;
  char             *address;
  CsWorkspaceMode   mode;
  CsClock          *clock;
  GMainContext     *context;      /* of the signals and the wire */
  CsRuns           *runs;
  gboolean          is_open;      /* or was: its parts belong to the context’s thread */

  /* Of an owner. */
  CsInstanceLock   *lock;
  CsServices       *services;
  CsWire           *wire;
  CsBackups        *backups;

  /* Of a process that asks one. */
  CsWireClient     *owner;

  /* While it closes. */
  GPtrArray        *closers;      /* GTask: who waits for it */
  guint             ticks;
  gboolean          is_stopping;  /* the publisher */
  gboolean          is_parting;   /* the last answers leave */
};

/* On the thread of its signals. */
void     cs_workspace_hear          (CsWorkspace          *self);

/* From any thread. */
void     cs_workspace_tell_progress (CsWorkspace          *self,
                                     const char           *id,
                                     const char           *title,
                                     gint64                done,
                                     gint64                total);

/* Whether whoever runs this process lets go of the workspace now. */
gboolean cs_workspace_ask_release   (CsWorkspace          *self);

G_END_DECLS
