/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "fixture.h"

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_workspace_run_finish (result, &error);

  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static const char *
first_name (GVariant *args)
{
  GVariantIter iter;
  const char *name = NULL;

  g_variant_iter_init (&iter, args);
  g_variant_iter_next (&iter, "{&sv}", &name, NULL);

  return name;
}

/* A name that the caller reads stays where it is, whatever a worker does to the arguments. */
static void
test_arguments_are_shared (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) args = NULL;
  const char *name;
  gboolean has_ran = FALSE;

  args = g_variant_ref_sink (g_variant_new_parsed ("{'query': <'shelf'>, 'limit': <int64 3>}"));
  cs_workspace_run_async (fixture->owner, "search", args, NULL, NULL, on_ran, &has_ran);
  name = first_name (args);
  while (!has_ran)
    g_main_context_iteration (NULL, TRUE);
  g_variant_get_data (args);
  g_assert_true (first_name (args) == name);
  g_assert_cmpstr (name, ==, "query");
}

CS_TESTS (run)
{
  g_test_add_func ("/workspace/run/arguments-are-shared", test_arguments_are_shared);
}
