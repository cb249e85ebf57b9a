/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-take-back.h"

#include "cs-toast.h"

static void
on_taken_back (AdwToast *toast,
               CsDraft  *draft)
{
  cs_draft_put_back (draft, g_object_get_data (G_OBJECT (toast), "cs-before"));
}

/**
 * cs_take_back_offer:
 * @from: where the person acted: the toast appears over it
 * @before: (transfer full): what the draft said before the act
 * @sentence: what was done
 *
 * Undo stands beside the sentence until something else is changed.
 */
void
cs_take_back_offer (GtkWidget      *from,
                    CsDraft        *draft,
                    CsDraftContent *before,
                    const char     *sentence)
{
  AdwToast *toast = cs_toast_new_undo (sentence);

  g_object_set_data_full (G_OBJECT (toast), "cs-before", before,
                          (GDestroyNotify) cs_draft_content_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_taken_back), draft,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (draft, "edited", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "loaded", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  cs_toast_show (from, toast);
}
