/* cs-library.h: the workspace as the window sees it
 *
 * Opens the folder without blocking, asks a publisher that owns it to let go, and
 * opens it again when its owner has ended. What is asked before it is open waits
 * its turn. Main thread only.
 *
 *   changed (kind, ids): after each commit
 *   progress (id, title, done, total): of work that takes a while
 *   notify::state: open or not, and why not; also what it waits for while it is opening
 *
 * What takes a while and says how far it is, is in its list of runs until it ends:
 * items with the command, the subject that the command is about, the texts of its
 * arguments, done and total, and whether it can be paused and is. The id of such an
 * item is the run’s, for job.pause.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CS_LIBRARY_OPENING,
  CS_LIBRARY_OPEN,
  CS_LIBRARY_FAILED,    /* the reason says why and what to do */
  CS_LIBRARY_CLOSED,
} CsLibraryState;

#define CS_TYPE_LIBRARY (cs_library_get_type ())
G_DECLARE_FINAL_TYPE (CsLibrary, cs_library, CS, LIBRARY, GObject)

CsLibrary      *cs_library_new        (const char          *folder);

const char     *cs_library_get_folder (CsLibrary           *self);
CsLibraryState  cs_library_get_state  (CsLibrary           *self);
const char     *cs_library_get_reason (CsLibrary           *self);
gboolean        cs_library_can_go_back (CsLibrary          *self);

void            cs_library_open       (CsLibrary           *self);
void            cs_library_run        (CsLibrary           *self,
                                       const char          *command,
                                       GVariant            *args,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GVariant       *cs_library_run_finish (CsLibrary           *self,
                                       GAsyncResult        *result,
                                       GError             **error);
GListModel     *cs_library_get_runs   (CsLibrary           *self);
CsItem         *cs_library_find_run   (CsLibrary           *self,
                                       const char          *command,
                                       const char          *subject);
void            cs_library_cancel_run (CsLibrary           *self,
                                       const char          *id);
void            cs_library_close      (CsLibrary           *self);

/* For tests. */
void            cs_library_hold       (CsLibrary           *self);

G_END_DECLS
