/* cs-platform.h: a network, as those see it who publish there and count
 *
 * Every call blocks, does one request (or one bounded upload), and answers with
 * a CsReply; what comes next is the caller's to decide. Nothing is tried twice in
 * here but one refresh of a token. Any thread may call; calls for one account
 * are made one at a time, but those that count may be made beside one that
 * publishes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-job.h"
#include "cs-outbox-row.h"
#include "cs-post.h"
#include "cs-reading.h"
#include "cs-reply.h"
#include "cs-tally.h"
#include "cs-target.h"

#include "cs-clock.h"
#include "cs-secrets.h"

G_BEGIN_DECLS

/* A file that goes with a post: the original, or the rendition made for this network. */
typedef struct
{
  char   *media_id;
  char   *path;      /* absolute */
  char   *mime;
  char   *alt;
  char   *sha256;    /* upload stops when the bytes are not these */
  gint64  size;
  gint64  width;     /* as shown, after rotation */
  gint64  height;
  gint64  duration;  /* microseconds; 0: a picture */
} CsUpload;

void cs_upload_free (CsUpload *self);

/* What a call is about. Borrowed for the call's length. */
typedef struct
{
  const CsAccount   *account;
  const CsPost      *post;
  const CsTarget    *target;
  const CsOutboxRow *row;
  const CsOutboxRow *root;      /* first part of the thread, confirmed; NULL for the first itself */
  const CsOutboxRow *parent;    /* the part before, confirmed; NULL for the first */
  gint64             hold_until; /* what is frozen asks the network to hold it so long; 0: not */
  GPtrArray         *uploads;   /* CsUpload, those of this part */
  GHashTable        *taken;     /* what the network calls the account's other posts; NULL: none */
  GHashTable        *held;      /* what it calls those that it holds for later; NULL: none */
} CsCall;

#define CS_TYPE_PLATFORM (cs_platform_get_type ())
G_DECLARE_INTERFACE (CsPlatform, cs_platform, CS, PLATFORM, GObject)

struct _CsPlatformInterface
{
  GTypeInterface parent_iface;

  GVariant  *(*begin_sign_in)  (CsPlatform    *self,
                                GVariant      *request,
                                GCancellable  *cancellable,
                                GError       **error);
  CsAccount *(*finish_sign_in) (CsPlatform    *self,
                                GVariant      *pending,
                                const char    *answer,
                                GCancellable  *cancellable,
                                GError       **error);
  CsAccount *(*check)          (CsPlatform    *self,
                                const CsAccount *account,
                                GCancellable  *cancellable,
                                GError       **error);
  gboolean   (*sign_out)       (CsPlatform    *self,
                                const CsAccount *account,
                                GCancellable  *cancellable,
                                GError       **error);
  char      *(*make_key)       (CsPlatform    *self,
                                gint64         now_usec);
  CsReply   *(*prepare)        (CsPlatform    *self,
                                const CsCall  *call,
                                CsProgressFunc on_progress,
                                gpointer       user_data,
                                GCancellable  *cancellable,
                                GError       **error);
  char      *(*freeze)         (CsPlatform    *self,
                                const CsCall  *call,
                                GCancellable  *cancellable,
                                GError       **error);
  CsReply   *(*commit)         (CsPlatform    *self,
                                const CsCall  *call,
                                GCancellable  *cancellable,
                                GError       **error);
  CsReply   *(*probe)          (CsPlatform    *self,
                                const CsCall  *call,
                                GCancellable  *cancellable,
                                GError       **error);
  CsReply   *(*poll)           (CsPlatform    *self,
                                const CsCall  *call,
                                GCancellable  *cancellable,
                                GError       **error);
  CsReply   *(*withdraw)       (CsPlatform    *self,      /* NULL: the network cannot */
                                const CsCall  *call,
                                GCancellable  *cancellable,
                                GError       **error);
  gint64     (*ask_time)       (CsPlatform    *self,
                                const CsAccount *account,
                                GCancellable  *cancellable);
  CsReply   *(*find)           (CsPlatform    *self,
                                const CsAccount *account,
                                const char    *link,
                                GCancellable  *cancellable,
                                GError       **error);
  guint      (*get_sent)       (CsPlatform    *self);
  guint      (*count_max)      (CsPlatform    *self,      /* NULL: the network gives no numbers */
                                const CsAccount *account);
  CsReply   *(*count)          (CsPlatform    *self,
                                const CsAccount *account,
                                GPtrArray     *tallies,
                                GArray        *readings,
                                char         **source,
                                GCancellable  *cancellable,
                                GError       **error);
  CsReply   *(*count_account)  (CsPlatform    *self,
                                const CsAccount *account,
                                CsAccountSample **sample,
                                GCancellable  *cancellable,
                                GError       **error);
};
/* Doc blocks stand with the public functions of the same names in cs-platform.c. */

