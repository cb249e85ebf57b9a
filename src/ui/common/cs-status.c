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

/**
 * cs_status_tell:
 * @page: shown in the place of what was to be read
 * @banner: above what was read before, which stays; its titles are no markup
 * @reason: (nullable): why it cannot be read; NULL: it can
 * @is_known: whether anything was read before
 */
void
cs_status_tell (AdwStatusPage *page,
                AdwBanner     *banner,
                const char    *reason,
                gboolean       is_known)
{
  cs_status_say (page, reason);

  /* It keeps its words while it goes away. */
  if (reason != NULL)
    adw_banner_set_title (banner, reason);
  adw_banner_set_revealed (banner, reason != NULL && is_known);
}
