/* cs-store-fixture.h: a workspace in a folder of its own, on a clock in hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-db.h"
#include "cs-media.h"
#include "cs-outbox-row.h"
#include "cs-post.h"
#include "cs-receipt.h"
#include "cs-target.h"
#include "cs-tx.h"

/* Tuesday, 2 June 2026, 12:00 UTC. */
#define NOW G_GINT64_CONSTANT (1780401600)

typedef struct
{
  char    *folder;
  char    *path;
  CsClock *clock;
  CsDb    *db;
} Store;

void         store_set_up      (Store         *store,
                                gconstpointer  data);
void         store_tear_down   (Store         *store,
                                gconstpointer  data);
void         store_reopen      (Store         *store);

#define STORE_TEST(path, func) \
  g_test_add (path, Store, NULL, store_set_up, func, store_tear_down)

char        *new_id            (Store         *store);
CsAccount   *new_account       (Store         *store,
                                const char    *handle);
CsPost      *new_post          (Store         *store,
                                const char    *title);
CsMedia     *new_media         (Store         *store,
                                const char    *path);
CsTarget    *new_target        (Store         *store,
                                const CsPost  *post,
                                const CsAccount *account,
                                gint64         due);
CsOutboxRow *new_row           (Store         *store,
                                const CsTarget *target,
                                gint64         part);

CsReceipt   *new_receipt       (Store         *store,
                                const CsAccount *account,
                                gint64         published_at);

CsTx        *begin             (Store         *store);
CsTx        *begin_read        (Store         *store);
void         commit            (CsTx         **tx);

void         save_account      (CsTx          *tx,
                                const CsAccount *account);
void         save_post         (CsTx          *tx,
                                const CsPost  *post);
void         save_target       (CsTx          *tx,
                                const CsTarget *target);
void         save_media        (CsTx          *tx,
                                const CsMedia *media);

void         fill_record       (gpointer       record,
                                guint          seed);

#define assert_fails(call, error_code) \
  G_STMT_START { \
    g_autoptr(GError) failure = NULL; \
    GError **why = &failure; \
    g_assert_false ((call)); \
    g_assert_error (failure, CS_ERROR, error_code); \
  } G_STMT_END
#define assert_holds(call) \
  G_STMT_START { \
    g_autoptr(GError) failure = NULL; \
    GError **why = &failure; \
    gboolean held = (call) ? TRUE : FALSE; \
    g_assert_no_error (failure); \
    g_assert_true (held); \
  } G_STMT_END
