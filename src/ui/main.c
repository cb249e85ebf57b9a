/* creatorsync: the desktop program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-application.h"
#include "cs-locale.h"
#include "cs-log.h"
#include "cs-ui-resources.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr(CsApplication) application = NULL;

  cs_locale_begin (LC_ALL);
  cs_log_install ();
  g_resources_register (cs_ui_get_resource ());
  g_set_application_name (_("Creator Sync"));

  application = cs_application_new (G_APPLICATION_DEFAULT_FLAGS);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
