/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-spell.h"

#include "cs-desk.h"
#include "cs-obstacle.h"

#define STORE    "store"
#define RESTORED "restored"

static void
clear_spell (gpointer data)
{
  g_free (((CsSpell *) data)->sentence);
}

/* Of CsSpell, by time. */
GArray *
cs_spells_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (CsSpell));

  g_array_set_clear_func (self, clear_spell);

  return self;
}

/* It was tried now, and this is what came of it. Of a longer time in which nothing was tried,
 * nothing is known. */
void
cs_spells_note (GArray       *self,
                const GError *error,
                gint64        now)
{
  CsSpell *last = self->len > 0 ? &g_array_index (self, CsSpell, self->len - 1) : NULL;
  CsSpell spell = { now, now, STORE, NULL };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (last != NULL && now >= last->until && now - last->until <= CS_DESK_AWAY
      && g_str_equal (last->code, STORE) && g_str_equal (last->sentence, error->message))
    {
      last->until = now;
      return;
    }

  spell.sentence = g_strdup (error->message);
  g_array_append_val (self, spell);
}

/* What was counted in this time is not there any more; it is the first of them, and told once. */
void
cs_spells_begin (GArray     *self,
                 gint64      from,
                 gint64      until,
                 const char *sentence)
{
  CsSpell spell = { from, until, RESTORED, NULL };

  if (self->len > 0 && g_str_equal (g_array_index (self, CsSpell, 0).code, RESTORED))
    return;

  spell.sentence = g_strdup (sentence);
  g_array_prepend_val (self, spell);
}

/* Whether something may be missing by them. */
gboolean
cs_spells_are_long (GArray *self,
                    gint64  now)
{
  const CsSpell *first = self->len > 0 ? &g_array_index (self, CsSpell, 0) : NULL;

  return first != NULL
      && (now - first->from >= CS_OBSTACLE_LATE || g_str_equal (first->code, RESTORED));
}
