/* fixture.h: a workspace's database, a clock and a network that a test holds in its hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-fake-platform.h"
#include "cs-media.h"
#include "cs-publisher.h"

G_BEGIN_DECLS

#define START G_GINT64_CONSTANT (1800000000)

typedef struct
{
  char        *folder;
  CsClock     *clock;
  CsSecrets   *secrets;
  CsDb        *db;
  CsFakeWorld  world;
  CsPlatform  *platform;
  CsPublisher *publisher;
  CsAccount   *account;
} Fixture;

void         fixture_set_up        (Fixture       *self,
                                    gconstpointer  data);
void         fixture_tear_down     (Fixture       *self,
                                    gconstpointer  data);
void         fixture_restart       (Fixture       *self);

CsAccount   *fixture_add_account   (Fixture       *self,
                                    gboolean       can_schedule);
CsTarget    *fixture_add_target    (Fixture       *self,
                                    const CsAccount *account,
                                    guint          parts,
                                    gint64         due,
                                    CsLateness     lateness);
CsMedia     *fixture_add_media     (Fixture       *self,
                                    const CsTarget *target,
                                    const char    *container,
                                    const char    *network);
void         fixture_script        (Fixture       *self,
                                    guint          n_faults,
                                    ...);

void         fixture_run_once      (Fixture       *self);
void         fixture_run           (Fixture       *self);
CsOutboxRow *fixture_row           (Fixture       *self,
                                    const CsTarget *target,
                                    guint          part);
guint        fixture_copies        (Fixture       *self,
                                    const CsTarget *target,
                                    guint          part);
guint        fixture_receipts      (Fixture       *self);

void         assert_state          (Fixture       *self,
                                    const CsTarget *target,
                                    guint          part,
                                    CsOutboxState  state);
void         advance               (Fixture       *self,
                                    gint64         seconds);
void         set_clock             (Fixture       *self,
                                    gint64         seconds);

G_END_DECLS
