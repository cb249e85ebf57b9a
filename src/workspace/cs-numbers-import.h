/* cs-numbers-import.h: what a file tells, beside what is known, and into the workspace
 *
 * All of it or nothing. What the file does not tell of a moment stays as it is. A number that was
 * told otherwise before becomes a correction; one that is known already is nothing new. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-numbers-read.h"

G_BEGIN_DECLS

typedef struct
{
  guint     n_new;
  guint     n_same;
  guint     n_late;        /* of those that are not, that days which are settled cannot take in */
  GVariant *corrections;   /* aa{sv}, see cs-numbers.h */
} CsNumbersResult;

gboolean cs_numbers_import (CsDb             *db,
                            CsNumbersFile    *file,
                            const char       *source,
                            gboolean          is_dry,
                            CsNumbersResult  *result,
                            GCancellable     *cancellable,
                            GError          **error);

G_END_DECLS
