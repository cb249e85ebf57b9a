/* cs-http-body.h: the body of a request, read from memory and disk as it is sent
 *
 * SoupMultipart copies every file into memory; this keeps one buffer. A file
 * that goes out whole is hashed on its way, and when the bytes are not those
 * that were promised the stream fails before the last of them is handed over, so
 * that no server ever holds a complete wrong file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_TYPE_HTTP_BODY (cs_http_body_get_type ())
G_DECLARE_FINAL_TYPE (CsHttpBody, cs_http_body, CS, HTTP_BODY, GInputStream)

CsHttpBody *cs_http_body_new           (void);
CsHttpBody *cs_http_body_new_text      (const char  *text);

gint64      cs_http_body_get_length    (CsHttpBody  *self);
gint64      cs_http_body_get_taken     (CsHttpBody  *self);

void        cs_http_body_add_text      (CsHttpBody  *self,
                                        const char  *text);
gboolean    cs_http_body_add_file      (CsHttpBody  *self,
                                        const char  *path,
                                        gint64       size,
                                        const char  *sha256,
                                        GError     **error);
gboolean    cs_http_body_add_range     (CsHttpBody  *self,
                                        const char  *path,
                                        gint64       size,
                                        gint64       offset,
                                        gint64       length,
                                        GChecksum   *before,
                                        const char  *sha256,
                                        GError     **error);
GChecksum  *cs_http_body_dup_checksum  (CsHttpBody  *self);

/* multipart/form-data (RFC 7578) */
char       *cs_http_body_make_boundary (void);
void        cs_http_body_add_field     (CsHttpBody  *self,
                                        const char  *boundary,
                                        const char  *name,
                                        const char  *value);
gboolean    cs_http_body_add_upload    (CsHttpBody  *self,
                                        const char  *boundary,
                                        const char  *name,
                                        const char  *filename,
                                        const char  *mime,
                                        const char  *path,
                                        gint64       size,
                                        const char  *sha256,
                                        GError     **error);
void        cs_http_body_end_form      (CsHttpBody  *self,
                                        const char  *boundary);

G_END_DECLS
