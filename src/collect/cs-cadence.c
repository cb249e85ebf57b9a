/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cadence.h"

#define HOUR        (60 * 60)
#define WEEK        (7 * CS_DAY_SECONDS)
#define AGAIN_FIRST (5 * 60)

/* Until which age, and how long a slot is then: each step begins where the one before it ended. */
static const struct { gint64 until; gint64 step; } table[] = {
  { CS_DAY_SECONDS,      CS_CADENCE_FINEST },
  { 7 * CS_DAY_SECONDS,  HOUR },
  { 90 * CS_DAY_SECONDS, CS_DAY_SECONDS },
  { G_MAXINT64,          WEEK },
};

/* The last slot that begins at this age or before it, and how long it is. */
static gint64
find_slot (gint64  age,
           gint64 *step)
{
  gint64 from = 0;
  guint i = 0;

  for (; age >= table[i].until; i++)
    from = table[i].until;

  *step = table[i].step;

  return from + (age - from) / *step * *step;
}

/* The slot that now belongs to. By a clock that is behind the publication it is the first. */
gint64
cs_cadence_slot (gint64 published_at,
                 gint64 now)
{
  gint64 step;

  return published_at + find_slot (MAX (0, now - published_at), &step);
}

/* How long the slot is that now belongs to. */
gint64
cs_cadence_step (gint64 published_at,
                 gint64 now)
{
  gint64 step;

  find_slot (MAX (0, now - published_at), &step);

  return step;
}

/* The slot after the one that now belongs to. */
gint64
cs_cadence_next (gint64 published_at,
                 gint64 now)
{
  gint64 step;
  gint64 slot = find_slot (MAX (0, now - published_at), &step);

  return published_at + slot + step;
}

/* When a post of which nothing could be told is asked for again: in its slot, if there is time. */
gint64
cs_cadence_again (gint64 published_at,
                  gint64 now)
{
  gint64 next = cs_cadence_next (published_at, now);
  gint64 step = next - cs_cadence_slot (published_at, now);

  return MIN (next, now + MAX (AGAIN_FIRST, step / 4));
}

/* When a post that is not found since then is looked for again: in each slot, and when that has
 * been so for long enough to believe it. */
gint64
cs_cadence_missing (gint64 published_at,
                    gint64 missing_at,
                    gint64 now)
{
  return MIN (cs_cadence_next (published_at, now), missing_at + CS_CADENCE_MISSING);
}

/* A post that was found to be gone is looked for a day later, then a week later, then never. */
gint64
cs_cadence_after_gone (gint64 gone_at,
                       gint64 now)
{
  if (now < gone_at + CS_DAY_SECONDS)
    return gone_at + CS_DAY_SECONDS;

  if (now < gone_at + CS_DAY_SECONDS + WEEK)
    return gone_at + CS_DAY_SECONDS + WEEK;

  return CS_UNKNOWN;
}

/* Hours that go by when the account was added, so that not all of them ask at once. */
gint64
cs_cadence_account_slot (const CsAccount *account,
                         gint64           now)
{
  gint64 since = account->added_at != CS_UNKNOWN ? account->added_at : 0;
  gint64 past = (now - since) % CS_CADENCE_ACCOUNT;

  return now - (past < 0 ? past + CS_CADENCE_ACCOUNT : past);
}
