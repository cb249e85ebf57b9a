/* cs-settings.h: what the window remembers
 *
 * The only place that reads the schema; everybody else sees types. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  int      width;
  int      height;
  gboolean maximized;
} CsWindowSize;

GSettings    *cs_settings_get             (void);

CsWindowSize  cs_settings_get_window_size (void);
void          cs_settings_set_window_size (CsWindowSize  size);
char         *cs_settings_dup_page        (void);
void          cs_settings_set_page        (const char   *page);

G_END_DECLS
