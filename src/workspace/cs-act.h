/* cs-act.h: one run of a command, as its row sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-command.h"
#include "cs-record.h"
#include "cs-services.h"
#include "cs-tx.h"

G_BEGIN_DECLS

struct _CsAct
{
  const CsCommand *command;
  CsServices      *services;
  GVariant        *args;          /* a{sv}, checked against the row */
  GCancellable    *cancellable;
  CsProgressFunc   on_progress;   /* called on the worker */
  gpointer         user_data;
};

const char *cs_act_text      (CsAct       *self,
                              const char  *name);
gboolean    cs_act_bool      (CsAct       *self,
                              const char  *name);
gint64      cs_act_int       (CsAct       *self,
                              const char  *name,
                              gint64       fallback);
GStrv       cs_act_dup_texts (CsAct       *self,
                              const char  *name);
gboolean    cs_act_enum      (CsAct             *self,
                              const char        *name,
                              const char *const *names,
                              int               *value,
                              GError           **error);
gint64      cs_act_now       (CsAct       *self);
char       *cs_act_new_id    (CsAct       *self);

CsTurn     *cs_act_take_turn (CsAct       *self,
                              const char  *subject,
                              GError     **error);
CsTx       *cs_act_begin     (CsAct       *self,
                              const char  *subject,
                              GError     **error);
void        cs_act_name      (CsTx        *tx,
                              const char  *title,
                              const char  *subject);
CsTx       *cs_act_begin_read (CsAct      *self,
                               GError    **error);
GVariant   *cs_act_record    (gpointer     record);
GVariant   *cs_act_records   (GPtrArray   *records);
GVariant   *cs_act_nothing   (void);

G_END_DECLS
