/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-locale.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <pango/pango.h>
#include <stdint.h>
#include <string.h>

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

/**
 * cs_locale_read_week:
 * @day_one: a date that is the locale’s day 1, as 19971130, which was a Sunday
 * @first: which of its days a week begins with, from 1
 *
 * Returns: 1 is Monday, 7 Sunday
 */
int
cs_locale_read_week (guint day_one,
                     guint first)
{
  guint base = G_DATE_SUNDAY;
  GDate date;

  g_date_clear (&date, 1);
  if (g_date_valid_dmy (day_one % 100, day_one / 100 % 100, day_one / 10000))
    {
      g_date_set_dmy (&date, day_one % 100, day_one / 100 % 100, day_one / 10000);
      base = g_date_get_weekday (&date);
    }

  return (base - 1 + MAX (first, 1) - 1) % 7 + 1;
}

/* What the locale begins a week with. */
int
cs_locale_get_first_weekday (void)
{
#ifdef __GLIBC__
  /* glibc gives the date in place of a pointer, and the number as a byte. */
  guint day_one = (guint) (uintptr_t) nl_langinfo (_NL_TIME_WEEK_1STDAY);
  guint first = (guint) *(const unsigned char *) nl_langinfo (_NL_TIME_FIRST_WEEKDAY);

  return cs_locale_read_week (day_one, first);
#else
  return G_DATE_MONDAY;
#endif
}

gboolean
cs_locale_has_twelve_hours (void)
{
  const char *format = nl_langinfo (T_FMT);

  return *nl_langinfo (AM_STR) != '\0'
      && (strstr (format, "%r") != NULL || strstr (format, "%p") != NULL
          || strstr (format, "%I") != NULL || strstr (format, "%l") != NULL);
}

/* By the first of its scripts that has a direction, as GTK does. */
gboolean
cs_locale_is_mirrored (void)
{
  PangoLanguage *language = pango_language_from_string (setlocale (LC_CTYPE, NULL));
  int n = 0;
  const PangoScript *scripts = pango_language_get_scripts (language, &n);

  for (int i = 0; i < n; i++)
    {
      guint32 tag = g_unicode_script_to_iso15924 ((GUnicodeScript) scripts[i]);
      hb_direction_t direction = hb_script_get_horizontal_direction ((hb_script_t) tag);

      if (direction != HB_DIRECTION_INVALID)
        return direction == HB_DIRECTION_RTL;
    }

  return FALSE;
}
