/* cs-clock.h: what time it is, said by one object that tests can hold
 *
 * No other code asks the system. A system clock gives real and boot time. A
 * virtual clock stands until it is moved; one that is mapped from a file is
 * shared by every process that maps the same file, and only the harness moves
 * it. Any thread may use a clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_DAY_SECONDS (24 * 60 * 60)

#define CS_TYPE_CLOCK (cs_clock_get_type ())
G_DECLARE_FINAL_TYPE (CsClock, cs_clock, CS, CLOCK, GObject)

CsClock  *cs_clock_new_system  (void);
CsClock  *cs_clock_new_mapped  (const char    *path,
                                GError       **error);
CsClock  *cs_clock_new_default (GError       **error);

gint64    cs_clock_now         (CsClock       *self);
gint64    cs_clock_now_usec    (CsClock       *self);
gint64    cs_clock_boot_usec   (CsClock       *self);
gboolean  cs_clock_is_virtual  (CsClock       *self);

gboolean  cs_clock_wait_until  (CsClock       *self,
                                gint64         until_usec,
                                GCancellable  *cancellable);

void      cs_clock_step        (CsClock       *self,
                                gint64         usec);

/* For tests. */
CsClock  *cs_clock_new_virtual (gint64         now_usec);
gboolean  cs_clock_create_file (const char    *path,
                                gint64         now_usec,
                                GError       **error);
void      cs_clock_advance     (CsClock       *self,
                                gint64         usec);

G_END_DECLS
