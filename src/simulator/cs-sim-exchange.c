/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-exchange.h"
#include "cs-json.h"

#include <string.h>

static void
param_free (gpointer data)
{
  CsSimParam *param = data;

  g_free (param->name);
  g_free (param->value);
  g_free (param);
}

void
cs_sim_upload_free (CsSimUpload *self)
{
  g_free (self->field);
  g_free (self->name);
  g_free (self->type);
  g_free (self->sha256);
  g_free (self->path);
  g_free (self);
}

CsSimExchange *
cs_sim_exchange_new (CsSimulatorFace face)
{
  CsSimExchange *self = g_new0 (CsSimExchange, 1);

  self->face = face;
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  self->answer_headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  self->text = g_byte_array_new ();
  self->uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_upload_free);
  self->params = g_ptr_array_new_with_free_func (param_free);

  return self;
}

void
cs_sim_exchange_free (CsSimExchange *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->query);
  soup_message_headers_unref (self->headers);
  soup_message_headers_unref (self->answer_headers);
  g_byte_array_unref (self->text);
  g_ptr_array_unref (self->uploads);
  g_ptr_array_unref (self->params);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self->args[0]);
  g_free (self->args[1]);
  g_free (self);
}

/* What the bytes say they are; both networks believe them before the sender. */
static const char *
sniff (const CsSimUpload *self)
{
  static const struct { gsize at; const char *bytes; gsize length; const char *type; } magic[] =
  {
    { 4, "ftypqt  ", 8, "video/quicktime" },
    { 4, "ftypavif", 8, "image/avif" },
    { 4, "ftypheic", 8, "image/heic" },
    { 4, "ftypM4A ", 8, "audio/mp4" },
    { 4, "ftyp", 4, "video/mp4" },
    { 0, "\x89PNG\r\n", 6, "image/png" },
    { 0, "\xff\xd8\xff", 3, "image/jpeg" },
    { 0, "GIF8", 4, "image/gif" },
    { 8, "WEBP", 4, "image/webp" },
    { 8, "WAVE", 4, "audio/wav" },
    { 0, "OggS", 4, "audio/ogg" },
    { 0, "ID3", 3, "audio/mpeg" },
    { 0, "fLaC", 4, "audio/flac" },
  };

  /* One signature for all of EBML: the kind of document stands behind it. */
  if (self->n_head >= 4 && memcmp (self->head, "\x1a\x45\xdf\xa3", 4) == 0)
    return memmem (self->head, self->n_head, "webm", 4) != NULL ? "video/webm"
                                                                : "video/x-matroska";

  for (guint i = 0; i < G_N_ELEMENTS (magic); i++)
    if (self->n_head >= magic[i].at + magic[i].length
        && memcmp (self->head + magic[i].at, magic[i].bytes, magic[i].length) == 0)
      return magic[i].type;

  return NULL;
}

const char *
cs_sim_upload_get_type (const CsSimUpload *self)
{
  const char *seen = sniff (self);

  if (seen != NULL)
    return seen;

  return self->type != NULL ? self->type : "application/octet-stream";
}

gboolean
cs_sim_upload_is_media (const CsSimUpload *self)
{
  return sniff (self) != NULL;
}

void
cs_sim_exchange_add_param (CsSimExchange *self,
                           const char    *name,
                           const char    *value)
{
  CsSimParam *param = g_new0 (CsSimParam, 1);

  param->name = g_strdup (name);
  param->value = g_strdup (value);
  g_ptr_array_add (self->params, param);
}

/* FALSE when a name or value is not UTF-8; every network refuses that before it looks further. */
static gboolean
add_form (CsSimExchange *self,
          const char    *text)
{
  g_auto(GStrv) pairs = g_strsplit (text, "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (equals == NULL)
        continue;

      *equals = '\0';
      g_strdelimit (pairs[i], "+", ' ');
      g_strdelimit (equals + 1, "+", ' ');
      name = g_uri_unescape_string (pairs[i], NULL);
      value = g_uri_unescape_string (equals + 1, NULL);

      if (name == NULL || value == NULL || !g_utf8_validate (name, -1, NULL)
          || !g_utf8_validate (value, -1, NULL))
        return FALSE;

      cs_sim_exchange_add_param (self, name, value);
    }

  return TRUE;
}

static void
add_value (CsSimExchange *self,
           const char    *name,
           JsonNode      *node)
{
  g_autofree char *text = NULL;

  if (JSON_NODE_HOLDS_NULL (node))
    return;

  if (!JSON_NODE_HOLDS_VALUE (node))
    {
      cs_sim_exchange_add_param (self, name, "");
      return;
    }

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      cs_sim_exchange_add_param (self, name, json_node_get_string (node));
      return;
    }

  text = cs_json_to_text (node);
  cs_sim_exchange_add_param (self, name, text);
}

static void
add_member (JsonObject *object,
            const char *name,
            JsonNode   *node,
            gpointer    data)
{
  g_autofree char *list_name = g_strconcat (name, "[]", NULL);
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      add_value (data, name, node);
      return;
    }

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    add_value (data, list_name, json_array_get_element (array, i));
}

/* Fills params and json from query and body. A body that is no JSON leaves json NULL; FALSE
 * when a form is broken. */
