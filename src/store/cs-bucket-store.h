/* cs-bucket-store.h: how much of a network’s patience is left
 *
 * A token bucket an account and scope, kept across restarts and taken from in
 * the transaction that claims; a breaker an account and host, which opens when
 * nobody answers, and which who reports to it goes by; and the wait that a network
 * asked an account for, with its reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_bucket_store_ask     (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  gint64       *not_before,
                                  GError      **error);
gboolean cs_bucket_store_take    (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  gint64       *not_before,
                                  GError      **error);
gboolean cs_bucket_store_give    (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  guint         n,
                                  GError      **error);
gboolean cs_bucket_store_set     (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  double        capacity,
                                  double        refill,
                                  GError      **error);
gboolean cs_bucket_store_report  (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  gint64        limit,
                                  gint64        remaining,
                                  gint64        reset_at,
                                  GError      **error);

gboolean cs_bucket_store_left    (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  gint64       *capacity,
                                  gint64       *left,
                                  GError      **error);

gboolean cs_wait_store_ask       (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  gint64       *not_before,
                                  GError      **error);
gboolean cs_wait_store_report    (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  gint64        not_before,
                                  const char   *code,
                                  const char   *sentence,
                                  GError      **error);
gboolean cs_wait_store_why       (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *scope,
                                  char        **code,
                                  char        **sentence,
                                  GError      **error);

gboolean cs_breaker_store_look   (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *host,
                                  gint64       *not_before,
                                  GError      **error);
gboolean cs_breaker_store_ask    (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *host,
                                  gint64       *not_before,
                                  GError      **error);
gboolean cs_breaker_store_report (CsTx         *tx,
                                  const char   *account_id,
                                  const char   *host,
                                  gboolean      answered,
                                  GError      **error);

G_END_DECLS
