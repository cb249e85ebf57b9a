/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bucket-store.h"

#include "cs-record.h"

#define BREAKER_FAILURES    5
#define BREAKER_WINDOW      120          /* seconds in which they count */
#define BREAKER_FIRST       60
#define BREAKER_LONGEST     (30 * 60)

/* What a network tells of times is believed so far. */
#define LONGEST_TOLD        (24 * 60 * 60)

typedef struct
{
  double capacity;
  double tokens;
  double refill;      /* a second */
  gint64 updated_at;  /* microseconds */
  gint64 reset_at;    /* seconds; CS_UNKNOWN: the network did not say */
} Bucket;

static gint64
now_usec (CsTx *tx)
{
  return cs_clock_now_usec (cs_db_get_clock (cs_tx_get_db (tx)));
}

/* What has trickled in since; a clock that was set back takes nothing away. */
static void
refill_bucket (Bucket *bucket,
               gint64  now)
{
  double elapsed = MAX (0, now - bucket->updated_at) / (double) G_USEC_PER_SEC;

  if (bucket->reset_at != CS_UNKNOWN && now / G_USEC_PER_SEC >= bucket->reset_at)
    {
      bucket->tokens = bucket->capacity;
      bucket->reset_at = CS_UNKNOWN;
    }

  bucket->tokens = MIN (bucket->capacity, bucket->tokens + elapsed * bucket->refill);
  bucket->updated_at = now;
}

/* What a network tells of its calls holds until its reset. It refills nothing, so what it held
 * by then is not what it holds from then on: that is for the next answer to say. A reset that is
 * too far away was not kept as it is now, or by another clock. */
static gboolean
has_lapsed (const Bucket *bucket,
            gint64        now)
{
  gint64 rest = bucket->reset_at - now / G_USEC_PER_SEC;

  return bucket->refill <= 0 && bucket->reset_at != CS_UNKNOWN
      && (rest <= 0 || rest > LONGEST_TOLD);
}

/* FALSE in @is_known when there is none: nothing is known of a limit, then, and @bucket stays as
 * it was. */
static gboolean
read_bucket (CsTx        *tx,
             const char  *account_id,
             const char  *scope,
             Bucket      *bucket,
             gboolean    *is_known,
             GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT capacity, tokens, refill, updated_at, reset_at FROM bucket"
    " WHERE account_id = :account AND scope = :scope");
  Bucket found;

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":scope", scope);
  *is_known = FALSE;

  if (!cs_stmt_next (select, NULL))
    return cs_stmt_check (select, error);

  found = (Bucket) { cs_stmt_get_real (select, 0), cs_stmt_get_real (select, 1),
                     cs_stmt_get_real (select, 2), cs_stmt_get_int (select, 3),
                     cs_stmt_get_int (select, 4) };
  if (has_lapsed (&found, now_usec (tx)))
    return TRUE;

  refill_bucket (&found, now_usec (tx));
  *bucket = found;
  *is_known = TRUE;

  return TRUE;
}

static gboolean
write_bucket (CsTx          *tx,
              const char    *account_id,
              const char    *scope,
              const Bucket  *bucket,
              GError       **error)
{
  g_autoptr(CsStmt) save = cs_tx_prepare (tx,
    "INSERT OR REPLACE INTO bucket"
    " (account_id, scope, capacity, tokens, refill, updated_at, reset_at)"
    " VALUES (:account, :scope, :capacity, :tokens, :refill, :updated_at, :reset_at)");

  cs_stmt_bind_text (save, ":account", account_id);
  cs_stmt_bind_text (save, ":scope", scope);
  cs_stmt_bind_real (save, ":capacity", bucket->capacity);
  cs_stmt_bind_real (save, ":tokens", bucket->tokens);
  cs_stmt_bind_real (save, ":refill", bucket->refill);
  cs_stmt_bind_int (save, ":updated_at", bucket->updated_at);
  cs_stmt_bind_int (save, ":reset_at", bucket->reset_at);

  return cs_stmt_run (save, error);
}

/* The second at which the bucket will hold a token. */
static gint64
full_enough_at (const Bucket *bucket)
{
  double wait = bucket->refill > 0 ? (1 - bucket->tokens) / bucket->refill : G_MAXINT32;
  gint64 seconds = (gint64) MIN (wait, G_MAXINT32);
  gint64 refilled = G_MAXINT64;

  if (bucket->refill > 0)
    refilled = bucket->updated_at / G_USEC_PER_SEC + seconds + (seconds < wait ? 1 : 0);

  return bucket->reset_at != CS_UNKNOWN ? MIN (refilled, bucket->reset_at) : refilled;
}

