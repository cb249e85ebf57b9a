/* fixture.h: a workspace in a folder of its own, and its commands in one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-workspace.h"

typedef struct
{
  char        *folder;
  CsWorkspace *owner;
} Fixture;

Fixture  *fixture_new      (void);
void      fixture_free     (Fixture      *self);

/* args as GVariant text: "{'text': <'Hello'>}"; NULL: none. */
GVariant *run_command      (CsWorkspace  *workspace,
                            const char   *name,
                            const char   *args);
void      refuse_command   (CsWorkspace  *workspace,
                            const char   *name,
                            const char   *args,
                            int           code);
char     *text_of          (GVariant     *record,
                            const char   *name);
char     *add_account      (Fixture      *self,
                            const char   *handle);
void      settle           (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)
