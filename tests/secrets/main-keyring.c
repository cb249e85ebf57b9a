/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

/* Runs inside session.sh, which starts a bus and a keyring of its own. */
int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  CS_ADD_TESTS (secrets_keyring);

  return g_test_run ();
}
