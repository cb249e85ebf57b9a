/* notices.h: a desktop that shows notifications, and remembers them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef struct
{
  GDBusConnection *bus;
  guint            object;
  guint            name;
  GPtrArray       *shown;      /* titles, in order */
  GPtrArray       *bodies;     /* of these */
  GPtrArray       *actions;    /* keys and labels of each, with spaces between */
  guint            withdrawn;
} Notices;

/* Owns org.freedesktop.Notifications on the session bus. */
Notices *notices_new  (void);
void     notices_free (Notices *self);
/* The person clicks on the last one; @action as it was offered. */
void     notices_click (Notices    *self,
                        const char *action);
