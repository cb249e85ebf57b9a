/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-store.h"

#include "cs-account-day-private.h"
#include "cs-meta-store.h"
#include "cs-reckoned-private.h"
#include "cs-tally.h"

#include <inttypes.h>
#include <stdio.h>

#define ACCOUNTS_THINNED "accounts-thinned"
#define REST_DAYS        14     /* for so long after its end a day is left alone */

/* Up to which age, in days, one sample of how many seconds stays. */
static const struct
{
  gint64 until_day;
  gint64 step;
} tiers[] = {
  { 2, 1 },
  { 14, 60 * 60 },
  { 90, CS_DAY_SECONDS },
  { 365, 7 * CS_DAY_SECONDS },
  { G_MAXINT32, 28 * CS_DAY_SECONDS },
};

/* What is known of a moment. */
typedef struct
{
  gint64 taken_at;
  guint  tier;
  gint64 bucket;     /* of its tier: of those in one, the last stays */
  guint  tells;      /* a bit for each number, and for each that days are reckoned from */
} Moment;

/* What samples are of, and how they go. */
typedef struct
{
  gint64             account;
  gint64             since;      /* what its rows count their moments from */
  gint64             first_at;   /* of its first sample, which stays */
  const char *const *deletes;    /* all that was told of a moment */
  gint64             owner;
  gboolean           adds_up;    /* a day is made of differences between them */
} Subject;

static const char *const post_deletes[] = {
  "DELETE FROM sample WHERE tally = :owner AND age = :at",
  "DELETE FROM corrected WHERE tally = :owner AND age = :at",
  "DELETE FROM settled WHERE tally = :owner AND age = :at",
  NULL
};

static const char *const account_deletes[] = {
  "DELETE FROM account_sample WHERE account = :owner AND taken_at = :at",
  NULL
};

static guint
tier_of (gint64 age)
{
  guint tier = 0;

  while (tier + 1 < G_N_ELEMENTS (tiers) && age >= tiers[tier].until_day * CS_DAY_SECONDS)
    tier++;

  return tier;
}

/* In seconds: how far apart those stay that are of that age. */
gint64
cs_sample_store_get_step (gint64 age)
{
  return tiers[tier_of (age)].step;
}

static guint
tell (const gint64 *numbers,
      guint         n)
{
  guint tells = 0;

  for (guint i = 0; i < n; i++)
    tells |= numbers[i] != CS_UNKNOWN ? 1u << i : 0;

  return tells;
}

/* Whether the earlier can go: what only it tells would be lost, and the next that tells it would
 * be compared with another. */
static gboolean
stands_for (const Moment *next,
            const Moment *moment)
{
  return next->tier == moment->tier && next->bucket == moment->bucket
      && (moment->tells & ~next->tells) == 0;
}

