/* cs-json.h: reading JSON that somebody else wrote
 *
 * A tree costs json-glib 43 bytes for one of text (measured, 1.10), so a size
 * limit stands before the parser. Getters answer "not there" for a member that
 * is missing or of another type: nothing a server sends can reach an assertion.
 * Names may be paths: "configuration.statuses.max_characters".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CS_JSON_MAX_DEFAULT (2 * 1024 * 1024)

JsonNode    *cs_json_parse        (const char  *text,
                                   gssize       length,
                                   gsize        max_bytes,
                                   GError     **error);
JsonObject  *cs_json_parse_object (const char  *text,
                                   gssize       length,
                                   gsize        max_bytes,
                                   GError     **error);

gboolean     cs_json_has          (JsonObject  *object,
                                   const char  *path);
const char  *cs_json_get_text     (JsonObject  *object,
                                   const char  *path);
char        *cs_json_dup_id       (JsonObject  *object,
                                   const char  *path);
gint64       cs_json_get_int      (JsonObject  *object,
                                   const char  *path,
                                   gint64       fallback);
gboolean     cs_json_get_bool     (JsonObject  *object,
                                   const char  *path,
                                   gboolean     fallback);
JsonObject  *cs_json_get_object   (JsonObject  *object,
                                   const char  *path);
JsonArray   *cs_json_get_array    (JsonObject  *object,
                                   const char  *path);
JsonObject  *cs_json_at_object    (JsonArray   *array,
                                   guint        index);
const char  *cs_json_at_text      (JsonArray   *array,
                                   guint        index);

char        *cs_json_to_text      (JsonNode    *node);
char        *cs_json_from_variant (GVariant    *value);

G_END_DECLS
