/* cs-spell.h: times in which nothing could be written of what was counted
 *
 * What keeps the store from being written keeps the reason from being written, too: it is
 * remembered here, in memory, until it can be. What was written and is not there any more, since
 * the workspace went back to a backup, is such a time, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gint64      from;
  gint64      until;      /* the last moment of which it is known */
  const char *code;
  char       *sentence;   /* what was in the way, and what to do */
} CsSpell;

GArray   *cs_spells_new      (void);
void      cs_spells_note     (GArray       *self,
                              const GError *error,
                              gint64        now);
void      cs_spells_begin    (GArray       *self,
                              gint64        from,
                              gint64        until,
                              const char   *sentence);
gboolean  cs_spells_are_long (GArray       *self,
                              gint64        now);

G_END_DECLS
