/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-number.h"
#include "cs-test.h"
#include "cs-test-locale.h"

static void
assert_full (double      value,
             CsUnit      unit,
             const char *expected)
{
  g_autofree char *text = cs_number_format (value, unit);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_short (double      value,
              CsUnit      unit,
              const char *expected)
{
  g_autofree char *text = cs_number_format_short (value, unit);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_in_full (void)
{
  cs_test_locale_begin ("en_US");

  assert_full (0, CS_UNIT_COUNT, "0");
  assert_full (1204, CS_UNIT_COUNT, "1,204");
  assert_full (-12345678, CS_UNIT_COUNT, "-12,345,678");
  assert_full (3.5, CS_UNIT_COUNT, "3.5");
  assert_full (2.0 / 3, CS_UNIT_COUNT, "0.7");
  assert_full (-0.01, CS_UNIT_COUNT, "0.0");
  assert_full (9007199254740991.0, CS_UNIT_COUNT, "9,007,199,254,740,991");
  assert_full (0.0425, CS_UNIT_RATE, "4.25%");
  assert_full (1.0 / 3, CS_UNIT_RATE, "33.33%");
  assert_full (0.5, CS_UNIT_RATE, "50%");

  cs_test_locale_end ();
}

static void
test_short (void)
{
  cs_test_locale_begin ("en_US");

  assert_short (0, CS_UNIT_COUNT, "0");
  assert_short (999, CS_UNIT_COUNT, "999");
  assert_short (1000, CS_UNIT_COUNT, "1k");
  assert_short (1204, CS_UNIT_COUNT, "1.2k");
  assert_short (-1250, CS_UNIT_COUNT, "-1.3k");
  assert_short (99949, CS_UNIT_COUNT, "99.9k");
  assert_short (99960, CS_UNIT_COUNT, "100k");
  assert_short (999499, CS_UNIT_COUNT, "999k");
  assert_short (999960, CS_UNIT_COUNT, "1M");
  assert_short (1.55e9, CS_UNIT_COUNT, "1.6B");
  assert_short (1.55e13, CS_UNIT_COUNT, "15,500B");
  assert_short (0.0425, CS_UNIT_RATE, "4.3%");
  assert_short (0.099, CS_UNIT_RATE, "9.9%");
  assert_short (0.0997, CS_UNIT_RATE, "10%");
  assert_short (0.425, CS_UNIT_RATE, "43%");

  cs_test_locale_end ();
}

static void
test_the_locale_separates (void)
{
  static const struct { const char *locale; const char *full; const char *brief; } table[] = {
    { "de_DE", "1.234.567", "1,2M" },
    { "fr_FR", "1\u202f234\u202f567", "1,2M" },
    { "de_CH", "1’234’567", "1.2M" },
    { "pl_PL", "1\u202f234\u202f567", "1,2M" },
    { "C", "1234567", "1.2M" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (!g_str_equal (table[i].locale, "C"))
        cs_test_locale_begin (table[i].locale);

      g_test_message ("%s", table[i].locale);
      assert_full (1234567, CS_UNIT_COUNT, table[i].full);
      assert_short (1234567, CS_UNIT_COUNT, table[i].brief);
      cs_test_locale_end ();
    }
}

CS_TESTS (number)
{
  g_test_add_func ("/number/in-full", test_in_full);
  g_test_add_func ("/number/short", test_short);
  g_test_add_func ("/number/the-locale-separates", test_the_locale_separates);
}
