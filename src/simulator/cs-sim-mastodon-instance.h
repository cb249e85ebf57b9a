/* cs-sim-mastodon-instance.h: what an instance says of itself and its people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-exchange.h"

G_BEGIN_DECLS

gboolean cs_sim_mastodon_supports      (const char    *mime_type);

void cs_sim_mastodon_show_instance_v1 (gpointer       self,
                                       CsSimExchange *exchange);
void cs_sim_mastodon_show_instance_v2 (gpointer       self,
                                       CsSimExchange *exchange);
void cs_sim_mastodon_verify           (gpointer       self,
                                       CsSimExchange *exchange);
void cs_sim_mastodon_show_account     (gpointer       self,
                                       CsSimExchange *exchange);

G_END_DECLS
