/* cs-network-mark.h: which networks a thing goes to, a letter each
 *
 * Neutral letters of our own, no logos. The names are in the tooltip and what is
 * spoken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_NETWORK_MARK (cs_network_mark_get_type ())
G_DECLARE_FINAL_TYPE (CsNetworkMark, cs_network_mark, CS, NETWORK_MARK, GtkWidget)

GtkWidget  *cs_network_mark_new          (void);
void        cs_network_mark_set_network  (CsNetworkMark      *self,
                                          const char         *network);
void        cs_network_mark_set_networks (CsNetworkMark      *self,
                                          const char *const  *networks);

/* "M" for mastodon; "?" for one that is not known. */
const char *cs_network_letter            (const char         *network);

G_END_DECLS
