/* cs-id.h: names for records that no other machine gives too
 *
 * Ids are UUIDs of version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then
 * randomness, so that they sort by age and stay apart between devices. AT Protocol
 * names its records by TIDs instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_ID_LENGTH 36

char     *cs_id_new       (gint64      now_usec);
char     *cs_id_new_from  (gint64      now_usec,
                           const guint8 random[10]);
char     *cs_id_new_tid   (gint64      usec,
                           guint       clock_id);

void      cs_random_bytes (guint8     *bytes,
                           gsize       length);

G_END_DECLS
