/* fake-server.h: a server in a thread of its own that answers what it was told
 *
 * Answers are queued for a method and path; the last one of a queue is given
 * again and again. Every request is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct FakeServer FakeServer;

FakeServer *fake_server_new        (void);
void        fake_server_free       (FakeServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

const char *fake_server_get_url    (FakeServer *self);

/* @line: "POST /api/v1/apps". Headers: name, value, …, NULL. */
void        fake_server_answer     (FakeServer *self,
                                    const char *line,
                                    guint       status,
                                    const char *body);
void        fake_server_answer_as  (FakeServer *self,
                                    const char *line,
                                    guint       status,
                                    const char *type,
                                    const char *body,
                                    ...) G_GNUC_NULL_TERMINATED;

/* From now on this token gets ExpiredToken, whatever it asks for. */
void        fake_server_expire     (FakeServer *self,
                                    const char *token);

guint       fake_server_count      (FakeServer *self,
                                    const char *line);
char       *fake_server_dup_body   (FakeServer *self,
                                    const char *line,
                                    guint       index);
char       *fake_server_dup_query  (FakeServer *self,
                                    const char *line,
                                    guint       index);
char       *fake_server_dup_header (FakeServer *self,
                                    const char *line,
                                    guint       index,
                                    const char *name);

/* What a listener on a bare socket does to a request that reaches it. */
typedef enum
{
  RAW_EARLY_413,        /* answers at the headers and resets */
  RAW_DROP,             /* reads all, closes without an answer */
  RAW_TRUNCATE,         /* promises more bytes than it sends */
  RAW_ENDLESS,          /* never stops answering */
  RAW_STALE,            /* answers the first request, closes at the second */
  RAW_DRIP_HEADERS,     /* a head without end */
  RAW_HANG_UP,          /* closes at the first byte */
} RawMode;

typedef struct RawServer RawServer;

RawServer  *raw_server_new         (RawMode     mode);
void        raw_server_free        (RawServer  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)
const char *raw_server_get_url     (RawServer  *self);
guint       raw_server_count       (RawServer  *self);

G_END_DECLS
