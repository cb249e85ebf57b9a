/* cs-media-process.h: one running creatorsync-media
 *
 * Belongs to one thread at a time. Whatever goes wrong with it is told as an
 * error about the file it was reading, and it is ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-job.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _CsMediaProcess CsMediaProcess;

CsMediaProcess *cs_media_process_new     (const char       *scratch,
                                          GError          **error);
void            cs_media_process_free    (CsMediaProcess   *self);
gboolean        cs_media_process_is_gone (CsMediaProcess   *self);
guint           cs_media_process_answers (CsMediaProcess   *self);

JsonObject     *cs_media_process_ask     (CsMediaProcess   *self,
                                          JsonObject       *request,
                                          const int        *fds,
                                          guint             n_fds,
                                          guint             patience_msec,
                                          CsProgressFunc    on_progress,
                                          gpointer          user_data,
                                          GCancellable     *cancellable,
                                          GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMediaProcess, cs_media_process_free)

G_END_DECLS
