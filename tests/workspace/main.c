/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (backups);
  CS_ADD_TESTS (check);
  CS_ADD_TESTS (command);
  CS_ADD_TESTS (end);
  CS_ADD_TESTS (fit);
  CS_ADD_TESTS (guest);
  CS_ADD_TESTS (jobs);
  CS_ADD_TESTS (media);
  CS_ADD_TESTS (moment);
  CS_ADD_TESTS (numbers);
  CS_ADD_TESTS (numbers_import);
  CS_ADD_TESTS (numbers_compared);
  CS_ADD_TESTS (numbers_list);
  CS_ADD_TESTS (numbers_post);
  CS_ADD_TESTS (numbers_read);
  CS_ADD_TESTS (post_rows);
  CS_ADD_TESTS (random);
  CS_ADD_TESTS (redirect);
  CS_ADD_TESTS (replan);
  CS_ADD_TESTS (rows);
  CS_ADD_TESTS (run);
  CS_ADD_TESTS (sample);
  CS_ADD_TESTS (sample_numbers);
  CS_ADD_TESTS (search);
  CS_ADD_TESTS (threads);
  CS_ADD_TESTS (today);
  CS_ADD_TESTS (wire);

  return g_test_run ();
}
