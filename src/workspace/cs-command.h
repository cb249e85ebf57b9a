/* cs-command.h: everything that a person can do, a row each
 *
 * UI, command line and wire run the same rows. Arguments are a{sv}; a row names
 * each with its type, and what is missing, unknown or of another type is refused
 * before the row runs. Rows block; they run on workers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-job.h"

G_BEGIN_DECLS

typedef struct _CsAct CsAct;

typedef GVariant *(*CsCommandFunc) (CsAct   *act,
                                    GError **error);

typedef struct
{
  const char    *name;     /* post.schedule */
  const char    *args;     /* "id s, zone ?s": names and types, ? what may be left out */
  const char    *result;   /* GVariant type of the answer */
  CsCommandFunc  run;
  CsJobPool      pool;     /* CS_JOB_RENDER: its runs are jobs, which can be paused */
  const char    *title;    /* of the step that undo shows, %s the subject; NULL: not to be undone */
} CsCommand;

const CsCommand *cs_command_find       (const char       *name);
const CsCommand *cs_command_at         (guint             index);
gboolean         cs_command_check_size (GVariant         *args,
                                        GError          **error);
gboolean         cs_command_check_args (const CsCommand  *self,
                                        GVariant         *args,
                                        GError          **error);

G_END_DECLS
