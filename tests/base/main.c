/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (backoff);
  CS_ADD_TESTS (brake);
  CS_ADD_TESTS (channel);
  CS_ADD_TESTS (clock);
  CS_ADD_TESTS (csv);
  CS_ADD_TESTS (deadline);
  CS_ADD_TESTS (error);
  CS_ADD_TESTS (growth);
  CS_ADD_TESTS (id);
  CS_ADD_TESTS (job);
  CS_ADD_TESTS (json);
  CS_ADD_TESTS (log);
  CS_ADD_TESTS (match);
  CS_ADD_TESTS (pace);
  CS_ADD_TESTS (service);
  CS_ADD_TESTS (text);
  CS_ADD_TESTS (within);
  CS_ADD_TESTS (zone);

  return g_test_run ();
}
