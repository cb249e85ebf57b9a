/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-time.h"

#include "cs-account-store.h"

#define WITNESSES    2       /* servers that say the same */
#define CLOCK_AGREES 300     /* seconds between their clock and ours */

/* The accounts whose servers are asked for the time: no two of one server. */
static GPtrArray *
list_witnesses (CsOutbox  *self,
                GError   **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (cs_outbox_get_db (self), error);
  g_autoptr(GPtrArray) accounts = tx != NULL ? cs_account_store_list (tx, error) : NULL;
  g_autoptr(GHashTable) hosts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) witnesses = cs_records_new ();

  if (accounts == NULL)
    return NULL;

  for (guint i = 0; i < accounts->len; i++)
    {
      CsAccount *account = g_ptr_array_index (accounts, i);

      if (account->host != NULL && g_hash_table_add (hosts, account->host))
        g_ptr_array_add (witnesses, cs_record_ref (account));
    }

  return g_steal_pointer (&witnesses);
}

/*
 * Asks servers what time it is until two have said so: they must agree with our
 * clock. One that answers without saying objects to nothing: were it the only
 * one, nothing would ever go out.
 */
gboolean
cs_outbox_is_time_confirmed (CsOutbox     *self,
                             GCancellable *cancellable)
{
  g_autoptr(GPtrArray) witnesses = list_witnesses (self, NULL);
  guint agree = 0;
  gboolean any = FALSE;

  for (guint i = 0; witnesses != NULL && i < witnesses->len && agree < WITNESSES; i++)
    {
      const CsAccount *account = g_ptr_array_index (witnesses, i);
      CsPlatform *platform = cs_outbox_get_platform (self, account->network, NULL);
      gint64 there = platform != NULL ? cs_platform_ask_time (platform, account, cancellable) : 0;

      if (there == 0)
        continue;

      any = TRUE;

      if (there == CS_UNKNOWN)
        continue;

      if (ABS (there - cs_outbox_moment (self, account).now) > CLOCK_AGREES)
        return FALSE;

      agree++;
    }

  return any;
}
