/* call.h: a post, its target and its row, walked as the outbox would
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-platform.h"

G_BEGIN_DECLS

#define START_SECONDS G_GINT64_CONSTANT (1795255200)   /* 2026-11-21 10:00 UTC */

typedef struct
{
  CsClock     *clock;
  CsSecrets   *secrets;
  CsPlatform  *platform;
  CsAccount   *account;
  CsPost      *post;
  CsTarget    *target;
  CsOutboxRow *row;
  GPtrArray   *uploads;
  CsCall       call;
} Walk;

void     walk_init        (Walk        *walk,
                           CsNetwork    network,
                           const char  *text);
void     walk_clear       (Walk        *walk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

void     walk_add_file    (Walk        *walk,
                           const char  *media_id,
                           const char  *mime,
                           const char  *alt,
                           const char  *bytes,
                           gsize        length);
void     walk_take        (Walk        *walk,
                           CsReply     *reply);
char    *walk_dup_secret  (Walk        *walk,
                           const char  *kind);
CsReply *walk_prepare_one (Walk        *walk);
CsReply *walk_prepare     (Walk        *walk);
void     walk_freeze      (Walk        *walk);
CsReply *walk_commit      (Walk        *walk);
CsReply *walk_probe       (Walk        *walk);

G_END_DECLS
