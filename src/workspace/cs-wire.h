/* cs-wire.h: the owner's end of the socket, where other processes ask
 *
 * A peer-to-peer D-Bus server: no session bus is needed. Only processes of the
 * same user are let in, and nothing here waits for them: who no longer reads is
 * let go. Everything happens on the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

#define CS_WIRE_PATH      "/io/github/creatorsync/Workspace"
#define CS_WIRE_INTERFACE "io.github.creatorsync.Workspace"

typedef struct _CsWire CsWire;

char     *cs_wire_address   (const char    *folder,
                             GError       **error);
CsWire   *cs_wire_new       (CsWorkspace   *workspace,
                             const char    *address,
                             GError       **error);
void      cs_wire_changed   (CsWire        *self,
                             const char    *kind,
                             const char *const *ids);
void      cs_wire_progress  (CsWire        *self,
                             const char    *id,
                             const char    *title,
                             gint64         done,
                             gint64         total);
void      cs_wire_stop      (CsWire        *self);
gboolean  cs_wire_is_idle   (CsWire        *self);
void      cs_wire_cancel    (CsWire        *self);
void      cs_wire_part      (CsWire        *self);
gboolean  cs_wire_has_parted (CsWire       *self);
void      cs_wire_free      (CsWire        *self);

G_END_DECLS
