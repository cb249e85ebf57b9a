/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-settings.h"

#include "cs-application.h"
#include "cs-locale.h"

/* The one object, for bindings of the preferences. */
GSettings *
cs_settings_get (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = g_settings_new (CS_APPLICATION_ID);

  return settings;
}

CsWindowSize
cs_settings_get_window_size (void)
{
  CsWindowSize size;

  g_settings_get (cs_settings_get (), "window-size", "(ii)", &size.width, &size.height);

  /* No window has written this. */
  if (size.width <= 0 || size.height <= 0)
    {
      g_autoptr(GVariant) usual = g_settings_get_default_value (cs_settings_get (), "window-size");

      g_variant_get (usual, "(ii)", &size.width, &size.height);
    }

  size.maximized = g_settings_get_boolean (cs_settings_get (), "window-maximized");

  return size;
}

void
cs_settings_set_window_size (CsWindowSize size)
{
  g_settings_set (cs_settings_get (), "window-size", "(ii)", size.width, size.height);
  g_settings_set_boolean (cs_settings_get (), "window-maximized", size.maximized);
}

/* The page that was open last. */
char *
cs_settings_dup_page (void)
{
  return g_settings_get_string (cs_settings_get (), "page");
}

void
cs_settings_set_page (const char *page)
{
  g_settings_set_string (cs_settings_get (), "page", page);
}

/* What a week begins with: 1 is Monday, 7 Sunday. */
int
cs_settings_get_week_start (void)
{
  int chosen = g_settings_get_enum (cs_settings_get (), CS_SETTINGS_WEEK_START);

  return chosen != 0 ? chosen : cs_locale_get_first_weekday ();
}

CsPeriod
cs_settings_get_period (void)
{
  return g_settings_get_enum (cs_settings_get (), "numbers-period");
}

void
cs_settings_set_period (CsPeriod period)
{
  g_settings_set_enum (cs_settings_get (), "numbers-period", period);
}

/* The ids of those whose numbers are shown; none: all. */
GStrv
cs_settings_dup_numbers_accounts (void)
{
  return g_settings_get_strv (cs_settings_get (), "numbers-accounts");
}

void
cs_settings_set_numbers_accounts (const char *const *ids)
{
  g_settings_set_strv (cs_settings_get (), "numbers-accounts", ids);
}

/* By its name: what the bars of posts are of. */
char *
cs_settings_dup_measure (void)
{
  return g_settings_get_string (cs_settings_get (), "numbers-measure");
}

void
cs_settings_set_measure (const char *measure)
{
  g_settings_set_string (cs_settings_get (), "numbers-measure", measure);
}
