/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-channel.h"
#include "cs-error.h"
#include "cs-json.h"
#include "cs-test.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_message_and_descriptors_cross (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) sent = json_object_new ();
  g_autoptr(JsonObject) got = NULL;
  g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
  int ends[2], pipes[2];
  char text[3] = "";

  g_assert_true (cs_channel_pair (ends, &error));
  g_assert_cmpint (pipe (pipes), ==, 0);
  json_object_set_string_member (sent, "command", "probe");

  g_assert_true (cs_channel_send (ends[0], sent, pipes, 2, &error));
  got = cs_channel_receive (ends[1], &fds, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_json_get_text (got, "command"), ==, "probe");

  g_assert_cmpint (write (fds.fd[1], "it", 2), ==, 2);
  g_assert_cmpint (read (pipes[0], text, 2), ==, 2);
  g_assert_cmpstr (text, ==, "it");
  g_assert_cmpint (fds.fd[2], ==, -1);

  close (pipes[0]);
  close (pipes[1]);
  close (ends[0]);
  close (ends[1]);
}

static void
test_end_is_no_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) message = json_object_new ();
  g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
  int ends[2];

  g_assert_true (cs_channel_pair (ends, &error));
  close (ends[0]);
  g_assert_null (cs_channel_receive (ends[1], &fds, &error));
  g_assert_no_error (error);
  g_assert_false (cs_channel_send (ends[1], message, NULL, 0, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
  close (ends[1]);
}

static void
test_hostile_messages_are_errors (void)
{
  g_autofree char *huge = g_strnfill (CS_CHANNEL_MAX_BYTES + 1, ' ');
  const char *lines[] = { "not json", "[1,2]", "\"text\"", huge };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
      int ends[2];

      g_assert_true (cs_channel_pair (ends, &error));
      g_assert_cmpint (send (ends[0], lines[i], strlen (lines[i]), 0), >, 0);
      g_assert_null (cs_channel_receive (ends[1], &fds, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      close (ends[0]);
      close (ends[1]);
    }
}

CS_TESTS (channel)
{
  g_test_add_func ("/base/channel/message-and-descriptors-cross",
                   test_message_and_descriptors_cross);
  g_test_add_func ("/base/channel/end-is-no-error", test_end_is_no_error);
  g_test_add_func ("/base/channel/hostile-messages-are-errors", test_hostile_messages_are_errors);
}