/* When there is a token: without a bucket nothing waits. */
static gint64
not_before_of (const Bucket *bucket,
               gboolean      is_limited)
{
  return is_limited && bucket->tokens < 1 ? full_enough_at (bucket) : 0;
}

/**
 * cs_bucket_store_ask:
 * @not_before: (out): 0 when there is a token or no limit is known, else the
 *   second at which to ask again
 *
 * Returns: whether it could be read
 */
gboolean
cs_bucket_store_ask (CsTx        *tx,
                     const char  *account_id,
                     const char  *scope,
                     gint64      *not_before,
                     GError     **error)
{
  gboolean is_limited;
  Bucket bucket;

  if (!read_bucket (tx, account_id, scope, &bucket, &is_limited, error))
    return FALSE;

  *not_before = not_before_of (&bucket, is_limited);

  return TRUE;
}

/* As cs_bucket_store_ask(), and takes the token that there is. */
gboolean
cs_bucket_store_take (CsTx         *tx,
                      const char   *account_id,
                      const char   *scope,
                      gint64       *not_before,
                      GError      **error)
{
  gboolean is_limited;
  Bucket bucket;

  if (!read_bucket (tx, account_id, scope, &bucket, &is_limited, error))
    return FALSE;

  *not_before = not_before_of (&bucket, is_limited);
  if (!is_limited || *not_before > 0)
    return TRUE;

  bucket.tokens -= 1;

  return write_bucket (tx, account_id, scope, &bucket, error);
}

/* Gives back what was taken and not used; where no limit is known nothing was. */
gboolean
cs_bucket_store_give (CsTx         *tx,
                      const char   *account_id,
                      const char   *scope,
                      guint         n,
                      GError      **error)
{
  gboolean is_limited;
  Bucket bucket;

  if (!read_bucket (tx, account_id, scope, &bucket, &is_limited, error))
    return FALSE;

  if (!is_limited)
    return TRUE;

  bucket.tokens = MIN (bucket.capacity, bucket.tokens + n);

  return write_bucket (tx, account_id, scope, &bucket, error);
}

/* What a network's documents say; what is left of an existing bucket stays. */
gboolean
cs_bucket_store_set (CsTx        *tx,
                     const char  *account_id,
                     const char  *scope,
                     double       capacity,
                     double       refill,
                     GError     **error)
{
  Bucket bucket = { capacity, capacity, refill, now_usec (tx), CS_UNKNOWN };
  gboolean is_known;

  if (!read_bucket (tx, account_id, scope, &bucket, &is_known, error))
    return FALSE;

  if (is_known)
    {
      bucket.tokens = MIN (bucket.tokens, capacity);
      bucket.capacity = capacity;
      bucket.refill = refill;
    }

  return write_bucket (tx, account_id, scope, &bucket, error);
}

/* What the network says of itself, over everything else; CS_UNKNOWN for what it did not say. Its
 * reset is believed as far as a day: who is believed for longer is not heard saying otherwise. */
gboolean
cs_bucket_store_report (CsTx        *tx,
                        const char  *account_id,
                        const char  *scope,
                        gint64       limit,
                        gint64       remaining,
                        gint64       reset_at,
                        GError     **error)
{
  Bucket bucket = { 0, 0, 0, now_usec (tx), CS_UNKNOWN };
  gboolean is_known;

  if (!read_bucket (tx, account_id, scope, &bucket, &is_known, error))
    return FALSE;

  if (remaining == CS_UNKNOWN || (limit == CS_UNKNOWN && !is_known))
    return TRUE;

  if (limit != CS_UNKNOWN)
    bucket.capacity = limit;

  bucket.tokens = remaining;
  bucket.reset_at = MIN (reset_at, now_usec (tx) / G_USEC_PER_SEC + LONGEST_TOLD);

  return write_bucket (tx, account_id, scope, &bucket, error);
}

/**
 * cs_bucket_store_left:
 * @capacity: (out): calls in all, CS_UNKNOWN when no limit is known
 * @left: (out): calls that may be made now
 */
gboolean
cs_bucket_store_left (CsTx        *tx,
                      const char  *account_id,
                      const char  *scope,
                      gint64      *capacity,
                      gint64      *left,
                      GError     **error)
{
  gboolean is_limited;
  Bucket bucket;

  if (!read_bucket (tx, account_id, scope, &bucket, &is_limited, error))
    return FALSE;

  *capacity = is_limited ? (gint64) bucket.capacity : CS_UNKNOWN;
  *left = is_limited ? (gint64) bucket.tokens : CS_UNKNOWN;

  return TRUE;
}

