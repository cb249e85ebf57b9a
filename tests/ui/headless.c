/* What of the window needs no display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (clip_words);
  CS_ADD_TESTS (day);
  CS_ADD_TESTS (entries);
  CS_ADD_TESTS (move);
  CS_ADD_TESTS (numbers_plots);
  CS_ADD_TESTS (preview_text);
  CS_ADD_TESTS (stepper);
  CS_ADD_TESTS (tile_text);
  CS_ADD_TESTS (words);

  return g_test_run ();
}
