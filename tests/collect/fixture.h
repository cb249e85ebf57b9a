/* fixture.h: a workspace's database, a clock, and a network that counts as it is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-collector.h"
#include "cs-receipt.h"
#include "cs-tally.h"

#include "fake-counter.h"

G_BEGIN_DECLS

#define START G_GINT64_CONSTANT (1800000000)
#define HOUR  G_GINT64_CONSTANT (3600)
#define DAY   G_GINT64_CONSTANT (86400)

typedef struct
{
  char        *folder;
  CsClock     *clock;
  CsSecrets   *secrets;
  CsDb        *db;
  FakeNetwork  network;
  CsPlatform  *platform;
  CsCollector *collector;
  CsAccount   *account;
  gint64       next_at;      /* as of the last run */
} Fixture;

void       fixture_set_up      (Fixture         *self,
                                gconstpointer    data);
void       fixture_tear_down   (Fixture         *self,
                                gconstpointer    data);
void       fixture_restart     (Fixture         *self);

char      *fixture_back_up     (Fixture         *self);
void       fixture_go_back     (Fixture         *self,
                                const char      *backup);

CsAccount *fixture_add_account (Fixture         *self);
void       fixture_save        (Fixture         *self,
                                const CsAccount *account);
void       fixture_publish     (Fixture         *self,
                                const CsAccount *account,
                                const char      *remote_id,
                                gint64           published_at);
void       fixture_plan        (Fixture         *self,
                                const char      *id,
                                gint64           due);

void       fixture_run_once    (Fixture         *self);
void       fixture_run_until   (Fixture         *self,
                                gint64           moment);
void       fixture_sleep       (Fixture         *self,
                                gint64           seconds);

CsTally   *fixture_tally       (Fixture         *self,
                                const char      *remote_id);
GPtrArray *fixture_samples     (Fixture         *self,
                                const char      *remote_id);
GPtrArray *fixture_account_samples (Fixture     *self);
GPtrArray *fixture_gaps        (Fixture         *self);
void       assert_gap          (Fixture         *self,
                                guint            index,
                                const char      *code,
                                const char      *remote_id,
                                gint64           from,
                                gint64           until);
void       assert_near         (Fixture         *self,
                                guint            index,
                                const char      *code,
                                gboolean         is_of_post,
                                gint64           from,
                                gint64           until);
void       assert_n_gaps       (Fixture         *self,
                                guint            n);

G_END_DECLS
