/* cs-event.h: something that happened, in the order in which it did
 *
 * Readers (notifications, views, webhooks) remember the last number they saw.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef struct
{
  CsRecord  record;

  gint64    number;
  gint64    at;
  char     *name;      /* post.published, media.added, account.sign-in … */
  char     *kind;      /* record kind of the subject */
  char     *subject;   /* its id */
  GVariant *detail;
} CsEvent;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsEvent, cs_record_unref)

G_END_DECLS
