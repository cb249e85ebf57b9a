/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (http_body);
  CS_ADD_TESTS (http);
  CS_ADD_TESTS (mastodon);
  CS_ADD_TESTS (mastodon_probe);
  CS_ADD_TESTS (bluesky);
  CS_ADD_TESTS (bluesky_video);
  CS_ADD_TESTS (find);
  CS_ADD_TESTS (count);
  CS_ADD_TESTS (flow);

  return g_test_run ();
}