static gboolean
write_wait (CsTx        *tx,
            const char  *account_id,
            const char  *scope,
            gint64       not_before,
            GError     **error)
{
  g_autoptr(CsStmt) save = cs_tx_prepare (tx,
    "INSERT INTO bucket (account_id, scope, capacity, tokens, refill, updated_at, reset_at)"
    " VALUES (:account, :scope, 0, 0, 0, :now, :until) ON CONFLICT (account_id, scope)"
    " DO UPDATE SET updated_at = excluded.updated_at, reset_at = excluded.reset_at");
  gint64 now = now_usec (tx);

  cs_stmt_bind_text (save, ":account", account_id);
  cs_stmt_bind_text (save, ":scope", scope);
  cs_stmt_bind_int (save, ":now", now);
  cs_stmt_bind_int (save, ":until", MIN (not_before, now / G_USEC_PER_SEC + LONGEST_TOLD));

  return cs_stmt_run (save, error);
}

/**
 * cs_wait_store_report:
 * @not_before: until when the network asked to wait; believed as far as a day
 * @code: (nullable): why, as that of a gap
 * @sentence: (nullable): why
 *
 * A wait is a bucket that holds nothing until then, since the moment at which it was asked for.
 */
gboolean
cs_wait_store_report (CsTx        *tx,
                      const char  *account_id,
                      const char  *scope,
                      gint64       not_before,
                      const char  *code,
                      const char  *sentence,
                      GError     **error)
{
  g_autoptr(CsStmt) say = cs_tx_prepare (tx,
    "UPDATE bucket SET code = :code, sentence = :sentence"
    " WHERE account_id = :account AND scope = :scope");

  cs_stmt_bind_text (say, ":account", account_id);
  cs_stmt_bind_text (say, ":scope", scope);
  cs_stmt_bind_text (say, ":code", code);
  cs_stmt_bind_text (say, ":sentence", sentence);

  return write_wait (tx, account_id, scope, not_before, error) && cs_stmt_run (say, error);
}

/* Why the network asked to wait, as it was told then; NULL: nobody said. */
gboolean
cs_wait_store_why (CsTx         *tx,
                   const char   *account_id,
                   const char   *scope,
                   char        **code,
                   char        **sentence,
                   GError      **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT code, sentence FROM bucket WHERE account_id = :account AND scope = :scope"
    " AND code IS NOT NULL");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":scope", scope);
  *code = NULL;
  *sentence = NULL;

  if (cs_stmt_next (select, NULL))
    {
      *code = g_strdup (cs_stmt_get_text (select, 0));
      *sentence = g_strdup (cs_stmt_get_text (select, 1));
    }

  return cs_stmt_check (select, error);
}

/**
 * cs_wait_store_ask:
 * @not_before: (out): 0 when nothing is waited for, else the second at which to ask again
 *
 * A clock that was set back makes no wait longer than it was.
 */
gboolean
cs_wait_store_ask (CsTx        *tx,
                   const char  *account_id,
                   const char  *scope,
                   gint64      *not_before,
                   GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT reset_at, updated_at FROM bucket WHERE account_id = :account AND scope = :scope");
  gint64 now = now_usec (tx) / G_USEC_PER_SEC;
  gint64 until = 0;
  gint64 asked_at = 0;

  *not_before = 0;
  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":scope", scope);

  if (cs_stmt_next (select, NULL))
    {
      until = cs_stmt_get_int (select, 0);
      asked_at = cs_stmt_get_int (select, 1) / G_USEC_PER_SEC;
    }

  if (!cs_stmt_check (select, error))
    return FALSE;

  if (until <= now)
    return TRUE;

  *not_before = now < asked_at ? now + until - asked_at : until;

  return now >= asked_at || write_wait (tx, account_id, scope, *not_before, error);
}

typedef struct
{
  gint64 failures;
  gint64 first_at;
  gint64 opened;
  gint64 open_until;
} Breaker;

static gboolean
read_breaker (CsTx        *tx,
              const char  *account_id,
              const char  *host,
              Breaker     *breaker,
              GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT failures, first_at, opened, open_until FROM breaker"
    " WHERE account_id = :account AND host = :host");

  *breaker = (Breaker) { 0, CS_UNKNOWN, 0, CS_UNKNOWN };
  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":host", host);

  if (cs_stmt_next (select, NULL))
    *breaker = (Breaker) { cs_stmt_get_int (select, 0), cs_stmt_get_int (select, 1),
                           cs_stmt_get_int (select, 2), cs_stmt_get_int (select, 3) };

  return cs_stmt_check (select, error);
}

