/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-ask.h"

#include "cs-label.h"

#include <glib/gi18n.h>

/* libadwaita 1.7 has two labels for a heading, and measures the large one, which does not wrap,
 * also at widths that only the small one can have: GTK warns of that. Which of them is seen is
 * still libadwaita's choice. */
static void
let_heading_wrap (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    cs_label_forbid_hyphens (GTK_LABEL (widget));
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title-2"))
    g_object_set (widget, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    let_heading_wrap (child);
}

AdwAlertDialog *
cs_ask_new (const char            *heading,
            const char            *body,
            const char            *verb,
            AdwResponseAppearance  appearance)
{
  AdwAlertDialog *self = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

  adw_alert_dialog_add_responses (self, CS_ASK_NO, _("_Cancel"), CS_ASK_YES, verb, NULL);
  adw_alert_dialog_set_response_appearance (self, CS_ASK_YES, appearance);
  adw_alert_dialog_set_default_response (self, CS_ASK_NO);
  adw_alert_dialog_set_close_response (self, CS_ASK_NO);
  let_heading_wrap (adw_dialog_get_child (ADW_DIALOG (self)));

  return self;
}
