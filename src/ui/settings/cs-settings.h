/* cs-settings.h: what the window remembers
 *
 * The only place that reads the schema; everybody else sees types. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_SETTINGS_WEEK_START "week-start"   /* an enum: 0 the locale’s, 1 Monday, 7 Sunday */

#define CS_SETTINGS_BACKGROUND "background"   /* CsDecision */

/* As the schema numbers them. */
typedef enum
{
  CS_SETTINGS_UNDECIDED,
  CS_SETTINGS_ON,
  CS_SETTINGS_OFF,
} CsDecision;

/* As the schema numbers them: the time that numbers are shown of. */
typedef enum
{
  CS_PERIOD_WEEK,
  CS_PERIOD_MONTH,
  CS_PERIOD_QUARTER,
  CS_PERIOD_YEAR,
  CS_PERIOD_ALL,
} CsPeriod;

typedef struct
{
  int      width;
  int      height;
  gboolean maximized;
} CsWindowSize;

GSettings    *cs_settings_get                  (void);

CsWindowSize  cs_settings_get_window_size      (void);
void          cs_settings_set_window_size      (CsWindowSize       size);
char         *cs_settings_dup_page             (void);
void          cs_settings_set_page             (const char        *page);
int           cs_settings_get_week_start       (void);

CsPeriod      cs_settings_get_period           (void);
void          cs_settings_set_period           (CsPeriod           period);
GStrv         cs_settings_dup_numbers_accounts (void);
void          cs_settings_set_numbers_accounts (const char *const *ids);
char         *cs_settings_dup_measure          (void);
void          cs_settings_set_measure          (const char        *measure);

G_END_DECLS
