/* cs-workspace.h: a workspace folder, and everything that can be done with it
 *
 * One process owns a workspace: it holds the lock, runs the services, and
 * answers the others on a socket. The same calls work in both: whoever opens it
 * need not know which it became. Signals arrive on the main context that was
 * the thread's default when it was opened:
 *
 *   changed (kind, ids): after each commit, wherever it was made; of the kind “job” when
 *     one has begun, was paused or resumed, or has ended
 *   progress (id, title, done, total): of a run, or of an outbox row that uploads, ten
 *     times a second at the most; total 0: not known
 *   lost (): the process that owned it has ended; open it again
 *   release-requested () → boolean: another process wants to own it; a handler that
 *     returns TRUE promises to close it now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"
#include "cs-job.h"

G_BEGIN_DECLS

#define CS_TYPE_WORKSPACE (cs_workspace_get_type ())
G_DECLARE_FINAL_TYPE (CsWorkspace, cs_workspace, CS, WORKSPACE, GObject)

typedef enum
{
  CS_WORKSPACE_SHARE,   /* own it, or speak with the process that does */
  CS_WORKSPACE_OWN,     /* own it, or fail with CS_ERROR_BUSY */
  CS_WORKSPACE_TAKE,    /* as OWN, and ask the process that owns it to let go first */
  CS_WORKSPACE_JOIN,    /* speak with the process that owns it, or fail with CS_ERROR_NOT_FOUND */
  CS_WORKSPACE_LOOK,    /* speak with it, or read what is there: nothing is made, locked or kept */
} CsWorkspaceMode;

char        *cs_workspace_default_folder   (void);
char        *cs_workspace_sample_folder    (void);
CsWorkspace *cs_workspace_open             (const char           *folder,
                                            CsWorkspaceMode       mode,
                                            GCancellable         *cancellable,
                                            GError              **error);
void         cs_workspace_open_async       (const char           *folder,
                                            CsWorkspaceMode       mode,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
CsWorkspace *cs_workspace_open_finish      (GAsyncResult         *result,
                                            GError              **error);

gboolean     cs_workspace_has_backup       (const char           *folder);
GVariant    *cs_workspace_restore          (const char           *folder,
                                            const char           *backup,
                                            GCancellable         *cancellable,
                                            GError              **error);

const char  *cs_workspace_get_folder       (CsWorkspace          *self);
gboolean     cs_workspace_is_owner         (CsWorkspace          *self);
gboolean     cs_workspace_is_lost          (CsWorkspace          *self);
gboolean     cs_workspace_is_quiet         (CsWorkspace          *self);

gboolean     cs_workspace_start_publishing (CsWorkspace          *self);
void         cs_workspace_run_async        (CsWorkspace          *self,
                                            const char           *name,
                                            GVariant             *args,
                                            CsProgressFunc        on_progress,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void         cs_workspace_run_as           (CsWorkspace          *self,
                                            const char           *id,
                                            const char           *name,
                                            GVariant             *args,
                                            CsProgressFunc        on_progress,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GVariant    *cs_workspace_run_finish       (GAsyncResult         *result,
                                            GError              **error);
gboolean     cs_workspace_has_guests       (CsWorkspace          *self);
void         cs_workspace_close            (CsWorkspace          *self);
void         cs_workspace_close_async      (CsWorkspace          *self,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void         cs_workspace_close_finish     (CsWorkspace          *self,
                                            GAsyncResult         *result);

/* For tests. */
GVariant    *cs_workspace_run              (CsWorkspace          *self,
                                            const char           *name,
                                            GVariant             *args,
                                            CsProgressFunc        on_progress,
                                            gpointer              user_data,
                                            GCancellable         *cancellable,
                                            GError              **error);

G_END_DECLS
