/* cs-reply.h: what a network answered, sorted by what follows from it
 *
 * A connector answers every call with one. GError is for what is not the
 * network's answer: a cancelled act, a local file that cannot be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  CS_REPLY_DONE,         /* it is so; handles, remote_id … say what */
  CS_REPLY_PENDING,      /* the network works on it; ask again at not_before */
  CS_REPLY_RETRY,        /* not one byte of the body was sent: the same again */
  CS_REPLY_PROBE,        /* nobody knows whether it was done: a 5xx, a lost or unreadable answer */
  CS_REPLY_ABSENT,       /* answer of a probe: it provably is not there */
  CS_REPLY_RATE,         /* refused unprocessed; again at not_before */
  CS_REPLY_QUOTA,        /* a daily or rolling quota is used up until not_before */
  CS_REPLY_REFRESH,      /* the token has ended; refresh it once */
  CS_REPLY_SIGN_IN,      /* the token is refused for good */
  CS_REPLY_NEW_UPLOAD,   /* an upload session or a blob is gone: prepare anew */
  CS_REPLY_REJECTED,     /* the content is refused for good; sentence says why */
  CS_REPLY_CONFIG,       /* app registration, wrong host, an answer that is no API's */
} CsReplyClass;

extern const char *const cs_reply_class_names[];

/* What a network says it still takes of an account, in calls. */
typedef struct
{
  gint64  limit;       /* 0: it says nothing, and the rest means nothing */
  gint64  left;
  gint64  reset_at;    /* by our clock, seconds since 1970 */
} CsBudget;

typedef struct
{
  CsReplyClass  klass;
  gint64        not_before;     /* seconds since 1970; 0: the backoff decides */
  GVariant     *handles;        /* a{sv}: merged into the row's; NULL: none new */
  char         *remote_id;
  char         *remote_url;
  char         *remote_cid;
  gint64        published_at;   /* as the network says; 0: it does not */
  CsBudget      budget;
  gint64        skew;           /* how far the server's clock is ahead of ours, seconds */
  gint64        timed_at;       /* by our clock, when the server's was compared; 0: it was not */
  gboolean      unreached;      /* no connection was made: this machine may be offline */
  char         *sentence;       /* one sentence for a person: what happened, what to do */
} CsReply;

CsReply *cs_reply_new      (CsReplyClass  klass,
                            const char   *format,
                            ...) G_GNUC_PRINTF (2, 3);
void     cs_reply_free     (CsReply      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReply, cs_reply_free)

G_END_DECLS
