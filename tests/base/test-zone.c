/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "cs-zone.h"

static void
test_offsets_follow_the_rules (void)
{
  /* Seconds since 1970 of noon, UTC, in January and July of 2026 and of 2045. */
  static const struct { const char *name; int offsets[4]; } table[] = {
    { "Europe/Berlin", { 3600, 7200, 3600, 7200 } },
    { "Europe/Dublin", { 0, 3600, 0, 3600 } },
    { "Australia/Lord_Howe", { 39600, 37800, 39600, 37800 } },
    { "America/St_Johns", { -12600, -9000, -12600, -9000 } },
    { "Asia/Kathmandu", { 20700, 20700, 20700, 20700 } },
    { "UTC", { 0, 0, 0, 0 } },
  };
  static const gint64 instants[] = { 1768478400, 1784116800, 2368094400, 2383732800 };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsZone) zone = cs_zone_open (table[i].name, &error);

      g_assert_no_error (error);

      for (guint n = 0; n < G_N_ELEMENTS (instants); n++)
        g_assert_cmpint (cs_zone_get_offset (zone, instants[n]), ==, table[i].offsets[n]);
    }
}

static void
test_far_times_end_nowhere_bad (void)
{
  g_autoptr(CsZone) zone = cs_zone_open ("Europe/Berlin", NULL);

  g_assert_cmpint (cs_zone_get_offset (zone, G_MAXINT64 / 2), ==, 3600);
  g_assert_cmpint (cs_zone_get_offset (zone, G_MININT64 / 2), !=, 0);
}

static void
test_zones_are_shared_until_their_file_changes (void)
{
  g_autoptr(CsZone) one = cs_zone_open ("Europe/Berlin", NULL);
  g_autoptr(CsZone) other = cs_zone_open ("Europe/Berlin", NULL);

  g_assert_true (one == other);
}

static void
test_a_system_without_zones_says_what_to_install (void)
{
  g_autoptr(GError) error = NULL;

  g_setenv ("TZDIR", "/nonexistent", TRUE);
  g_assert_null (cs_zone_open ("Europe/Berlin", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NEEDS_YOU);
  g_assert_null (cs_zone_dup_version ());
  g_unsetenv ("TZDIR");
}

static void
test_the_zone_of_the_machine_has_a_name_of_today (void)
{
  static const struct { const char *tz, *name; } table[] = {
    { "Europe/Berlin", "Europe/Berlin" },
    { ":Asia/Tokyo", "Asia/Tokyo" },
    { "EST5EDT,M3.2.0,M11.1.0", "UTC" },
    { "UTC", "UTC" },
  };
  g_autofree char *before = g_strdup (g_getenv ("TZ"));

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *name = NULL;

      g_setenv ("TZ", table[i].tz, TRUE);
      name = cs_zone_dup_local ();
      g_assert_cmpstr (name, ==, table[i].name);
    }

  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
}

CS_TESTS (zone)
{
  g_test_add_func ("/zone/offsets-follow-the-rules", test_offsets_follow_the_rules);
  g_test_add_func ("/zone/far-times-end-nowhere-bad", test_far_times_end_nowhere_bad);
  g_test_add_func ("/zone/zones-are-shared-until-their-file-changes",
                   test_zones_are_shared_until_their_file_changes);
  g_test_add_func ("/zone/a-system-without-zones-says-what-to-install",
                   test_a_system_without_zones_says_what_to_install);
  g_test_add_func ("/zone/the-zone-of-the-machine-has-a-name-of-today",
                   test_the_zone_of_the_machine_has_a_name_of_today);
}
