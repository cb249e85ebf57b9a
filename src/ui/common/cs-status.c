/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-status.h"

/**
 * cs_status_say:
 * @sentence: (nullable): plain text, which may name a file
 *
 * A status page reads its description as markup.
 */
void
cs_status_say (AdwStatusPage *page,
               const char    *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence != NULL ? sentence : "", -1);

  adw_status_page_set_description (page, escaped);
}
