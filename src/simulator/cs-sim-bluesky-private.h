/* cs-sim-bluesky-private.h: what a PDS holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-bluesky.h"

G_BEGIN_DECLS

#define CS_SIM_POST "app.bsky.feed.post"

typedef struct
{
  char        *did;
  char        *handle;
  const char  *password;
  GHashTable  *records;         /* "collection/rkey" → CsSimRecord */
  GPtrArray   *history;         /* CsSimRecord of posts, in the order they were made */
  GHashTable  *blobs;           /* cid → CsSimBlob */
  CsSimWindow  sign_ins;
  CsSimWindow  sign_ins_day;
  CsSimWindow  hour;
  CsSimWindow  day;
} CsSimRepo;

typedef struct
{
  char     *collection;
  char     *rkey;
  char     *cid;
  JsonNode *value;
  gint64    created_usec;       /* when the server took it */
  gint64    deleted_usec;       /* 0: it is there */
} CsSimRecord;

typedef struct
{
  char        *cid;
  CsSimUpload *upload;
  char        *type;
  gint64       created;
  gboolean     is_referenced;
} CsSimBlob;

typedef enum
{
  CS_SIM_ACCESS,
  CS_SIM_REFRESH,
  CS_SIM_SERVICE,
} CsSimJwtKind;

typedef struct
{
  char         *text;
  CsSimJwtKind  kind;
  CsSimRepo    *repo;
  guint         session;
  gint64        expires;
  char         *aud;
  char         *lxm;
  gboolean      is_revoked;
} CsSimJwt;

struct _CsSimBluesky
{
  CsSimWorld  *world;
  CsSimRepo    repos[2];
  GHashTable  *jwts;            /* text → CsSimJwt */
  CsSimWindow  calls;           /* 3000 in 5 minutes */
  guint        n_sessions;
};

void       cs_sim_bluesky_refuse      (CsSimExchange *exchange,
                                       guint          status,
                                       const char    *error,
                                       const char    *message);
gboolean   cs_sim_bluesky_take        (CsSimBluesky  *self,
                                       CsSimExchange *exchange,
                                       CsSimWindow   *window,
                                       gint64         length,
                                       gint64         limit,
                                       gint64         points);
CsSimRepo *cs_sim_bluesky_find_repo   (CsSimBluesky  *self,
                                       const char    *name);
char      *cs_sim_bluesky_dup_did     (CsSimBluesky  *self,
                                       CsSimulatorFace face);
JsonObject *cs_sim_bluesky_describe_did (CsSimBluesky *self,
                                       CsSimRepo     *repo);

/* Answers 400 or 401 and gives NULL without a valid access token. */
CsSimRepo *cs_sim_bluesky_need        (CsSimBluesky  *self,
                                       CsSimExchange *exchange);
CsSimRecord *cs_sim_bluesky_find_record (CsSimRepo    *repo,
                                       const char    *collection,
                                       const char    *rkey);
void       cs_sim_bluesky_add_record  (CsSimRepo     *repo,
                                       CsSimRecord   *record);
void       cs_sim_bluesky_remove_record (CsSimBluesky *self,
                                       CsSimRepo     *repo,
                                       CsSimRecord   *record);
char      *cs_sim_bluesky_dup_uri     (CsSimRepo     *repo,
                                       CsSimRecord   *record);
void       cs_sim_jwt_free            (CsSimJwt      *jwt);

void cs_sim_bluesky_create_session    (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_refresh_session   (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_delete_session    (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_get_session       (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_get_service_auth  (gpointer self, CsSimExchange *exchange);

void cs_sim_bluesky_upload_blob       (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_get_blob          (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_put_record        (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_create_record     (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_delete_record     (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_get_record        (gpointer self, CsSimExchange *exchange);
void cs_sim_bluesky_list_records      (gpointer self, CsSimExchange *exchange);
void cs_sim_record_free               (CsSimRecord *record);
void cs_sim_blob_free                 (CsSimBlob *blob);

G_END_DECLS
