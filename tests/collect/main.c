/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (allowance);
  CS_ADD_TESTS (cadence);
  CS_ADD_TESTS (budget);
  CS_ADD_TESTS (collect_rules);
  CS_ADD_TESTS (collector);
  CS_ADD_TESTS (collector_clock);
  CS_ADD_TESTS (collector_publishing);
  CS_ADD_TESTS (collector_reason);
  CS_ADD_TESTS (collector_spell);
  CS_ADD_TESTS (collector_trouble);

  return g_test_run ();
}
