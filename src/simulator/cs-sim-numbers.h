/* cs-sim-numbers.h: what the networks count of a post or an account
 *
 * To what really happened here (replies, likes that are records) comes the audience
 * that the growth switches make up, less what a purge took back. What a test told
 * stands instead of both. All of it has its moment: what would have been answered at
 * any can be said afterwards, as long as the switches stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-world.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean cs_sim_numbers_tell       (CsSimWorld      *world,
                                    const char      *line,
                                    GError         **error);
void     cs_sim_numbers_of_post    (CsSimWorld      *world,
                                    CsSimulatorFace  face,
                                    const char      *id,
                                    gint64           born,
                                    gint64           at,
                                    gint64           counts[CS_SIMULATOR_N_COUNTS]);
void     cs_sim_numbers_of_account (CsSimWorld      *world,
                                    CsSimulatorFace  face,
                                    const char      *id,
                                    gint64           at,
                                    gint64           counts[CS_SIMULATOR_N_COUNTS]);
void     cs_sim_numbers_clear      (gint64           counts[CS_SIMULATOR_N_COUNTS]);

void     cs_sim_numbers_set        (JsonObject      *object,
                                    const char      *name,
                                    gint64           count);
void     cs_sim_numbers_add        (JsonObject      *list,
                                    const char      *id,
                                    const gint64     counts[CS_SIMULATOR_N_COUNTS]);

G_END_DECLS
