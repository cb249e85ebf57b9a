/* cs-instance-lock.h: one process owns a workspace
 *
 * A lock of the open file, so that it ends with its process however that ends.
 * It is on a file of its own: the database's locks are SQLite's. Who holds it
 * writes its process id into the file, for the sentence that others show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsInstanceLock CsInstanceLock;

CsInstanceLock *cs_instance_lock_take   (const char      *folder,
                                         GError         **error);
gboolean        cs_instance_lock_is_held (const char      *folder,
                                         gint64          *holder);
void            cs_instance_lock_free   (CsInstanceLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsInstanceLock, cs_instance_lock_free)

G_END_DECLS
