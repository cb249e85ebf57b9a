/* cs-publisher.h: the service that publishes what is due, exactly once
 *
 * Owns one named thread. It claims due targets, walks every outbox row through
 * its states one persisted step at a time, and sleeps until the next row or
 * target is due. It promises nothing to callers about when; what happened is in
 * the rows, the receipts and the events.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-secrets.h"

G_BEGIN_DECLS

#define CS_TYPE_PUBLISHER (cs_publisher_get_type ())
G_DECLARE_FINAL_TYPE (CsPublisher, cs_publisher, CS, PUBLISHER, GObject)

/* What a person says of a row that needs them. */
typedef enum
{
  CS_ANSWER_IT_IS_THERE,   /* with its link */
  CS_ANSWER_POST_AGAIN,    /* it is not there: a new key, and again */
  CS_ANSWER_DROP,
} CsAnswer;

/* Bytes of a row's upload, ten times a second at the most; on a worker. */
typedef void (*CsUploadFunc) (const char *row_id,
                              gint64      done,
                              gint64      total,
                              gpointer    user_data);

CsPublisher *cs_publisher_new       (CsDb           *db,
                                     CsClock        *clock,
                                     CsSecrets      *secrets,
                                     const char     *folder);
void         cs_publisher_set_upload_func (CsPublisher  *self,
                                           CsUploadFunc  func,
                                           gpointer      user_data);
void         cs_publisher_start     (CsPublisher    *self);
void         cs_publisher_stop      (CsPublisher    *self);
void         cs_publisher_wake      (CsPublisher    *self);
gboolean     cs_publisher_is_quiet  (CsPublisher    *self);
gboolean     cs_publisher_run_once  (CsPublisher    *self,
                                     gint64         *next_at,
                                     GCancellable   *cancellable,
                                     GError        **error);

gboolean     cs_publisher_cancel    (CsPublisher    *self,
                                     const char     *row_id,
                                     GError        **error);
gboolean     cs_publisher_answer    (CsPublisher    *self,
                                     const char     *row_id,
                                     CsAnswer        answer,
                                     const char     *link,
                                     GCancellable   *cancellable,
                                     GError        **error);

G_END_DECLS
