/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-json.h"
#include "cs-error.h"

#include <math.h>
#include <string.h>

/**
 * cs_json_parse:
 * @length: bytes of @text, or -1 if it ends with NUL
 * @max_bytes: refuse more than this before parsing; 0 for %CS_JSON_MAX_DEFAULT
 *
 * Returns: (transfer full): the tree, or NULL with %CS_ERROR_INVALID
 */
JsonNode *
cs_json_parse (const char  *text,
               gssize       length,
               gsize        max_bytes,
               GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) cause = NULL;
  JsonNode *root;
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;
  gsize limit = max_bytes == 0 ? CS_JSON_MAX_DEFAULT : max_bytes;

  if (bytes > limit)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "The answer is %zu bytes long, more than the %zu that are read",
                         bytes, limit);

  if (!json_parser_load_from_data (parser, text, bytes, &cause))
    return cs_fail_null (error, CS_ERROR_INVALID, "This is not JSON: %s", cause->message);

  root = json_parser_steal_root (parser);
  if (root == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "This is not JSON: there is nothing in it");

  return root;
}

JsonObject *
cs_json_parse_object (const char  *text,
                      gssize       length,
                      gsize        max_bytes,
                      GError     **error)
{
  g_autoptr(JsonNode) root = cs_json_parse (text, length, max_bytes, error);

  if (root == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    return cs_fail_null (error, CS_ERROR_INVALID, "This is not a JSON object");

  return json_node_dup_object (root);
}

/* The node at the end of a path of member names; NULL if a step is missing. */
static JsonNode *
find (JsonObject *object,
      const char *path)
{
  g_auto(GStrv) steps = g_strsplit (path, ".", -1);
  JsonNode *node = NULL;

  for (guint i = 0; steps[i] != NULL; i++)
    {
      if (object == NULL)
        return NULL;

      node = json_object_get_member (object, steps[i]);
      object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    }

  return node;
}

/* The value of a member, if it is one of these two types. */
static JsonNode *
find_value (JsonObject *object,
            const char *path,
            GType       type,
            GType       other)
{
  JsonNode *node = find (object, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  return json_node_get_value_type (node) == type || json_node_get_value_type (node) == other
         ? node : NULL;
}

/* Whether the member is there and is not null. */
gboolean
cs_json_has (JsonObject *object,
             const char *path)
{
  JsonNode *node = find (object, path);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

const char *
cs_json_get_text (JsonObject *object,
                  const char *path)
{
  JsonNode *node = find_value (object, path, G_TYPE_STRING, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

/* An id as text, whether the server writes it as text or as a number. */
char *
cs_json_dup_id (JsonObject *object,
                const char *path)
{
  JsonNode *node = find_value (object, path, G_TYPE_STRING, G_TYPE_INT64);

  if (node == NULL)
    return NULL;

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));

  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

gint64
cs_json_get_int (JsonObject *object,
                 const char *path,
                 gint64      fallback)
{
  double real;
  JsonNode *node = find_value (object, path, G_TYPE_INT64, G_TYPE_DOUBLE);

  if (node == NULL)
    return fallback;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node);

  /* 9.2e18 is the last that fits; a conversion beyond it is undefined. */
  real = json_node_get_double (node);

  return isfinite (real) && fabs (real) < 9.2e18 ? (gint64) real : fallback;
}

gboolean
cs_json_get_bool (JsonObject *object,
                  const char *path,
                  gboolean    fallback)
{
  JsonNode *node = find_value (object, path, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

/* Borrowed, as are the arrays and the texts: they live as long as @object does. */
JsonObject *
cs_json_get_object (JsonObject *object,
                    const char *path)
{
  JsonNode *node = find (object, path);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
cs_json_get_array (JsonObject *object,
                   const char *path)
{
  JsonNode *node = find (object, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
cs_json_at_object (JsonArray *array,
                   guint      index)
{
  JsonNode *node = index < json_array_get_length (array)
                   ? json_array_get_element (array, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
cs_json_at_text (JsonArray *array,
                 guint      index)
{
  JsonNode *node = index < json_array_get_length (array)
                   ? json_array_get_element (array, index) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/* Compact JSON, members in the order in which they were set. */
char *
cs_json_to_text (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

/* A GVariant as JSON: dictionaries as objects, variants as what they hold. */
char *
cs_json_from_variant (GVariant *value)
{
  g_autoptr(JsonNode) node = json_gvariant_serialize (value);

  return json_to_string (node, FALSE);
}
