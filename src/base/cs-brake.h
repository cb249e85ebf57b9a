/* cs-brake.h: what long work is ended by, and can be made to wait by
 *
 * A GCancellable that has a brake: whoever holds it can put that on and let it off,
 * from any thread. Work that takes a cancellable may ask whether it has one; of a
 * plain cancellable, or none, the brake is always off. One piece of work, and one
 * thread, waits by each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_TYPE_BRAKE (cs_brake_get_type ())
G_DECLARE_FINAL_TYPE (CsBrake, cs_brake, CS, BRAKE, GCancellable)

/* Why a poll ended. */
typedef enum
{
  CS_WAKE_READY,   /* there is something to read */
  CS_WAKE_LATE,    /* the time has passed */
  CS_WAKE_TOLD,    /* it was cancelled, or the brake was moved: look which */
} CsWake;

GCancellable *cs_brake_new   (void);
gboolean      cs_brake_put   (CsBrake       *self,
                              gboolean       on);

gboolean      cs_brake_is_on (GCancellable  *cancellable);
gboolean      cs_brake_wait  (GCancellable  *cancellable,
                              GError       **error);
CsWake        cs_brake_poll  (GCancellable  *cancellable,
                              int            fd,
                              int            msec);

G_END_DECLS