CsPlatform *cs_platform_new           (CsNetwork        network,
                                       CsSecrets       *secrets,
                                       CsClock         *clock,
                                       GError         **error);
GVariant  *cs_platform_begin_sign_in  (CsPlatform      *self,
                                       GVariant        *request,
                                       GCancellable    *cancellable,
                                       GError         **error);
CsAccount *cs_platform_finish_sign_in (CsPlatform      *self,
                                       GVariant        *pending,
                                       const char      *answer,
                                       GCancellable    *cancellable,
                                       GError         **error);
CsAccount *cs_platform_check          (CsPlatform      *self,
                                       const CsAccount *account,
                                       GCancellable    *cancellable,
                                       GError         **error);
gboolean   cs_platform_sign_out       (CsPlatform      *self,
                                       const CsAccount *account,
                                       GCancellable    *cancellable,
                                       GError         **error);
char      *cs_platform_make_key       (CsPlatform      *self,
                                       gint64           now_usec);
CsReply   *cs_platform_prepare        (CsPlatform      *self,
                                       const CsCall    *call,
                                       CsProgressFunc   on_progress,
                                       gpointer         user_data,
                                       GCancellable    *cancellable,
                                       GError         **error);
char      *cs_platform_freeze         (CsPlatform      *self,
                                       const CsCall    *call,
                                       GCancellable    *cancellable,
                                       GError         **error);
CsReply   *cs_platform_commit         (CsPlatform      *self,
                                       const CsCall    *call,
                                       GCancellable    *cancellable,
                                       GError         **error);
CsReply   *cs_platform_probe          (CsPlatform      *self,
                                       const CsCall    *call,
                                       GCancellable    *cancellable,
                                       GError         **error);
CsReply   *cs_platform_poll           (CsPlatform      *self,
                                       const CsCall    *call,
                                       GCancellable    *cancellable,
                                       GError         **error);
gboolean   cs_platform_can_withdraw   (CsPlatform      *self);
CsReply   *cs_platform_withdraw       (CsPlatform      *self,
                                       const CsCall    *call,
                                       GCancellable    *cancellable,
                                       GError         **error);
gint64     cs_platform_ask_time       (CsPlatform      *self,
                                       const CsAccount *account,
                                       GCancellable    *cancellable);
CsReply   *cs_platform_find           (CsPlatform      *self,
                                       const CsAccount *account,
                                       const char      *link,
                                       GCancellable    *cancellable,
                                       GError         **error);

/* The most requests that one question of counts makes: of a post that is left out it is asked
 * whether it is there, and a session may have to be renewed. */
#define CS_PLATFORM_COUNT_COST 4

guint      cs_platform_get_sent       (CsPlatform      *self);
guint      cs_platform_count_max      (CsPlatform      *self,
                                       const CsAccount *account);
CsReply   *cs_platform_count          (CsPlatform      *self,
                                       const CsAccount *account,
                                       GPtrArray       *tallies,
                                       GArray          *readings,
                                       char           **source,
                                       GCancellable    *cancellable,
                                       GError         **error);
CsReply   *cs_platform_count_account  (CsPlatform      *self,
                                       const CsAccount *account,
                                       CsAccountSample **sample,
                                       GCancellable    *cancellable,
                                       GError         **error);

G_END_DECLS
