/* cs-player.h: plays a clip, and knows its frames
 *
 * Only a file that was probed is opened: decoders run in this process. Every
 * step is to a frame as the file has it, also where their rate changes: the
 * times of the frames are read off the packets on their way to the decoder.
 *
 *   notify::state: opening, ready, or not to be played, and why
 *   notify::playing, notify::muted
 *   moved (): another frame is shown, without playing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

typedef enum
{
  CS_PLAYER_EMPTY,
  CS_PLAYER_OPENING,
  CS_PLAYER_READY,
  CS_PLAYER_FAILED,    /* the reason says why and what to do */
} CsPlayerState;

#define CS_TYPE_PLAYER (cs_player_get_type ())
G_DECLARE_FINAL_TYPE (CsPlayer, cs_player, CS, PLAYER, GObject)

CsPlayer      *cs_player_new           (void);

void           cs_player_open          (CsPlayer       *self,
                                        const char     *path,
                                        const CsFacts  *facts);
void           cs_player_close         (CsPlayer       *self);

CsPlayerState  cs_player_get_state     (CsPlayer       *self);
const char    *cs_player_get_reason    (CsPlayer       *self);
GdkPaintable  *cs_player_get_paintable (CsPlayer       *self);
gboolean       cs_player_get_playing   (CsPlayer       *self);
double         cs_player_get_rate      (CsPlayer       *self);
gboolean       cs_player_get_muted     (CsPlayer       *self);
gint64         cs_player_get_position  (CsPlayer       *self);
gint64         cs_player_get_duration  (CsPlayer       *self);
gboolean       cs_player_is_settled    (CsPlayer       *self);

void           cs_player_play          (CsPlayer       *self,
                                        double          rate);
void           cs_player_pause         (CsPlayer       *self);
void           cs_player_set_muted     (CsPlayer       *self,
                                        gboolean        muted);
void           cs_player_seek          (CsPlayer       *self,
                                        gint64          usec,
                                        gboolean        exact);
void           cs_player_seek_end      (CsPlayer       *self);
void           cs_player_step          (CsPlayer       *self,
                                        int             frames);

G_END_DECLS