static gboolean
write_breaker (CsTx           *tx,
               const char     *account_id,
               const char     *host,
               const Breaker  *breaker,
               GError        **error)
{
  g_autoptr(CsStmt) save = cs_tx_prepare (tx,
    "INSERT OR REPLACE INTO breaker (account_id, host, failures, first_at, opened, open_until)"
    " VALUES (:account, :host, :failures, :first_at, :opened, :open_until)");

  cs_stmt_bind_text (save, ":account", account_id);
  cs_stmt_bind_text (save, ":host", host);
  cs_stmt_bind_int (save, ":failures", breaker->failures);
  cs_stmt_bind_int (save, ":first_at", breaker->first_at);
  cs_stmt_bind_int (save, ":opened", breaker->opened);
  cs_stmt_bind_int (save, ":open_until", breaker->open_until);

  return cs_stmt_run (save, error);
}

/**
 * cs_breaker_store_look:
 * @not_before: (out): as of cs_breaker_store_ask()
 *
 * For who does not try: it leaves the one try after a wait to others. What is open for longer
 * than the longest wait is so by a clock that was set back since, and says nothing.
 */
gboolean
cs_breaker_store_look (CsTx        *tx,
                       const char  *account_id,
                       const char  *host,
                       gint64      *not_before,
                       GError     **error)
{
  gint64 now = now_usec (tx) / G_USEC_PER_SEC;
  Breaker breaker;

  *not_before = 0;

  if (!read_breaker (tx, account_id, host, &breaker, error))
    return FALSE;

  if (breaker.open_until > now && breaker.open_until - now <= BREAKER_LONGEST)
    *not_before = breaker.open_until;

  return TRUE;
}

/**
 * cs_breaker_store_ask:
 * @not_before: (out): 0 when the host may be called, else the second at which
 *   to ask again
 *
 * When the wait of an open breaker is over one caller is let through to try;
 * others wait for what it finds. A clock that was set back makes no wait longer
 * than the longest.
 *
 * Returns: whether it could be read and written
 */
gboolean
cs_breaker_store_ask (CsTx        *tx,
                      const char  *account_id,
                      const char  *host,
                      gint64      *not_before,
                      GError     **error)
{
  gint64 now = now_usec (tx) / G_USEC_PER_SEC;
  Breaker breaker;

  *not_before = 0;

  if (!read_breaker (tx, account_id, host, &breaker, error))
    return FALSE;

  if (breaker.open_until == CS_UNKNOWN)
    return TRUE;

  if (breaker.open_until - now > BREAKER_LONGEST)
    {
      breaker.open_until = now + BREAKER_LONGEST;
      *not_before = breaker.open_until;
      return write_breaker (tx, account_id, host, &breaker, error);
    }

  if (now < breaker.open_until)
    {
      *not_before = breaker.open_until;
      return TRUE;
    }

  breaker.open_until = now + BREAKER_FIRST;

  return write_breaker (tx, account_id, host, &breaker, error);
}

/* How a call ended: an answer of the network's, even a refusal, closes the breaker. */
gboolean
cs_breaker_store_report (CsTx        *tx,
                         const char  *account_id,
                         const char  *host,
                         gboolean     answered,
                         GError     **error)
{
  gint64 now = now_usec (tx) / G_USEC_PER_SEC;
  gint64 wait = BREAKER_FIRST;
  Breaker breaker;

  if (!read_breaker (tx, account_id, host, &breaker, error))
    return FALSE;

  if (answered)
    {
      breaker = (Breaker) { 0, CS_UNKNOWN, 0, CS_UNKNOWN };
      return write_breaker (tx, account_id, host, &breaker, error);
    }

  if (breaker.first_at == CS_UNKNOWN || ABS (now - breaker.first_at) > BREAKER_WINDOW)
    {
      breaker.first_at = now;
      breaker.failures = 0;
    }

  breaker.failures++;

  if (breaker.opened > 0 || breaker.failures >= BREAKER_FAILURES)
    {
      for (gint64 i = 0; i < breaker.opened && wait < BREAKER_LONGEST; i++)
        wait *= 2;

      breaker.open_until = now + MIN (wait, BREAKER_LONGEST);
      breaker.opened++;
    }

  return write_breaker (tx, account_id, host, &breaker, error);
}
