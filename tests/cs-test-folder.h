/* cs-test-folder.h: a folder for one test, and a clock that stands until the test moves it
 *
 * Programs and libraries that the test starts use that clock, and keep secrets
 * in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"

G_BEGIN_DECLS

char *cs_test_folder_new  (gint64       start,
                           CsClock    **clock);
void  cs_test_folder_free (char        *folder);
void  cs_test_remove      (const char  *path);

G_END_DECLS
