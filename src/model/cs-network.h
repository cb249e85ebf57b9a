/* cs-network.h: the networks this program publishes to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_NETWORK_MASTODON,
  CS_NETWORK_BLUESKY,
  CS_NETWORK_PEERTUBE,
  CS_NETWORK_YOUTUBE,
  CS_NETWORK_TIKTOK,
  CS_NETWORK_INSTAGRAM,
  CS_NETWORK_X,
  CS_N_NETWORKS,
} CsNetwork;

extern const char *const cs_network_names[];    /* "mastodon": in files and on the wire */

const char *cs_network_get_title (CsNetwork   network);
gboolean    cs_network_from_name (const char *name,
                                  CsNetwork  *network);

G_END_DECLS
