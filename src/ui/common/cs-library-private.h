/* cs-library-private.h: what a library is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"
#include "cs-workspace.h"

G_BEGIN_DECLS

struct _CsLibrary
{
  GObject         parent_instance;

  char           *folder;
  CsWorkspace    *workspace;     /* NULL until it is open */
  CsLibraryState  state;
  char           *reason;
  gboolean        can_go_back;  /* of a state that failed */
  GQueue          waiting;       /* CsLibraryCall *, asked before it was open */
  GPtrArray      *under_way;     /* CsLibraryCall, borrowed: each is its own callback’s */
  GListStore     *runs;          /* CsItem */
  GCancellable   *opening;
  gboolean        holds;         /* what is due stays as it is */
  gboolean        joins;         /* the next try is content with an owner that is not us */
  guint           again;
  char           *holder;        /* of it: why this process is not let in */
  guint           tell;          /* when that is told */
};

/* One that somebody asked for. */
typedef struct
{
  GTask    *task;
  char     *command;
  GVariant *args;

  GCancellable *cancellable;     /* also of who looks at the list of runs */
  gulong        handler;
  char         *id;              /* of the run */
  char         *title;           /* of what a job is about; NULL: not known */
  CsItem       *item;            /* in that list; NULL until it is known to take a while */
  gint64        done;
  gint64        total;
  gboolean      is_paused;
} CsLibraryCall;

/* Now that it is open; and when it will not be. */
void cs_library_send         (CsLibrary     *self,
                              CsLibraryCall *call);
void cs_library_refuse       (CsLibrary     *self,
                              CsLibraryCall *call);

/* What the workspace tells of its jobs. */
void cs_library_look_at_jobs (CsLibrary     *self);

/* The signal of the library. */
void cs_library_tell_progress (CsLibrary    *self,
                               const char   *subject,
                               const char   *command,
                               gint64        done,
                               gint64        total);

G_END_DECLS
