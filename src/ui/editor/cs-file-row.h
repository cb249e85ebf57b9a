/* cs-file-row.h: one file of a post, and what it is described with
 *
 *   alt-edited (alt): its description was written on
 *   dropped (row): another row was dragged here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-text.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_FILE_ROW (cs_file_row_get_type ())
G_DECLARE_FINAL_TYPE (CsFileRow, cs_file_row, CS, FILE_ROW, GtkListBoxRow)

GtkWidget *cs_file_row_new           (GVariant    *media,
                                      const char  *folder,
                                      gint64       part,
                                      GMenuModel  *menu);

void       cs_file_row_set_alt       (CsFileRow   *self,
                                      const char  *alt);
void       cs_file_row_set_alt_limit (CsFileRow   *self,
                                      gint64       max,
                                      CsTextUnit   unit);
void       cs_file_row_describe      (CsFileRow   *self);

G_END_DECLS
