/* cs-sim-exchange.h: one request and the answer to it
 *
 * The server reads the request wholly before a network sees it. Large bodies are
 * never in memory: what is left of them is length, hash, first bytes and, when
 * wanted, a file. Parameters of forms, multipart bodies, JSON and the query are
 * one list, written as forms write them ("media_ids[]").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-world.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define CS_SIM_SNIFF 64

/* What stays of a file that was sent. */
typedef struct
{
  char    *field;             /* of a multipart body */
  char    *name;
  char    *type;              /* as declared */
  char    *sha256;
  char    *path;              /* NULL unless uploads are kept */
  gint64   length;
  guint8   head[CS_SIM_SNIFF];
  gsize    n_head;
} CsSimUpload;

typedef struct
{
  char *name;
  char *value;
} CsSimParam;

typedef struct
{
  CsSimulatorFace      face;
  char                *method;
  char                *path;
  char                *query;
  SoupMessageHeaders  *headers;
  gint64               body_length;
  GByteArray          *text;        /* JSON and forms */
  GPtrArray           *uploads;     /* CsSimUpload */
  GPtrArray           *params;      /* CsSimParam; see cs_sim_exchange_read_params() */
  JsonNode            *json;
  gboolean             too_large;   /* the text was longer than any API reads */
  char                *args[2];     /* what stood at ":" in the route */

  guint                status;
  SoupMessageHeaders  *answer_headers;
  GBytes              *answer;
} CsSimExchange;

typedef struct
{
  const char *method;
  const char *path;                 /* ":" stands for one segment */
  void      (*answer) (gpointer       network,
                       CsSimExchange *exchange);
} CsSimRoute;

CsSimExchange *cs_sim_exchange_new          (CsSimulatorFace    face);
void           cs_sim_exchange_free         (CsSimExchange     *self);
void           cs_sim_upload_free           (CsSimUpload       *self);
const char    *cs_sim_upload_get_type       (const CsSimUpload *self);
gboolean       cs_sim_upload_is_media       (const CsSimUpload *self);

gboolean       cs_sim_exchange_read_params  (CsSimExchange     *self);
void           cs_sim_exchange_add_param    (CsSimExchange     *self,
                                             const char        *name,
                                             const char        *value);
const char    *cs_sim_exchange_param        (CsSimExchange     *self,
                                             const char        *name);
gboolean       cs_sim_exchange_param_bool   (CsSimExchange     *self,
                                             const char        *name);
GPtrArray     *cs_sim_exchange_params       (CsSimExchange     *self,
                                             const char        *name);
const char    *cs_sim_exchange_header       (CsSimExchange     *self,
                                             const char        *name);
const char    *cs_sim_exchange_bearer       (CsSimExchange     *self);
JsonObject    *cs_sim_exchange_object       (CsSimExchange     *self);
CsSimUpload   *cs_sim_exchange_upload       (CsSimExchange     *self,
                                             const char        *field);

gboolean       cs_sim_exchange_route        (CsSimExchange     *self,
                                             const CsSimRoute  *routes,
                                             gsize              n_routes,
                                             gpointer           network);

void           cs_sim_answer_text           (CsSimExchange     *self,
                                             guint              status,
                                             const char        *type,
                                             const char        *text);
void           cs_sim_answer_json           (CsSimExchange     *self,
                                             guint              status,
                                             JsonNode          *node);
void           cs_sim_answer_object         (CsSimExchange     *self,
                                             guint              status,
                                             JsonObject        *object);
void           cs_sim_answer_error          (CsSimExchange     *self,
                                             guint              status,
                                             const char        *error,
                                             const char        *message_name,
                                             const char        *message);
void           cs_sim_answer_header         (CsSimExchange     *self,
                                             const char        *name,
                                             const char        *value);

JsonNode      *cs_sim_take_array            (JsonArray         *array);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSimExchange, cs_sim_exchange_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSimUpload, cs_sim_upload_free)

G_END_DECLS
