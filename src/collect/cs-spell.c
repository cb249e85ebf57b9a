/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-spell.h"

#include "cs-desk.h"
#include "cs-obstacle.h"

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
  CsSpell spell = { now, now, NULL };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (last != NULL && now >= last->until && now - last->until <= CS_DESK_AWAY
      && g_str_equal (last->sentence, error->message))
    {
      last->until = now;
      return;
    }

  spell.sentence = g_strdup (error->message);
  g_array_append_val (self, spell);
}

/* Whether something may be missing by them. */
gboolean
cs_spells_are_long (GArray *self,
                    gint64  now)
{
  return self->len > 0 && now - g_array_index (self, CsSpell, 0).from >= CS_OBSTACLE_LATE;
}
