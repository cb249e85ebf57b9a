/* cs-simulator.h: stand-in networks on loopback, for tests, dry runs and samples
 *
 * Mastodon, a Bluesky PDS, Bluesky's video service, a PLC directory and an AppView
 * that counts, written from those networks' documents: they refuse what the real ones
 * refuse. Faults are scripted, every request is in a journal, time is the clock's. It
 * serves from threads of its own, so a test may block in a client call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"

G_BEGIN_DECLS

typedef enum
{
  CS_SIMULATOR_MASTODON,
  CS_SIMULATOR_BLUESKY,
  CS_SIMULATOR_VIDEO,
  CS_SIMULATOR_PLC,
  CS_SIMULATOR_APPVIEW,
  CS_SIMULATOR_CONTROL,
  CS_SIMULATOR_N_FACES,
} CsSimulatorFace;

extern const char *const cs_simulator_face_names[];

/* What is counted: the first five of a post, the last three of an account. */
typedef enum
{
  CS_SIMULATOR_LIKES,
  CS_SIMULATOR_REPLIES,
  CS_SIMULATOR_SHARES,
  CS_SIMULATOR_QUOTES,
  CS_SIMULATOR_SAVES,
  CS_SIMULATOR_FOLLOWERS,
  CS_SIMULATOR_FOLLOWING,
  CS_SIMULATOR_POSTS,
  CS_SIMULATOR_N_COUNTS,
} CsSimulatorCount;

#define CS_SIMULATOR_UNTOLD G_GINT64_CONSTANT (-1)

extern const char *const cs_simulator_count_names[];

#define CS_TYPE_SIMULATOR (cs_simulator_get_type ())
G_DECLARE_FINAL_TYPE (CsSimulator, cs_simulator, CS, SIMULATOR, GObject)

CsSimulator *cs_simulator_new        (CsClock          *clock);

char        *cs_simulator_list_settings (void);
gboolean     cs_simulator_set        (CsSimulator      *self,
                                      const char       *setting,
                                      GError          **error);
gboolean     cs_simulator_add_faults (CsSimulator      *self,
                                      const char       *script,
                                      GError          **error);

gboolean     cs_simulator_start      (CsSimulator      *self,
                                      GError          **error);
void         cs_simulator_stop       (CsSimulator      *self);

char        *cs_simulator_describe   (CsSimulator      *self);

/* For tests. */
const char  *cs_simulator_get_url    (CsSimulator      *self,
                                      CsSimulatorFace   face);
guint        cs_simulator_count      (CsSimulator      *self,
                                      CsSimulatorFace   face);
char        *cs_simulator_dup_person (CsSimulator      *self,
                                      CsSimulatorFace   face);
gboolean     cs_simulator_tell       (CsSimulator      *self,
                                      const char       *lines,
                                      GError          **error);
gboolean     cs_simulator_add_posts  (CsSimulator      *self,
                                      const char       *lines,
                                      GError          **error);
gboolean     cs_simulator_delete_posts (CsSimulator    *self,
                                      const char       *lines,
                                      GError          **error);
gboolean     cs_simulator_counts_at  (CsSimulator      *self,
                                      CsSimulatorFace   face,
                                      const char       *id,
                                      gint64            at,
                                      gint64            counts[CS_SIMULATOR_N_COUNTS]);

G_END_DECLS
