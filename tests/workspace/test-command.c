/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command.h"
#include "cs-error.h"
#include "cs-test.h"

static gboolean
check (const CsCommand *row,
       const char      *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) args = g_variant_parse (NULL, text, NULL, NULL, &error);
  gboolean ok;

  g_assert_no_error (error);
  ok = cs_command_check_args (row, args, &error);
  if (!ok)
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);

  return ok;
}

static void
test_arguments_are_checked (void)
{
  const CsCommand row = { "test.it", "id s, zone ?s, all ?as", "a{sv}", NULL, CS_JOB_SHORT, NULL };

  g_assert_true (check (&row, "{'id': <'x'>}"));
  g_assert_true (check (&row, "{'id': <'x'>, 'zone': <'UTC'>, 'all': <['a', 'b']>}"));
  g_assert_false (check (&row, "@a{sv} {}"));
  g_assert_false (check (&row, "{'id': <1>}"));
  g_assert_false (check (&row, "{'id': <'x'>, 'zone': <1>}"));
  g_assert_false (check (&row, "{'id': <'x'>, 'zones': <'UTC'>}"));
  g_assert_false (check (&row, "'x'"));
}

static void
test_nothing_is_taken_by_a_row_without_arguments (void)
{
  const CsCommand row = { "test.it", "", "a{sv}", NULL, CS_JOB_SHORT, NULL };

  g_assert_true (check (&row, "@a{sv} {}"));
  g_assert_false (check (&row, "{'id': <'x'>}"));
}

static void
test_rows_are_whole_and_found_by_name (void)
{
  const CsCommand *row;
  guint n = 0;

  for (; (row = cs_command_at (n)) != NULL; n++)
    {
      g_assert_true (g_variant_type_string_is_valid (row->result));
      g_assert_nonnull (row->run);
      g_assert_nonnull (row->args);
      g_assert_true (cs_command_find (row->name) == row);
    }

  g_assert_cmpuint (n, >=, 30);
  g_assert_null (cs_command_find ("post.explode"));
}

CS_TESTS (command)
{
  g_test_add_func ("/workspace/command/arguments-are-checked", test_arguments_are_checked);
  g_test_add_func ("/workspace/command/nothing-is-taken-by-a-row-without-arguments",
                   test_nothing_is_taken_by_a_row_without_arguments);
  g_test_add_func ("/workspace/command/rows-are-whole-and-found-by-name",
                   test_rows_are_whole_and_found_by_name);
}
