/* cs-agenda.h: the posts of a month as a list by day
 *
 *   selected (): another post
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entries.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_AGENDA (cs_agenda_get_type ())
G_DECLARE_FINAL_TYPE (CsAgenda, cs_agenda, CS, AGENDA, AdwBin)

CsEntry *cs_agenda_get_entry   (CsAgenda   *self);
gboolean cs_agenda_is_empty    (CsAgenda   *self);

void     cs_agenda_set_entries (CsAgenda   *self,
                                CsEntries  *entries,
                                gint64      month,
                                gint64      today);
void     cs_agenda_show_day    (CsAgenda   *self,
                                gint64      day);
void     cs_agenda_select      (CsAgenda   *self,
                                const char *id);

G_END_DECLS
