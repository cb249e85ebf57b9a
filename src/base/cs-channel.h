/* cs-channel.h: messages between two of our processes, with open files in them
 *
 * One message is one packet on a SOCK_SEQPACKET socketpair: a line of JSON and
 * up to eight descriptors (SCM_RIGHTS). What the other side sends is checked for
 * size, never trusted. All calls block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CS_CHANNEL_MAX_BYTES 65536
#define CS_CHANNEL_MAX_FDS   8

/* The descriptors that came with a message: -1 where there is none. */
typedef struct
{
  int fd[CS_CHANNEL_MAX_FDS];
} CsChannelFds;

#define CS_CHANNEL_NO_FDS { .fd = { -1, -1, -1, -1, -1, -1, -1, -1 } }

void        cs_channel_fds_clear (CsChannelFds *fds);

gboolean    cs_channel_pair      (int           ends[2],
                                  GError      **error);
gboolean    cs_channel_send      (int           channel,
                                  JsonObject   *message,
                                  const int    *fds,
                                  guint         n_fds,
                                  GError      **error);
JsonObject *cs_channel_receive   (int           channel,
                                  CsChannelFds *fds,
                                  GError      **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsChannelFds, cs_channel_fds_clear)

G_END_DECLS
