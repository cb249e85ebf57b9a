/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-channel.h"

#include "cs-error.h"
#include "cs-json.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONTROL_BYTES CMSG_SPACE (CS_CHANNEL_MAX_FDS * sizeof (int))

void
cs_channel_fds_clear (CsChannelFds *fds)
{
  for (guint i = 0; i < CS_CHANNEL_MAX_FDS; i++)
    if (fds->fd[i] >= 0)
      close (fds->fd[i]);

  memset (fds->fd, -1, sizeof fds->fd);
}

gboolean
cs_channel_pair (int      ends[2],
                 GError **error)
{
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return cs_fail (error, CS_ERROR_FAILED, "No channel to another process can be made: %s",
                    g_strerror (errno));

  return TRUE;
}

/* Sends a message and copies of these descriptors; the caller keeps its own. */
gboolean
cs_channel_send (int          channel,
                 JsonObject  *message,
                 const int   *fds,
                 guint        n_fds,
                 GError     **error)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), message);
  g_autofree char *line = cs_json_to_text (node);
  union { char bytes[CONTROL_BYTES]; struct cmsghdr align; } control = { .bytes = { 0, } };
  struct iovec part = { .iov_base = line, .iov_len = strlen (line) };
  struct msghdr packet = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize sent;

  g_return_val_if_fail (n_fds <= CS_CHANNEL_MAX_FDS, FALSE);

  if (part.iov_len > CS_CHANNEL_MAX_BYTES)
    return cs_fail (error, CS_ERROR_FAILED, "A message of %zu bytes is too long", part.iov_len);

  if (n_fds > 0)
    {
      struct cmsghdr *header = &control.align;

      packet.msg_control = control.bytes;
      packet.msg_controllen = CMSG_SPACE (n_fds * sizeof (int));
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN (n_fds * sizeof (int));
      memcpy (CMSG_DATA (header), fds, n_fds * sizeof (int));
    }

  do
    sent = sendmsg (channel, &packet, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);

  if (sent < 0)
    return cs_fail (error, CS_ERROR_FAILED, "The other process does not listen: %s",
                    g_strerror (errno));

  return TRUE;
}

static void
take_fds (struct msghdr *packet,
          CsChannelFds  *fds)
{
  guint taken = 0;

  for (struct cmsghdr *c = CMSG_FIRSTHDR (packet); c != NULL; c = CMSG_NXTHDR (packet, c))
    {
      gsize count = (c->cmsg_len - CMSG_LEN (0)) / sizeof (int);

      if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
        continue;

      count = MIN (count, CS_CHANNEL_MAX_FDS - taken);
      memcpy (fds->fd + taken, CMSG_DATA (c), count * sizeof (int));
      taken += count;
    }
}

/**
 * cs_channel_receive:
 * @fds: (out caller-allocates): the descriptors that came along, the caller's to close
 *
 * Waits for one message.
 *
 * Returns: (nullable) (transfer full): the message; NULL without an error when
 *   the other side has gone
 */
JsonObject *
cs_channel_receive (int            channel,
                    CsChannelFds  *fds,
                    GError       **error)
{
  g_autofree char *line = g_malloc (CS_CHANNEL_MAX_BYTES);
  union { char bytes[CONTROL_BYTES]; struct cmsghdr align; } control;
  struct iovec part = { .iov_base = line, .iov_len = CS_CHANNEL_MAX_BYTES };
  struct msghdr packet = { .msg_iov = &part, .msg_iovlen = 1,
                           .msg_control = control.bytes, .msg_controllen = sizeof control };
  gssize length;

  memset (fds->fd, -1, sizeof fds->fd);

  do
    length = recvmsg (channel, &packet, MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);

  /* A process that was killed with a message unread shows as a reset, not as an end. */
  if (length == 0 || (length < 0 && errno == ECONNRESET))
    return NULL;

  if (length < 0)
    return cs_fail_null (error, CS_ERROR_FAILED, "The other process cannot be heard: %s",
                         g_strerror (errno));

  take_fds (&packet, fds);
  if (packet.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
    return cs_fail_null (error, CS_ERROR_INVALID, "The other process said too much at once");

  return cs_json_parse_object (line, length, CS_CHANNEL_MAX_BYTES, error);
}
