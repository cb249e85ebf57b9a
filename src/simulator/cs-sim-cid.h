/* cs-sim-cid.h: content identifiers, as repositories name records and blobs
 *
 * CIDv1 with SHA-256 in base32 (atproto.com/specs/data-model): blobs are raw
 * bytes, records are DAG-CBOR made from their JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char     *cs_sim_cid_of_sha256  (const char *sha256);
char     *cs_sim_cid_of_record  (JsonNode   *record);
gboolean  cs_sim_cid_is_valid   (const char *cid);
char     *cs_sim_base32         (const guint8 *bytes,
                                 gsize         length);
char     *cs_sim_tid            (gint64      usec,
                                 guint       clock_id);
gboolean  cs_sim_tid_is_valid   (const char *tid);

G_END_DECLS
