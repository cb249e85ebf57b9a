/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers.h"

#include <stdio.h>

/* That which finds its share does not wait for it. */
#define PROMPT 60

/* When so many posts are due at once. The first two are what is counted then, each post by a call
 * of its own: more than counting may make in five minutes. The others come right before the server
 * takes as many calls again, and need the half of them. */
static const struct { gint64 due; guint posts; } rush[] = {
  { START + 3600, 13 }, { START + 3900, 13 }, { START + 5085, 12 }, { START + 6585, 12 },
};

#define UNTIL (START + 7500)

/* In which each of them is found to be gone. */
#define AFTER (3 * 3600)

static guint
count_prompt (GPtrArray *tallies,
              gint64     due)
{
  guint n = 0;

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);

      n += tally->published_at >= due && tally->published_at <= due + PROMPT;
    }

  return n;
}

/* A life with more to count than the server takes calls: it is small, and as one of an older
 * version it tells of one post at a time and holds none. Then the network loses all these posts,
 * and another life sees it. */
void
have_rush (World *self)
{
  const CsAccount *account = self->accounts[0];
  g_autoptr(CsAccount) old = cs_record_copy (account);
  g_autoptr(GPtrArray) tallies = NULL;
  guint n = 0;

  old->honours_key = old->can_schedule = FALSE;
  save_account (self, old);
  for (guint i = 0; i < G_N_ELEMENTS (rush); i++)
    for (guint k = 0; k < rush[i].posts; k++, n++)
      plan_post (self, 0, rush[i].due);

  have_life (self, UNTIL, 0);
  tallies = list_tallies (self, account);

  for (guint i = 0; i < G_N_ELEMENTS (rush); i++)
    if (count_prompt (tallies, rush[i].due) < rush[i].posts)
      {
        self->unfair++;
        fprintf (stderr, "Not all that was due at %d was out within a minute\n",
                 (int) (rush[i].due - START));
      }

  delete_posts (self, 0, n);
  have_life (self, UNTIL + AFTER, 0);
  save_account (self, account);
}