static gboolean
delete_moment (CsTx           *tx,
               const Subject  *subject,
               const Moment   *moment,
               GError        **error)
{
  for (guint i = 0; subject->deletes[i] != NULL; i++)
    {
      g_autoptr(CsStmt) stmt = cs_tx_prepare (tx, subject->deletes[i]);

      cs_stmt_bind_int (stmt, ":owner", subject->owner);
      cs_stmt_bind_int (stmt, ":at", moment->taken_at - subject->since);

      if (!cs_stmt_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
drop (CsTx           *tx,
      const Subject  *subject,
      const Moment   *moment,
      const Moment   *next,
      GError        **error)
{
  gint64 day = cs_utc_day_of (moment->taken_at);
  gint64 next_day = cs_utc_day_of (next->taken_at);

  return delete_moment (tx, subject, moment, error)
      && ((!subject->adds_up && day == next_day)
          || cs_account_day_freeze (tx, subject->account, day, error))
      && (!subject->adds_up || cs_account_day_freeze (tx, subject->account, next_day, error));
}

/* From the last back: each goes for whose bucket a later one stands. */
static gboolean
drop_all (CsTx           *tx,
          const Subject  *subject,
          GArray         *moments,
          GError        **error)
{
  const Moment *next = NULL;

  for (guint i = moments->len; i > 0; i--)
    {
      const Moment *moment = &g_array_index (moments, Moment, i - 1);

      if (next == NULL || moment->taken_at == subject->first_at || !stands_for (next, moment))
        next = moment;
      else if (!drop (tx, subject, moment, next, error))
        return FALSE;
    }

  return TRUE;
}

/* What counts of a tally's moments, from the last that was looked at on. */
static GArray *
read_moments (CsTx    *tx,
              gint64   tally,
              gint64   published_at,
              gint64   thinned_to,
              gint64   until,
              guint    limit,
              GError **error)
{
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT s.age, " CS_RECKONED_COLUMNS " FROM " CS_RECKONED_SAMPLES " WHERE s.tally = :tally"
    " AND s.age >= coalesce ((SELECT max (p.age) FROM sample AS p"
    "   WHERE p.tally = :tally AND p.age < :thinned_to), :thinned_to)"
    " AND s.age < :until ORDER BY s.age LIMIT :limit");

  cs_stmt_bind_int (select, ":tally", tally);
  cs_stmt_bind_int (select, ":thinned_to", thinned_to - published_at);
  cs_stmt_bind_int (select, ":until", until - published_at);
  cs_stmt_bind_int (select, ":limit", limit);

  while (cs_stmt_next (select, NULL))
    {
      gint64 numbers[2 * CS_N_METRICS];
      gint64 age = cs_stmt_get_int (select, 0);
      guint tier = tier_of (age);
      Moment moment = { published_at + age, tier, age / tiers[tier].step, 0 };

      cs_reckoned_read (select, 1, numbers, numbers + CS_N_METRICS);
      moment.tells = tell (numbers, G_N_ELEMENTS (numbers));
      g_array_append_val (moments, moment);
    }

  return cs_stmt_check (select, error) ? g_steal_pointer (&moments) : NULL;
}

static gboolean
get_number (CsTx        *tx,
            const char  *sql,
            gint64       owner,
            gint64      *number,
            GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, sql);

  cs_stmt_bind_int (select, ":owner", owner);
  *number = cs_stmt_next (select, NULL) ? cs_stmt_get_int (select, 0) : CS_UNKNOWN;

  return cs_stmt_check (select, error);
}

static gboolean
set_thinned (CsTx    *tx,
             gint64   tally,
             gint64   thinned_to,
             GError **error)
{
  g_autoptr(CsStmt) set = cs_tx_prepare (tx,
    "UPDATE tally SET thinned_to = :thinned_to WHERE nr = :tally");

  cs_stmt_bind_int (set, ":tally", tally);
  cs_stmt_bind_int (set, ":thinned_to", thinned_to);

  return cs_stmt_run (set, error);
}

/* Looks at some moments of the tally that was looked at longest ago; FALSE in @found when none is
 * left before that time. */
static gboolean
thin_tally (CsTx      *tx,
            gint64     until,
            guint      limit,
            gboolean  *found,
            guint     *n_done,
            GError   **error)
{
  Subject subject = { .adds_up = TRUE, .deletes = post_deletes };
  g_autoptr(GArray) moments = NULL;
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT nr, account, published_at, thinned_to FROM tally WHERE thinned_to < :until"
    " ORDER BY thinned_to, nr LIMIT 1");
  gint64 thinned_to;

  cs_stmt_bind_int (find, ":until", until);
  *found = cs_stmt_next (find, NULL);

  if (!*found)
    return cs_stmt_check (find, error);

  subject.owner = cs_stmt_get_int (find, 0);
  subject.account = cs_stmt_get_int (find, 1);
  subject.since = cs_stmt_get_int (find, 2);
  thinned_to = cs_stmt_get_int (find, 3);
  g_clear_pointer (&find, cs_stmt_free);

  /* The last that was looked at is looked at again, so it takes two to get on. */
  limit = MAX (limit, 2);
  moments = read_moments (tx, subject.owner, subject.since, thinned_to, until, limit, error);

  if (moments == NULL
      || !get_number (tx, "SELECT min (age) FROM sample WHERE tally = :owner", subject.owner,
                      &subject.first_at, error))
    return FALSE;

  if (subject.first_at != CS_UNKNOWN)
    subject.first_at += subject.since;

  *n_done += 1 + moments->len;

  if (moments->len == limit)
    until = g_array_index (moments, Moment, limit - 1).taken_at + 1;

  return drop_all (tx, &subject, moments, error)
      && set_thinned (tx, subject.owner, until, error);
}

