/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (counted);
  CS_ADD_TESTS (report_chart);
  CS_ADD_TESTS (report_samples);

  return g_test_run ();
}
