/* cs-zone.h: the rules of a time zone, past and to come
 *
 * Read from the system’s time zone files (TZif, RFC 9636) rather than through
 * GTimeZone, which moves times that do not exist, keeps only one of two, and is
 * an hour off for Dublin after 2037 (measured, GLib 2.84). A zone never changes;
 * when its file does, the next cs_zone_open() gives the new rules. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rules are known up to the end of this year; planned times stay below it. */
#define CS_ZONE_LAST_YEAR 2499

typedef struct _CsZone CsZone;

/*
 * The instants of a time on the wall. Equal: it comes once. The first before
 * the second: it comes twice. The first after the second: it does not exist,
 * and these are what it would be with the clock of before and of after the gap.
 */
typedef struct
{
  gint64 first;
  gint64 second;
  gint64 change;   /* the instant of the clock change, if they are not equal */
} CsZoneTimes;

CsZone     *cs_zone_open        (const char   *name,
                                 GError      **error);
void        cs_zone_unref       (CsZone       *self);
int         cs_zone_get_offset  (CsZone       *self,
                                 gint64        instant);
CsZoneTimes cs_zone_find        (CsZone       *self,
                                 gint64        wall);

char       *cs_zone_dup_local   (void);
char       *cs_zone_dup_version (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsZone, cs_zone_unref)

G_END_DECLS
