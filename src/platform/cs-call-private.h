/* cs-call-private.h: what all connectors ask of a call and of an answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-http.h"
#include "cs-platform.h"

G_BEGIN_DECLS

const char *cs_call_get_text       (const CsCall       *call);
const char *cs_call_get_warning    (const CsCall       *call);
gboolean    cs_call_has_video      (const CsCall       *call);

const char *cs_row_get_handle      (const CsOutboxRow  *row,
                                    const char         *name,
                                    const char         *media_id);
gint64      cs_row_get_number      (const CsOutboxRow  *row,
                                    const char         *name,
                                    const char         *media_id,
                                    gint64              fallback);
void        cs_reply_set_handle    (CsReply            *self,
                                    const char         *name,
                                    const char         *media_id,
                                    const char         *value);
void        cs_reply_set_number    (CsReply            *self,
                                    const char         *name,
                                    const char         *media_id,
                                    gint64              value);

char       *cs_account_dup_setting (const CsAccount    *account,
                                    const char         *name,
                                    const char         *fallback);
char       *cs_request_dup_text    (GVariant           *request,
                                    const char         *name);

CsReply    *cs_reply_from_answer   (const CsHttpAnswer *answer,
                                    CsHttpKind          kind,
                                    gint64              now);
CsReply    *cs_reply_from_error    (GError            **error);
gboolean    cs_reply_fail          (const CsReply      *self,
                                    gint64              now,
                                    GError            **error);
char       *cs_answer_dup_words    (const CsHttpAnswer *answer,
                                    const char         *first,
                                    const char         *second);

char       *cs_iso_time            (gint64              usec);
gint64      cs_iso_time_read       (const char         *text);
char       *cs_base64url           (const guint8       *bytes,
                                    gsize               length);
char       *cs_pkce_make_verifier  (void);
char       *cs_pkce_challenge      (const char         *verifier);
gboolean    cs_texts_match         (const char         *a,
                                    const char         *b);

G_END_DECLS
