/* cs-sim-video-private.h: jobs and open uploads of the video service
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-video.h"

G_BEGIN_DECLS

#define CS_SIM_VIDEO_SIZE G_GINT64_CONSTANT (300000000)

typedef struct
{
  char        *id;
  char        *did;
  char        *sha256;
  CsSimUpload *upload;          /* until the PDS has it */
  gint64       began;
  gint64       ready;
  JsonObject  *blob;            /* once the PDS has it */
  const char  *failure;
} CsSimJob;

/* An upload in parts. */
typedef struct
{
  char        *id;
  char        *did;
  char        *mime;
  gint64       size;
  gint64       part_size;
  guint        n_parts;
  CsSimUpload **parts;          /* NULL where none has come */
  gint64       expires;
  gboolean     is_aborted;
  CsSimJob    *job;             /* once finished; borrowed */
} CsSimOpenUpload;

struct _CsSimVideo
{
  CsSimWorld   *world;
  CsSimBluesky *bluesky;
  GPtrArray    *jobs;
  GPtrArray    *uploads;
  GHashTable   *days;           /* did → CsSimWindow */
};

const char *cs_sim_video_need        (CsSimVideo    *self,
                                      CsSimExchange *exchange,
                                      const char    *lxm);
gboolean    cs_sim_video_check       (CsSimVideo    *self,
                                      CsSimExchange *exchange,
                                      const char    *did,
                                      const char    *mime,
                                      gint64         size);
CsSimJob   *cs_sim_video_start_job   (CsSimVideo    *self,
                                      const char    *did,
                                      CsSimUpload   *upload);
JsonObject *cs_sim_video_describe    (CsSimVideo    *self,
                                      CsSimJob      *job);

void cs_sim_open_upload_free         (CsSimOpenUpload *upload);
void cs_sim_video_start_upload       (gpointer self, CsSimExchange *exchange);
void cs_sim_video_upload_part        (gpointer self, CsSimExchange *exchange);
void cs_sim_video_finish_upload      (gpointer self, CsSimExchange *exchange);
void cs_sim_video_get_upload_status  (gpointer self, CsSimExchange *exchange);
void cs_sim_video_abort_upload       (gpointer self, CsSimExchange *exchange);

G_END_DECLS
