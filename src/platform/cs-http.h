/* cs-http.h: every request to a network goes through here
 *
 * One place for the authorization header, for timeouts, size caps, redirects
 * and rate headers. A request is sent once: nothing is repeated behind the
 * caller's back, and after a failure it is known whether a byte of the body can
 * have left. Every call blocks; any thread may call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-http-body.h"

#include "cs-clock.h"
#include "cs-job.h"
#include "cs-reply.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CS_TYPE_HTTP (cs_http_get_type ())
G_DECLARE_FINAL_TYPE (CsHttp, cs_http, CS, HTTP, GObject)

typedef enum
{
  CS_HTTP_READ,     /* changes nothing; follows a redirect to the same host */
  CS_HTTP_UPLOAD,   /* may be sent again: it publishes nothing */
  CS_HTTP_COMMIT,   /* cannot be taken back: a connection of its own, no redirect */
} CsHttpKind;

typedef struct
{
  CsHttpKind          kind;
  const char         *method;
  const char         *url;
  const char         *token;          /* of the Bearer scheme; NULL: no authorization */
  const char *const  *headers;        /* name, value, …, NULL; or NULL */
  const char         *content_type;
  CsHttpBody         *body;           /* NULL: none */
  gsize               max_answer;     /* 0: 2 MiB */
  guint               seconds;        /* for all of it; 0: by its size */
  CsProgressFunc      on_progress;
  gpointer            user_data;
} CsHttpCall;

typedef enum
{
  CS_HTTP_ANSWERED,
  CS_HTTP_UNREACHED,    /* not one byte of the body was sent */
  CS_HTTP_UNSENT,       /* what has to come before it had trouble */
  CS_HTTP_CUT,          /* no answer, or half of one */
  CS_HTTP_OVERLONG,     /* the answer is larger than may be */
  CS_HTTP_REDIRECTED,   /* it asks to go somewhere that we do not follow */
  CS_HTTP_UNTRUSTED,    /* the certificate is not the host's */
} CsHttpOutcome;

typedef struct
{
  CsHttpOutcome  outcome;
  guint          status;        /* 0: none was read */
  char          *text;          /* the body, NUL at its end; "" for none */
  gsize          length;
  char          *content_type;  /* in lower case, without parameters; NULL: none */
  JsonNode      *json;          /* NULL: it is not JSON */
  JsonObject    *object;        /* borrowed from json; NULL: it is no object */
  gint64         retry_at;      /* what a refusal asks to wait for, by our clock; 0: nothing */
  CsBudget       budget;        /* what the network says of it; limit 0: nothing */
  gint64         date;          /* by the server's clock, seconds since 1970; 0: unsaid */
  gint64         skew;          /* how far the server's clock is ahead, seconds */
  gint64         timed_at;      /* by ours, when date was compared with it; 0: unsaid */
  gint64         sent;          /* bytes of the body that were written */
  char          *host;
  char          *words;         /* why there is no answer, in words */
} CsHttpAnswer;

void          cs_http_answer_free (CsHttpAnswer      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHttpAnswer, cs_http_answer_free)

CsHttp       *cs_http_new         (CsClock           *clock);
CsHttpAnswer *cs_http_send        (CsHttp            *self,
                                   const CsHttpCall  *call,
                                   GCancellable      *cancellable,
                                   GError           **error);
guint         cs_http_get_sent    (CsHttp            *self);

gboolean      cs_http_is_ok       (const CsHttpAnswer *answer);
gboolean      cs_http_is_html     (const CsHttpAnswer *answer);
gboolean      cs_http_check_url   (const char        *url,
                                   GError           **error);
char         *cs_http_form        (const char        *name,
                                   ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
