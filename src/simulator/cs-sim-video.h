/* cs-sim-video.h: Bluesky's video service
 *
 * Takes a video with a service token, works on it for a while and puts the blob
 * into the account's PDS. Answers in each shape that clients have met: a wrapped
 * or a bare job, 409 for a video it knows, a failed job that has a blob.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-bluesky.h"

G_BEGIN_DECLS

typedef struct _CsSimVideo CsSimVideo;

CsSimVideo *cs_sim_video_new    (CsSimWorld    *world,
                                 CsSimBluesky  *bluesky);
void        cs_sim_video_free   (CsSimVideo    *self);

void        cs_sim_video_answer (CsSimVideo    *self,
                                 CsSimExchange *exchange);
void        cs_sim_video_sweep  (CsSimVideo    *self);

G_END_DECLS