gboolean
cs_sim_exchange_read_params (CsSimExchange *self)
{
  const char *type = soup_message_headers_get_content_type (self->headers, NULL);

  if (self->query != NULL && !add_form (self, self->query))
    return FALSE;

  if (self->text->len == 0 || type == NULL)
    return TRUE;

  if (g_ascii_strcasecmp (type, "application/x-www-form-urlencoded") == 0)
    {
      g_autofree char *text = g_strndup ((const char *) self->text->data, self->text->len);

      return add_form (self, text);
    }

  if (g_ascii_strcasecmp (type, "application/json") == 0)
    {
      self->json = cs_json_parse ((const char *) self->text->data, self->text->len, 0, NULL);
      if (self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json))
        json_object_foreach_member (json_node_get_object (self->json), add_member, self);
    }

  return TRUE;
}

const char *
cs_sim_exchange_param (CsSimExchange *self,
                       const char    *name)
{
  for (guint i = 0; i < self->params->len; i++)
    {
      CsSimParam *param = g_ptr_array_index (self->params, i);

      if (g_str_equal (param->name, name))
        return param->value;
    }

  return NULL;
}

gboolean
cs_sim_exchange_param_bool (CsSimExchange *self,
                            const char    *name)
{
  const char *value = cs_sim_exchange_param (self, name);

  return value != NULL
      && (g_str_equal (value, "true") || g_str_equal (value, "1") || g_str_equal (value, "on"));
}

/* Borrowed texts of all parameters of that name. */
GPtrArray *
cs_sim_exchange_params (CsSimExchange *self,
                        const char    *name)
{
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < self->params->len; i++)
    {
      CsSimParam *param = g_ptr_array_index (self->params, i);

      if (g_str_equal (param->name, name))
        g_ptr_array_add (values, param->value);
    }

  return values;
}

const char *
cs_sim_exchange_header (CsSimExchange *self,
                        const char    *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

const char *
cs_sim_exchange_bearer (CsSimExchange *self)
{
  const char *header = soup_message_headers_get_one (self->headers, "Authorization");

  return header != NULL && g_str_has_prefix (header, "Bearer ") ? header + strlen ("Bearer ")
                                                                : NULL;
}

/* The JSON body, borrowed; NULL when it is no object. */
JsonObject *
cs_sim_exchange_object (CsSimExchange *self)
{
  return self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json)
         ? json_node_get_object (self->json) : NULL;
}

CsSimUpload *
cs_sim_exchange_upload (CsSimExchange *self,
                        const char    *field)
{
  for (guint i = 0; i < self->uploads->len; i++)
    {
      CsSimUpload *upload = g_ptr_array_index (self->uploads, i);

      if (g_strcmp0 (upload->field, field) == 0)
        return upload;
    }

  return NULL;
}

static gboolean
match (CsSimExchange *self,
       const char    *pattern)
{
  g_auto(GStrv) want = g_strsplit (pattern, "/", -1);
  g_auto(GStrv) have = g_strsplit (self->path, "/", -1);
  guint n_args = 0;

  if (g_strv_length (want) != g_strv_length (have))
    return FALSE;

  for (guint i = 0; want[i] != NULL; i++)
    if (!g_str_equal (want[i], have[i]) && !(g_str_equal (want[i], ":") && *have[i] != '\0'))
      return FALSE;

  for (guint i = 0; want[i] != NULL; i++)
    if (g_str_equal (want[i], ":") && n_args < G_N_ELEMENTS (self->args))
      {
        g_free (self->args[n_args]);
        self->args[n_args++] = g_strdup (have[i]);
      }

  return TRUE;
}

/* Calls the first route that fits; FALSE when there is none. */
gboolean
cs_sim_exchange_route (CsSimExchange    *self,
                       const CsSimRoute *routes,
                       gsize             n_routes,
                       gpointer          network)
{
  for (gsize i = 0; i < n_routes; i++)
    if (g_str_equal (routes[i].method, self->method) && match (self, routes[i].path))
      {
        routes[i].answer (network, self);
        return TRUE;
      }

  return FALSE;
}

void
cs_sim_answer_text (CsSimExchange *self,
                    guint          status,
                    const char    *type,
                    const char    *text)
{
  self->status = status;
  soup_message_headers_replace (self->answer_headers, "Content-Type", type);
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->answer = g_bytes_new (text, strlen (text));
}

/* Takes @node. */
void
cs_sim_answer_json (CsSimExchange *self,
                    guint          status,
                    JsonNode      *node)
{
  g_autofree char *text = cs_json_to_text (node);

  cs_sim_answer_text (self, status, "application/json; charset=utf-8", text);
  json_node_unref (node);
}

/* Takes @object. */
void
cs_sim_answer_object (CsSimExchange *self,
                      guint          status,
                      JsonObject    *object)
{
  cs_sim_answer_json (self, status, json_node_init_object (json_node_alloc (), object));
  json_object_unref (object);
}

/* {"error": …} and, where the network has one, a second member with the sentence. */
void
cs_sim_answer_error (CsSimExchange *self,
                     guint          status,
                     const char    *error,
                     const char    *message_name,
                     const char    *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", error);
  if (message_name != NULL)
    json_object_set_string_member (object, message_name, message);

  cs_sim_answer_object (self, status, object);
}

void
cs_sim_answer_header (CsSimExchange *self,
                      const char    *name,
                      const char    *value)
{
  soup_message_headers_replace (self->answer_headers, name, value);
}

/* A node that owns @array. */
JsonNode *
cs_sim_take_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);

  return node;
}
