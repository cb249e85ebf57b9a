/* cs-player-view.h: a clip with its controls
 *
 * Where it cannot be played, its picture stands there with the reason. Every act
 * is an action: player.play-pause, .pause, .forward, .reverse, .step-forward,
 * .step-back, .start, .end, .mute.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-player.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_PLAYER_VIEW (cs_player_view_get_type ())
G_DECLARE_FINAL_TYPE (CsPlayerView, cs_player_view, CS, PLAYER_VIEW, AdwBin)

void      cs_player_view_open       (CsPlayerView   *self,
                                     const char     *path,
                                     const CsFacts  *facts);
void      cs_player_view_show_still (CsPlayerView   *self,
                                     const char     *thumbnail,
                                     const char     *title);
void      cs_player_view_refuse     (CsPlayerView   *self,
                                     const char     *reason);

/* For tests. */
CsPlayer *cs_player_view_get_player (CsPlayerView   *self);

G_END_DECLS
