/* cs-deadline.h: ends a blocking call that takes too long
 *
 * A socket's own time limit is per read: a peer that sends one byte now and
 * then is never late. A deadline cancels the call's cancellable when a step, or
 * all of it, took longer than it may. Real time, as the wait is real; one thread
 * of the process watches all deadlines. Any thread may use one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsDeadline CsDeadline;

CsDeadline *cs_deadline_new        (GCancellable *cancellable,
                                    guint         seconds);
void        cs_deadline_next       (CsDeadline   *self,
                                    guint         seconds);
gboolean    cs_deadline_has_passed (CsDeadline   *self);
void        cs_deadline_free       (CsDeadline   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDeadline, cs_deadline_free)

G_END_DECLS
