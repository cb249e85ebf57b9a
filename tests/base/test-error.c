/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"

static void
test_exit_codes (void)
{
  g_autoptr(GError) ours = g_error_new (CS_ERROR, CS_ERROR_NEEDS_YOU, "x");
  g_autoptr(GError) foreign = g_error_new (G_FILE_ERROR, G_FILE_ERROR_IO, "x");
  g_autoptr(GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");

  g_assert_cmpint (cs_error_exit_code (NULL), ==, 0);
  g_assert_cmpint (cs_error_exit_code (ours), ==, 11);
  g_assert_cmpint (cs_error_exit_code (foreign), ==, 1);
  g_assert_cmpint (cs_error_exit_code (cancelled), ==, 130);
}

static void
test_code_crosses_the_wire (void)
{
  for (int code = CS_ERROR_FAILED; code <= CS_ERROR_NEEDS_YOU; code++)
    {
      g_autoptr(GError) error = g_error_new (CS_ERROR, code, "Something");
      g_autofree char *name = g_dbus_error_encode_gerror (error);
      g_autoptr(GError) back = g_dbus_error_new_for_dbus_error (name, "Something");

      g_assert_error (back, CS_ERROR, code);
      g_assert_cmpstr (cs_error_code_name (code), !=, NULL);
    }
}

static void
test_file_errors_say_what_to_do (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (cs_fail_file (&error, g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "x"), "a"));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_error (&error);

  g_assert_false (cs_fail_file (&error, g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "x"), "a"));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (cs_fail_file (&error, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x"), "a"));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

CS_TESTS (error)
{
  g_test_add_func ("/base/error/exit-codes", test_exit_codes);
  g_test_add_func ("/base/error/code-crosses-the-wire", test_code_crosses_the_wire);
  g_test_add_func ("/base/error/file-errors-say-what-to-do", test_file_errors_say_what_to_do);
}
