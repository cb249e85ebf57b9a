/* cs-sim-world.h: what all the stand-in networks of one simulator share
 *
 * One clock, one set of switches, the addresses they are reached at and the
 * folder where uploads are kept. All of it is guarded by the simulator's lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"
#include "cs-simulator.h"

G_BEGIN_DECLS

/* Switches: each is set by its name, "mastodon.max-characters=11000". */
typedef struct
{
  char     *mastodon_version;
  char     *mastodon_person;             /* the first account's name */
  gint64    mastodon_max_characters;
  gint64    mastodon_max_media;
  gint64    mastodon_description_limit;
  gint64    mastodon_image_size;
  gint64    mastodon_video_size;
  gint64    mastodon_processing;         /* seconds until a video is ready */
  gboolean  mastodon_processing_fails;
  gboolean  mastodon_ignore_key;         /* every POST makes a status */
  gboolean  mastodon_snac;               /* as snac was seen: no key, no schedule, no v2 instance */
  gboolean  mastodon_auto_approve;       /* the authorize page presses its own button */
  gboolean  mastodon_rate_limits;
  gint64    mastodon_calls;              /* that an account may make in five minutes */

  char     *bluesky_person;              /* the first account's handle */
  gint64    bluesky_blob_size;           /* cap of uploadBlob */
  gint64    bluesky_blob_lifetime;       /* seconds until a blob in no record goes; 0: it stays */
  gint64    bluesky_access_lifetime;     /* seconds */
  gboolean  bluesky_auth_factor;         /* sign-in asks for a code sent by mail */
  gboolean  bluesky_email_confirmed;
  gboolean  bluesky_rate_limits;
  gboolean  bluesky_appview;             /* the PDS hands on to an AppView */
  gint64    bluesky_appview_lag;         /* seconds until the AppView has seen what the PDS has */

  char     *video_shape;                 /* wrapped, bare, conflict or failed-with-blob */
  gint64    video_processing;            /* seconds from upload to JOB_STATE_COMPLETED */
  char     *video_failure;               /* failureCode that every job ends with; "" for none */
  gint64    video_blob_size;             /* what the PDS takes from the video service; 0: all */
  gint64    video_part_size;
  gint64    video_daily;                 /* videos an account may upload in a day */
  gboolean  video_multipart;             /* off: an older service, without startUpload */
  gboolean  video_other_job;             /* finishUpload answers another job's id */

  gboolean  growth;                      /* an audience that is made up likes and answers */
  gint64    growth_seed;
  gint64    growth_purge_at;             /* when the networks take back likes; 0: never */
  gint64    growth_purge_percent;        /* of the likes that are there then */
  gint64    growth_vanish_quotes_at;     /* from when on no quotes are told; 0: never */

  gboolean  strict_media;                /* bytes that are no media fail, as they do for real */
  gboolean  keep_media;                  /* uploads stay on disk, to be compared */
} CsSimOptions;

typedef struct
{
  CsClock      *clock;
  CsSimOptions  options;
  char         *urls[CS_SIMULATOR_N_FACES];
  char         *media_dir;
  guint64       counter;
  GHashTable   *told;           /* what tests said that is counted: see cs-sim-numbers.h */
} CsSimWorld;

/* Requests since the window began: a limiter that starts anew when it is over. */
typedef struct
{
  gint64 began;
  gint64 used;
} CsSimWindow;

void      cs_sim_world_init      (CsSimWorld   *self,
                                  CsClock      *clock);
void      cs_sim_world_clear     (CsSimWorld   *self);
gboolean  cs_sim_world_set       (CsSimWorld   *self,
                                  const char   *setting,
                                  GError      **error);

char     *cs_sim_world_list      (void);

gint64    cs_sim_world_now       (CsSimWorld   *self);
char     *cs_sim_world_iso       (gint64        usec);
char     *cs_sim_world_token     (CsSimWorld   *self,
                                  const char   *prefix);

gboolean  cs_sim_window_take     (CsSimWindow  *self,
                                  gint64        now,
                                  gint64        length,
                                  gint64        limit,
                                  gint64        points);

G_END_DECLS
