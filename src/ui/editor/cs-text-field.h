/* cs-text-field.h: a text of several lines, with what belongs there while it is empty
 *
 * Its undo is its own. Tab goes on to the next control.
 *
 *   edited (): by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_TEXT_FIELD (cs_text_field_get_type ())
G_DECLARE_FINAL_TYPE (CsTextField, cs_text_field, CS, TEXT_FIELD, AdwBin)

GtkWidget *cs_text_field_new          (const char   *name,
                                       const char   *placeholder);

char      *cs_text_field_dup_text     (CsTextField  *self);
void       cs_text_field_set_text     (CsTextField  *self,
                                       const char   *text);
void       cs_text_field_set_name     (CsTextField  *self,
                                       const char   *name);
void       cs_text_field_set_lines    (CsTextField  *self,
                                       int           min,
                                       int           max);
void       cs_text_field_set_count    (CsTextField  *self,
                                       const char   *count,
                                       const char   *spoken,
                                       gboolean      over);
void       cs_text_field_set_editable (CsTextField  *self,
                                       gboolean      editable);
void       cs_text_field_select       (CsTextField  *self,
                                       int           from,
                                       int           until);

G_END_DECLS
