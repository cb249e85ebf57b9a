/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (clock_watch);
  CS_ADD_TESTS (handed_over);
  CS_ADD_TESTS (outbox);
  CS_ADD_TESTS (outbox_absence);
  CS_ADD_TESTS (outbox_claim);
  CS_ADD_TESTS (outbox_rules);
  CS_ADD_TESTS (outbox_wait);
  CS_ADD_TESTS (publisher);
  CS_ADD_TESTS (threads);
  CS_ADD_TESTS (timing);
  CS_ADD_TESTS (publisher_time);

  return g_test_run ();
}
