/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"

#include "cs-account-day-private.h"
#include "cs-counts-private.h"
#include "cs-error.h"
#include "cs-latest-private.h"

#define PER_BATCH 1000    /* rows that are changed before others have their turn */

/* What is found to be off in an account. What is off of sums is added to them, so that samples
 * which come meanwhile do no harm. */
typedef struct
{
  gint64      account;
  GHashTable *days;         /* CsDayChange by CsDayKey */
  GHashTable *followers;    /* days whose followers are others, the key is the value */
  GArray     *latest;       /* tallies */
  gint64      n_days;
} Found;

static Found *
found_new (gint64 account)
{
  Found *self = g_new0 (Found, 1);

  self->account = account;
  self->days = cs_days_new ();
  self->followers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

static void
found_free (Found *self)
{
  g_hash_table_unref (self->days);
  g_hash_table_unref (self->followers);
  g_clear_pointer (&self->latest, g_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static GArray *
list_accounts (CsDb    *db,
               GError **error)
{
  g_autoptr(GArray) accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, error);
  g_autoptr(CsStmt) select = NULL;

  if (tx == NULL)
    return NULL;

  select = cs_tx_prepare (tx, "SELECT nr FROM account ORDER BY nr");

  while (cs_stmt_next (select, NULL))
    {
      gint64 account = cs_stmt_get_int (select, 0);

      g_array_append_val (accounts, account);
    }

  return cs_stmt_check (select, error) ? g_steal_pointer (&accounts) : NULL;
}

/* All that the account's posts brought, from their samples. */
static gboolean
reckon_tallies (CsTx          *tx,
                Found         *found,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT nr, published_at FROM tally WHERE account = :account");

  cs_stmt_bind_int (select, ":account", found->account);

  while (cs_stmt_next (select, NULL))
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !cs_days_reckon (tx, found->days, found->account, cs_stmt_get_int (select, 0),
                            cs_stmt_get_int (select, 1), error))
      return FALSE;

  return cs_stmt_check (select, error);
}

/* The last followers that were told, by day. */
static GHashTable *
reckon_followers (CsTx    *tx,
                  gint64   account,
                  GError **error)
{
  g_autoptr(GHashTable) followers =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT s.taken_at, s.followers FROM account_sample AS s"
    " WHERE s.account = :account AND s.followers IS NOT NULL"
    " AND s.revision = (SELECT max (o.revision) FROM account_sample AS o"
    "   WHERE o.account = s.account AND o.taken_at = s.taken_at) ORDER BY s.taken_at");

  cs_stmt_bind_int (select, ":account", account);

  while (cs_stmt_next (select, NULL))
    {
      gint64 day = cs_utc_day_of (cs_stmt_get_int (select, 0));
      gint64 number = cs_stmt_get_int (select, 1);

      g_hash_table_replace (followers, g_memdup2 (&day, sizeof day),
                            g_memdup2 (&number, sizeof number));
    }

  return cs_stmt_check (select, error) ? g_steal_pointer (&followers) : NULL;
}

/* Takes a day as it stands from what was reckoned: what is left is off. */
static void
compare_day (Found      *found,
             GHashTable *followers,
             CsStmt     *row)
{
  gint64 day = cs_stmt_get_int (row, 0);
  gint64 stands = cs_stmt_get_int (row, 2);
  const gint64 *told = g_hash_table_lookup (followers, &day);
  CsDayChange *change = cs_days_get (found->days, found->account, day);

  if (cs_stmt_get_int (row, 1) != 0)
    {
      g_hash_table_remove (found->days, &(CsDayKey) { found->account, day });
      g_hash_table_remove (followers, &day);
      return;
    }

  change->posts -= cs_stmt_get_int (row, 3);

  for (guint i = 0; i < CS_N_METRICS; i++)
    {
      change->gained[i] -= cs_stmt_get_int (row, 4 + i);
      change->told[i] -= cs_stmt_get_int (row, 4 + CS_N_METRICS + i);
    }

  if (stands != (told != NULL ? *told : CS_UNKNOWN))
    g_hash_table_add (found->followers, g_memdup2 (&day, sizeof day));

  g_hash_table_remove (followers, &day);
}

static gboolean
compare_days (CsTx        *tx,
              Found       *found,
              GHashTable  *followers,
              GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT day, frozen, followers, posts, " CS_COUNT_COLUMNS ", told_views, told_likes,"
    " told_comments, told_shares, told_quotes, told_saves FROM account_day"
    " WHERE account = :account");
  GHashTableIter iter;
  gpointer day, change;

  cs_stmt_bind_int (select, ":account", found->account);

  while (cs_stmt_next (select, NULL))
    compare_day (found, followers, select);

  /* What is left of the followers is of days that are not there. */
  g_hash_table_iter_init (&iter, followers);
  while (g_hash_table_iter_next (&iter, &day, NULL))
    {
      cs_days_get (found->days, found->account, *(gint64 *) day);
      g_hash_table_add (found->followers, g_memdup2 (day, sizeof (gint64)));
    }

  found->n_days = g_hash_table_size (found->days);

  g_hash_table_iter_init (&iter, found->days);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    if (cs_day_change_is_nothing (change))
      g_hash_table_iter_remove (&iter);

  return cs_stmt_check (select, error);
}

