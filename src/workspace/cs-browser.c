/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-browser.h"

#include "cs-error.h"

/**
 * cs_browser_open:
 * @uri: an address of http or https
 *
 * Opens a page with the program that $CREATORSYNC_BROWSER names, else with the
 * desktop's own choice. Does not wait for it.
 */
gboolean
cs_browser_open (const char  *uri,
                 GError     **error)
{
  const char *program = g_getenv ("CREATORSYNC_BROWSER");
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) cause = NULL;

  if (!g_str_has_prefix (uri, "https://") && !g_str_has_prefix (uri, "http://"))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is no address of a web page", uri);

  if (program == NULL || *program == '\0')
    program = "xdg-open";

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &cause, program, uri, NULL);
  if (process == NULL)
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "No browser could be started (%s): visit the address yourself, or set "
                    "CREATORSYNC_BROWSER", cause->message);

  return TRUE;
}
