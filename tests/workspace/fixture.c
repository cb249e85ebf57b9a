/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-error.h"

#include <glib/gstdio.h>

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr(GError) error = NULL;

  g_setenv ("CREATORSYNC_SECRETS", "memory", TRUE);
  self->folder = g_dir_make_tmp ("cs-workspace-XXXXXX", &error);
  g_assert_no_error (error);
  self->owner = cs_workspace_open (self->folder, CS_WORKSPACE_OWN, NULL, &error);
  g_assert_no_error (error);

  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  g_remove (path);
}

void
fixture_free (Fixture *self)
{
  if (self->owner != NULL)
    cs_workspace_close (self->owner);
  g_clear_object (&self->owner);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self);
}

typedef struct
{
  GAsyncResult *result;
} Outcome;

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->result = g_object_ref (result);
}

static GVariant *
run (CsWorkspace  *workspace,
     const char   *name,
     const char   *args,
     GError      **error)
{
  Outcome outcome = { NULL };
  g_autoptr(GVariant) given = NULL;
  GVariant *answer;

  given = g_variant_parse (G_VARIANT_TYPE_VARDICT, args != NULL ? args : "{}", NULL, NULL, error);
  g_assert_no_error (*error);

  cs_workspace_run_async (workspace, name, given, NULL, NULL, on_ran, &outcome);
  while (outcome.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = cs_workspace_run_finish (outcome.result, error);
  g_object_unref (outcome.result);

  return answer;
}

GVariant *
run_command (CsWorkspace *workspace,
             const char  *name,
             const char  *args)
{
  g_autoptr(GError) error = NULL;
  GVariant *answer = run (workspace, name, args, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);

  return answer;
}

void
refuse_command (CsWorkspace *workspace,
                const char  *name,
                const char  *args,
                int          code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = run (workspace, name, args, &error);

  g_assert_error (error, CS_ERROR, code);
  g_assert_null (answer);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

char *
text_of (GVariant   *record,
         const char *name)
{
  char *text = NULL;

  g_variant_lookup (record, name, "s", &text);

  return text;
}

/* Lets everything that was sent arrive. */
void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
