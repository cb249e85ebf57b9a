/* cs-today-card.h: one thing of today, and what can be done about it
 *
 * Shows an item of the command "today". Its acts are its actions, card.…; those
 * that fit the item are its buttons.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-item.h"
#include "cs-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_TODAY_CARD (cs_today_card_get_type ())
G_DECLARE_FINAL_TYPE (CsTodayCard, cs_today_card, CS, TODAY_CARD, GtkListBoxRow)

GtkWidget *cs_today_card_new  (CsLibrary   *library,
                               CsItem      *item);
void       cs_today_card_open (CsTodayCard *self);

G_END_DECLS
