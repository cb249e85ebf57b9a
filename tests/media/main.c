/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-tool.h"
#include "cs-test.h"

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (formats);
  CS_ADD_TESTS (held);
  CS_ADD_TESTS (media_tool);

  status = g_test_run ();
  cs_media_tool_stop ();

  return status;
}
