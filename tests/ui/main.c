/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-ui-resources.h"
#include "network.h"

#include <adwaita.h>

int
main (int   argc,
      char *argv[])
{
  /* Not isolated here: icons are found by the system’s data folders; display.sh isolates. */
  g_test_init (&argc, &argv, NULL);
  network_stand_in ();
  adw_init ();
  g_resources_register (cs_ui_get_resource ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  CS_ADD_TESTS (accounts);
  CS_ADD_TESTS (accounts_button);
  CS_ADD_TESTS (activity);
  CS_ADD_TESTS (analytics);
  CS_ADD_TESTS (application);
  CS_ADD_TESTS (ask);
  CS_ADD_TESTS (background);
  CS_ADD_TESTS (calendar);
  CS_ADD_TESTS (chart_view);
  CS_ADD_TESTS (clip_cell);
  CS_ADD_TESTS (composer);
  CS_ADD_TESTS (deleted);
  CS_ADD_TESTS (delivery);
  CS_ADD_TESTS (export);
  CS_ADD_TESTS (figure);
  CS_ADD_TESTS (focus);
  CS_ADD_TESTS (held);
  CS_ADD_TESTS (labels);
  CS_ADD_TESTS (link);
  CS_ADD_TESTS (media);
  CS_ADD_TESTS (month_cursor);
  CS_ADD_TESTS (notifier);
  CS_ADD_TESTS (plot_table);
  CS_ADD_TESTS (posts);
  CS_ADD_TESTS (posts_filter);
  CS_ADD_TESTS (query);
  CS_ADD_TESTS (question);
  CS_ADD_TESTS (search);
  CS_ADD_TESTS (states);
  CS_ADD_TESTS (strip);
  CS_ADD_TESTS (target_about);
  CS_ADD_TESTS (thumbnail);
  CS_ADD_TESTS (toast);
  CS_ADD_TESTS (today);
  CS_ADD_TESTS (trouble);
  CS_ADD_TESTS (window);
  CS_ADD_TESTS (world);

  return g_test_run ();
}
