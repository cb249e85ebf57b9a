/* cs-bluesky-private.h: what the files of this connector share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-bluesky.h"

#include "cs-call-private.h"
#include "cs-count-private.h"

G_BEGIN_DECLS

#define CS_BLUESKY_ENTRY      "https://bsky.social"
#define CS_BLUESKY_PLC        "https://plc.directory"
#define CS_BLUESKY_VIDEO      "https://video.bsky.app"
#define CS_BLUESKY_APP        "https://bsky.app"
#define CS_BLUESKY_COLLECTION "app.bsky.feed.post"

struct _CsBluesky
{
  GObject     parent_instance;

  CsHttp     *http;
  CsSecrets  *secrets;
  CsClock    *clock;

  GMutex      mutex;
  GHashTable *hashes;   /* of files on their way in parts: what the sent ones add up to */
};

/* Requests (cs-bluesky.c) */
CsHttpAnswer *cs_bluesky_call           (CsBluesky          *self,
                                         CsHttpCall         *call,
                                         const char         *base,
                                         const char         *method,
                                         const char         *json,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsHttpAnswer *cs_bluesky_send           (CsBluesky          *self,
                                         const CsAccount    *account,
                                         CsHttpCall         *call,
                                         const char         *method,
                                         const char         *json,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_read           (CsBluesky          *self,
                                         const CsHttpAnswer *answer,
                                         CsHttpKind          kind);
gboolean      cs_bluesky_is_error       (const CsHttpAnswer *answer,
                                         const char         *name);
gboolean      cs_bluesky_store_session  (CsBluesky          *self,
                                         const char         *account_id,
                                         JsonObject         *session,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_pending        (CsBluesky          *self,
                                         gint64              delay,
                                         const char         *sentence);

/* The record of a post (cs-bluesky-publish.c) */
CsHttpAnswer *cs_bluesky_get_record     (CsBluesky          *self,
                                         const CsAccount    *account,
                                         const char         *key,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_published      (const CsAccount    *account,
                                         const CsHttpAnswer *answer,
                                         const char         *key);

/* Who somebody is, and where (cs-bluesky-identity.c) */
char         *cs_bluesky_resolve_handle (CsBluesky          *self,
                                         const char         *base,
                                         const char         *handle,
                                         GCancellable       *cancellable,
                                         GError            **error);
char         *cs_bluesky_resolve_pds    (CsBluesky          *self,
                                         const char         *plc,
                                         const char         *did,
                                         GCancellable       *cancellable,
                                         GError            **error);
char         *cs_bluesky_web_did        (const char         *base);

/* The video service (cs-bluesky-video.c) */
gboolean      cs_bluesky_video_allowed  (CsBluesky          *self,
                                         const CsAccount    *account,
                                         gboolean           *answered,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsHttpAnswer *cs_bluesky_ask_service    (CsBluesky          *self,
                                         const CsCall       *call,
                                         CsHttpCall         *request,
                                         const char         *method,
                                         const char         *json,
                                         CsReply           **refusal,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_read_upload    (CsBluesky          *self,
                                         const CsCall       *call,
                                         const CsUpload     *upload,
                                         const CsHttpAnswer *answer);
void          cs_bluesky_forget_upload  (CsReply            *reply,
                                         const CsUpload     *upload);
CsReply      *cs_bluesky_video_step     (CsBluesky          *self,
                                         const CsCall       *call,
                                         const CsUpload     *upload,
                                         CsProgressFunc      on_progress,
                                         gpointer            user_data,
                                         GCancellable       *cancellable,
                                         GError            **error);

/* A large video, in parts (cs-bluesky-parts.c) */
void          cs_bluesky_hash_free      (gpointer            data);
CsReply      *cs_bluesky_parts_step     (CsBluesky          *self,
                                         const CsCall       *call,
                                         const CsUpload     *upload,
                                         CsProgressFunc      on_progress,
                                         gpointer            user_data,
                                         GCancellable       *cancellable,
                                         GError            **error);

GVariant     *cs_bluesky_begin_sign_in  (CsPlatform         *platform,
                                         GVariant           *request,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsAccount    *cs_bluesky_finish_sign_in (CsPlatform         *platform,
                                         GVariant           *pending,
                                         const char         *answer,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsAccount    *cs_bluesky_check          (CsPlatform         *platform,
                                         const CsAccount    *account,
                                         GCancellable       *cancellable,
                                         GError            **error);
gboolean      cs_bluesky_sign_out       (CsPlatform         *platform,
                                         const CsAccount    *account,
                                         GCancellable       *cancellable,
                                         GError            **error);
gint64        cs_bluesky_ask_time       (CsPlatform         *platform,
                                         const CsAccount    *account,
                                         GCancellable       *cancellable);
CsReply      *cs_bluesky_find           (CsPlatform         *platform,
                                         const CsAccount    *account,
                                         const char         *link,
                                         GCancellable       *cancellable,
                                         GError            **error);
guint         cs_bluesky_count_max      (CsPlatform         *platform,
                                         const CsAccount    *account);
CsReply      *cs_bluesky_count          (CsPlatform         *platform,
                                         const CsAccount    *account,
                                         GPtrArray          *tallies,
                                         GArray             *readings,
                                         char              **source,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_count_account  (CsPlatform         *platform,
                                         const CsAccount    *account,
                                         CsAccountSample   **sample,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_prepare        (CsPlatform         *platform,
                                         const CsCall       *call,
                                         CsProgressFunc      on_progress,
                                         gpointer            user_data,
                                         GCancellable       *cancellable,
                                         GError            **error);
char         *cs_bluesky_freeze         (CsPlatform         *platform,
                                         const CsCall       *call,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_commit         (CsPlatform         *platform,
                                         const CsCall       *call,
                                         GCancellable       *cancellable,
                                         GError            **error);
CsReply      *cs_bluesky_probe          (CsPlatform         *platform,
                                         const CsCall       *call,
                                         GCancellable       *cancellable,
                                         GError            **error);

G_END_DECLS
