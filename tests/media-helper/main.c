/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plugins.h"
#include "cs-test.h"

#include <gst/gst.h>

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  if (!cs_plugins_load (NULL))
    return 1;
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  CS_ADD_TESTS (boxes);
  CS_ADD_TESTS (codec);
  CS_ADD_TESTS (edits);
  CS_ADD_TESTS (front);
  CS_ADD_TESTS (image);
  CS_ADD_TESTS (legs);
  CS_ADD_TESTS (order);
  CS_ADD_TESTS (picture);
  CS_ADD_TESTS (run);
  CS_ADD_TESTS (scene);
  CS_ADD_TESTS (stage);
  CS_ADD_TESTS (timing);
  CS_ADD_TESTS (tone);
  CS_ADD_TESTS (tone_filter);
  CS_ADD_TESTS (tone_table);

  return g_test_run ();
}
