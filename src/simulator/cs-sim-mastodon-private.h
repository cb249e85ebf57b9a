/* cs-sim-mastodon-private.h: what an instance holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-mastodon.h"

G_BEGIN_DECLS

typedef struct
{
  char        *id;
  char        *username;
  const char  *password;
  CsSimWindow  calls;           /* 300 in 5 minutes */
  CsSimWindow  media;           /* 30 in 30 minutes */
  CsSimWindow  deletes;         /* 30 in 30 minutes */
  CsSimWindow  statuses;        /* 300 in 3 hours */
} CsSimPerson;

typedef struct
{
  char  *id;
  char  *name;
  char  *client_id;
  char  *client_secret;
  char **redirect_uris;
  char  *scopes;
} CsSimApp;

/* A code on its way to a token. */
typedef struct
{
  char        *code;
  CsSimApp    *app;
  CsSimPerson *person;
  char        *redirect_uri;
  char        *scopes;
  char        *challenge;       /* NULL: no PKCE */
  gint64       expires;
} CsSimGrant;

typedef struct
{
  char        *token;
  CsSimApp    *app;
  CsSimPerson *person;          /* NULL: the app's own */
  char        *scopes;
  const char  *refusal;         /* why it is not valid any more */
  gint64       created;
} CsSimToken;

typedef struct
{
  char        *id;
  CsSimPerson *person;
  CsSimUpload *upload;
  const char  *kind;            /* image, video, gifv or audio */
  char        *description;
  char        *focus;
  gint64       created;
  gint64       ready;           /* when processing ends */
  gboolean     fails;
  gboolean     is_attached;
  gboolean     is_gone;
} CsSimMedia;

typedef struct
{
  char        *id;
  CsSimPerson *person;
  CsSimApp    *app;
  char        *text;
  char        *spoiler;
  char        *visibility;
  char        *language;
  char        *in_reply_to;
  gboolean     is_sensitive;
  GPtrArray   *media;           /* CsSimMedia, borrowed */
  char        *key;             /* Idempotency-Key it was made with */
  gint64       created_usec;
  gint64       edited_usec;
  gint64       deleted_usec;    /* 0: it is there */
  gint64       scheduled;       /* seconds; 0: published at once */
  char        *schedule_id;     /* set while it waits, kept afterwards */
  gboolean     is_waiting;
} CsSimStatus;

typedef struct
{
  CsSimStatus *status;
  gint64       at;
} CsSimKey;

struct _CsSimMastodon
{
  CsSimWorld  *world;
  CsSimPerson  people[2];
  GPtrArray   *apps;
  GPtrArray   *grants;
  GPtrArray   *tokens;
  GPtrArray   *media;
  GPtrArray   *statuses;        /* in the order they were made, waiting ones too */
  GHashTable  *keys;            /* "person key" → CsSimKey */
  guint64      counter;
};

/* Answers 401, 403 or 429 and gives NULL when the request may not do this. */
CsSimToken *cs_sim_mastodon_need       (CsSimMastodon *self,
                                        CsSimExchange *exchange,
                                        const char    *scope);
CsSimToken *cs_sim_mastodon_find_token (CsSimMastodon *self,
                                        CsSimExchange *exchange);
gboolean    cs_sim_mastodon_take       (CsSimMastodon *self,
                                        CsSimExchange *exchange,
                                        CsSimWindow   *window,
                                        gint64         length,
                                        gint64         limit);
char       *cs_sim_mastodon_new_id     (CsSimMastodon *self);
guint       cs_sim_mastodon_version    (CsSimMastodon *self);
CsSimPerson *cs_sim_mastodon_find_person (CsSimMastodon *self,
                                        const char    *id);
JsonObject *cs_sim_mastodon_describe   (CsSimMastodon *self,
                                        CsSimPerson   *person);
void        cs_sim_mastodon_refuse     (CsSimExchange *exchange,
                                        guint          status,
                                        const char    *sentence);

void cs_sim_mastodon_create_app        (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_authorize    (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_authorize         (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_code         (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_create_token      (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_revoke            (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_metadata          (gpointer self, CsSimExchange *exchange);

void cs_sim_mastodon_create_media      (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_media        (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_edit_media        (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_file         (gpointer self, CsSimExchange *exchange);
CsSimMedia *cs_sim_mastodon_find_media (CsSimMastodon *self, CsSimPerson *person, const char *id);
void cs_sim_mastodon_sweep_media       (CsSimMastodon *self);
JsonObject *cs_sim_mastodon_describe_media (CsSimMastodon *self, CsSimMedia *media);
gboolean    cs_sim_mastodon_media_is_ready (CsSimMastodon *self, CsSimMedia *media);

void cs_sim_mastodon_create_status     (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_status       (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_statuses     (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_edit_status       (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_delete_status     (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_context      (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_list_statuses     (gpointer self, CsSimExchange *exchange);
CsSimStatus *cs_sim_mastodon_find_status (CsSimMastodon *self,
                                        const char    *id);
JsonObject *cs_sim_mastodon_describe_status (CsSimMastodon *self,
                                        CsSimStatus   *status);
void cs_sim_mastodon_answer_status     (CsSimMastodon *self,
                                        CsSimExchange *exchange,
                                        CsSimStatus   *status);
void cs_sim_mastodon_set_text          (JsonObject    *object,
                                        const char    *name,
                                        const char    *text);
void cs_sim_mastodon_set_media         (CsSimMastodon *self,
                                        JsonObject    *object,
                                        CsSimStatus   *status);

void cs_sim_mastodon_count_status      (CsSimMastodon *self,
                                        CsSimStatus   *status,
                                        gint64         at,
                                        gint64         counts[CS_SIMULATOR_N_COUNTS]);
void cs_sim_mastodon_count_person      (CsSimMastodon *self,
                                        CsSimPerson   *person,
                                        gint64         at,
                                        gint64         counts[CS_SIMULATOR_N_COUNTS]);

JsonObject *cs_sim_mastodon_describe_schedule (CsSimMastodon  *self,
                                               CsSimStatus    *status);
gboolean cs_sim_mastodon_read_schedule (CsSimMastodon  *self,
                                        const char     *text,
                                        gint64         *at,
                                        char          **refusal);
char *cs_sim_mastodon_find_schedule_refusal (CsSimMastodon *self,
                                             CsSimPerson   *person,
                                             gint64         at);
void cs_sim_mastodon_list_scheduled    (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_show_scheduled    (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_move_scheduled    (gpointer self, CsSimExchange *exchange);
void cs_sim_mastodon_delete_scheduled  (gpointer self, CsSimExchange *exchange);

void cs_sim_app_free    (CsSimApp *app);
void cs_sim_grant_free  (CsSimGrant *grant);
void cs_sim_token_free  (CsSimToken *token);
void cs_sim_media_free  (CsSimMedia *media);
void cs_sim_status_free (CsSimStatus *status);

G_END_DECLS
