/* cs-today-acts.h: what is done about a thing of today
 *
 * Each takes the widget over which its dialog and its toast appear, and an item of
 * the command "today". What cannot be taken back is asked first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-item.h"
#include "cs-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_today_fix        (GtkWidget  *from,
                          CsLibrary  *library,
                          CsItem     *item);
void cs_today_publish    (GtkWidget  *from,
                          CsLibrary  *library,
                          CsItem     *item);
void cs_today_unschedule (GtkWidget  *from,
                          CsLibrary  *library,
                          CsItem     *item);
void cs_today_send_again (GtkWidget  *from,
                          CsLibrary  *library,
                          CsItem     *item);
void cs_today_ask_link   (GtkWidget  *from,
                          CsLibrary  *library,
                          CsItem     *item);
void cs_today_leave      (GtkWidget  *from,
                          CsLibrary  *library,
                          CsItem     *item);

G_END_DECLS
