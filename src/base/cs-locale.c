/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-locale.h"

#include <libintl.h>
#include <locale.h>

/**
 * cs_locale_begin:
 * @category: LC_ALL; or what a program takes of its user's language
 *
 * What every program does first. $CREATORSYNC_LOCALE_DIR has the catalogues of
 * one that is not installed.
 */
void
cs_locale_begin (int category)
{
  const char *folder = g_getenv ("CREATORSYNC_LOCALE_DIR");

  setlocale (category, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : CS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* For an answer that a program reads: sentences and numbers as they stand in the source. */
void
cs_locale_leave (void)
{
  setlocale (LC_MESSAGES, "C");
  setlocale (LC_NUMERIC, "C");
}
