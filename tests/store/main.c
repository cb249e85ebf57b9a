/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (account_sample_store);
  CS_ADD_TESTS (backup);
  CS_ADD_TESTS (bucket_store);
  CS_ADD_TESTS (db);
  CS_ADD_TESTS (faults);
  CS_ADD_TESTS (gap_store);
  CS_ADD_TESTS (hold);
  CS_ADD_TESTS (instance_lock);
  CS_ADD_TESTS (journal);
  CS_ADD_TESTS (migrate);
  CS_ADD_TESTS (numbers);
  CS_ADD_TESTS (outbox_store);
  CS_ADD_TESTS (post_row_store);
  CS_ADD_TESTS (receipt_store);
  CS_ADD_TESTS (sample_add);
  CS_ADD_TESTS (sample_store);
  CS_ADD_TESTS (search_store);
  CS_ADD_TESTS (stores);
  CS_ADD_TESTS (tally_store);
  CS_ADD_TESTS (thinning);

  return g_test_run ();
}
