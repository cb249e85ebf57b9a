/* cs-wire-client.h: the other end of the socket, in a process that asks
 *
 * Making one and running a command block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-job.h"

G_BEGIN_DECLS

/* What the owner tells, on the client’s context. */
typedef struct
{
  void (*changed)  (const char *kind,
                    GStrv       ids,
                    gpointer    user_data);
  void (*progress) (const char *id,
                    const char *title,
                    gint64      done,
                    gint64      total,
                    gpointer    user_data);
  void (*lost)     (gpointer    user_data);
} CsWireNews;

typedef struct _CsWireClient CsWireClient;

CsWireClient *cs_wire_client_new     (const char        *address,
                                      GCancellable      *cancellable,
                                      GError           **error);
void          cs_wire_client_listen  (CsWireClient      *self,
                                      GMainContext      *context,
                                      const CsWireNews  *news,
                                      gpointer           user_data);
gboolean      cs_wire_client_ask_release (CsWireClient  *self,
                                      gboolean          *will,
                                      GCancellable      *cancellable,
                                      GError           **error);
gboolean      cs_wire_client_is_lost (CsWireClient      *self);
GVariant     *cs_wire_client_run     (CsWireClient      *self,
                                      const char        *id,
                                      const char        *name,
                                      GVariant          *args,
                                      CsProgressFunc     on_progress,
                                      gpointer           user_data,
                                      GCancellable      *cancellable,
                                      GError           **error);
void          cs_wire_client_free    (CsWireClient      *self);

G_END_DECLS
