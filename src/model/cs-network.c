/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-network.h"

#include "cs-record.h"

const char *const cs_network_names[] = {
  [CS_NETWORK_MASTODON] = "mastodon",
  [CS_NETWORK_BLUESKY] = "bluesky",
  [CS_NETWORK_PEERTUBE] = "peertube",
  [CS_NETWORK_YOUTUBE] = "youtube",
  [CS_NETWORK_TIKTOK] = "tiktok",
  [CS_NETWORK_INSTAGRAM] = "instagram",
  [CS_NETWORK_X] = "x",
  NULL
};

/* How the network writes its own name. */
const char *
cs_network_get_title (CsNetwork network)
{
  static const char *const titles[] = {
    [CS_NETWORK_MASTODON] = "Mastodon",
    [CS_NETWORK_BLUESKY] = "Bluesky",
    [CS_NETWORK_PEERTUBE] = "PeerTube",
    [CS_NETWORK_YOUTUBE] = "YouTube",
    [CS_NETWORK_TIKTOK] = "TikTok",
    [CS_NETWORK_INSTAGRAM] = "Instagram Reels",
    [CS_NETWORK_X] = "X",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (titles) == CS_N_NETWORKS);
  g_return_val_if_fail ((guint) network < CS_N_NETWORKS, NULL);

  return titles[network];
}

gboolean
cs_network_from_name (const char *name,
                      CsNetwork  *network)
{
  int value;

  if (!cs_enum_from_name (cs_network_names, name, &value))
    return FALSE;

  *network = value;

  return TRUE;
}
