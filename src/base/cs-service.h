/* cs-service.h: does something again and again on a thread of its own, when it is time
 *
 * Each run says when the next is due; a wake brings that forward, and one during a
 * run is not lost. After a run that failed it waits longer each time. Any thread
 * may start, stop and wake; one at a time starts and stops.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"

G_BEGIN_DECLS

typedef struct _CsService CsService;

/* @next_at: (out): when to run again, in seconds since 1970; 0: nothing waits. Runs on the
 * service’s thread and ends when it is cancelled. */
typedef gboolean (*CsServiceFunc) (gpointer       user_data,
                                   gint64        *next_at,
                                   GCancellable  *cancellable,
                                   GError       **error);

CsService *cs_service_new   (const char    *name,
                             CsClock       *clock,
                             guint          longest_nap,
                             CsServiceFunc  run,
                             gpointer       user_data);
void       cs_service_free  (CsService     *self);
void       cs_service_start (CsService     *self);
void       cs_service_stop  (CsService     *self);
void       cs_service_wake  (CsService     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsService, cs_service_free)

G_END_DECLS
