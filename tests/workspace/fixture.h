/* fixture.h: a workspace in a folder of its own, and its commands in one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"
#include "cs-simulator.h"
#include "cs-workspace.h"

/* 2026-11-22 16:00 UTC, until a test moves the clock. */
#define START G_GINT64_CONSTANT (1795363200)

typedef struct
{
  char        *folder;
  CsClock     *clock;       /* virtual; the workspace’s, too */
  CsWorkspace *owner;
  CsSimulator *simulator;   /* NULL until somebody signs in */
} Fixture;

Fixture  *fixture_new      (void);
void      fixture_reopen   (Fixture      *self);
void      fixture_free     (Fixture      *self);

/* Stand-in networks, once. */
void      fixture_simulate (Fixture      *self);
/* An account at the stand-in Bluesky; its id. */
char     *sign_in          (Fixture      *self);
/* A file among the fixtures, added; its id. */
char     *add_media        (Fixture      *self,
                            const char   *name);
/* Lets time pass until the command’s answer holds that many records. */
void      wait_for_count   (Fixture      *self,
                            const char   *name,
                            gsize         count);

/* args as GVariant text: "{'text': <'Hello'>}"; NULL: none. */
GVariant *run_command      (CsWorkspace  *workspace,
                            const char   *name,
                            const char   *args,
                            ...) G_GNUC_PRINTF (3, 4);
void      refuse_command   (CsWorkspace  *workspace,
                            const char   *name,
                            int           code,
                            const char   *args,
                            ...) G_GNUC_PRINTF (4, 5);
char     *text_of          (GVariant     *record,
                            const char   *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)
