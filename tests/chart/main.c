/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  CS_ADD_TESTS (axis);
  CS_ADD_TESTS (chart);
  CS_ADD_TESTS (labels);
  CS_ADD_TESTS (line);
  CS_ADD_TESTS (marks);
  CS_ADD_TESTS (number);
  CS_ADD_TESTS (pictures);
  CS_ADD_TESTS (series);
  CS_ADD_TESTS (theme);

  return g_test_run ();
}
