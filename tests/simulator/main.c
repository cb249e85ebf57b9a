/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (sim_cid);
  CS_ADD_TESTS (sim_text);
  CS_ADD_TESTS (sim_body);
  CS_ADD_TESTS (sim_mastodon);
  CS_ADD_TESTS (sim_bluesky);
  CS_ADD_TESTS (sim_video);
  CS_ADD_TESTS (sim_numbers);
  CS_ADD_TESTS (sim_connection);
  CS_ADD_TESTS (fault);
  CS_ADD_TESTS (simulator);

  return g_test_run ();
}
