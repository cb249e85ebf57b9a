/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (choice);
  CS_ADD_TESTS (fix_plan);
  CS_ADD_TESTS (limits);
  CS_ADD_TESTS (metric);
  CS_ADD_TESTS (plan);
  CS_ADD_TESTS (post);
  CS_ADD_TESTS (preflight);
  CS_ADD_TESTS (preflight_image);
  CS_ADD_TESTS (preflight_text);
  CS_ADD_TESTS (preflight_video);
  CS_ADD_TESTS (record);
  CS_ADD_TESTS (slot);
  CS_ADD_TESTS (standing);

  return g_test_run ();
}