/* What counts of an account's moments before a time. Their own age decides, and their buckets are
 * of the calendar, so that those of a later tier are made of whole ones of the earlier. */
static GArray *
read_account_moments (CsTx    *tx,
                      gint64   account,
                      gint64   until,
                      GError **error)
{
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT taken_at, followers, following, posts FROM account_sample AS s"
    " WHERE account = :account AND taken_at < :until AND revision = (SELECT max (o.revision)"
    "   FROM account_sample AS o WHERE o.account = s.account AND o.taken_at = s.taken_at)"
    " ORDER BY taken_at");

  cs_stmt_bind_int (select, ":account", account);
  cs_stmt_bind_int (select, ":until", until);

  while (cs_stmt_next (select, NULL))
    {
      const gint64 numbers[] = { cs_stmt_get_int (select, 1), cs_stmt_get_int (select, 2),
                                 cs_stmt_get_int (select, 3) };
      gint64 taken_at = cs_stmt_get_int (select, 0);
      guint tier = tier_of (until + REST_DAYS * CS_DAY_SECONDS - taken_at);
      Moment moment = { taken_at, tier, taken_at / tiers[tier].step,
                        tell (numbers, G_N_ELEMENTS (numbers)) };

      g_array_append_val (moments, moment);
    }

  return cs_stmt_check (select, error) ? g_steal_pointer (&moments) : NULL;
}

/* Thins the next account that was not looked at for that time yet; FALSE in @found when all
 * were. */
static gboolean
thin_account (CsTx      *tx,
              gint64     until,
              gboolean  *found,
              guint     *n_done,
              GError   **error)
{
  Subject subject = { .adds_up = FALSE, .deletes = account_deletes };
  g_autofree char *place = NULL;
  g_autofree char *next_place = NULL;
  g_autoptr(GArray) moments = NULL;
  gint64 done_until = CS_UNKNOWN;
  gint64 last = 0;

  if (!cs_meta_store_get (tx, ACCOUNTS_THINNED, &place, error))
    return FALSE;

  if (place == NULL || sscanf (place, "%" SCNd64 " %" SCNd64, &done_until, &last) != 2
      || done_until < until)
    last = 0;

  if (!get_number (tx, "SELECT min (nr) FROM account WHERE nr > :owner", last, &subject.owner,
                   error))
    return FALSE;

  *found = subject.owner != CS_UNKNOWN;
  if (!*found)
    return TRUE;

  subject.account = subject.owner;
  next_place = g_strdup_printf ("%" PRId64 " %" PRId64, until, subject.owner);
  moments = read_account_moments (tx, subject.account, until, error);

  if (moments == NULL)
    return FALSE;

  subject.first_at = moments->len > 0 ? g_array_index (moments, Moment, 0).taken_at : CS_UNKNOWN;
  *n_done += 1 + moments->len;

  return drop_all (tx, &subject, moments, error)
      && cs_meta_store_set (tx, ACCOUNTS_THINNED, next_place, error);
}

/**
 * cs_sample_store_thin:
 * @limit: how much is looked at, about; what is left waits for the next call
 * @n_done: (out): how much was; 0: there is nothing to do until another day
 *
 * Of a post all samples stay of its first two days, then one an hour to day 14, one
 * a day to day 90, one a week to a year, and one a month after: the last of each,
 * and what no later one tells. Of an account it is its samples' own age that
 * decides. Only days are touched that ended two weeks ago, and they are frozen.
 */
gboolean
cs_sample_store_thin (CsTx    *tx,
                      gint64   now,
                      guint    limit,
                      guint   *n_done,
                      GError **error)
{
  gint64 until = (cs_utc_day_of (now) - REST_DAYS) * CS_DAY_SECONDS;
  gboolean found = TRUE;

  *n_done = 0;

  while (found && *n_done < limit)
    if (!thin_tally (tx, until, limit - *n_done, &found, n_done, error))
      return FALSE;

  found = *n_done < limit;

  while (found && *n_done < limit)
    if (!thin_account (tx, until, &found, n_done, error))
      return FALSE;

  return TRUE;
}