static Found *
look (CsDb          *db,
      gint64         account,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr(Found) found = found_new (account);
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, error);
  g_autoptr(GHashTable) followers = NULL;

  if (tx == NULL || !reckon_tallies (tx, found, cancellable, error))
    return NULL;

  followers = reckon_followers (tx, account, error);

  if (followers == NULL || !compare_days (tx, found, followers, error))
    return NULL;

  found->latest = cs_latest_verify (tx, account, error);

  return found->latest != NULL ? g_steal_pointer (&found) : NULL;
}

/* The next thing to set right, which is then no longer among what was found; FALSE in @any when
 * there is none. */
static gboolean
mend_one (CsTx      *tx,
          Found     *found,
          gboolean  *any,
          GError   **error)
{
  GHashTableIter iter;
  gpointer key, change;
  gboolean mended;
  gint64 day;

  *any = TRUE;

  g_hash_table_iter_init (&iter, found->days);
  if (g_hash_table_iter_next (&iter, &key, &change))
    {
      day = ((CsDayKey *) key)->day;
      mended = cs_account_day_change (tx, found->account, day, change, error)
            && cs_account_day_followers (tx, found->account, day, error);
      g_hash_table_iter_remove (&iter);
      g_hash_table_remove (found->followers, &day);
      return mended;
    }

  g_hash_table_iter_init (&iter, found->followers);
  if (g_hash_table_iter_next (&iter, &key, NULL))
    {
      mended = cs_account_day_followers (tx, found->account, *(gint64 *) key, error);
      g_hash_table_iter_remove (&iter);
      return mended;
    }

  *any = found->latest->len > 0;
  if (!*any)
    return TRUE;

  mended = cs_latest_refresh (tx, g_array_index (found->latest, gint64, 0), found->account, error);
  g_array_remove_index_fast (found->latest, 0);

  return mended;
}

static gboolean
announce (CsTx    *tx,
          gint64   account,
          GError **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, "SELECT id FROM account WHERE nr = :account");

  cs_stmt_bind_int (select, ":account", account);

  if (!cs_stmt_next (select, error))
    return FALSE;

  cs_tx_touch (tx, CS_RECORD_ACCOUNT_SAMPLE, cs_stmt_get_text (select, 0));

  return TRUE;
}

static gboolean
mend (CsDb          *db,
      Found         *found,
      GCancellable  *cancellable,
      gint64        *n_changed,
      GError       **error)
{
  gboolean any = g_hash_table_size (found->days) + g_hash_table_size (found->followers)
               + found->latest->len > 0;

  while (any)
    {
      g_autoptr(CsTx) tx = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      tx = cs_tx_begin_ingest (db, error);
      if (tx == NULL)
        return FALSE;

      for (guint i = 0; any && i < PER_BATCH; i++)
        {
          if (!mend_one (tx, found, &any, error))
            return FALSE;

          *n_changed += any;
        }

      if (!announce (tx, found->account, error) || !cs_tx_commit (&tx, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
rebuild (CsDb          *db,
         GCancellable  *cancellable,
         gint64        *n_days,
         gint64        *n_changed,
         GError       **error)
{
  g_autoptr(GArray) accounts = list_accounts (db, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      gint64 account = g_array_index (accounts, gint64, i);
      g_autoptr(Found) found = look (db, account, cancellable, error);

      if (found == NULL)
        return FALSE;

      *n_days += found->n_days;

      if (!mend (db, found, cancellable, n_changed, error))
        return FALSE;
    }

  return accounts != NULL;
}

/**
 * cs_account_day_store_rebuild:
 * @n_days: (out): how many days were reckoned again; those that are frozen are not
 * @n_changed: (out): how many days and latest rows were not what they should have been
 *
 * Reckons from the samples what stands beside them. Others may write meanwhile, but not rebuild:
 * what is off would be added twice.
 *
 * Returns: FALSE with %CS_ERROR_BUSY when another thread is at it
 */
gboolean
cs_account_day_store_rebuild (CsDb          *db,
                              GCancellable  *cancellable,
                              gint64        *n_days,
                              gint64        *n_changed,
                              GError       **error)
{
  const char *key = "cs-rebuild";
  gpointer mark = GINT_TO_POINTER (TRUE);
  gboolean is_done;

  *n_days = 0;
  *n_changed = 0;

  if (!g_object_replace_data (G_OBJECT (db), key, NULL, mark, NULL, NULL))
    return cs_fail (error, CS_ERROR_BUSY,
                    "The numbers are being reckoned again already: wait until that is done");

  is_done = rebuild (db, cancellable, n_days, n_changed, error);
  g_object_replace_data (G_OBJECT (db), key, mark, NULL, NULL, NULL);

  return is_done;
}
