/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-reply.h"

#include <glib/gi18n.h>

const char *const cs_reply_class_names[] = {
  [CS_REPLY_DONE] = "done",
  [CS_REPLY_PENDING] = "pending",
  [CS_REPLY_RETRY] = "retry",
  [CS_REPLY_PROBE] = "probe",
  [CS_REPLY_ABSENT] = "absent",
  [CS_REPLY_RATE] = "rate",
  [CS_REPLY_QUOTA] = "quota",
  [CS_REPLY_REFRESH] = "refresh",
  [CS_REPLY_SIGN_IN] = "sign-in",
  [CS_REPLY_NEW_UPLOAD] = "new-upload",
  [CS_REPLY_REJECTED] = "rejected",
  [CS_REPLY_CONFIG] = "config",
  NULL
};

/* An answer of this class; the format is its sentence, which is translated here. */
CsReply *
cs_reply_new (CsReplyClass  klass,
              const char   *format,
              ...)
{
  CsReply *self = g_new0 (CsReply, 1);
  va_list args;

  self->klass = klass;

  va_start (args, format);
  self->sentence = g_strdup_vprintf (_(format), args);
  va_end (args);

  return self;
}

void
cs_reply_free (CsReply *self)
{
  g_clear_pointer (&self->handles, g_variant_unref);
  g_free (self->remote_id);
  g_free (self->remote_url);
  g_free (self->remote_cid);
  g_free (self->sentence);
  g_free (self);
}
